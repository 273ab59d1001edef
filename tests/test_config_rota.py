"""The rota from caifeng.yml and from calendar files; a shift that cannot be read is told and holds up nothing else."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caifeng import config
from caifeng.errors import ConfigError
from caifeng.models import Desk
from caifeng.models.rota import gaps, shifts
from respond.alerts.rota import on_duty

ZONE = ZoneInfo("Asia/Shanghai")
LEAST = """\
desk: 澜川电器
sources: [{name: 日报, feed: "https://example.org/rss.xml"}]
topics: [{name: 产品质量, watch: 净水机}]
people: {黎航: {}, 沈渡: {}, 苏晓: {}}
"""


def desk(text: str, folder: Path | None = None) -> Desk:
    return config.read(LEAST + text, "caifeng.yml", folder).desk


def at(text: str, zone: ZoneInfo = ZONE) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def who(made: Desk, *times: str) -> list[str]:
    return ["、".join(on_duty(made, at(time))) for time in times]


def file_of(*events: str) -> bytes:
    body = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events).replace("|", "\n")
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//t//\n{body}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def filed(folder: Path, *events: str) -> Desk:
    (folder / "rota.ics").write_bytes(file_of(*events))
    return desk("rota: [{ics: rota.ics}]", folder)


def test_a_single_shift() -> None:
    made = desk("rota: [{who: 黎航, from: 2026-11-20 08:00, to: 2026-11-21 08:00}]")
    times = ("2026-11-20 07:59", "2026-11-20 08:00", "2026-11-21 07:59", "2026-11-21 08:00")
    assert who(made, *times) == ["", "黎航", "黎航", ""]


def test_weekly_shifts_over_midnight_between_two_dates() -> None:
    made = desk(
        "rota: [{who: 黎航, every: [周一, 周五], from: 20:00, to: 08:00, since: 2026-11-16, until: 2026-11-23}]"
    )
    found = [(f"{one.start.astimezone(ZONE):%m-%d %H}", one.end - one.start) for one in shifts(
        made.rota, ZONE, at("2026-11-01 00:00"), at("2026-12-31 00:00")
    )]  # fmt: skip
    assert found == [(f"11-{day} 20", timedelta(hours=12)) for day in (16, 20, 23)]


def test_a_day_from_midnight_to_midnight_leaves_no_gap() -> None:
    for hours in ("from: 00:00, to: 24:00", "from: 08:00, to: 08:00"):
        made = desk(f"rota: [{{who: 黎航, every: 每天, {hours}}}]")
        assert gaps(made.rota, ZONE, at("2026-11-01 00:00"), at("2026-12-01 00:00")) == ()


def test_several_people_at_once_and_in_turns() -> None:
    made = desk("rota: [{who: [黎航, 沈渡], every: 周一, from: 08:00, to: 18:00}]")
    assert who(made, "2026-11-16 12:00") == ["沈渡、黎航"]
    turns = desk("rota: [{who: [黎航, 沈渡, 苏晓], from: 2026-11-16 08:00, turn: 7d, until: 2026-12-07}]")
    times = ("2026-11-16 07:59", "2026-11-16 08:00", "2026-11-23 08:00", "2026-12-06 23:00", "2026-12-08 08:00")
    assert who(turns, *times) == ["", "黎航", "沈渡", "苏晓", "黎航"]
    assert who(turns, "2026-12-14 08:00") == [""]


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (
            "{who: 黎行, from: 2026-11-20 08:00, to: 2026-11-21 08:00}",
            "rota[0].who[0]：people 里没有 黎行 → 是不是 黎航？",
        ),
        ("{who: 黎航, from: 2026-11-20 08:00}", "rota[0]：须写 to"),
        ("{from: 2026-11-20 08:00, to: 2026-11-21 08:00}", "rota[0]：who 和 from 须写"),
        ("{who: 黎航, from: 08:00, to: 20:00}", "rota[0]：'20:00' 不是日期加时刻"),
        ("{who: 黎航, from: 2026-11-31 08:00, to: 2026-12-01 08:00}", "rota[0]：'2026-11-31 08:00' 不是日期加时刻"),
        ("{who: 黎航, from: 2026-11-21 08:00, to: 2026-11-20 08:00}", "rota[0]：to 须晚于 from"),
        ("{who: 黎航, from: 2026-11-20 08:00, to: 2027-11-20 08:00}", "rota[0]：to 须晚于 from，一班最长 31 天"),
        ("{who: 黎航, every: 周八, from: 08:00, to: 20:00}", "rota[0].every：'周八' 不是星期几"),
        ("{who: 黎航, every: 周一, from: 2026-11-20 08:00, to: 20:00}", "rota[0]：'2026-11-20 08:00' 不是时刻"),
        (
            "{who: 黎航, every: 周一, from: 08:00, to: 20:00, since: 2026-12-01, until: 2026-11-01}",
            "rota[0]：until 不能早于",
        ),
        (
            "{who: 黎航, from: 2026-11-20 08:00, to: 2026-11-21 08:00, until: 2026-12-01}",
            "rota[0]：since、until 只用于",
        ),
        ("{who: 黎航, from: 2026-11-20 08:00, turn: 5h}", "rota[0]：turn 须是整天数"),
        ("{who: 黎航, from: 2026-11-20 08:00, turn: 7d, every: 周一}", "rota[0]：轮流的只写"),
        ("{ics: rota.ics, who: 黎航}", "rota[0]：写了 ics 就不写别的"),
        ("{ics: ../rota.ics}", "rota[0].ics：文件须写成本目录之下"),
        ("{whom: 黎航}", "rota[0].whom：未知的键 'whom' → 是不是 who？"),
        ("{}", "rota[0]：who 和 from 须写"),
    ],
)
def test_a_wrong_shift_is_told(entry: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        desk(f"rota: [{entry}]")
    (problem,) = caught.value.problems
    assert f"{problem.path}：{problem.message} → {problem.mend}".startswith(said)


def test_a_calendar_file_gives_shifts_by_their_titles(tmp_path: Path) -> None:
    made = filed(
        tmp_path,
        "UID:1|DTSTART;TZID=Asia/Shanghai:20261116T200000|DTEND;TZID=Asia/Shanghai:20261117T080000|SUMMARY:黎航"
        "|RRULE:FREQ=WEEKLY|EXDATE;TZID=Asia/Shanghai:20261123T200000",
        "UID:2|DTSTART;TZID=Asia/Shanghai:20261118T080000|DURATION:PT12H|SUMMARY:值班：沈渡、苏晓",
        "UID:3|DTSTART;VALUE=DATE:20261120|SUMMARY:苏晓",
    )
    assert made.rota_problems == ()
    assert who(made, "2026-11-17 07:00", "2026-11-24 07:00", "2026-12-01 07:00") == ["黎航", "", "黎航"]
    assert who(made, "2026-11-18 19:59", "2026-11-18 20:00") == ["沈渡、苏晓", ""]
    assert who(made, "2026-11-20 00:00", "2026-11-20 23:59", "2026-11-21 00:00") == ["苏晓", "苏晓", ""]


def test_shifts_of_another_zone_keep_its_hours_through_changes_of_clocks(tmp_path: Path) -> None:
    zone = ZoneInfo("America/New_York")
    made = filed(
        tmp_path,
        "DTSTART;TZID=America/New_York:20261025T200000|DTEND;TZID=America/New_York:20261026T080000|SUMMARY:黎航"
        "|RRULE:FREQ=DAILY",
    )
    for night, hours in (("2026-10-30", 12), ("2026-10-31", 13), ("2026-11-01", 12)):
        begin = at(f"{night} 20:00", zone)
        (shift,) = shifts(made.rota, ZONE, begin, begin + timedelta(seconds=1))
        assert (shift.start, shift.end - shift.start) == (begin, timedelta(hours=hours))


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (
            "DTSTART:20261120T000000Z|DTEND:20261120T080000Z|SUMMARY:黎行",
            "people 里没有 黎行，这一班没有算 → 是不是 黎航？",
        ),
        ("DTSTART:20261120T000000Z|DTEND:20261120T080000Z", "people 里没有 未命名日程"),
        ("DTSTART:20261120T000000Z|SUMMARY:黎航", "没有写到何时"),
        ("DTSTART:20261120T000000Z|DTEND:20271120T000000Z|SUMMARY:黎航", "没有写到何时，或一班长过 31 天"),
        ("DTSTART:20261120T080000Z|DTEND:20261120T000000Z|SUMMARY:黎航", "没有写到何时"),
    ],
)
def test_a_wrong_shift_of_a_file_is_told_and_the_others_stand(tmp_path: Path, event: str, said: str) -> None:
    good = "DTSTART;TZID=Asia/Shanghai:20261121T080000|DURATION:PT12H|SUMMARY:沈渡"
    made = filed(tmp_path, event, good)
    (problem,) = made.rota_problems
    assert (problem.file, problem.line) == ("rota.ics", 0)
    assert f"{problem.message} → {problem.mend}".startswith(said)
    assert who(made, "2026-11-21 12:00") == ["沈渡"]


def test_a_file_that_is_missing_or_broken_is_told(tmp_path: Path) -> None:
    (tmp_path / "b.ics").write_bytes(b"nothing")
    made = desk("rota: [{ics: a.ics}, {ics: b.ics}, {who: 黎航, every: 每天, from: 08:00, to: 20:00}]", tmp_path)
    assert [problem.file for problem in made.rota_problems] == ["a.ics", "b.ics"]
    assert "rota 的 ics" in made.rota_problems[0].mend
    assert who(made, "2026-11-21 12:00") == ["黎航"]


@settings(max_examples=40)
@given(st.text(max_size=30), st.text(max_size=30))
def test_no_text_in_an_entry_breaks_it(who_: str, when: str) -> None:
    try:
        desk(f"rota: [{{who: {who_!r}, from: {when!r}, to: {when!r}}}]")
    except ConfigError as error:
        assert error.problems
