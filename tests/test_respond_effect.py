"""What came before and after each public act is compared, and never called a proof."""

import gzip
import json
import random
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caifeng.models import Effect, Gap, Incident, Item, LogEntry, Means, Story, ToneLabel
from caifeng.models.interval import share
from respond.review.effect import NO_PROOF, Observed, effects
from respond.review.intervals import dispersion, rate_change
from respond.review.rectify import open_rectifications
from tests.case_samples import NOW, REPLY, incident, item, story_of, tones_of, wave
from tests.nouns import nouns
from tests.samples import at

HOUR = timedelta(hours=1)


def replied(*log: LogEntry) -> Incident:
    """The incident with one first reply, or with these lines."""
    return incident(log=log or (LogEntry(at=REPLY, by="公关部", did="首次回应"),))


def observed(items: tuple[Item, ...], negative: int = 0, **changes: object) -> Observed:
    made = Observed(items=items, tones=tones_of(items, negative), gaps=(), until=NOW)
    return replace(made, **changes)  # type: ignore[arg-type]


def first(items: tuple[Item, ...], case: Incident | None = None, **changes: object) -> Effect:
    """The effect over six hours."""
    return effects(case or replied(), (story_of(items),), observed(items, **changes))[0]  # type: ignore[arg-type]


def test_a_fall_after_a_reply_is_told_with_its_interval_and_the_negative_share() -> None:
    effect = first(wave(72, 24), negative=60)
    assert effect.volume is not None and effect.negative_before is not None and effect.negative_after is not None
    assert (effect.volume.before, effect.volume.after) == (72, 24)
    assert effect.volume.ratio == pytest.approx(1 / 3)
    assert effect.volume.low < 1 / 3 < (effect.volume.high or 0) < 1
    assert (effect.negative_before.count, effect.negative_after.count) == (60, 0)
    assert effect.text.startswith("首次回应后 6 小时：每小时 12.0 → 4.0 条（比值 0.33，95% 区间 0.")
    assert "负面占比 83%（60/72）→ 0%（0/24）" in effect.text
    assert effect.text.endswith(NO_PROOF)
    assert len(effect.item_ids) == 96


def test_each_public_act_is_judged_over_six_and_over_twenty_four_hours() -> None:
    found = effects(incident(), (story_of(wave(30, 30)),), observed(wave(30, 30)))
    assert [(one.did, one.hours) for one in found] == [("首次回应", 6), ("首次回应", 24), ("处置", 6), ("处置", 24)]


@pytest.mark.parametrize("did", ["接收", "备注", "处置", "闭环", "随手写的"])
def test_what_the_public_cannot_notice_has_no_effect(did: str) -> None:
    items = wave(30, 30)
    assert effects(replied(LogEntry(at=REPLY, by="甲", did=did)), (story_of(items),), observed(items)) == ()


def test_few_items_a_window_that_runs_and_a_young_story_are_not_judged() -> None:
    few, young = wave(3, 3), (item(1, REPLY - timedelta(minutes=20)), *wave(1, 40)[1:])
    for effect, why in (
        (first(few), "太少"),
        (first(wave(30, 30), until=REPLY + 5 * HOUR), "没有过完"),
        (first(young), "不足 1 小时"),
        (first(()), "不足 1 小时"),
    ):
        assert why in effect.why_not and why in effect.text
        assert effect.volume is None and effect.expected is None and effect.item_ids == ()


def test_hours_that_were_not_collected_are_unknown_not_calm() -> None:
    gap = Gap(start=REPLY + 2 * HOUR, end=REPLY + 3 * HOUR)
    assert "未采集" in first(wave(30, 2), gaps=(gap,)).text
    outside = Gap(start=REPLY + 6 * HOUR, end=REPLY + 9 * HOUR)
    assert first(wave(30, 2), gaps=(outside,)).volume is not None


def test_a_decline_that_was_under_way_is_not_put_down_to_the_reply() -> None:
    falling = (*(item(n, REPLY - 6 * HOUR + n * timedelta(minutes=3)) for n in range(60)),
               *(item(200 + n, REPLY - 3 * HOUR + n * timedelta(minutes=9)) for n in range(20)),
               *(item(900 + n, REPLY + n * timedelta(minutes=36)) for n in range(10)))  # fmt: skip
    effect = first(falling)
    assert effect.volume is not None and effect.volume.high is not None and effect.volume.high < 1
    assert effect.expected is not None and effect.expected < 20
    assert "与走势没有明显差别" in effect.text


def test_a_fall_far_below_the_course_is_named() -> None:
    assert "降得比走势快" in first(wave(72, 6)).text


def test_of_real_courses_without_any_act_few_are_called_faster(shared: Path) -> None:
    """Random moments of real repost cascades: a raw fall is seen at most of them, a faster one at about one in ten."""
    rng, raw, judged, faster = random.Random(1), 0, 0, 0  # noqa: S311 - repeatable
    with gzip.open(shared / "propagation/propagation_ced/dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        cascades = [[node[2] for node in json.loads(line)["nodes"] if "-" in node[2]] for line in islice(lines, 200)]
    for stamps in cascades:
        times = sorted(datetime.fromisoformat(stamp).replace(tzinfo=UTC) for stamp in stamps)
        moment = times[0] + rng.uniform(1, 72) * HOUR
        items = tuple(item(n, published) for n, published in enumerate(times))
        case = replied(LogEntry(at=moment, by="甲", did="首次回应"))
        for effect in effects(case, (story_of(items),), observed(items, until=moment + 48 * HOUR)):
            if effect.expected is not None and effect.volume is not None:
                judged, faster = judged + 1, faster + ("降得比走势快" in effect.text)
                raw += effect.volume.high is not None and effect.volume.high < 1
    assert judged > 80 and raw / judged > 0.4
    assert faster / judged < 0.17


def test_acts_that_stand_side_by_side_are_not_told_apart() -> None:
    log = (LogEntry(at=REPLY, by="甲", did="首次回应"),
           LogEntry(at=REPLY + HOUR, by="乙", did="处置", means=Means.RECALL))  # fmt: skip
    items = wave(60, 60)
    six = [one for one in effects(replied(*log), (story_of(items),), observed(items)) if one.hours == 6]
    assert [one.beside for one in six] == [("召回",), ("首次回应",)]
    assert "成效不能分开" in six[0].text


def test_flocks_of_posts_widen_the_interval() -> None:
    even = rate_change(60, 30, (6, 6))
    flocking = rate_change(60, 30, (6, 6), dispersion(((50, 0, 0, 10, 0, 0), (0, 30, 0, 0, 0, 0))))
    assert flocking.low < even.low and (flocking.high or 9) > (even.high or 9)


def test_the_interval_covers_the_true_ratio_of_even_streams() -> None:
    """1,000 pairs of Poisson counts with ratio 0.5: the interval holds it in about 95 of 100."""
    rng = random.Random(7)  # noqa: S311 - repeatable

    def poisson(mean: float) -> int:
        total, n = rng.expovariate(1), 0
        while total < mean:
            total, n = total + rng.expovariate(1), n + 1
        return n

    pairs = [rate_change(poisson(40), poisson(20), (6, 6)) for _ in range(1000)]
    assert 0.93 <= sum(one.low <= 0.5 <= (one.high or 9e9) for one in pairs) / 1000 <= 0.97


def test_nothing_before_or_nothing_after_still_has_an_interval() -> None:
    none_after, none_before = rate_change(20, 0, (6, 6)), rate_change(0, 20, (6, 6))
    assert none_after.ratio == none_after.low == 0 and none_after.high is not None and none_after.high < 0.5
    assert none_before.ratio is None and none_before.high is None and none_before.low > 1
    assert share("负面", 0, 0).high == 1.0


@given(st.integers(0, 10_000), st.integers(0, 10_000), st.floats(0.5, 48), st.floats(1, 50))
def test_the_ratio_lies_in_its_interval(before: int, after: int, hours: float, spread: float) -> None:
    change = rate_change(before, after, (hours, 24), spread)
    assert change.low >= 0
    if change.ratio is not None:
        assert change.low <= change.ratio * (1 + 1e-9) + 1e-9
        assert change.high is None or change.ratio <= change.high * (1 + 1e-9) + 1e-9


@settings(max_examples=60)
@given(nouns(Incident), st.lists(nouns(Item), max_size=6), st.randoms())
def test_any_incident_gives_a_result_whatever_the_order_of_items(
    case: Incident, items: list[Item], rng: random.Random
) -> None:
    unique = tuple({one.id: one for one in items}.values())
    story = story_of(unique)
    found = effects(case, (story,), Observed(items=unique, tones={}, gaps=(), until=NOW))
    shuffled = list(unique)
    rng.shuffle(shuffled)
    assert found == effects(case, (story,), Observed(items=shuffled, tones={}, gaps=(), until=NOW))


def test_two_thousand_acts_take_no_quadratic_time() -> None:
    log = tuple(LogEntry(at=REPLY + n * timedelta(seconds=1), by="甲", did="回应") for n in range(2_000))
    items = wave(200, 200)
    began = time.perf_counter()
    assert len(effects(replied(*log), (story_of(items),), observed(items))) == 4_000
    assert time.perf_counter() - began < 10


def test_items_of_other_stories_and_reprints_are_not_counted() -> None:
    items = wave(30, 10)
    story: Story = story_of(items[:20])
    effect = effects(replied(), (story,), observed(items))[0]
    assert effect.volume is not None and effect.volume.before + effect.volume.after == 20


def test_an_uncertain_tone_is_not_counted_among_the_known() -> None:
    items = wave(30, 30)
    tones = {one.id: ToneLabel.UNCERTAIN for one in items}
    effect = first(items, tones=tones)
    assert effect.negative_before is not None and effect.negative_before.total == 0
    assert "负面占比" not in effect.text


def test_promises_are_tracked_until_they_are_done() -> None:
    day = at(20, "09:00").date()
    (late,) = open_rectifications((incident(),), day)
    assert (late.what.owner, late.is_overdue, late.days) == ("采购部", True, -2)
    assert open_rectifications((incident(review=None),), day) == ()
