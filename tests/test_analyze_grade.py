"""评级: scores, gates, and levels that do not flap."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyze.grading.grade import CUTOFFS, HYSTERESIS, grade_story, level_of
from caifeng.models import Item, Level, Story
from tests.analyze_stories import dossier, item, notice, press
from tests.test_analyze_tell import told

BAD = tuple(item(f"b{n}", "净水机漏水气人", f"第{n}家漏水，客服拒赔。", hours=n) for n in range(1, 7))


def before(level: Level, *items: Item) -> tuple[Story, ...]:
    story = told(*items)[0]
    return (replace(story, grade=replace(story.grade, level=level)),)


@given(st.floats(0, 100))
def test_without_a_level_before_the_cut_offs_decide(score: float) -> None:
    level = level_of(score, None)
    assert score >= CUTOFFS.get(level, 0)
    assert all(score < cut for other, cut in CUTOFFS.items() if other.rank > level.rank)


@given(st.floats(0, 100), st.sampled_from(Level))
def test_a_level_falls_only_when_the_score_is_clearly_below_its_cut_off(score: float, prior: Level) -> None:
    level = level_of(score, prior)
    if level.rank < prior.rank:
        assert score < CUTOFFS[prior] - HYSTERESIS
    assert level.rank >= level_of(score, None).rank


def test_a_score_swinging_around_a_cut_off_does_not_flap() -> None:
    level, seen = None, []
    for score in (39.0, 36.0, 39.0, 34.0, 36.5):
        level = level_of(score, level)
        seen.append(level)
    assert len(set(seen)) == 1


@pytest.mark.parametrize(
    ("items", "gated"),
    [
        ((item("a", "有人受伤"), item("b", "孩子缝针")), True),
        ((item("a", "有人受伤"), item("b", "净水机漏水")), False),
        ((notice("a", "事故致两人受伤"), item("b", "净水机漏水")), True),
        ((press("a", "漏水致女童受伤", tier=2), item("b", "净水机漏水")), True),
        ((item("a", "有人受伤", hours=100), item("b", "孩子缝针", hours=90)), False),
    ],
)
def test_gate_words_lift_to_yellow_with_two_items_or_one_of_weight(items: tuple[Item, ...], gated: bool) -> None:
    grade = grade_story(dossier(*items))
    assert (grade.level is Level.YELLOW) is gated
    assert bool(grade.gates) is gated


def test_a_copy_of_one_post_is_no_second_witness() -> None:
    grade = grade_story(dossier(item("a", "有人受伤"), item("b", "有人受伤"), copies={"b": "a"}))
    assert grade.gates == ()


def test_a_negative_report_by_a_national_medium_lifts_to_yellow() -> None:
    report = press("a", "净水机漏水追踪", tier=1, source="环宇社")
    grade = grade_story(dossier(report, item("b", "我家净水机也漏水")))
    assert (grade.level, grade.gates[0].item_ids) == (Level.YELLOW, ("a",))
    assert "环宇社" in grade.reason
    assert grade_story(dossier(report)).gates == ()  # a piece that nobody took up is not yet a matter


def test_a_gate_word_far_from_the_matter_is_by_the_way() -> None:
    near = [item(f"n{n}", "", f"第{n}家净水机漏水，孩子滑倒受伤。") for n in range(2)]
    far = [item(f"f{n}", "", f"第{n}家净水机漏水。{'另外的事。' * 30}有人受伤。") for n in range(2)]
    assert grade_story(dossier(*near)).gates
    assert not grade_story(dossier(*far)).gates


def test_a_positive_story_never_exceeds_blue() -> None:
    praise = [press(f"p{n}", "点赞！维修师傅跳江救人受伤", source=f"报{n}", tier=2) for n in range(9)]
    assert grade_story(dossier(*praise)).level is Level.BLUE


def test_an_official_refutation_keeps_the_level_from_rising() -> None:
    rumour = [item(f"r{n}", "电热水壶致癌骗了大家", "致癌，受伤", source=f"源{n}") for n in range(30)]
    refuted = notice("n", "辟谣：电热水壶致癌不属实", "经检测全部合格。")
    assert grade_story(dossier(*rumour)).level.rank > Level.BLUE.rank
    assert grade_story(dossier(*rumour, refuted)).level is Level.BLUE
    assert grade_story(dossier(*rumour, refuted, prior=before(Level.YELLOW, *rumour))).level is Level.YELLOW


def test_more_negative_sources_and_channels_score_higher() -> None:
    few, many = dossier(*BAD[:2]), dossier(*BAD, press("x", "净水机漏水调查", tier=2), press("y", "漏水", tier=1))
    assert grade_story(many).score > grade_story(few).score


def test_the_reason_can_be_checked() -> None:
    reason = grade_story(dossier(*BAD)).reason
    assert all(name in reason for name in ("传播", "强度", "态度", "演变"))
