"""Occasions from caifeng.yml and from calendar files; what cannot be read is told and holds up nothing else."""

from datetime import date, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caifeng import config
from caifeng.config.ics import LARGEST, MOST_PROBLEMS, CalendarPage, read_ics
from caifeng.errors import ConfigError
from caifeng.models import Desk, Occasion
from caifeng.models.calendar import days_of

ZONE = ZoneInfo("Asia/Shanghai")
LEAST = """\
desk: 澜川电器
names: {净水机: [滤水机]}
sources: [{name: 日报, feed: "https://example.org/rss.xml"}]
topics: [{name: 质量, watch: 净水机}, {name: 监管, watch: 新规}]
"""


def desk(text: str, folder: Path | None = None) -> Desk:
    return config.read(LEAST + text, "caifeng.yml", folder).desk


def messages(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        desk(text)
    return [f"{problem.path}：{problem.message}" for problem in caught.value.problems]


def file_of(*events: str) -> bytes:
    """A calendar file of these events; "|" parts their lines."""
    body = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events).replace("|", "\n")
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//t//\n{body}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def page(*events: str) -> CalendarPage:
    return read_ics(file_of(*events), "a.ics", ZONE)


def only(*events: str) -> Occasion:
    found = page(*events)
    assert found.problems == ()
    return found.occasions[0]


def days(occasion: Occasion, first: str, last: str) -> list[str]:
    found = days_of(occasion, ZONE, date.fromisoformat(first), date.fromisoformat(last))
    return [f"{day:%m-%d}" for day in found]


def test_an_entry_becomes_an_occasion() -> None:
    (made,) = desk("calendar: [{on: 2026-12-15, what: 听证会, topics: 质量, lead: 14d, why: 翻旧账}]").calendar
    assert (made.what, made.on, made.topics, made.why) == ("听证会", date(2026, 12, 15), ("质量",), "翻旧账")
    assert (made.lead, made.at, made.rule, made.file) == (timedelta(days=14), None, "", "")


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("on: 2026-01-31, every: 月", ["01-31", "02-28", "03-31", "04-30"]),
        ("on: 2026-01-05, every: 月", ["01-05", "02-05", "03-05", "04-05"]),
        ("on: 2026-03-28, every: 周, until: 2026-04-11", ["03-28", "04-04", "04-11"]),
        ("on: 2024-02-29, every: 年", ["02-28"]),
        ("on: 1996-03-01, every: 年", ["03-01"]),
        ("on: 2026-04-01", ["04-01"]),
    ],
)
def test_repeated_entries_fall_where_people_mean_them(entry: str, expected: list[str]) -> None:
    (made,) = desk(f"calendar: [{{what: 某事, {entry}}}]").calendar
    assert days(made, "2026-01-01", "2026-04-30") == expected


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("{on: 2026-2-30, what: a}", "calendar[0].on：日期应写成"),
        ("{on: 12月15日, what: a}", "calendar[0].on：日期应写成"),
        ("{on: 2026-02-30, what: a}", "calendar[0].on：日期应写成"),
        ("{on: 2026-12-15}", "calendar[0]：on 和 what 须一起写"),
        ("{ics: a.ics, what: a}", "calendar[0]：写了 ics 就不写"),
        ("{ics: ../a.ics}", "calendar[0].ics：文件须写成本目录之下"),
        ("{on: 2026-12-15, what: a, until: 2027-01-01}", "calendar[0]：until 须与 every 一起写"),
        ("{on: 2026-12-15, what: a, every: 日}", "calendar[0].every：'日' 不在可选之列"),
        ("{on: 2026-12-15, what: a, topic: 质量}", "calendar[0].topic：未知的键"),
        ("{on: 2026-12-15, what: a, topics: [质亮]}", "calendar[0].topics[0]：没有议题 质亮"),
    ],
)
def test_a_mistake_in_an_entry_is_named_at_its_place(entry: str, said: str) -> None:
    (message,) = messages(f"calendar: [{entry}]")
    assert message.startswith(said)


def test_a_peer_without_a_topic_of_its_own_is_watched_by_name() -> None:
    made = desk("peers: {屏山: [屏山家电], 云栖: {topics: [质量]}}")
    assert [(topic.name, topic.watch, topic.peer) for topic in made.topics[2:]] == [
        ("同行 屏山", '"屏山"', "屏山"),
        ("同行 云栖", '"云栖"', "云栖"),
    ]
    assert made.known_names[-2:] == (("屏山", ("屏山家电",)), ("云栖", ()))
    assert made.names == (("净水机", ("滤水机",)),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("peers: {屏山: {topics: [价格]}}", "peers.屏山.topics[0]：没有议题 价格"),
        ("peers: {屏山: [滤水机]}", "peers.屏山：滤水机 也写在 names 里"),
    ],
)
def test_a_peer_that_leads_nowhere_is_refused(text: str, said: str) -> None:
    assert messages(text) == [said]


def test_a_topic_of_an_unknown_peer_is_refused() -> None:
    text = LEAST.replace("watch: 新规", "watch: 新规, peer: 云栖")
    with pytest.raises(ConfigError, match="peers 里没有 云栖"):
        config.read(text, "caifeng.yml")


def test_files_give_occasions_with_the_topics_and_notice_of_their_entry(tmp_path: Path) -> None:
    (tmp_path / "calendar").mkdir()
    event = "DTSTART;VALUE=DATE:20261201|SUMMARY:听证会|CATEGORIES:质量,别的"
    (tmp_path / "calendar" / "a.ics").write_bytes(file_of(event))
    (tmp_path / "calendar" / "b.ics").write_bytes(b"nothing")
    made = desk('calendar: [{ics: "calendar/*.ics", topics: [监管], lead: 9d, why: 因为}, {ics: c.ics}]', tmp_path)
    (one,) = made.calendar
    assert (one.topics, one.lead, one.why, one.file) == (("监管", "质量"), timedelta(days=9), "因为", "calendar/a.ics")
    assert [problem.file for problem in made.calendar_problems] == ["calendar/b.ics", "c.ics"]
    assert "没有找到" in made.calendar_problems[1].message


def test_a_link_that_leads_outside_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.ics").write_bytes(file_of("DTSTART:20261201T000000Z"))
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "a.ics").symlink_to(tmp_path / "secret.ics")
    made = desk("calendar: [{ics: a.ics}]", tmp_path / "desk")
    assert made.calendar == ()
    assert "目录之外" in made.calendar_problems[0].message


def test_times_keep_their_zone_and_windows_names_are_known() -> None:
    made = only("DTSTART;TZID=China Standard Time:20261120T090000|SUMMARY:会")
    assert (made.on, made.at, str(made.zone)) == (date(2026, 11, 20), time(9), "Asia/Shanghai")
    utc = only("DTSTART:20261120T230000Z")
    assert days(utc, "2026-11-01", "2026-11-30") == ["11-21"]
    assert only("DTSTART:20261120T090000").zone is None


def test_a_zone_of_the_files_own_making_is_read_by_its_offset() -> None:
    zone = "BEGIN:VTIMEZONE|TZID:自定|BEGIN:STANDARD|DTSTART:16010101T000000|TZOFFSETFROM:-0500|TZOFFSETTO:-0500"
    body = file_of("DTSTART;TZID=自定:20261120T200000|SUMMARY:会")
    head = f"{zone}|END:STANDARD|END:VTIMEZONE|".replace("|", "\r\n").encode()
    (made,) = read_ics(body.replace(b"BEGIN:VEVENT", head + b"BEGIN:VEVENT"), "a.ics", ZONE).occasions
    assert (made.on, made.at) == (date(2026, 11, 21), time(9))


def test_a_weekly_event_keeps_its_weekday_where_it_is_held() -> None:
    made = only("DTSTART;TZID=America/New_York:20261025T200000|RRULE:FREQ=WEEKLY;BYDAY=SU;COUNT=3")
    assert days(made, "2026-10-01", "2026-12-01") == ["10-26", "11-02", "11-09"]  # clocks change on 1 November


def test_exceptions_moves_and_cancellations_are_followed() -> None:
    series = "UID:1|DTSTART;TZID=Asia/Shanghai:20261106T090000|SUMMARY:例会|RRULE:FREQ=WEEKLY"
    made = page(
        f"{series}|EXDATE;TZID=Asia/Shanghai:20261113T090000|RDATE;TZID=Asia/Shanghai:20261111T090000",
        "UID:1|RECURRENCE-ID;TZID=Asia/Shanghai:20261120T090000|DTSTART;TZID=Asia/Shanghai:20261121T140000",
        "UID:1|RECURRENCE-ID:20261127T010000Z|DTSTART:20261127T010000Z|STATUS:CANCELLED",
    )
    assert made.problems == ()
    assert days(made.occasions[0], "2026-11-01", "2026-12-05") == ["11-06", "11-11", "12-04"]
    assert days(made.occasions[1], "2026-11-01", "2026-12-05") == ["11-21"]
    assert len(made.occasions) == 2


@pytest.mark.parametrize(
    ("event", "count"),
    [
        ("DTSTART;VALUE=DATE:20261120|DTEND;VALUE=DATE:20261123", 3),
        ("DTSTART;VALUE=DATE:20261120", 1),
        ("DTSTART;VALUE=DATE:20261120|DURATION:P2D", 2),
        ("DTSTART:20261120T090000|DTEND:20261120T110000", 1),
        ("DTSTART:20261120T220000|DTEND:20261121T020000", 2),
        ("DTSTART:20261120T220000|DTEND:20261121T000000", 1),
        ("DTSTART:20261120T220000|DURATION:PT3H", 2),
        ("DTSTART:20261120T090000|DTEND:20261101T090000", 1),
    ],
)
def test_an_event_lasts_as_many_days_as_it_says(event: str, count: int) -> None:
    assert only(event).days == count


@pytest.mark.parametrize(
    ("until", "last"),
    [("20261120", "11-20"), ("20261120T010000Z", "11-20"), ("20261120T000000Z", "11-13"), ("20261120T090000", "11-20")],
)
def test_a_rule_ends_when_it_says(until: str, last: str) -> None:
    made = only(f"DTSTART;TZID=Asia/Shanghai:20261106T090000|RRULE:FREQ=WEEKLY;UNTIL={until}")
    assert days(made, "2026-11-01", "2026-12-31")[-1] == last


@pytest.mark.parametrize(
    "rule",
    ["FREQ=SECONDLY", "FREQ=NEVER", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "RSCALE=CHINESE;FREQ=YEARLY",
     "FREQ=WEEKLY;INTERVAL=0"],
)  # fmt: skip
def test_a_rule_of_no_use_leaves_the_event_once_and_is_told(rule: str) -> None:
    made = page(f"DTSTART;VALUE=DATE:20261120|SUMMARY:会|RRULE:{rule}")
    assert [days(one, "2026-01-01", "2027-12-31") for one in made.occasions] == [["11-20"]]
    (problem,) = made.problems
    assert problem.path == "第 1 个日程 会"
    assert "只当作一次" in problem.message


@pytest.mark.parametrize("event", ["SUMMARY:无", "DTSTART:垃圾", "DTSTART:20261345T000000", "DTSTART:99991231"])
def test_a_broken_event_is_told_and_the_others_are_kept(event: str) -> None:
    made = page(event, "DTSTART;VALUE=DATE:20261120|SUMMARY:会")
    assert [one.what for one in made.occasions] == ["会"]
    assert [problem.path for problem in made.problems] == ["第 1 个日程 无" if "SUMMARY" in event else "第 1 个日程"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "没有日程"),
        (b"hello", "不是能读的日历文件"),
        ("中文".encode("gb18030"), "不是 UTF-8"),
        (b"A" * (LARGEST + 1), "文件超过"),
        (b"BEGIN:VCALENDAR\n" + b"A" * 1_000_000, "不是能读的日历文件"),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n" * 3000, "文件不完整，有 3000 个"),
        (file_of("DTSTART:20261120T000000Z")[:-30], "文件不完整，有 1 个"),
        (b"END:VEVENT\n", "不是能读的日历文件"),
    ],
)
def test_a_bad_file_is_one_clear_sentence(data: bytes, said: str) -> None:
    made = read_ics(data, "a.ics", ZONE)
    assert made.occasions == ()
    (problem,) = made.problems
    assert said in problem.message


def test_many_bad_events_are_told_in_a_few_lines() -> None:
    made = page(*["SUMMARY:无"] * 500)
    assert len(made.problems) == MOST_PROBLEMS + 1
    assert "另有 480 个" in made.problems[-1].message


def test_words_of_an_event_are_one_clean_line() -> None:
    made = only("DTSTART:20261120T000000Z|SUMMARY:<b>\\n\u202e会" + "长" * 500)
    assert made.what.startswith("<b> 会长")
    assert len(made.what) == 200
    assert "\u202e" not in made.what


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(
    ["BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "DTSTART:20261120", "DTSTART:20261120T010203Z",
     "DTSTART;TZID=x:20261120T010203", "DTEND:1", "DURATION:-P9999D", "DURATION:P1W", "RRULE:FREQ=DAILY;COUNT=0",
     "RRULE:FREQ=MONTHLY;BYDAY=-1FR", "RDATE:20261121,x", "RDATE;VALUE=PERIOD:20261120T010203Z/P1D", "EXDATE:",
     "RECURRENCE-ID;RANGE=THISANDFUTURE:20261120", "UID:1", "SUMMARY:", "CATEGORIES:a,b", "STATUS:x", " 折行", ""]
) | st.text(max_size=20)))  # fmt: skip
def test_whatever_a_file_holds_there_is_an_answer(lines: list[str]) -> None:
    data = "\r\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR"])
    made = read_ics(data.encode("utf-8", "surrogatepass"), "a.ics", ZONE)
    for one in made.occasions:
        assert len(days_of(one, ZONE, date(2026, 1, 1), date(2026, 12, 31))) <= 365
