"""Clocks: started and stopped by the log, paused with a reason, in working hours where the rule says so."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caifeng.config.clocks import STANDARD
from caifeng.models import (
    Clock,
    ClockRule,
    ClockState,
    Deed,
    Desk,
    Incident,
    IncidentState,
    Level,
    Limit,
    LogEntry,
    StoryType,
)
from caifeng.models.alerting import WorkingTime
from respond.incidents.clocks import clocks_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
DESK = Desk(name="澜川电器", zone=SHANGHAI, clocks=STANDARD)
NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)  # Friday
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def line(did: str, after: timedelta = timedelta(), note: str = "", level: Level | None = None) -> LogEntry:
    return LogEntry(at=NOON + after, by="甲", did=did, note=note, level=level)


def case(*lines: LogEntry, level: Level = Level.YELLOW, limits: tuple[Limit, ...] = ()) -> Incident:
    return Incident(
        id="INC-2026-0001", title="漏水", story_ids=(), type=StoryType.UNVERIFIED, machine_level=level, override=None,
        owner="", state=IncidentState.FOUND, opened_at=NOON, clocks=(), log=(line("发现"), *lines), limits=limits,
    )  # fmt: skip


def clock(name: str, incident: Incident, desk: Desk = DESK) -> Clock | None:
    return next((one for one in clocks_of(incident, desk) if one.name == name), None)


def running(name: str, incident: Incident, desk: Desk = DESK) -> Clock:
    found = clock(name, incident, desk)
    assert found is not None
    return found


def test_clocks_run_from_the_finding_and_name_their_norm() -> None:
    first = running("首次回应", case())
    assert (first.started_at, first.due_at) == (NOON, NOON + 30 * MINUTE)
    assert "30 分钟" in first.norm
    assert first.state(NOON + 31 * MINUTE) is ClockState.OVERDUE


def test_the_first_line_that_does_it_stops_a_clock() -> None:
    first = running("首次回应", case(line("回应", 20 * MINUTE), line("首次回应", 40 * MINUTE)))
    assert first.stopped_at == NOON + 20 * MINUTE
    assert first.state(NOON + 9 * HOUR) is ClockState.MET


def test_what_was_done_before_the_finding_takes_no_time() -> None:
    first = running("首次回应", case(line("回应", -20 * MINUTE)))
    assert first.stopped_at == NOON


def test_the_level_decides_which_clocks_there_are() -> None:
    assert [one.name for one in clocks_of(case(), DESK) if one.name in ("权威发布", "新闻发布会", "回应关切")] == [
        "回应关切"
    ]
    names = [one.name for one in clocks_of(case(level=Level.RED), DESK)]
    assert ("权威发布" in names, "新闻发布会" in names, "回应关切" in names) == (True, True, False)


def test_a_rise_starts_the_clocks_that_it_brings() -> None:
    found = replace(line("发现"), level=Level.YELLOW)
    rose = replace(case(line("升级", 6 * HOUR, level=Level.ORANGE), level=Level.ORANGE), log=())
    rose = replace(rose, log=(found, line("升级", 6 * HOUR, level=Level.ORANGE)))
    statement = running("权威发布", rose)
    assert (statement.started_at, statement.due_at) == (NOON + 6 * HOUR, NOON + 11 * HOUR)
    redder = replace(rose, log=(*rose.log, line("升级", 7 * HOUR, level=Level.RED)), machine_level=Level.RED)
    assert running("权威发布", redder).started_at == NOON + 6 * HOUR
    assert running("首次回应", redder).started_at == NOON


def test_a_clock_that_starts_with_closing_is_absent_before() -> None:
    assert clock("复盘", case()) is None
    review = running("复盘", case(line("闭环", 2 * HOUR)))
    assert (review.started_at, review.due_at) == (NOON + 2 * HOUR, NOON + 2 * HOUR + timedelta(days=7))


def test_reopening_starts_the_clocks_anew() -> None:
    again = case(line("首次回应", 5 * MINUTE), line("闭环", HOUR), line("重启", 50 * HOUR), line("接收", 51 * HOUR))
    first = running("首次回应", again)
    assert (first.started_at, first.stopped_at) == (NOON + 50 * HOUR, None)
    assert running("到责任人", again).stopped_at == NOON + 51 * HOUR
    assert clock("复盘", again) is None


def test_closing_at_the_moment_of_reopening_belongs_to_the_former_round() -> None:
    assert running("闭环", case(line("闭环", HOUR), line("重启", HOUR))).stopped_at is None


def test_a_false_alarm_leaves_no_clock_unmet() -> None:
    ended = case(line("接收", 5 * MINUTE), line("误报", HOUR, "同名产品"))
    assert [one.name for one in clocks_of(ended, DESK)] == ["到责任人"]


def test_a_pause_moves_the_end_and_shows_its_reason_while_it_lasts() -> None:
    waiting = case(line("暂停计时", HOUR, "等检测结果"))
    progress = running("进展反馈", waiting)
    assert (progress.paused, progress.state(NOON + 99 * HOUR)) == ("等检测结果", ClockState.PAUSED)
    assert running("首次回应", waiting).state(NOON + HOUR) is ClockState.OVERDUE
    went_on = running("进展反馈", case(line("暂停计时", HOUR, "等检测结果"), line("恢复计时", 11 * HOUR)))
    assert (went_on.due_at, went_on.paused) == (NOON + 14 * HOUR, "")


def test_a_pause_without_a_reason_is_none() -> None:
    assert running("进展反馈", case(line("暂停计时", HOUR, " "))).paused == ""


def test_a_limit_of_the_file_comes_before_the_desks_and_may_be_its_own() -> None:
    limits = (Limit(name="首次回应", limit=5 * MINUTE, norm="本案另定"), Limit(name="上会", limit=HOUR))
    incident = case(line("上会", 2 * HOUR), limits=limits)
    assert (running("首次回应", incident).limit, running("首次回应", incident).norm) == (5 * MINUTE, "本案另定")
    assert running("上会", incident).state(NOON) is ClockState.LATE


def working(limit: timedelta, hours: WorkingTime | None = None, zone: ZoneInfo = SHANGHAI) -> Desk:
    rule = ClockRule(name="回访", limit=limit, norm="本编辑台规定", stops=("回访",), is_working=True)
    return Desk(name="澜川电器", zone=zone, clocks=(rule,), working=hours or WorkingTime())


@pytest.mark.parametrize(
    ("limit", "hours", "due"),
    [
        (4 * HOUR, WorkingTime(), "2026-11-20 16:00"),
        (8 * HOUR, WorkingTime(), "2026-11-23 11:00"),
        (6 * HOUR, WorkingTime(), "2026-11-20 18:00"),
        (8 * HOUR, WorkingTime(off=frozenset({date(2026, 11, 23)})), "2026-11-24 11:00"),
        (8 * HOUR, WorkingTime(on=frozenset({date(2026, 11, 21)})), "2026-11-21 11:00"),
        (8 * HOUR, WorkingTime(start=0, end=24 * 60), "2026-11-20 20:00"),
        (13 * HOUR, WorkingTime(start=0, end=24 * 60), "2026-11-23 01:00"),
    ],
)
def test_a_working_clock_runs_in_working_hours_only(limit: timedelta, hours: WorkingTime, due: str) -> None:
    found = running("回访", case(), working(limit, hours))
    assert f"{found.due_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" == due


def test_summer_time_changes_hours_not_the_working_day() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    friday = datetime(2026, 3, 27, 16, 0, tzinfo=berlin)
    incident = replace(case(), log=(replace(line("发现"), at=friday.astimezone(UTC)),))
    due = running("回访", incident, working(4 * HOUR, zone=berlin)).due_at.astimezone(berlin)
    assert f"{due:%Y-%m-%d %H:%M}" == "2026-03-30 11:00"


def test_a_desk_that_never_works_has_an_end_all_the_same() -> None:
    found = running("回访", case(), working(HOUR, WorkingTime(days=frozenset())))
    assert timedelta(days=3650) < found.due_at - NOON < timedelta(days=3670)


deeds = st.sampled_from([*Deed, "上会"])
offsets = st.integers(-100, 10_000).map(lambda minutes: minutes * MINUTE)
lines = st.builds(line, deeds, offsets, st.sampled_from(["", "原因"]), st.none() | st.sampled_from(Level))
desks = st.sampled_from(
    [DESK, working(9 * HOUR), replace(DESK, clocks=tuple(replace(rule, is_working=True) for rule in STANDARD))]
)


@settings(deadline=None)
@given(st.lists(lines, max_size=12), desks, st.sampled_from(Level), st.randoms())
def test_the_order_of_lines_does_not_matter_and_no_time_is_negative(
    said: list[LogEntry], desk: Desk, level: Level, random: Random
) -> None:
    incident = case(*said, level=level)
    found = clocks_of(incident, desk)
    shuffled = list(incident.log)
    random.shuffle(shuffled)
    assert clocks_of(replace(incident, log=tuple(shuffled)), desk) == found
    for one in found:
        assert one.due_at >= one.started_at + one.limit
        assert one.stopped_at is None or one.stopped_at >= one.started_at


@settings(deadline=None)
@given(st.integers(1, 5000), st.lists(st.tuples(st.integers(0, 9000), st.integers(1, 500)), max_size=6), st.booleans())
def test_every_pause_moves_the_end_later_or_leaves_it(
    limit: int, pauses: list[tuple[int, int]], is_working: bool
) -> None:
    rule = ClockRule(name="回访", limit=limit * MINUTE, norm="", stops=("回访",), is_working=is_working)
    desk = replace(DESK, clocks=(rule,))
    said: list[LogEntry] = []
    due = running("回访", case(), desk).due_at
    end = 0
    for start, length in sorted(pauses):
        start = max(start, end)
        end = start + length
        said += [line("暂停计时", start * MINUTE, "等"), line("恢复计时", end * MINUTE)]
        later = running("回访", case(*said), desk).due_at
        assert due <= later
        if not is_working:
            assert later <= due + length * MINUTE
        due = later
