"""caifeng explain: finds the item people mean, and tells in Chinese why it did or did not match."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from caifeng.commands.explain import explain, find_item
from caifeng.errors import UsageError
from caifeng.lake import Lake
from caifeng.models import Harvest, Item
from tests.analyze_desk import item

NOW = datetime(2026, 11, 17, 2, tzinfo=UTC)
DESK = """
desk: 测试台
names: {净水机: {kind: 产品, also: [滤水机]}}
sources: [{name: 日报, unreachable: 示例}]
sensitive: {人身安全: {weight: 3, words: [受伤]}}
gate_words: [死亡]
topics:
  - {name: 产品质量, watch: "净水机 AND 漏水", exclude: {招聘: 与质量无关}}
  - {name: 其他, watch: "热水壶 NEAR/5 起火"}
"""
LEAK = replace(
    item("家里的濾水機突然漏水，\x1b[31m未造成人员死亡", "求助[red]"), id="i-aaaa00000001", url="https://a.example/1"
)
JOB = replace(item("净水机企业招聘，不漏水"), id="i-aaaa00000002", url="https://a.example/2")


@pytest.fixture
def desk_file(tmp_path: Path) -> Path:
    """A folder with a configuration and two items."""
    file = tmp_path / "caifeng.yml"
    file.write_text(DESK, encoding="utf-8")
    store(tmp_path, LEAK, JOB)
    return file


def store(folder: Path, *items: Item) -> None:
    draft = Lake(folder / "lake").draft("20261117T020000Z-00-00000000")
    draft.harvest(Harvest(run="r", started_at=NOW, finished_at=NOW, items=items, sightings=(), failures=(),
                          reports=(), validators=()))  # fmt: skip
    draft.commit()


def run(desk_file: Path, *words: str) -> Result:
    app = typer.Typer()
    app.command()(explain)
    return CliRunner().invoke(app, [*words, "--desk", str(desk_file)])


def test_it_shows_topics_words_tone_and_what_did_not_count(desk_file: Path) -> None:
    shown = run(desk_file, "i-aaaa00000001").output
    assert "产品质量：命中" in shown
    assert "正文第 4 字：家里的【濾水機】突然漏水，" in shown
    assert "其他：未命中" in shown
    assert "原因：规则没有成立：NEAR 左边没有出现（热水壶）" in shown
    assert "倾向：" in shown
    assert "未计 死亡：" in shown
    assert "未造成人员" in shown


def test_an_exclusion_is_shown_with_its_reason(desk_file: Path) -> None:
    shown = run(desk_file, "https://a.example/2", "--topic", "产品质量").output
    assert "产品质量：未命中" in shown
    assert "出现了要排除的“招聘”（与质量无关）" in shown
    assert "其他" not in shown


def test_nothing_from_a_source_reaches_the_terminal_as_a_command(desk_file: Path) -> None:
    shown = run(desk_file, "i-aaaa00000001").output
    assert "\x1b" not in shown
    assert "[red]" not in shown


def test_json_holds_the_whole_tree(desk_file: Path) -> None:
    told = json.loads(run(desk_file, "i-aaaa00000001", "--json").output)
    assert told["item"]["id"] == "i-aaaa00000001"
    first, second = told["topics"]
    assert (first["topic"], first["is_match"], second["is_match"]) == ("产品质量", True, False)
    assert [part["rule"] for part in first["verdict"]["parts"]] == ["净水机", "漏水"]
    assert told["denied"][0]["word"] == "死亡"
    assert told["reading"]["tone"]["label"]


@pytest.mark.parametrize("wanted", ["i-aaaa00000001", "aaaa00000001", "https://a.example/1", "https://a.example/1/"])
def test_an_item_is_found_by_id_or_address(desk_file: Path, wanted: str) -> None:
    assert find_item(Lake(desk_file.parent / "lake"), wanted) == LEAK


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ("i-aaaa", "有 2 条都以 i-aaaa 开头"),
        ("i-aaab00000001", "最接近的是 i-aaaa00000001"),
        ("乱写", "编号形如 i-aaaa0000000"),
        ("", "没有写条目编号或网址"),
    ],
)
def test_an_unknown_item_is_one_clear_sentence(desk_file: Path, wanted: str, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        find_item(Lake(desk_file.parent / "lake"), wanted)


def test_an_empty_lake_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="caifeng collect"):
        find_item(Lake(tmp_path / "lake"), "i-1")


def test_an_unknown_topic_names_the_nearest(desk_file: Path) -> None:
    result = run(desk_file, "i-aaaa00000001", "--topic", "产品质")
    assert isinstance(result.exception, UsageError)
    assert "是不是 产品质量？" in str(result.exception)


def test_what_a_person_said_instead_is_shown_as_plain_text(desk_file: Path) -> None:
    said = "- {item: i-aaaa00000001, tone: 中性, at: 2026-11-17T10:00:00+08:00, by: '值班[red]', why: 转述}\n"
    (desk_file.parent / "labels.yml").write_text(said, encoding="utf-8")
    assert (
        "人工改判（以此为准）：i-aaaa00000001 倾向 中性（值班［red]，转述）" in run(desk_file, "i-aaaa00000001").output
    )
    assert json.loads(run(desk_file, "i-aaaa00000001", "--json").stdout)["labels"][0]["by"] == "值班[red]"


@pytest.mark.timeout(10)
def test_a_megabyte_is_explained(tmp_path: Path) -> None:
    (tmp_path / "caifeng.yml").write_text(DESK, encoding="utf-8")
    store(tmp_path, replace(item("净水机漏水" * 200_000, "长"), id="i-bbbb00000001"))
    shown = run(tmp_path / "caifeng.yml", "i-bbbb")
    assert shown.exit_code == 0
    assert len(shown.output) < 20_000
