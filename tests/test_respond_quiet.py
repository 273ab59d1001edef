"""Quiet hours hold by local clocks in every zone; what may not wait does not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from caifeng.models import Alert, AlertKind, Level, QuietHours
from respond.alerts.quiet import may_wait, quiet_until

SHANGHAI = ZoneInfo("Asia/Shanghai")
NIGHT = QuietHours(start=22 * 60, end=7 * 60)
ZONES = st.sampled_from(
    [
        SHANGHAI,
        *map(ZoneInfo, ("America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Tehran")),
    ]
)
MOMENTS = st.datetimes(datetime(2009, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
HOURS = st.builds(QuietHours, start=st.integers(0, 1439), end=st.integers(0, 1439))


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def is_quiet(quiet: QuietHours, zone: ZoneInfo, moment: datetime) -> bool:
    local = moment.astimezone(zone)
    return (local.hour * 60 + local.minute - quiet.start) % 1440 < (quiet.end - quiet.start) % 1440


def alert(level: Level, kind: AlertKind = AlertKind.RISE) -> Alert:
    return Alert(
        id="A-1", story_id="S-1", story_title="漏水", level=level, previous=None, reason="", item_ids=(), owner="",
        raised_at=at("2026-11-20 23:00"), kind=kind,
    )  # fmt: skip


@given(HOURS, ZONES, MOMENTS)
def test_the_end_is_the_first_time_it_is_not_quiet(quiet: QuietHours, zone: ZoneInfo, now: datetime) -> None:
    end = quiet_until(quiet, zone, now)
    assert (end is not None) == is_quiet(quiet, zone, now)
    if end is None:
        return
    assert now < end <= now + timedelta(hours=49)  # Apia once left out a day
    assert not is_quiet(quiet, zone, end)
    steps = int((end - now) / timedelta(minutes=10))
    between = [now + timedelta(minutes=10 * step) for step in range(steps)]
    open_ = [moment for moment in between if not is_quiet(quiet, zone, moment)]
    assert len(open_) <= 6  # an hour at most, where clocks are put forward over the end


@given(HOURS, MOMENTS)
def test_without_changes_of_clocks_the_end_is_exact(quiet: QuietHours, now: datetime) -> None:
    end = quiet_until(quiet, SHANGHAI, now)
    assume(end is not None)
    assert end is not None
    local = end.astimezone(SHANGHAI)
    assert (local.hour * 60 + local.minute, local.second) == (quiet.end, 0)
    assert end - now <= timedelta(days=1)


@pytest.mark.parametrize(
    ("now", "end"),
    [
        ("2026-11-20 21:59", None),
        ("2026-11-20 22:00", "2026-11-21 07:00"),
        ("2026-11-21 06:59", "2026-11-21 07:00"),
        ("2026-11-21 07:00", None),
        ("2026-12-31 23:30", "2027-01-01 07:00"),
    ],
)
def test_a_night_ends_in_the_morning(now: str, end: str | None) -> None:
    assert quiet_until(NIGHT, SHANGHAI, at(now)) == (at(end) if end else None)


def test_nights_with_a_change_of_clocks_end_at_the_same_hour() -> None:
    zone = ZoneInfo("America/New_York")
    for night, hours in (("2026-03-07", 8), ("2026-10-31", 10), ("2026-06-01", 9)):
        begin = at(f"{night} 22:00", zone)
        assert quiet_until(NIGHT, zone, begin) == begin + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("level", "kind", "waits"),
    [
        (Level.YELLOW, AlertKind.RISE, True),
        (Level.ORANGE, AlertKind.RISE, True),
        (Level.RED, AlertKind.RISE, False),
        (Level.ORANGE, AlertKind.REPEAT, True),
        (Level.ORANGE, AlertKind.REMINDER, False),
        (Level.ORANGE, AlertKind.OVERDUE, False),
        (Level.ORANGE, AlertKind.ESCALATED, False),
        (Level.YELLOW, AlertKind.REMINDER, True),
        (Level.RED, AlertKind.RESOLVED, True),
    ],
)
def test_what_may_wait_waits(level: Level, kind: AlertKind, waits: bool) -> None:
    assert may_wait(alert(level, kind), NIGHT) == waits


def test_a_desk_may_let_yellow_through() -> None:
    assert not may_wait(alert(Level.YELLOW), replace(NIGHT, still=Level.YELLOW))
    assert may_wait(alert(Level.BLUE, AlertKind.OVERDUE), replace(NIGHT, still=Level.YELLOW))
