"""silences.yml belongs to people: a wrong entry silences nothing and spoils no other, and nothing is ever taken out."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from caifeng.commands.silence import silence
from caifeng.errors import ConfigError, UsageError
from caifeng.models import Desk, Silence, Topic
from caifeng.silences import SilenceFile

DESK = Desk(name="甲", zone=ZoneInfo("Asia/Shanghai"), topics=(Topic(name="产品质量", watch="漏水"),))
FILE = """\
# 我们的静默
- {about: S-20261119-04, since: 2026-11-20 09:00, until: 2026-11-20 20:00, why: 召回公告已发, by: 黎航}
- about: INC-2026-0007   # 案件
  since: 2026-11-20 09:00
  until: 2026-11-21T01:00:00Z
  why: 集中答复
"""
NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)


def file(folder: Path, text: str | None = None) -> SilenceFile:
    path = folder / "silences.yml"
    if text is not None:
        path.write_bytes(text.encode())
    return SilenceFile(path, DESK)


def complaints(folder: Path, entry: str) -> list[str]:
    silences, problems = file(folder, f"{FILE}{entry}\n").load()
    assert len(silences) == 2
    assert problems
    assert all(problem.line >= 7 and "其余静默不受影响" in problem.mend for problem in problems)
    return [f"{problem.message} → {problem.mend}" for problem in problems]


def made(**said: object) -> Silence:
    given = {"about": "产品质量", "since": NOW, "until": NOW + timedelta(hours=6), "why": "集中答复", "by": "黎航"}
    return Silence(**(given | said))  # type: ignore[arg-type]


def test_a_desk_without_the_file_has_no_silences(tmp_path: Path) -> None:
    assert file(tmp_path).load() == ((), ())
    assert file(tmp_path, "# 还没有\n").load() == ((), ())


def test_entries_are_read_as_people_wrote_them(tmp_path: Path) -> None:
    silences, problems = file(tmp_path, FILE).load()
    assert problems == ()
    assert silences[0] == Silence(
        about="S-20261119-04",
        since=datetime(2026, 11, 20, 1, tzinfo=UTC),
        until=datetime(2026, 11, 20, 12, tzinfo=UTC),
        why="召回公告已发",
        by="黎航",
    )
    assert (silences[1].until, silences[1].by) == (datetime(2026, 11, 21, 1, tzinfo=UTC), "")


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("- {about: 产品质量, why: 忙}", "缺少 until → 静默必须写明到何时（until）和为什么（why）"),
        ("- {about: 产品质量}", "缺少 until、why → 静默必须"),
        ("- {until: 2026-11-20 20:00, why: 忙}", "缺少 about → 请补上"),
        (
            "- {about: 产品质两, until: 2026-11-20 20:00, why: 忙}",
            "没有事件、案件、议题或信源叫 '产品质两' → 是不是 产品质量？",
        ),
        ("- {about: x, until: 2026-11-20 20:00, why: 忙}", "没有事件、案件、议题或信源叫 'x' → 可写 S-…、INC-…"),
        ("- {about: 全部, until: 明天, why: 忙}", "时间无法辨认，应写成 2026-11-20 20:00"),
        ("- {about: 全部, until: 9999-12-31 23:59, why: 忙}", "时间无法辨认"),
        ("- {about: 全部, untill: 2026-11-20 20:00, why: 忙}", "未知的键 'untill' → 是不是 until？"),
        ("- {about: 全部, until: 2026-11-20 20:00, why: ' '}", "不能为空"),
        ("- {about: 全部, since: 2026-11-20 20:00, until: 2026-11-20 20:00, why: 忙}", "until 不晚于 since"),
        ("- {about: 全部, since: 2026-11-20 20:00, until: 2026-12-21 20:00, why: 忙}", "静默最长 30 天"),
        ("- {about: 全部, until: 2199-12-21 20:00, why: 忙}", "静默最长 30 天"),
        ("- {about: 产品质量, ended: 2026-11-20 20:00}", "前面没有 产品质量 的静默可以结束"),
        ("- 产品质量", "须是 键: 值 的对照"),
        ('- {about: 全部, why: "忙}', "YAML 语法错误"),
        ("<<<<<<< HEAD\n- {about: 全部, why: 忙}\n=======\n>>>>>>> 甲", "有未解决的 Git 合并冲突"),
    ],
)
def test_a_wrong_entry_is_named_and_the_others_hold(tmp_path: Path, entry: str, said: str) -> None:
    assert any(told.startswith(said) for told in complaints(tmp_path, entry))


def test_an_unknown_key_is_mended_by_the_nearest(tmp_path: Path) -> None:
    told = complaints(tmp_path, "- {about: 全部, until: 2026-11-20 20:00, whi: 忙, why: 忙}")
    assert told == ["未知的键 'whi' → 是不是 why？；其余静默不受影响"]


def test_a_silence_that_is_written_is_read_back(tmp_path: Path) -> None:
    silences = file(tmp_path, FILE)
    silences.add(made(why="答复: “召回” #1\n- {about: 全部}"))
    text = silences.path.read_text(encoding="utf-8")
    assert text.startswith(FILE)
    assert silences.load()[0][2] == made(why="答复: “召回” #1 - {about: 全部}")


@settings(max_examples=50)
@given(why=st.text(max_size=60), by=st.text(max_size=20))
def test_whatever_people_type_stays_one_entry(tmp_path_factory: pytest.TempPathFactory, why: str, by: str) -> None:
    silences = file(tmp_path_factory.mktemp("silences"), FILE)
    try:
        silences.add(made(why=why, by=by))
    except ConfigError:
        assert silences.path.read_text(encoding="utf-8") == FILE
        return
    found, problems = silences.load()
    assert (len(found), problems) == (3, ())
    assert found[2].about == "产品质量"


def test_what_makes_no_sense_is_not_written(tmp_path: Path) -> None:
    silences = file(tmp_path, FILE)
    for wrong in (made(why=""), made(until=NOW), made(until=NOW + timedelta(days=31)), made(about="不知")):
        with pytest.raises(ConfigError):
            silences.add(wrong)
    assert silences.path.read_text(encoding="utf-8") == FILE


def test_a_silence_ended_early_stays_on_record(tmp_path: Path) -> None:
    silences = file(tmp_path)
    silences.add(made())
    before = silences.path.read_text(encoding="utf-8")
    later = NOW + timedelta(hours=1)
    (ended,) = silences.end("产品质量", later, "沈渡", "提前恢复")
    assert silences.path.read_text(encoding="utf-8").startswith(before)
    assert silences.load() == ((ended,), ())
    assert (ended.until, ended.is_on(later), ended.is_on(later - timedelta(seconds=1))) == (later, False, True)
    with pytest.raises(UsageError, match="产品质量 没有静默可以结束"):
        silences.end("产品质量", later, "沈渡", "")
    silences.add(made(since=later, until=later + timedelta(hours=1)))
    assert [one.is_on(later) for one in silences.load()[0]] == [False, True]


def test_a_silence_of_the_same_second_can_be_ended(tmp_path: Path) -> None:
    silences = file(tmp_path)
    silences.add(made())
    silences.end("产品质量", NOW, "沈渡", "")
    assert [one.is_on(NOW) for one in silences.load()[0]] == [False]


def test_an_end_touches_neither_others_nor_what_begins_later(tmp_path: Path) -> None:
    silences = file(tmp_path)
    tomorrow = NOW + timedelta(days=1)
    for one in (made(), made(about="全部"), made(since=tomorrow, until=tomorrow + timedelta(hours=1))):
        silences.add(one)
    silences.end("产品质量", NOW + timedelta(hours=1), "沈渡", "")
    found, _ = silences.load()
    assert [one.is_on(NOW + timedelta(hours=2)) for one in found] == [False, True, False]
    assert found[2].is_on(tomorrow)


@settings(max_examples=30)
@given(st.binary(max_size=300))
def test_no_bytes_break_it(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    silences = file(tmp_path_factory.mktemp("silences"))
    silences.path.write_bytes(data)
    silences.load()


def test_a_long_file_of_ends_is_read_in_good_time(tmp_path: Path) -> None:
    begin = "- {about: 全部, since: 2026-11-20 09:00, until: 2026-11-20 20:00, why: 忙}\n"
    silences = file(tmp_path, begin * 3000 + "- {about: 全部, ended: 2026-11-20 10:00}\n" * 3000)
    found, problems = silences.load()
    assert (len(found), problems) == (3000, ())
    assert {one.until for one in found} == {datetime(2026, 11, 20, 2, tzinfo=UTC)}


CONFIG = 'desk: 甲\nsources: [{name: 导出, file: "e/*.csv"}]\ntopics: [{name: 产品质量, watch: 漏水}]\n'
app = typer.Typer()
app.command()(silence)


def run(folder: Path, *arguments: str) -> Result:
    (folder / "caifeng.yml").write_text(CONFIG, encoding="utf-8")
    return CliRunner().invoke(app, [*arguments, "--desk", str(folder / "caifeng.yml")], env={"CAIFENG_BY": "黎航"})


def test_the_command_writes_lists_and_ends(tmp_path: Path) -> None:
    assert "已静默：产品质量" in run(tmp_path, "产品质量", "--until", "6h", "--why", "集中答复").output
    (listed,) = json.loads(run(tmp_path, "--list", "--json").output)["silences"]
    assert (listed["about"], listed["by"], listed["is_on"]) == ("产品质量", "黎航", True)
    assert "有效  产品质量" in run(tmp_path, "--list").output
    assert "已结束" in run(tmp_path, "产品质量", "--end").output
    (listed,) = json.loads(run(tmp_path, "--list", "--json").output)["silences"]
    assert listed["is_on"] is False


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "请写静默什么"),
        (("产品质量", "--why", "忙"), "必须写明到何时"),
        (("产品质量", "--until", "6h"), "必须写明到何时"),
        (("产品质量", "--until", "六小时", "--why", "忙"), "无法辨认"),
        (("产品质量", "--until", "0001-01-01", "--why", "忙"), "无法辨认"),
        (("产品质量", "--until", "60d", "--why", "忙"), "静默最长 30 天"),
        (("产品质两", "--until", "6h", "--why", "忙"), "是不是 产品质量"),
        (("INC-2026-0009", "--until", "6h", "--why", "忙"), "没有案件 INC-2026-0009"),
        (("产品质量", "--end"), "没有静默可以结束"),
    ],
)
def test_the_command_says_what_is_missing(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    failed = run(tmp_path, *arguments).exception
    assert said in str(failed)
    assert not (tmp_path / "silences.yml").exists()
