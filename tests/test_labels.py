"""labels.yml belongs to people: Caifeng adds lines to it, and one that makes no sense spoils no other."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caifeng.errors import ConfigError
from caifeng.labels import LabelFile
from caifeng.models import Label, Relation, ToneLabel

FILE = """\
# 我们的标注
- {item: i-0123456789ab, tone: 中性, at: 2026-11-20T09:12:00+08:00, by: 值班员, why: 转述政策, machine: 负面}
- item: i-aaaaaaaaaaaa   # 招聘
  topic: 产品质量
  relevant: false
  at: 2026-11-20 09:13
  by: 值班员
- {item: i-0123456789ab, duplicate_of: i-bbbbbbbbbbbb, at: 2026-11-20T09:14:00+08:00, by: 甲, sampled: true}
- {item: i-0123456789ab, other_story_than: i-cccccccccccc, at: 2026-11-20T01:15:00Z, by: 甲}
"""
AT = datetime(2026, 11, 20, 1, 12, tzinfo=UTC)
LABEL = Label(
    item_id="i-0123456789ab", at=AT, by="值班员", why="转述政策", tone=ToneLabel.NEUTRAL, machine="负面"
)  # fmt: skip


def file(folder: Path, text: str | None = None) -> LabelFile:
    path = folder / "labels.yml"
    if text is not None:
        path.write_bytes(text.encode())
    return LabelFile(path, ZoneInfo("Asia/Shanghai"))


def complaints(folder: Path, entry: str) -> list[str]:
    labels, problems = file(folder, f"{FILE}{entry}\n").load()
    assert len(labels) == 4
    assert problems
    assert all(problem.line >= 10 and problem.mend for problem in problems)
    return [f"{problem.message} → {problem.mend}" for problem in problems]


def test_a_desk_without_the_file_has_no_labels(tmp_path: Path) -> None:
    assert file(tmp_path).load() == ((), ())
    assert file(tmp_path, "# 还没有\n").load() == ((), ())


def test_entries_are_read_as_people_wrote_them(tmp_path: Path) -> None:
    labels, problems = file(tmp_path, FILE).load()
    assert problems == ()
    assert labels[0] == LABEL
    assert (labels[1].topic, labels[1].is_relevant, labels[1].at) == ("产品质量", False, AT + timedelta(minutes=1))
    assert (labels[2].relation, labels[2].other_id, labels[2].is_sampled) == (
        Relation.DUPLICATE, "i-bbbbbbbbbbbb", True,
    )  # fmt: skip
    assert labels[3].relation is Relation.OTHER_STORY


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("- {item: i-1, tone: 中立, at: 2026-11-20T09:12:00+08:00, by: 甲}", "只能是 负面、中性、正面、不确定"),
        ("- {item: i-1, tone: 中性, at: 2026-11-20T09:12:00+08:00}", "缺少 by"),
        ("- {item: i-1, tone: 中性, at: 昨天, by: 甲}", "时间无法辨认"),
        ("- {item: i-1, tone: 中性, at: 0001-01-01T00:00:00+08:00, by: 甲}", "时间无法辨认"),
        ("- {item: i-1, toen: 中性, at: 2026-11-20T09:12:00+08:00, by: 甲}", "是不是 tone"),
        ("- {item: i-1, at: 2026-11-20T09:12:00+08:00, by: 甲}", "一样也没有写"),
        ("- {item: i-1, tone: 中性, topic: 质量, relevant: true, at: 2026-11-20, by: 甲}", "写了 tone、topic"),
        ("- {item: i-1, topic: 产品质量, at: 2026-11-20T09:12:00+08:00, by: 甲}", "要成对写"),
        ("- {item: i-1, same_story_as: i-1, at: 2026-11-20T09:12:00+08:00, by: 甲}", "指向了条目自己"),
        ("- {item: 第一条, tone: 中性, at: 2026-11-20T09:12:00+08:00, by: 甲}", "条目号应写成"),
        ("- {item: i-1, topic: 质量, relevant: 也许, at: 2026-11-20T09:12:00+08:00, by: 甲}", "只能是 是 或 否"),
        ("- 一句话", "须是 键: 值 的对照"),
        ('- {item: i-1, tone: "中性', "YAML 语法错误"),
        ("- {item: *a, tone: 中性}", "不接受 YAML 锚点和别名"),
    ],
)  # fmt: skip
def test_a_wrong_entry_is_reported_with_line_and_remedy_and_the_others_apply(
    tmp_path: Path, entry: str, said: str
) -> None:
    assert any(said in complaint for complaint in complaints(tmp_path, entry))


def test_every_wrong_entry_is_reported_at_once(tmp_path: Path) -> None:
    broken = "- {item: i-1, tone: 中立, at: x, by: 甲}\n- {item: i-2}\n- [1, 2]\n"
    _, problems = file(tmp_path, FILE + broken).load()
    assert {problem.line for problem in problems} == {10, 11, 12}


def test_a_merge_conflict_loses_neither_side(tmp_path: Path) -> None:
    mine, theirs = FILE.splitlines(keepends=True)[1], FILE.splitlines(keepends=True)[8]
    text = f"{FILE}<<<<<<< HEAD\n{mine}=======\n{theirs}>>>>>>> 同事\n"
    labels, problems = file(tmp_path, text).load()
    assert len(labels) == 6
    assert any("合并冲突" in problem.message for problem in problems)


def test_a_file_in_another_encoding_is_reported_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "labels.yml"
    path.write_bytes(FILE.encode("gb18030"))
    labels, (problem,) = file(tmp_path).load()
    assert labels == ()
    assert "UTF-8" in problem.mend
    with pytest.raises(ConfigError):
        file(tmp_path).append(LABEL)
    assert path.read_bytes() == FILE.encode("gb18030")


@pytest.mark.parametrize("text", [FILE, FILE.rstrip("\n"), FILE.replace("\n", "\r\n"), "\ufeff" + FILE])
def test_adding_a_label_keeps_every_byte_that_stands_there(tmp_path: Path, text: str) -> None:
    written = file(tmp_path, text)
    written.append(LABEL)
    assert (tmp_path / "labels.yml").read_bytes().startswith(text.encode())
    labels, problems = written.load()
    assert problems == ()
    assert labels[4] == LABEL
    assert len(labels) == 5


def test_adding_works_where_lists_are_indented_and_where_the_file_is_broken(tmp_path: Path) -> None:
    indented = file(tmp_path, "".join(f"  {line}\n" for line in FILE.splitlines()))
    indented.append(LABEL)
    assert (len(indented.load()[0]), indented.load()[1]) == (5, ())
    broken = file(tmp_path, FILE + '- {item: "\n')
    broken.append(LABEL)
    assert len(broken.load()[0]) == 5


def test_a_file_that_is_no_list_is_not_added_to(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="不是以 - 开头的列表"):
        file(tmp_path, "labels: []\n").append(LABEL)
    assert (tmp_path / "labels.yml").read_text(encoding="utf-8") == "labels: []\n"


def test_the_first_label_makes_the_file_and_says_what_it_is(tmp_path: Path) -> None:
    file(tmp_path).append(LABEL)
    assert (tmp_path / "labels.yml").read_text(encoding="utf-8").startswith("# 人工标注")
    assert file(tmp_path).load() == ((LABEL,), ())


def test_a_label_by_nobody_is_refused_before_it_is_written(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        file(tmp_path).append(replace(LABEL, by="\u200b\x00"))
    assert not (tmp_path / "labels.yml").exists()


_MATTERS = st.sampled_from(
    [
        {"tone": ToneLabel.POSITIVE},
        {"topic": "- 议题: #1", "is_relevant": True},
        {"relation": Relation.SAME_STORY, "other_id": "i-2"},
    ]
)


@settings(max_examples=60)
@given(by=st.text(min_size=1, max_size=20), why=st.text(max_size=40), matter=_MATTERS, is_sampled=st.booleans())
def test_what_is_added_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, by: str, why: str, matter: dict[str, object], is_sampled: bool
) -> None:
    written = file(tmp_path_factory.mktemp("labels"))
    label = Label(item_id="i-1", at=AT, by=f"甲{by}", why=why, is_sampled=is_sampled, **matter)  # type: ignore[arg-type]
    written.append(label)
    ((read,), problems) = written.load()
    assert problems == ()
    plain = [" ".join("".join(c if c.isprintable() else " " for c in text).split()) for text in (label.by, why)]
    assert read == replace(label, by=plain[0], why=plain[1])


@settings(max_examples=60)
@given(text=st.text(alphabet="-{}[]:,#\"'|> \n<=&*!i1甲tone", max_size=60))
def test_no_text_breaks_the_reading_or_hides_an_entry_above(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.mktemp("labels")
    labels, _ = file(folder, f"{FILE}{text}").load()
    assert labels[:2] == file(folder, FILE).load()[0][:2]


def test_every_key_is_documented_and_the_documented_example_is_right(tmp_path: Path) -> None:
    page = (Path(__file__).parents[1] / "docs" / "labels.md").read_text(encoding="utf-8")
    with pytest.raises(ConfigError):
        file(tmp_path).append(replace(LABEL, by=""))
    _, (problem,) = file(tmp_path, "- {item: i-1, tone: 中性, at: 2026-11-20, by: 甲, 奇怪: 1}\n").load()
    keys = problem.mend.removeprefix("可用的键：").partition("；")[0].split("、")
    assert len(keys) == 13
    assert [key for key in keys if f"`{key}`" not in page] == []
    example = page.partition("```yaml\n")[2].partition("```")[0]
    labels, problems = file(tmp_path, example).load()
    assert (len(labels), problems) == (4, ())
