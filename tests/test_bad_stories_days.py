"""Clocks, zones and changes of the clocks: every moment belongs to one briefing, whoever counts it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyze.stories.tell import Evidence, tell
from caifeng.models import Desk, Item, Stage
from caifeng.models.window import day_of, window
from publish.briefing.day import Day
from tests.analyze_stories import DESK, item, reading
from tests.briefing_days import a_day

HALF = timedelta(minutes=30)
# Both changes of the clocks of a year; China has none.
CHANGES = {
    "Asia/Shanghai": (date(2026, 3, 8), date(2026, 11, 1)),
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1)),
    "Europe/London": (date(2026, 3, 29), date(2026, 10, 25)),
    "Australia/Lord_Howe": (date(2026, 4, 5), date(2026, 10, 4)),  # by half an hour
}
ZONES = tuple(CHANGES)
CASES = tuple((zone, day) for zone, days in CHANGES.items() for day in days)
zones, cutoffs = st.sampled_from(ZONES), st.integers(0, 23)
moments = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - bounds


def around(day: date) -> list[datetime]:
    """Every half hour from two days before a day to two days after it, and the second before and after each."""
    first = datetime.combine(day, time(), tzinfo=UTC) - timedelta(days=2)
    halves = [first + HALF * step for step in range(5 * 48)]
    return sorted(at + timedelta(seconds=off) for at in halves for off in (-1, 0, 1))


def of_zone(zone: str, cutoff: int) -> Desk:
    return replace(DESK, zone=ZoneInfo(zone), cutoff_hour=cutoff)


def posts(at: list[datetime]) -> tuple[Item, ...]:
    """One complaint at each of these moments, all of one happening."""
    return tuple(
        item(
            f"p{n:04d}", "净水机漏水", f"第{n}户说净水机夜里漏水，地板泡坏，客服拒赔。", published_at=when, seen_at=when
        )
        for n, when in enumerate(at)
    )


def holds(day: date, at: datetime, desk: Desk) -> bool:
    start, end = window(day, desk.zone, desk.cutoff_hour)
    return start.astimezone(UTC) < at <= end.astimezone(UTC)


def days_that_hold(at: datetime, desk: Desk) -> list[date]:
    near = [at.date() + timedelta(days=step) for step in range(-2, 4)]
    return [day for day in near if holds(day, at, desk)]


@given(zones, cutoffs, moments)
def test_every_moment_belongs_to_exactly_one_briefing(zone: str, cutoff: int, at: datetime) -> None:
    desk = of_zone(zone, cutoff)
    assert days_that_hold(at, desk) == [day_of(at, desk.zone, cutoff)]


@pytest.mark.parametrize(("zone", "day"), CASES)
def test_no_half_hour_near_a_change_of_the_clocks_is_lost_or_counted_twice(zone: str, day: date) -> None:
    for cutoff in range(24):
        desk = of_zone(zone, cutoff)
        for at in around(day):
            assert days_that_hold(at, desk) == [day_of(at, desk.zone, cutoff)], (cutoff, at)


@given(zones, cutoffs, moments, zones)
def test_the_zone_in_which_a_moment_is_written_is_no_matter(zone: str, cutoff: int, at: datetime, other: str) -> None:
    elsewhere = at.astimezone(ZoneInfo(other))
    assert day_of(elsewhere, ZoneInfo(zone), cutoff) == day_of(at, ZoneInfo(zone), cutoff)


@given(zones, cutoffs, moments)
def test_windows_follow_one_another_without_a_hole(zone: str, cutoff: int, at: datetime) -> None:
    day = day_of(at, ZoneInfo(zone), cutoff)
    end = window(day, ZoneInfo(zone), cutoff)[1]
    assert window(day + timedelta(days=1), ZoneInfo(zone), cutoff)[0] == end
    assert day_of(end, ZoneInfo(zone), cutoff) == day


@pytest.mark.parametrize("cutoff", [0, 1, 2, 3, 8, 23])
@pytest.mark.parametrize(("zone", "day"), CASES)
def test_a_storys_days_count_what_the_briefings_of_those_days_count(zone: str, day: date, cutoff: int) -> None:
    desk = of_zone(zone, cutoff)
    found = posts(around(day)[1::6])
    read = {one.id: reading(one) for one in found}
    now = found[-1].published_at
    stories = tell(Evidence(items=found, readings=read), desk, now)
    for counted in sorted({count.day for story in stories for count in story.days}):
        brief: Day = a_day(read, found, desk, date=counted, now=now, stories=stories)
        told = sum(count.distinct + count.reprints for s in stories for count in s.days if count.day == counted)
        shown = sum(len(brief.members(story)) + len(brief.copies(story)) for story in stories)
        assert told == shown == len(brief.relevant), counted
    everything = sum(count.distinct + count.reprints for story in stories for count in story.days)
    assert everything == len(found)


@pytest.mark.parametrize(("zone", "day"), CASES)
def test_spans_of_24_hours_are_24_hours_long_whatever_zone_now_is_written_in(zone: str, day: date) -> None:
    found = posts(around(day)[1::15])
    read = {one.id: reading(one) for one in found}
    now = datetime.combine(day, time(20), tzinfo=ZoneInfo(zone))
    evidence = Evidence(items=tuple(one for one in found if one.published_at <= now), readings=read)
    told = tell(evidence, of_zone(zone, 8), now)
    assert told == tell(evidence, of_zone(zone, 8), now.astimezone(UTC))
    assert all(story.told_at and story.told_at.utcoffset() == timedelta(0) for story in told)
    forecasts = [story.course.forecast for story in told if story.course.forecast]
    assert forecasts
    assert all((one.until.astimezone(UTC) - one.made_at.astimezone(UTC)) == timedelta(hours=24) for one in forecasts)
    assert all(story.stage is not Stage.CALM for story in told if len(story.item_ids) > 9)
