"""阶段 and its turns: from the items alone, without a look ahead, and never calm where nothing was looked at."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyze.course.baseline import pace_of
from analyze.course.run import course_of
from analyze.stories.tell import Evidence, tell
from caifeng.models import Item, Stage, Story, Turn
from tests.analyze_course import course_at, gap, posts
from tests.analyze_stories import DESK, NOW, dossier, item, readings

HOURS = st.lists(st.integers(0, 260), min_size=1, max_size=40)


def stages(turns: tuple[Turn, ...]) -> list[str]:
    return [turn.stage for turn in turns]


def test_a_story_turns_from_latent_over_rising_and_falling_to_calm() -> None:
    items = posts(120, 100, *(90 - n / 4 for n in range(20)), *(60, 55), 30)
    assert stages(course_at(NOW, items).turns) == ["潜伏", "上升", "回落", "平息"]


def test_a_story_that_comes_back_after_a_quiet_day_says_so_and_when() -> None:
    items = posts(*(120 - n / 4 for n in range(12)), *(10 - n / 4 for n in range(12)))
    course = course_at(NOW, items)
    assert course.stage is Stage.AGAIN
    assert course.turns[-1].at == NOW - timedelta(hours=9)
    assert course.turns[-1].item_id in {one.id for one in items}


def test_an_item_every_other_day_leaves_a_calm_story_calm() -> None:
    trickle = posts(*(n * 48 + 1 for n in range(7)))
    assert stages(course_at(NOW, trickle).turns)[-1] in ("潜伏", "平息")
    assert len(course_at(NOW, trickle).turns) <= 2
    after_a_wave = posts(*(400 - n for n in range(6)), *(n * 48 + 1 for n in range(7)))
    assert stages(course_at(NOW, after_a_wave).turns) == ["潜伏", "上升", "回落", "平息"]


def test_a_turn_names_the_item_that_was_the_newest_then() -> None:
    items = posts(90, 80, 20, 19.5, 19, 18.5, 3)
    for turn in course_at(NOW, items).turns:
        newest = max((one for one in items if one.published_at <= turn.at), key=lambda one: one.published_at)
        assert turn.item_id == newest.id


@settings(max_examples=60)
@given(hours=HOURS, back=st.integers(0, 200))
def test_what_comes_later_changes_no_turn(hours: list[int], back: int) -> None:
    items, then = posts(*(ago + 0.5 for ago in hours)), NOW - timedelta(hours=back)
    later = course_at(NOW, items).turns
    assert course_at(then, items).turns == tuple(turn for turn in later if turn.at <= then)


@settings(max_examples=60)
@given(hours=HOURS)
def test_turns_follow_one_another_in_time_and_end_with_the_stage(hours: list[int]) -> None:
    items = posts(*hours)
    course = course_at(NOW, items)
    assert course.turns[-1].stage is course.stage
    assert all(a.at <= b.at and a.stage is not b.stage for a, b in pairwise(course.turns))


@settings(max_examples=30)
@given(hours=st.lists(st.floats(0, 260), min_size=1, max_size=30), seed=st.randoms())
def test_the_order_of_the_items_is_no_matter(hours: list[float], seed: Random) -> None:
    items = list(posts(*hours))
    expected = course_at(NOW, items)
    seed.shuffle(items)
    assert course_at(NOW, items) == expected


def test_counts_that_waver_about_a_threshold_do_not_flap() -> None:
    wave = [hour + offset / 10 for hour in range(0, 168, 2) for offset in range(3 + hour // 2 % 2)]
    turns = course_at(NOW, posts(*wave)).turns
    assert len(turns) <= 4


def test_hours_that_were_not_looked_at_are_not_calm() -> None:
    items = posts(*(80 - n / 4 for n in range(20)))
    assert course_at(NOW, items).stage is Stage.CALM
    course = course_at(NOW, items, (gap(70, 2),))
    assert course.stage is not Stage.CALM
    assert course.gaps == (gap(70, 2),)
    assert course.forecast is None


def test_even_a_single_post_goes_not_calm_in_a_gap() -> None:
    assert course_at(NOW, posts(60)).stage is Stage.CALM
    assert course_at(NOW, posts(60), (gap(58, 1),)).stage is Stage.LATENT


def test_a_telling_knows_the_gaps_of_its_evidence() -> None:
    items = tuple(
        replace(one, title="净水机漏水", text="澜川的净水机漏水。") for one in posts(*(80 - n for n in range(9)))
    )
    evidence = Evidence(items=items, readings=readings(items))
    (calm,) = tell(evidence, DESK, NOW)
    (unknown,) = tell(replace(evidence, gaps=(gap(70, 2),)), DESK, NOW)
    assert (calm.stage, unknown.stage) == (Stage.CALM, Stage.LATENT)
    assert unknown.course.gaps == (gap(70, 2),)


def test_once_looked_at_again_for_a_day_the_story_goes_calm() -> None:
    assert course_at(NOW, posts(*(150 - n for n in range(9))), (gap(130, 30),)).stage is Stage.CALM


@pytest.mark.parametrize("day", [datetime(2026, 3, 29, 6, tzinfo=UTC), datetime(2026, 10, 25, 6, tzinfo=UTC)])
def test_a_change_of_the_clocks_moves_nothing(day: datetime) -> None:
    items = [replace(one, published_at=one.published_at + (day - NOW)) for one in posts(*(n / 2 for n in range(1, 90)))]
    assert course_at(day, items, zone="Europe/Berlin") == course_at(day, items, zone="UTC")


LEAK = "澜川的净水机夜里漏水，客厅地板全泡了，报修三天没有人上门，客服只说再等等，要求尽快赔偿。"


def test_turns_that_left_the_window_stay_as_told() -> None:
    items = posts(*(20 * 24 - n / 4 for n in range(12)), *(n * 24 + 3.0 for n in range(12)), 2, 2.5, 1.5, 1.2, 1)
    first = told(tuple(one for one in items if one.published_at < NOW - timedelta(days=8)), NOW - timedelta(days=8))
    window = tuple(one for one in items if one.published_at > NOW - timedelta(days=12))
    later = told(window, NOW, (first,))
    assert later.course.turns[0] == first.course.turns[0]
    assert all(a.at < b.at and a.stage is not b.stage for a, b in pairwise(later.course.turns))
    assert set(first.course.turns) <= set(later.course.turns)


def told(items: tuple[Item, ...], now: datetime, prior: tuple[Story, ...] = ()) -> Story:
    same = tuple(replace(one, title="净水机漏水", text=LEAK) for one in items)
    (story,) = tell(Evidence(items=same, readings=readings(same), prior=prior), DESK, now)
    return story


@pytest.mark.parametrize("year", [1, 1969, 9998])
def test_absurd_dates_cost_no_time_and_raise_nothing(year: int) -> None:
    start = time.process_time()
    odd = [item(f"a{n}", published_at=datetime(year, 1, 2 + n, tzinfo=UTC)) for n in range(4)]
    course = course_at(NOW, (*odd, *posts(3, 2, 1)))
    assert course.stage in tuple(Stage)
    assert time.process_time() - start < 1


def test_a_story_of_a_hundred_thousand_items_takes_less_than_a_second() -> None:
    found, pace = dossier(*posts(*(n % 600 + n / 1e6 for n in range(100_000)))), pace_of((), (), NOW)
    start = time.process_time()
    course = course_of(found, pace)
    assert time.process_time() - start < 1
    assert len(course.hours) == 72 and sum(course.hours) > 10_000
