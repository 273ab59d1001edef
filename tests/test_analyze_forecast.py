"""The next 24 hours: a range, a word of the fixed scale, and how they fared."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyze.course.excitation import chance_of_more, faded, next_day
from analyze.course.forecast import likelihood_of
from analyze.course.scoring import actual_of, score_forecasts, settle
from caifeng.models import Briefing, Confidence, Course, Forecast, Gap, Item, Likelihood, Story
from tests.analyze_course import course_at, gap, posts
from tests.analyze_stories import NOW, item
from tests.sample_stories import leak_story
from tests.samples import sample_briefing


def forecast_at_now(*hours: float, gaps: tuple[Gap, ...] = ()) -> Forecast:
    found = course_at(NOW, posts(*hours), gaps).forecast
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("probability", "word"),
    [(0.0, "几乎不可能"), (0.0499, "几乎不可能"), (0.05, "很不可能"), (0.2, "不太可能"), (0.45, "机会相当"),
     (0.5, "机会相当"), (0.55, "可能"), (0.8, "很可能"), (0.95, "几乎必然"), (1.0, "几乎必然")],
)  # fmt: skip
def test_a_probability_has_one_word(probability: float, word: str) -> None:
    assert likelihood_of(probability) is Likelihood(word)


@given(probability=st.floats(0.01, 0.99))
def test_every_word_holds_its_probability(probability: float) -> None:
    low, high = likelihood_of(probability).range
    assert low <= 100 * probability <= high


def test_a_forecast_says_from_when_to_when_how_many_and_why() -> None:
    found = forecast_at_now(*(n / 2 for n in range(20)))
    assert (found.made_at, found.until, found.last) == (NOW, NOW + timedelta(hours=24), 20)
    assert 0 <= found.low <= found.high
    assert "20 条" in found.claim and "最近 6 小时 12 条" in found.basis
    assert found.likelihood is likelihood_of(found.probability)


def test_nothing_is_told_of_slight_or_silent_stories() -> None:
    assert course_at(NOW, posts(1, 2)).forecast is None
    assert course_at(NOW, posts(30, 31, 32, 33)).forecast is None


def test_a_story_that_has_just_begun_goes_on_more_than_one_that_ebbs() -> None:
    fresh, ebbing = forecast_at_now(*(n / 4 for n in range(20))), forecast_at_now(*(18 + n / 4 for n in range(20)))
    assert fresh.high > ebbing.high
    assert fresh.probability > ebbing.probability


def test_confidence_needs_items_age_and_hours_that_were_looked_at() -> None:
    long = list(range(100))
    assert forecast_at_now(*long).confidence is Confidence.HIGH
    assert forecast_at_now(*long[:40]).confidence is Confidence.MIDDLE
    assert forecast_at_now(*(n / 4 for n in range(40))).confidence is Confidence.LOW
    unseen = forecast_at_now(*long, gaps=(gap(10, 5),))
    assert unseen.confidence is Confidence.LOW
    assert unseen.basis.endswith("小时没有采集")


@given(ages=st.lists(st.floats(-5, 400), min_size=1, max_size=60), last=st.integers(1, 10**6))
def test_any_ages_have_a_range_and_a_chance(ages: list[float], last: int) -> None:
    left = faded(ages)
    low, high = next_day(left)
    assert 0 <= low <= high
    assert 0.01 <= chance_of_more(left, last) <= 0.99


def test_the_range_grows_with_the_story_and_stays_finite() -> None:
    ends = [next_day(faded([1.0] * count)) for count in (1, 10, 100, 1000, 100_000)]
    assert ends == sorted(ends)
    assert all(low < high for low, high in ends)


def told(probability: float, low: int, high: int, last: int = 5) -> Forecast:
    return replace(
        forecast_at_now(1, 2, 3), made_at=NOW - timedelta(hours=30), until=NOW - timedelta(hours=6), last=last, low=low,
        high=high, probability=probability,
    )  # fmt: skip


def test_the_record_is_the_brier_score_beside_that_of_the_observed_share() -> None:
    record = score_forecasts([(told(0.8, 0, 9), 6), (told(0.2, 0, 9), 5), (told(0.2, 0, 3), 8), (told(0.2, 2, 9), 1)])
    assert record is not None
    assert (record.n, record.inside) == (4, 2)
    assert record.brier == pytest.approx((0.04 + 0.04 + 0.64 + 0.04) / 4)
    assert record.reference == pytest.approx(0.25)
    assert score_forecasts([]) is None


def story_of(items: tuple[Item, ...], **more: object) -> Story:
    return replace(leak_story(), item_ids=tuple(one.id for one in items), **more)  # type: ignore[arg-type]


def edition(forecast: Forecast, id_: str) -> Briefing:
    made = sample_briefing()
    (first, *_) = made.details
    course = Course(stage=first.story.stage, forecast=forecast)
    return replace(made, details=(replace(first, story=replace(first.story, id=id_, course=course)),))


def test_what_came_is_counted_from_the_forecast_to_its_end_and_the_end_belongs_to_it() -> None:
    items = posts(31, 30, 29.9, 20, 6, 5.9)
    by_id = {one.id: one for one in items}
    story = story_of((*items, item("gone")))
    assert actual_of(told(0.5, 0, 9), story, by_id) == 3


def test_a_forecast_is_settled_once_its_day_is_over_also_when_the_story_became_part_of_another() -> None:
    items = posts(31, 20, 10)
    by_id = {one.id: one for one in items}
    heir = story_of(items, id="S-20261101-01", merged=("S-20261102-07",))
    made = edition(told(0.5, 0, 9), "S-20261102-07")
    (outcome,) = settle([made, made], [heir], by_id, NOW)
    assert (outcome.story_id, outcome.actual) == ("S-20261102-07", 2)
    assert settle([made], [heir], by_id, NOW - timedelta(hours=7)) == ()
    assert settle([made], [], by_id, NOW) == ()  # not told any more: unknown, not nothing
