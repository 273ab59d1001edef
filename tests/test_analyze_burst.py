"""突增: counts against the hours before, gaps that are left out, and the pulse of desk and topics."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyze.course.baseline import Span, hour_number, pace_of, robust_z
from analyze.course.burst import pulses
from analyze.course.gaps import find_gaps, is_look
from analyze.course.hours import topic_hours
from caifeng.models import Burst, BurstSpan, Gap, HourCount, Sensitivity, SourceReport, SourceState
from tests.analyze_course import course_at, gap, posts
from tests.analyze_stories import DESK, NOW, item, readings

HOUR = timedelta(hours=1)


def daily(bursts: tuple[Burst, ...]) -> list[Burst]:
    return [burst for burst in bursts if burst.span is BurstSpan.DAY]


def hourly(bursts: tuple[Burst, ...]) -> list[Burst]:
    return [burst for burst in bursts if burst.span is BurstSpan.HOUR]


def hours(counts: dict[int, int], topic: str = "") -> tuple[HourCount, ...]:
    """Counts by hours before NOW; 0 is the last hour."""
    return tuple(HourCount(hour=NOW - HOUR * (back + 1), topic=topic, count=n) for back, n in counts.items())


@pytest.mark.parametrize(
    ("count", "word"), [(3, None), (4, None), (5, "一般"), (9, "一般"), (10, "明显"), (20, "明显"), (21, "剧烈")]
)
def test_three_sensitivities_measure_a_first_day(count: int, word: str | None) -> None:
    found = daily(course_at(NOW, posts(*(1 + 20 * n / count for n in range(count)))).bursts)
    assert [burst.sensitivity for burst in found] == ([Sensitivity(word)] if word else [])


def test_a_burst_says_what_is_usual_and_which_items_it_is_made_of() -> None:
    items = posts(*(n * 6 + 25.0 for n in range(50)), *(0.01 + n / 100 for n in range(40)))
    (burst,) = daily(course_at(NOW, items).bursts)
    assert (burst.count, burst.at) == (40, NOW)
    assert burst.usual == pytest.approx(4, abs=1)
    assert set(burst.item_ids) <= {one.id for one in items} and len(burst.item_ids) == 20
    (burst,) = hourly(course_at(NOW, items).bursts)
    assert (burst.count, burst.usual, burst.at, burst.sensitivity) == (40, 0.0, NOW, Sensitivity.HIGH)


def test_a_burst_of_the_night_is_still_told_in_the_morning_and_once() -> None:
    items = posts(*(10 + n / 100 for n in range(12)), *(9 + n / 100 for n in range(12)))
    (burst,) = hourly(course_at(NOW, items).bursts)
    assert burst.at == NOW - 10 * HOUR or burst.at == NOW - 9 * HOUR


def test_steady_growth_within_chance_is_no_burst() -> None:
    assert course_at(NOW, posts(*(n / 2 for n in range(300)))).bursts == ()


def test_a_story_that_scatters_much_needs_more_for_a_burst() -> None:
    calm = robust_z(Span(40, 1.0), [Span(10, 1.0)] * 14)
    wild = robust_z(Span(40, 1.0), [Span(n, 1.0) for n in (2, 30, 5, 22, 1, 35, 9, 14, 3, 28, 11, 6, 18, 25)])
    assert calm[0] > 5 > wild[0]
    assert calm[1] == pytest.approx(10)


@given(count=st.integers(0, 10**7), history=st.lists(st.integers(0, 10**7), min_size=3, max_size=14))
def test_the_z_of_any_counts_is_finite_and_grows_with_the_count(count: int, history: list[int]) -> None:
    past = [Span(n, 1.0) for n in history]
    z, usual = robust_z(Span(count, 1.0), past)
    assert -1e5 < z < 1e5 and usual >= 0
    assert robust_z(Span(count + 1, 1.0), past)[0] > z


def test_days_in_a_gap_are_left_out_of_the_baseline() -> None:
    items = posts(*(n / 2 for n in range(48)), *(13 * 24 + n / 2 for n in range(96)))
    assert daily(course_at(NOW, items).bursts)
    assert not daily(course_at(NOW, items, (gap(13 * 24, 24),)).bursts)


def test_a_burst_right_after_a_gap_says_so() -> None:
    items = posts(*(0.5 + n / 100 for n in range(30)))
    (plain,) = hourly(course_at(NOW, items).bursts)
    (after,) = hourly(course_at(NOW, items, (gap(6, 1),)).bursts)
    assert (plain.is_after_gap, after.is_after_gap) == (False, True)
    assert hourly(course_at(NOW, items, (gap(12, 1),)).bursts) == []  # nothing is known to compare with


def test_an_hour_is_measured_against_what_that_hour_usually_brings() -> None:
    busy = {back: 30 if back % 24 == 0 else 1 for back in range(28 * 24)}
    flat = dict.fromkeys(range(28 * 24), 1) | {0: 30}
    (morning,) = pulses(hours(busy), (), (), NOW)
    (sudden,) = pulses(hours(flat), (), (), NOW)
    assert hourly(morning.bursts) == []
    assert hourly(sudden.bursts)[0].sensitivity is Sensitivity.HIGH


def test_a_crisis_day_does_not_bend_the_shape_of_the_week() -> None:
    counts = dict.fromkeys(range(28 * 24), 2) | {24 * 7 + hour: 500 for hour in range(3)}
    shape = pace_of(hours(counts), (), NOW).shape
    assert sum(shape) / 168 == pytest.approx(1, abs=0.02)
    assert max(shape) < 8
    assert len({round(share, 6) for share in pace_of((), (), NOW).shape}) == 1


def test_pulses_come_for_the_desk_and_each_topic_in_order() -> None:
    every = hours(dict.fromkeys(range(1, 20 * 24), 2)) + hours({0: 9, 30: 1}, "产品质量")
    desk, quality, other = pulses(every, (), ("产品质量", "形象"), NOW)
    assert [desk.topic, quality.topic, other.topic] == ["", "产品质量", "形象"]
    assert (desk.count_day, desk.usual_day, desk.bursts) == (46, 48.0, ())
    assert (quality.count_day, quality.usual_day) == (9, 0.0)
    assert [burst.span for burst in quality.bursts] == ["1小时", "24小时"]
    assert (other.count_day, other.bursts) == (0, ())


def test_a_pulse_without_history_knows_no_usual_day() -> None:
    (desk,) = pulses(hours({0: 50}), (gap(15 * 24, 3),), (), NOW)
    assert (desk.count_day, desk.usual_day, desk.bursts, desk.is_after_gap) == (50, None, (), True)


def test_pulses_do_not_depend_on_order_or_on_what_comes_later() -> None:
    every = list(hours({back: back % 7 for back in range(20 * 24)}) + hours({0: 9, 30: 1}, "产品质量"))
    expected = pulses(every, (), ("产品质量",), NOW)
    Random(3).shuffle(every)  # noqa: S311
    later = tuple(HourCount(hour=NOW + HOUR * n, topic="", count=900) for n in range(48))
    assert pulses((*every, *later), (), ("产品质量",), NOW) == expected


def test_hours_count_each_topic_and_what_is_the_desks_own() -> None:
    items = (item("a", "净水机漏水", hours=0), item("b", "净水机", hours=0.5), item("c", "净水机漏水", hours=3))
    found = topic_hours(items, readings(items), DESK)
    assert Counter((count.topic, hour_number(NOW) - hour_number(count.hour) - 1) for count in found) == Counter(
        [("", 0), ("产品质量", 0), ("形象", 0), ("", 3), ("产品质量", 3)]
    )
    assert next(count.count for count in found if not count.topic and count.hour == NOW - HOUR) == 2


def looks(*hours_before: float) -> list[datetime]:
    return [NOW - timedelta(hours=ago) for ago in hours_before]


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ([12 * n for n in range(10)], []),  # twice a day is no gap
        ([n for n in range(48) if not 10 < n < 13], []),  # two looks missed of those of an hour
        ([n for n in range(48) if not 10 < n < 20], [(20, 11)]),
        ([24 * n for n in range(10) if n != 4], [(120, 96)]),  # a daily look missed
        ([n / 12 for n in range(400) if not 24 <= n < 60], [(5, 2)]),
        ([30 + n for n in range(20)], [(30, 0)]),
    ],
)
def test_a_gap_is_a_stretch_unlike_the_desks_rhythm(times: list[float], expected: list[tuple[float, float]]) -> None:
    found = find_gaps(looks(*times), NOW - timedelta(hours=max(times)), NOW)
    assert len(found) == len(expected)
    for one, (first, last) in zip(found, expected, strict=True):
        assert one.start == NOW - timedelta(hours=first)
        assert abs(one.end - (NOW - timedelta(hours=last))) <= HOUR


def test_what_lies_before_the_first_look_is_unknown_but_for_what_it_still_saw() -> None:
    since = NOW - timedelta(days=10)
    assert find_gaps(looks(3, 2, 1, 0), since, NOW) == (Gap(start=since, end=NOW - 4 * HOUR),)
    assert find_gaps(looks(0), since, NOW) == (Gap(start=since, end=NOW - 24 * HOUR),)
    assert find_gaps([], since, NOW) == (Gap(start=since, end=NOW),)


def test_looks_to_come_are_not_known_yet() -> None:
    since = NOW - timedelta(days=2)
    now = NOW - 10 * HOUR
    assert find_gaps(looks(*range(48)), since, now) == find_gaps(looks(*range(10, 48)), since, now)


def report(state: SourceState) -> SourceReport:
    return SourceReport(source="甲", state=state, items=0, new=0, bytes=0, seconds=0, delay_seconds=None)


def test_a_harvest_in_which_most_sources_failed_is_no_look() -> None:
    ok, failed, far = report(SourceState.OK), report(SourceState.FAILED), report(SourceState.UNREACHABLE)
    assert is_look((ok, failed, far))
    assert not is_look((ok, failed, failed, far))
    assert not is_look(())


@pytest.mark.parametrize("now", [datetime(2026, 3, 29, 1, 30, tzinfo=UTC), NOW])
def test_part_of_an_hour_is_measured_against_that_part(now: datetime) -> None:
    start = now.replace(minute=0) - HOUR
    flat = [HourCount(hour=start - HOUR * n, topic="", count=20) for n in range(1, 28 * 24)]
    begun = HourCount(hour=start + HOUR * (now.minute > 0), topic="", count=20)
    full = HourCount(hour=start, topic="", count=20)
    (pulse,) = pulses({begun, full, *flat}, (), (), now)
    assert all(burst.span is BurstSpan.HOUR and burst.usual < 20 for burst in pulse.bursts)
