"""What stories promise: no look ahead, no order, ids that mean one thing for ever, levels that do not flap."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyze.grading.grade import CUTOFFS
from analyze.grading.levels import bounded, level_of, recompute, total
from analyze.stories.tell import Evidence, tell
from caifeng.lake import Lake
from caifeng.models import (
    Contribution,
    Gap,
    Gate,
    Grade,
    GradingRules,
    Item,
    Label,
    Level,
    Relation,
    Sighting,
    Stage,
    Story,
)
from tests.analyze_stories import DESK, NOW, item, readings
from tests.test_analyze_lives import FIRE, LEAKS
from tests.test_analyze_tell import COMPLAINTS, OTHERS

DAY = timedelta(days=1)
MATTERS = (
    "净水机接口漏水泡坏地板", "净水机滤芯发黑有异味", "电热水壶底座烧焦冒烟", "空气炸锅起火烧坏橱柜",
    "客服电话三天无人接听",     "门店拒绝保价退差价", "直播间赠品迟迟不发", "工厂夜间排放废水扰民",
)  # fmt: skip


# --- no order --------------------------------------------------------------------------------------------------------

SEEN = tuple(Sighting(item_id=id_, source="热搜", seen_at=NOW - timedelta(hours=h), rank=r, board_heat=None)
             for id_, h, r in (("c6", 1, 3), ("c6", 2, 9), ("c1", 1, 3), ("f1", 2, 9)))  # fmt: skip
SAID = (
    Label(by="甲", at=NOW - timedelta(hours=3), item_id="f3", other_id="c1", relation=Relation.SAME_STORY),
    Label(by="乙", at=NOW - timedelta(hours=2), item_id="f3", other_id="c1", relation=Relation.OTHER_STORY),
    Label(by="丙", at=NOW - timedelta(hours=1), item_id="o1", other_id="o2", relation=Relation.SAME_STORY),
    Label(by="丁", at=NOW - timedelta(hours=1), item_id="c2", other_id="c3", relation=Relation.NOT_DUPLICATE),
)
ALL = tuple({one.id: one for one in (*COMPLAINTS, *OTHERS, *FIRE)}.values())


@cache
def before() -> tuple[Story, ...]:
    known = tuple(one for one in ALL if one.published_at <= NOW - DAY)
    return tell(Evidence(items=known, readings=readings(known)), DESK, NOW - DAY)


@cache
def plainly() -> tuple[Story, ...]:
    return tell(
        Evidence(items=ALL, readings=readings(ALL), sightings=SEEN, prior=before(), labels=SAID), DESK, NOW
    )  # fmt: skip


@settings(max_examples=6, deadline=None)
@given(st.permutations(ALL), st.permutations(SEEN), st.permutations(SAID), st.randoms(use_true_random=False))
def test_the_order_of_items_looks_labels_and_stories_is_no_matter(
    items: list[Item], seen: list[Sighting], said: list[Label], chance: random.Random
) -> None:
    prior = list(before())
    chance.shuffle(prior)
    read = readings(items)
    evidence = Evidence(
        items=tuple(items), readings=read, sightings=tuple(seen), prior=tuple(prior), labels=tuple(said)
    )
    assert tell(evidence, DESK, NOW) == plainly()


# --- ids -------------------------------------------------------------------------------------------------------------


@dataclass
class Life:
    """Forty days of a desk: posts come and leave the window, people join, part and disown items."""

    chance: random.Random
    lake: Lake
    items: list[Item] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)  # what people said is no matter of the desk's
    meant: dict[str, str] = field(default_factory=dict)  # id of a story → the day and number of its first telling

    def step(self, run: int, now: datetime) -> tuple[Story, ...]:
        self._live(run, now)
        known = [one for one in self.items if one.published_at > now - 12 * DAY and one.id not in self.gone]
        prior = self.lake.stories()
        evidence = Evidence(
            items=tuple(known), readings=readings(known), prior=prior, labels=tuple(self.labels),
            irrelevant=frozenset(self.gone), issued=self.lake.issued(),
        )  # fmt: skip
        told = tell(evidence, DESK, now)
        draft = self.lake.draft(f"{now:%Y%m%dT%H%M%SZ}-00-{run:08x}")
        draft.stories(told, evidence.issued)
        draft.commit()
        return told

    def _live(self, run: int, now: datetime) -> None:
        for n in range(self.chance.randrange(4)):
            matter = self.chance.choice(MATTERS)
            back = timedelta(hours=self.chance.random() * 11)
            at = max(now - back, now - DAY)
            self.items.append(
                item(f"r{run:03d}{n}", matter, f"{matter}，第{run}{n}户说。", published_at=at, seen_at=at)
            )
        recent = [one.id for one in self.items[-12:]]
        if len(recent) > 3 and run % 3 == 0:
            one, other = self.chance.sample(recent, 2)
            kind = self.chance.choice([Relation.SAME_STORY, Relation.OTHER_STORY])
            self.labels.append(Label(by="甲", at=now, item_id=one, other_id=other, relation=kind))
        if run % 5 == 4:
            self.gone.update(recent[-2:])


@pytest.fixture(scope="module")
def lives(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Story, ...]]:
    """What each run told, over forty days: one a day, three on every tenth."""
    life = Life(random.Random(5), Lake(tmp_path_factory.mktemp("life")))  # noqa: S311
    times = [NOW + n * DAY + part * DAY / 8 for n in range(40) for part in (range(3) if n % 10 == 0 else range(1))]
    told = [life.step(run, now) for run, now in enumerate(times)]
    issued = {story.id for run in told for story in run}
    assert len(issued) > 10
    for id_ in issued:
        found = life.lake.story(id_)
        assert found is not None, f"{id_} leads nowhere"
        assert id_ in found.known_as
    return told


def test_an_id_is_given_once_and_goes_on_without_a_break(lives: list[tuple[Story, ...]]) -> None:
    left: set[str] = set()
    alive: set[str] = set()
    for told in lives:
        names = [id_ for story in told for id_ in story.known_as]
        assert len(names) == len(set(names)), "an id means two stories"
        now = set(names)
        assert not now & left, "an id came back from the dead"
        left |= alive - now
        alive = now


def test_the_id_of_a_story_that_is_told_no_more_is_not_given_again_on_its_day(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    given: list[set[str]] = []
    for run, items in enumerate(((OTHERS[0], OTHERS[1]), (OTHERS[0],), (OTHERS[0], FIRE[2]))):
        known = Evidence(items=items, readings=readings(items), prior=lake.stories(), issued=lake.issued())
        told = tell(known, DESK, NOW + timedelta(minutes=run))
        draft = lake.draft(f"20261117T00000{run}Z-00-0")
        draft.stories(told, known.issued)
        draft.commit()
        given.append({story.id for story in told})
    assert [len(ids) for ids in given] == [2, 1, 2]
    assert given[2] - given[0] == {"S-20261117-03"}


def test_merging_and_parting_happened_and_are_on_record(lives: list[tuple[Story, ...]]) -> None:
    assert any(story.merged for told in lives for story in told)
    for earlier, later in pairwise(lives):
        redirects = {id_: story.id for story in later for id_ in story.merged}
        for story in earlier:
            assert set(story.merged) <= redirects.keys() | {one.id for one in later} or not _goes_on(story, later)


def _goes_on(story: Story, later: Sequence[Story]) -> bool:
    return any(story.id in one.known_as for one in later)


# --- levels ----------------------------------------------------------------------------------------------------------


@given(st.sampled_from(sorted(CUTOFFS.values())), st.lists(st.floats(-3, 3), min_size=20, max_size=20))
def test_a_score_within_three_points_of_a_cut_off_changes_the_level_at_most_once(
    cut: float, swings: list[float]
) -> None:
    rules, level, seen = GradingRules(), None, list[Level]()
    for swing in swings:
        level = level_of(cut + swing, level, rules.cutoffs, rules.hysteresis)
        seen.append(level)
    assert sum(one is not other for one, other in pairwise(seen)) <= 1


def _lines(scale: float) -> st.SearchStrategy[Contribution]:
    value, weight = st.floats(0, 100 * scale, allow_nan=False), st.floats(0, 1, allow_nan=False)
    made = st.builds(lambda v, w: Contribution(name="甲", raw="", value=v, weight=w, points=v * w), value, weight)
    return st.recursive(made, lambda inner: st.builds(
        lambda parts, w: Contribution(name="乙", raw="", value=total(parts), weight=w, points=0.0, parts=tuple(parts)),
        st.lists(inner, min_size=1, max_size=4), weight,
    ), max_leaves=8)  # fmt: skip


@settings(deadline=None)
@given(
    st.lists(_lines(1.0), min_size=1, max_size=6),
    st.lists(st.floats(0, 100, allow_nan=False, allow_subnormal=True), min_size=3, max_size=3).map(sorted),
    st.floats(0, 100, allow_nan=False),
    st.sampled_from([None, *Level]),
    st.lists(st.sampled_from(Level), max_size=3),
    st.sampled_from([None, *Level]),
)
def test_a_level_is_computed_again_from_its_print_whatever_the_figures_and_thresholds(
    parts: list[Contribution], cuts: list[float], hysteresis: float, held: Level | None,
    floors: list[Level], ceiling: Level | None,
) -> None:  # fmt: skip
    cutoffs = tuple(zip((Level.YELLOW, Level.ORANGE, Level.RED), cuts, strict=True))
    gates = tuple(Gate(reason="", floor=floor, item_ids=()) for floor in floors)
    score = total(parts)
    level = bounded(level_of(score, held, cutoffs, hysteresis), gates, ceiling)
    grade = Grade(level=level, score=score, parts=tuple(parts), gates=gates, version="", cutoffs=cutoffs,
                  hysteresis=hysteresis, before=held, ceiling=ceiling)  # fmt: skip
    assert recompute(grade) is level


# --- gaps ------------------------------------------------------------------------------------------------------------


def wave() -> Iterator[Item]:
    """Thirty complaints within a day and a half, and then nothing that we know of."""
    for n in range(30):
        at = NOW + timedelta(hours=1.2 * n)
        yield item(f"w{n:02d}", "净水机漏水", f"第{n}户说净水机漏水，地板泡坏，客服拒赔。", published_at=at, seen_at=at)


@pytest.mark.parametrize("hours", range(2, 120, 20))
def test_what_was_not_looked_at_is_never_calm(hours: int) -> None:
    items = tuple(wave())
    start = NOW + timedelta(hours=36)
    now = start + timedelta(hours=hours)
    read = readings(items)
    blind = Evidence(items=items, readings=read, gaps=(Gap(start=start, end=now),))
    (told,) = tell(blind, DESK, now)
    assert told.stage not in (Stage.CALM, Stage.FALLING)
    assert all(turn.stage not in (Stage.CALM, Stage.FALLING) for turn in told.course.turns)
    (seeing,) = tell(replace(blind, gaps=()), DESK, now)
    assert seeing.stage is Stage.CALM or hours < 60


def test_a_quiet_story_told_before_a_gap_is_not_told_calm_in_it() -> None:
    few = LEAKS[:2]
    start = max(one.published_at for one in few) + timedelta(hours=1)
    now = start + timedelta(hours=70)
    blind = Evidence(items=few, readings=readings(few), gaps=(Gap(start=start, end=now),))
    assert all(story.stage is not Stage.CALM for story in tell(blind, DESK, now))
