"""评级: scores, limits, levels that do not flap, and sums that a reader can do again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyze.dossier import Dossier
from analyze.grading.dimensions import ATTITUDE, DIMENSIONS, EVOLUTION, SPREAD, STRENGTH
from analyze.grading.heat import WEIGHTS
from analyze.grading.levels import level_of, recompute, total
from caifeng.models import (
    Burst,
    BurstSpan,
    Channel,
    Contribution,
    Course,
    Engagement,
    GateClass,
    GradingRules,
    Item,
    Level,
    Piece,
    PieceKind,
    Sensitivity,
    Shift,
    ShiftKind,
    Sighting,
    Stage,
    Story,
    StoryType,
    TypeHint,
)
from tests.analyze_stories import DESK, NOW, dossier, item, notice, press
from tests.grading import ACCOUNT, graded, line
from tests.test_analyze_tell import told

BAD = tuple(item(f"b{n}", "净水机漏水气人", f"第{n}家漏水，客服拒赔。", hours=n) for n in range(1, 7))
RULES = GradingRules()
CUTOFFS = dict(RULES.cutoffs)
FALSE = TypeHint(type=StoryType.FALSE, why="", item_ids=())


def before(level: Level, *items: Item) -> tuple[Story, ...]:
    story = told(*items)[0]
    return (replace(story, grade=replace(story.grade, level=level)),)


def of_score(score: float, held: Level | None) -> Level:
    return level_of(score, held, RULES.cutoffs, RULES.hysteresis)


def flood(count: int, author: str = "", source: str = "澜川论坛") -> tuple[Item, ...]:
    return tuple(
        item(f"f{n}", f"净水机漏水气人之{n}", hours=n % 20, author=author, source=source) for n in range(count)
    )


@given(st.floats(0, 100))
def test_without_a_level_before_the_cut_offs_decide(score: float) -> None:
    level = of_score(score, None)
    assert score >= CUTOFFS.get(level, 0)
    assert all(score < cut for other, cut in CUTOFFS.items() if other.rank > level.rank)


@given(st.floats(0, 100), st.sampled_from(Level))
def test_a_level_falls_only_when_the_score_is_clearly_below_its_cut_off(score: float, prior: Level) -> None:
    level = of_score(score, prior)
    if level.rank < prior.rank:
        assert score < CUTOFFS[prior] - RULES.hysteresis
    assert level.rank >= of_score(score, None).rank


def test_a_score_swinging_around_a_cut_off_does_not_flap() -> None:
    level, seen = None, []
    for score in (39.0, 36.0, 39.0, 34.0, 36.5):
        level = of_score(score, level)
        seen.append(level)
    assert len(set(seen)) == 1


def test_the_desks_own_thresholds_decide() -> None:
    strict = replace(DESK, grading=GradingRules(cutoffs=((Level.YELLOW, 5.0), (Level.ORANGE, 9.0), (Level.RED, 12.0))))
    few = dossier(*BAD[:3], press("p", "净水机漏水"))
    assert graded(few).level is Level.BLUE
    grade = graded(replace(few, desk=strict))
    assert grade.level is Level.RED
    assert grade.cutoffs == strict.grading.cutoffs
    assert recompute(grade) is Level.RED


def test_weights_of_every_sum_come_to_one() -> None:
    for weights in (WEIGHTS, DIMENSIONS, SPREAD, STRENGTH, ATTITUDE, EVOLUTION):
        assert round(sum(weights.values()), 6) == 1


def _leaves(part: Contribution) -> tuple[Contribution, ...]:
    return tuple(leaf for inner in part.parts for leaf in _leaves(inner)) or (part,)


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    """Stories of up to forty items of every kind, with copies, boards and a level before."""
    kinds = st.tuples(
        st.sampled_from(["净水机漏水", "净水机受伤", "点赞师傅", "路过"]),
        st.sampled_from([Channel.WEIBO, Channel.NEWS, Channel.GOVERNMENT, Channel.REVIEW]),
        st.integers(1, 4),
        st.floats(0, 100),
        st.sampled_from(["甲", "乙", "丙"]),
        st.integers(0, 2_000_000),
    )
    items = [
        item(
            f"i{n}", f"{title}{n}", hours=hours, channel=channel, tier=tier, source=f"{channel}{source}",
            is_official=channel is Channel.GOVERNMENT, engagement=Engagement(likes=likes),
        )
        for n, (title, channel, tier, hours, source, likes) in enumerate(draw(st.lists(kinds, min_size=1, max_size=40)))
    ]  # fmt: skip
    copies = {one.id: "i0" for one in draw(st.lists(st.sampled_from(items), max_size=10)) if one.id != "i0"}
    looks = draw(st.lists(st.tuples(st.sampled_from(items), st.floats(0, 30), st.integers(1, 60)), max_size=5))
    seen = sorted((NOW - timedelta(hours=ago), rank, one.id) for one, ago, rank in looks)
    sightings = tuple(Sighting(item_id=i, source="榜", seen_at=at, rank=r, board_heat=None) for at, r, i in seen)
    found = dossier(*items, copies=copies, sightings=sightings)
    held = draw(st.sampled_from([None, *Level]))
    return replace(found, prior=before(held, *BAD[:1])) if held else found


@settings(max_examples=60, deadline=None)
@given(dossiers(), st.sampled_from(Stage), st.sampled_from(StoryType))
def test_every_grade_can_be_computed_again_from_what_is_printed(
    found: Dossier, stage: Stage, suggested: StoryType
) -> None:
    grade = graded(found, Course(stage=stage), hint=TypeHint(type=suggested, why="", item_ids=()))
    assert recompute(grade) is grade.level
    assert total(grade.parts) == grade.score
    assert 0 <= grade.score <= 100
    for part in grade.parts:
        assert part.weight == DIMENSIONS[part.name]
        for leaf in _leaves(part):
            assert 0 <= leaf.value <= 100
            assert leaf.raw
            assert leaf.value == round(leaf.value, 1)
            assert leaf.points == round(leaf.points, 1)
            assert abs(leaf.points - leaf.value * leaf.weight) <= 0.0501
        assert part.value == round(sum(inner.points for inner in part.parts), 1)
    assert grade.score == round(sum(part.points for part in grade.parts), 1)


def test_a_sum_that_was_tampered_with_is_found_out() -> None:
    grade = graded(dossier(*BAD, *flood(30, source="老街坊网")))
    first = grade.parts[0]
    inner = replace(first.parts[0], value=100.0)
    assert total((replace(first, parts=(inner, *first.parts[1:])), *grade.parts[1:])) != grade.score


def test_a_flood_of_one_source_does_not_raise_the_level() -> None:
    for found in (dossier(*flood(5000)), dossier(*flood(5000, author="水军")), dossier(*flood(5000), *BAD[:1])):
        grade = graded(found)
        assert grade.level is Level.BLUE
        assert recompute(grade) is Level.BLUE
        assert not grade.gates
    assert graded(dossier(*flood(5000))).ceiling_why


def test_five_thousand_of_one_voice_with_one_more_count_as_few() -> None:
    found = dossier(*flood(5000), item("x", "净水机漏水", source="老街坊网"))
    assert graded(found).level is Level.BLUE


def test_many_named_accounts_on_one_platform_are_a_public() -> None:
    posts = [item(f"w{n}", f"净水机漏水{n}", hours=n % 20, author=f"户主{n}") for n in range(60)]
    assert graded(dossier(*posts)).level.rank >= Level.YELLOW.rank


def test_five_thousand_copies_are_reprints_and_no_volume() -> None:
    posts = flood(5000)
    copies = {one.id: posts[0].id for one in posts[1:]}
    grade = graded(dossier(*posts, copies=copies))
    assert "近24小时 1 条" in line(grade.parts, "舆论强度", "声量").raw
    assert "转载 4999 次" in line(grade.parts, "媒体传播", "转载").raw
    assert grade.level is Level.BLUE


def test_marketing_and_spam_are_neither_volume_nor_attitude() -> None:
    found = dossier(*BAD)
    spam = Piece(kind=PieceKind.SPAM, probability=1.0, reasons=())
    noisy = replace(found, readings={id_: replace(one, piece=spam) for id_, one in found.readings.items()})
    grade = graded(noisy)
    assert line(grade.parts, "舆论强度").value == line(grade.parts, "民意态度").value == 0
    assert graded(found).score > grade.score


def test_complaints_weigh_as_public_attitude() -> None:
    found = dossier(*(item(f"c{n}", f"净水机第{n}回") for n in range(4)))
    told_off = Piece(kind=PieceKind.COMPLAINT, probability=1.0, reasons=())
    plaints = replace(found, readings={id_: replace(one, piece=told_off) for id_, one in found.readings.items()})
    assert line(graded(plaints).parts, "民意态度").value > line(graded(found).parts, "民意态度").value


def test_a_positive_story_never_exceeds_blue() -> None:
    praise = [press(f"p{n}", "点赞！维修师傅跳江救人受伤", source=f"报{n}", tier=2) for n in range(9)]
    grade = graded(dossier(*praise))
    assert (grade.level, grade.ceiling) == (Level.BLUE, Level.BLUE)


def test_what_is_refuted_does_not_rise() -> None:
    rumour = [item(f"r{n}", "电热水壶致癌骗了大家", "致癌，受伤", source=f"源{n}") for n in range(30)]
    assert graded(dossier(*rumour)).level.rank > Level.BLUE.rank
    assert graded(dossier(*rumour), hint=FALSE).level is Level.BLUE
    held = graded(dossier(*rumour, prior=before(Level.YELLOW, *rumour)), hint=FALSE)
    assert (held.level, held.ceiling) == (Level.YELLOW, Level.YELLOW)
    assert "不符" in held.ceiling_why


def test_bursts_turns_and_coming_back_raise_the_course() -> None:
    burst = Burst(
        span=BurstSpan.DAY, sensitivity=Sensitivity.HIGH, z=9.1, count=6, usual=1, at=NOW, item_ids=("b1",)
    )  # fmt: skip
    turn = Shift(kind=ShiftKind.REVERSAL, at=NOW - timedelta(hours=2), text="当事方改口", item_ids=("b1",))
    plain = graded(dossier(*BAD))
    for course, account in (
        (Course(stage=Stage.RISING, bursts=(burst,)), ACCOUNT),
        (Course(stage=Stage.AGAIN), ACCOUNT),
        (Course(stage=Stage.RISING), replace(ACCOUNT, shifts=(turn,))),
    ):
        assert graded(dossier(*BAD), course, account).score > plain.score
    missed = replace(burst, is_after_gap=True)
    assert graded(dossier(*BAD), Course(stage=Stage.RISING, bursts=(missed,))).score == plain.score


def test_more_negative_sources_and_channels_score_higher() -> None:
    few, many = dossier(*BAD[:2]), dossier(*BAD, press("x", "净水机漏水调查", tier=2), press("y", "漏水", tier=1))
    assert graded(many).score > graded(few).score


def test_the_reason_can_be_checked() -> None:
    reason = graded(dossier(*BAD)).reason
    assert all(name in reason for name in DIMENSIONS)


def test_a_class_of_gates_can_be_switched_off() -> None:
    report = press("a", "净水机漏水追踪", tier=1, source="环宇社")
    found = dossier(report, item("b", "我家净水机也漏水"))
    kept = tuple((kind, floor) for kind, floor in RULES.gates if kind is not GateClass.CENTRAL_MEDIA)
    assert graded(found).gates
    assert not graded(replace(found, desk=replace(DESK, grading=GradingRules(gates=kept)))).gates


@pytest.mark.parametrize("text", ["", "漏", "漏" * 1_000_000, "🙂" * 50, "\ud800漏水\udfff", "\u202e净水机漏水受伤"])
def test_hostile_texts_are_graded(text: str) -> None:
    grade = graded(dossier(item("a", text[:300], text), notice("b", text[:300], text)))
    assert recompute(grade) is grade.level
