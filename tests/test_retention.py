"""What is kept no longer goes in one step; what editions stand on stays, and a killed pruning loses nothing."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from caifeng.commands.prune import prune as command
from caifeng.errors import ConfigError
from caifeng.models import Item
from caifeng.models.desk import Retention
from caifeng.models.takedown import Ground, Takedown
from caifeng.retention import plan, prune
from caifeng.takedowns import enforce, takedown_file
from tests.analyze_stories import NOW, item
from tests.lived_workspace import Lived, lived

pytestmark = pytest.mark.filterwarnings("ignore:invalid escape sequence")  # jieba's sources
RULES = Retention(text_days=100, items_days=200)


def an_item(name: str, at: datetime) -> Item:
    return replace(item(f"i-{name}"), title=f"标题{name}", text=f"正文{name}", published_at=at, seen_at=at)


@pytest.fixture
def desk(tmp_path: Path) -> Lived:
    """Items of three ages, two of them of one day but of different runs."""
    made = lived(tmp_path / "desk")
    for days, name in ((300, "a"), (150, "b"), (150, "c"), (10, "d")):
        at = NOW - timedelta(days=days, minutes=ord(name))
        made.look(at, (an_item(name, at),))
    return made


def kept(made: Lived) -> dict[str, tuple[str, str]]:
    found = made.workspace.lake.items(NOW - timedelta(days=999))
    return {one.id: (one.title, one.text) for one in found}


def test_texts_go_first_then_all_that_says_what_an_item_was(desk: Lived) -> None:
    lake, before = desk.workspace.lake, desk.workspace.lake.items(NOW - timedelta(days=999))
    with lake.hold():
        done = prune(lake, RULES, NOW, desk.workspace.run(NOW))
    assert [(one.items, one.columns[0]) for one in done] == [(1, "text"), (2, "text")]
    assert kept(desk) == {"i-a": ("", ""), "i-b": ("标题b", ""), "i-c": ("标题c", ""), "i-d": ("标题d", "正文d")}
    after = lake.items(NOW - timedelta(days=999))
    assert [(one.id, one.content_hash, one.published_at, one.seen_at) for one in after] == [
        (one.id, one.content_hash, one.published_at, one.seen_at) for one in before
    ]


def test_pruning_again_finds_nothing_and_a_plan_changes_nothing(desk: Lived) -> None:
    lake = desk.workspace.lake
    assert len(plan(lake, RULES, NOW)) == 2
    assert kept(desk)["i-a"] == ("标题a", "正文a")
    prune(lake, RULES, NOW, desk.workspace.run(NOW))
    assert plan(lake, RULES, NOW) == ()
    assert prune(lake, RULES, NOW, desk.workspace.run(NOW)) == ()


def test_old_files_go_only_after_the_new_ones_count(desk: Lived) -> None:
    lake = desk.workspace.lake
    old = set((lake.root / "items").rglob("*.parquet"))
    prune(lake, RULES, NOW, desk.workspace.run(NOW))
    assert old < set((lake.root / "items").rglob("*.parquet")), "a reader of this moment still finds them"
    with lake.hold():
        left = set((lake.root / "items").rglob("*.parquet"))
    assert len(old & left) == 1
    assert len(left) == 3


def test_a_pruning_that_was_killed_before_its_manifest_loses_nothing(
    desk: Lived, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake, before = desk.workspace.lake, kept(desk)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("caifeng.lake.draft.write_manifest", killed)
        with pytest.raises(KeyboardInterrupt):
            prune(lake, RULES, NOW, desk.workspace.run(NOW))
    with lake.hold():
        assert kept(desk) == before


def test_what_was_taken_down_is_kept_whole_so_that_it_stays_recognised(desk: Lived) -> None:
    takedown = Takedown(id="T-2026-0001", by="值班长", at=NOW, ground=Ground.PERSONAL, item_id="i-a")
    takedown_file(desk.workspace, desk.desk).add(takedown)
    enforce(desk.workspace, desk.desk)
    lake = desk.workspace.lake
    prune(lake, RULES, NOW, desk.workspace.run(NOW))
    assert [one.text for one in lake.withdrawn().items] == ["正文a"]


def test_the_command_says_what_is_lost(desk: Lived, capsys: pytest.CaptureFixture[str]) -> None:
    file = desk.workspace.desk_file
    file.write_text(file.read_text(encoding="utf-8") + "keep: {text_days: 100, items_days: 200}\n", encoding="utf-8")
    command(dry_run=True, desk=file)
    assert "将清理" in capsys.readouterr().out
    command(desk=file)
    assert "核对时也对不到原文" in capsys.readouterr().out
    command(desk=file)
    assert "没有过了保存期的内容" in capsys.readouterr().out


def test_titles_are_kept_at_least_as_long_as_texts(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="items_days 不能少于 text_days"):
        lived(tmp_path / "desk", "desk: 澜川电器\nsources: [{name: 甲, unreachable: 示例}]\n"
              "topics: [{name: 质量, watch: 漏水}]\nkeep: {text_days: 365, items_days: 100}\n")  # fmt: skip
