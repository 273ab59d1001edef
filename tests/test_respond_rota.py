"""Who is on duty: over midnight, over changes of clocks, several at once, and in gaps nobody."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from caifeng.models import Desk, Duty
from caifeng.models.rota import gaps, shifts
from respond.alerts.rota import on_duty

SHANGHAI, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def duty(person: str, start: str, end: str, zone: ZoneInfo = SHANGHAI, rule: str = "") -> Duty:
    return Duty(person=person, start=at(start, zone), end=at(end, zone), rule=rule, zone=zone)


def desk(*rota: Duty, zone: ZoneInfo = SHANGHAI) -> Desk:
    return Desk(name="甲", zone=zone, rota=rota)


NIGHTS = duty("黎航", "2020-01-01 20:00", "2020-01-02 08:00", rule="FREQ=WEEKLY;BYDAY=MO,WE")


def test_a_shift_holds_from_its_first_moment_to_before_its_last() -> None:
    found = desk(duty("黎航", "2026-11-20 08:00", "2026-11-20 20:00"))
    times = ("2026-11-20 07:59", "2026-11-20 08:00", "2026-11-20 19:59", "2026-11-20 20:00")
    assert [on_duty(found, at(time)) for time in times] == [(), ("黎航",), ("黎航",), ()]


def test_weekly_nights_last_until_the_next_morning() -> None:
    found = desk(NIGHTS)
    assert on_duty(found, at("2026-11-16 23:00")) == ("黎航",)  # Monday
    assert on_duty(found, at("2026-11-17 07:59")) == ("黎航",)
    assert on_duty(found, at("2026-11-17 08:00")) == ()
    assert on_duty(found, at("2026-11-17 21:00")) == ()
    assert on_duty(found, at("2026-11-19 01:00")) == ("黎航",)


def test_overlapping_shifts_put_several_on_duty_once_each() -> None:
    day = ("2026-11-20 08:00", "2026-11-20 20:00")
    found = desk(duty("沈渡", *day), duty("黎航", *day), duty("黎航", "2026-11-20 12:00", "2026-11-20 22:00"))
    assert on_duty(found, at("2026-11-20 13:00")) == tuple(sorted(["沈渡", "黎航"]))


def test_local_hours_hold_through_changes_of_clocks() -> None:
    nightly = duty("甲", "2026-01-01 20:00", "2026-01-02 08:00", NEW_YORK, "FREQ=DAILY")
    for night, hours in (("2026-03-07", 11), ("2026-10-31", 13), ("2026-06-01", 12)):
        begin = at(f"{night} 20:00", NEW_YORK)
        (found,) = shifts((nightly,), SHANGHAI, begin, begin + timedelta(seconds=1))
        assert (found.start, found.end) == (begin, begin + timedelta(hours=hours))


def test_turns_follow_one_another_without_gap_or_overlap() -> None:
    rule = "FREQ=DAILY;INTERVAL=14"
    found = desk(
        duty("黎航", "2026-11-16 08:00", "2026-11-23 08:00", rule=rule),
        duty("沈渡", "2026-11-23 08:00", "2026-11-30 08:00", rule=rule),
    )
    first = at("2026-11-16 08:00")
    weeks = [on_duty(found, first + timedelta(days=7 * week, hours=1)) for week in range(4)]
    assert weeks == [("黎航",), ("沈渡",), ("黎航",), ("沈渡",)]
    assert gaps(found.rota, SHANGHAI, first, first + timedelta(days=90)) == ()


def test_exceptions_additions_and_the_last_day_are_followed() -> None:
    found = desk(
        Duty(
            person="黎航", start=at("2026-11-02 08:00"), end=at("2026-11-02 20:00"), rule="FREQ=WEEKLY",
            until=date(2026, 11, 16), except_on=(date(2026, 11, 9),), also_on=(date(2026, 11, 11),),
        )
    )  # fmt: skip
    days = [day for day in range(1, 31) if on_duty(found, at(f"2026-11-{day:02} 12:00"))]
    assert days == [2, 11, 16]


def test_gaps_are_told_and_a_desk_without_rota_has_none() -> None:
    first, last = at("2026-11-16 08:00"), at("2026-11-18 08:00")
    assert gaps((NIGHTS,), SHANGHAI, first, last) == (
        (first, at("2026-11-16 20:00")),
        (at("2026-11-17 08:00"), last),
    )
    assert gaps((), SHANGHAI, first, last) == ()


@given(
    st.lists(st.tuples(st.sampled_from("甲乙丙"), MOMENTS, st.integers(1, 72)), max_size=6),
    MOMENTS,
    st.integers(1, 200),
)
def test_each_moment_has_somebody_on_duty_or_lies_in_a_gap(
    rota: list[tuple[str, datetime, int]], first: datetime, hours: int
) -> None:
    duties = [Duty(person=name, start=start, end=start + timedelta(hours=long)) for name, start, long in rota]
    found, last = desk(*duties), first + timedelta(hours=hours)
    open_ = gaps(duties, SHANGHAI, first, last)
    for step in range(20):
        moment = first + (last - first) * step / 20
        is_in_gap = any(start <= moment < end for start, end in open_)
        assert is_in_gap == (bool(rota) and not on_duty(found, moment))
    assert shifts(duties, SHANGHAI, first, last) == shifts(duties[::-1], SHANGHAI, first, last)
