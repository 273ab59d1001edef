"""Silent sources: one that used to speak is told once, weekends are no silence, and a dead line is told as one."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from caifeng.models import AlertKind, Source, SourceKind, SourceReport, SourceState
from respond import Look, Past, Response, respond
from tests.watched_desk import CALM_DESK, CHIEF, DAY, HOUR, MINUTE, START, Watched

DESK = replace(CALM_DESK, sources=tuple(Source(name=name, kind=SourceKind.FEED) for name in ("晨报", "晚报", "论坛")))


def looked(at: datetime, state: SourceState = SourceState.OK, **new: int) -> Look:
    """One look: how many new items each source gave."""
    reports = [
        SourceReport(source=name, state=state, items=count, new=count, bytes=0, seconds=0.1, delay_seconds=None)
        for name, count in new.items()
    ]
    return Look(at, tuple(reports))


def told(looks: list[Look], at: datetime, desk: Watched | None = None) -> Response:
    watched = desk or Watched(DESK)
    watched.past = replace(watched.past, looks=tuple(looks))
    return watched.look([], at)


def test_a_source_that_has_gone_quiet_is_told_once_until_it_speaks_again() -> None:
    looks = [looked(START + hour * HOUR, 晨报=1, 晚报=1) for hour in range(48)]
    looks += [looked(START + hour * HOUR, 晨报=0, 晚报=1) for hour in range(48, 80)]
    desk = Watched(DESK)
    (alert,) = told(looks, START + 80 * HOUR, desk).alerts
    assert (alert.kind, alert.story_title, alert.story_id) == (AlertKind.SILENT, "晨报", "")
    assert "已超过 24 小时" in alert.reason
    assert {one.person for one in alert.told} == {CHIEF}
    assert alert.first_step
    assert not told(looks, START + 90 * HOUR, desk).alerts
    looks += [looked(START + 91 * HOUR, 晨报=1, 晚报=1), looked(START + 180 * HOUR, 晨报=0, 晚报=1)]
    assert [one.story_title for one in told(looks, START + 180 * HOUR, desk).alerts] == ["晨报"]


def test_what_the_source_said_last_is_named_where_it_failed() -> None:
    looks = [looked(START + hour * HOUR, 晨报=1, 晚报=1) for hour in range(48)]
    failed = looked(START + 80 * HOUR, SourceState.FAILED, 晨报=0).reports[0]
    looks.append(Look(START + 80 * HOUR, (replace(failed, message="对方回答 503"), looks[0].reports[1])))
    (alert,) = told(looks, START + 80 * HOUR).alerts
    assert alert.reason.endswith("最近一次：对方回答 503")


def test_the_order_of_looks_plays_no_part() -> None:
    looks = [looked(START + hour * HOUR, 晨报=int(hour < 20), 晚报=1) for hour in range(60)]
    at = START + 60 * HOUR
    assert told(looks, at) == told(looks[::-1], at)
    assert told(looks, at).alerts


def test_a_source_that_rests_at_weekends_is_not_silent_on_sunday() -> None:
    monday = START - 4 * DAY
    days = [day for day in range(12) if day % 7 < 5]
    looks = [looked(monday + day * DAY, 晨报=1, 晚报=1) for day in days]
    looks += [looked(monday + day * DAY, 晨报=0, 晚报=1) for day in range(12, 14)]
    assert not told(looks, monday + 14 * DAY).alerts


def test_a_source_that_seldom_spoke_or_is_no_longer_read_is_not_missed() -> None:
    looks = [looked(START, 晨报=1, 旧网站=1, 晚报=1)]
    looks += [looked(START + hour * HOUR, 旧网站=int(hour < 10), 晨报=0, 晚报=1) for hour in range(1, 60)]
    assert not told(looks, START + 60 * HOUR).alerts


def test_when_nothing_answers_that_alone_is_told_once() -> None:
    looks = [looked(START + hour * HOUR, 晨报=1, 晚报=1) for hour in range(48)]
    looks += [looked(START + hour * HOUR, SourceState.FAILED, 晨报=0, 晚报=0) for hour in range(48, 100)]
    desk = Watched(DESK)
    (alert,) = told(looks, START + 100 * HOUR, desk).alerts
    assert alert.story_title == "全部信源"
    assert "2 个信源全部失败" in alert.reason
    assert not told(looks, START + 101 * HOUR, desk).alerts


def test_a_short_failure_is_not_yet_a_dead_line_and_unreachable_sources_do_not_count() -> None:
    looks = [looked(START, SourceState.FAILED, 晨报=0), looked(START + 20 * MINUTE, SourceState.FAILED, 晨报=0)]
    assert not told(looks, START + 25 * MINUTE).alerts
    assert told(looks, START + 31 * MINUTE).alerts
    unreachable = [looked(START + hour * HOUR, SourceState.UNREACHABLE, 晨报=0) for hour in range(9)]
    assert not told(unreachable, START + 9 * HOUR).alerts


def test_looks_that_read_only_the_one_source_that_fails_are_no_dead_line() -> None:
    looks = [looked(START, 晨报=1, 晚报=1)]
    looks += [looked(START + minute * MINUTE, SourceState.FAILED, 晨报=0) for minute in range(5, 60, 5)]
    assert not told(looks, START + HOUR).alerts


def test_a_silence_about_the_source_keeps_it_on_record_only() -> None:
    looks = [looked(START + hour * HOUR, 晨报=int(hour < 20), 晚报=1) for hour in range(60)]
    desk = Watched(DESK)
    desk.silence("晨报", START + 90 * HOUR)
    (alert,) = told(looks, START + 60 * HOUR, desk).alerts
    assert "静默中" in alert.unsent_because


def test_zero_switches_it_off() -> None:
    off = replace(DESK, alerts=replace(DESK.alerts, silent_after=timedelta()))
    looks = [looked(START + hour * HOUR, 晨报=int(hour < 20)) for hour in range(60)]
    assert respond([], Past((), (), (), looks=tuple(looks)), off, START + 60 * HOUR) == Response((), ())


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-2000, 2000), st.sampled_from(SourceState), st.integers(0, 2)), max_size=40),
    st.integers(-3000, 3000),
)
def test_whatever_was_looked_at_the_same_silence_is_told_once(
    rows: list[tuple[int, SourceState, int]], hours: int
) -> None:
    looks = [looked(START + hour * HOUR, state, 晨报=new, 晚报=new % 2) for hour, state, new in rows]
    desk = Watched(DESK)
    first = told(looks, START + hours * HOUR, desk).alerts
    assert len(first) <= len(DESK.sources)
    assert not told(looks, START + hours * HOUR, desk).alerts
