"""Stories that live: late items join, stories merge and come apart, ids stay, order and cutting are no matter."""

import gzip
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyze.clusters import sheets
from analyze.clusters.cluster import Cluster, cluster, regroup
from analyze.clusters.sheets import cut
from analyze.stories.tell import Evidence, retell, tell
from caifeng.models import Item, Label, Relation, Sighting, Story
from tests.analyze_stories import DESK, NOW, item, press, readings
from tests.shared_data import shared

FIRE = (
    press(
        "f1", "槐安市南关仓库起火 无人员伤亡", "槐安市南关一处仓库今晨起火，过火面积约三百平方米，没有人员伤亡。", 30
    ),
    press(
        "f2",
        "南关仓库火灾已扑灭",
        "槐安市南关仓库火灾今日上午扑灭，起火原因正在调查，仓库存放纸箱。",
        26,
        source="槐安晚报",
    ),
    press(
        "f3",
        "槐安通报南关仓库火灾原因",
        "槐安市消防通报，南关仓库火灾系电线老化引起，责任人已被约谈。",
        6,
        source="岚江日报",
    ),
)
LEAKS = (
    item("c1", "净水机漏水，地板泡了", "净水机装了两个月，昨晚漏水，地板全鼓起来，客服让我再等等。", 60),
    item("c2", "我家净水机也漏水", "半夜听见滴水声，净水机底下接口漏水，柜板泡发，报修没人来。", 50),
    item("c3", "净水机漏水要求赔偿", "滤芯下面漏水，楼下吊顶也湿了，要求厂家赔偿地板和吊顶损失。", 40),
)


def told(
    items: Sequence[Item], prior: tuple[Story, ...] = (), now: datetime = NOW, **more: object
) -> tuple[Story, ...]:
    evidence = Evidence(items=tuple(items), readings=readings(items), prior=prior)
    return tell(replace(evidence, **more), DESK, now)  # type: ignore[arg-type]


def holding(stories: tuple[Story, ...], id_: str) -> Story:
    return next(story for story in stories if id_ in story.all_ids)


def partition(stories: Sequence[Story | Cluster]) -> set[frozenset[str]]:
    groups = (
        story.all_ids if isinstance(story, Story) else (*story.central, *(copy.item_id for copy in story.reprints))
        for story in stories
    )
    return set(map(frozenset, groups))


@settings(max_examples=15, deadline=None)
@given(items=st.permutations([*FIRE, *LEAKS]), runs=st.integers(1, 6))
def test_however_items_come_in_over_the_runs_the_stories_are_the_same_in_the_end(items: list[Item], runs: int) -> None:
    prior: tuple[Story, ...] = ()
    for run in range(1, runs + 1):
        prior = told(items[: len(items) * run // runs], prior)
    assert partition(prior) == partition(told([*FIRE, *LEAKS]))


def test_a_late_item_joins_its_story_under_the_same_id() -> None:
    before = told([*LEAKS[:2], *FIRE])
    after = told([*LEAKS, *FIRE], before)
    assert holding(after, "c3").id == holding(before, "c1").id
    assert holding(after, "c3").merged == ()


def test_when_two_stories_turn_out_to_be_one_the_younger_id_leads_to_the_older() -> None:
    apart = told([*LEAKS[:2], *FIRE[:1]])
    older, younger = holding(apart, "c1"), holding(apart, "f1")
    assert older.id < younger.id
    said = Label(by="值班员", at=NOW, item_id="f1", other_id="c1", relation=Relation.SAME_STORY)
    one = told([*LEAKS[:2], *FIRE[:1]], apart, labels=(said,))
    assert len(one) == 1
    assert (one[0].id, one[0].merged) == (older.id, (younger.id,))
    again = told([*LEAKS, *FIRE[:1]], one, labels=(said,))
    assert again[0].merged == (younger.id,), "a redirect stays"


def test_what_comes_apart_from_a_story_gets_an_id_of_its_own_and_says_where_it_was() -> None:
    whole = told(LEAKS)
    assert len(whole) == 1
    said = Label(by="值班员", at=NOW, item_id="c3", other_id="c1", relation=Relation.OTHER_STORY)
    parted = told(LEAKS, whole, labels=(said,))
    assert holding(parted, "c1").id == whole[0].id
    piece = holding(parted, "c3")
    assert piece.id != whole[0].id
    assert piece.split_from == whole[0].id
    assert holding(told(LEAKS, parted, labels=(said,)), "c3").split_from == whole[0].id, "it is not forgotten"


def test_a_new_id_never_takes_one_that_leads_elsewhere() -> None:
    (story,) = told(LEAKS)
    taken = replace(story, merged=(f"{story.id[:-2]}07",))
    fresh = holding(told([*LEAKS, *FIRE], (taken,)), "f1")
    assert fresh.id.endswith("-08")


def test_a_quiet_story_is_not_told_anew_within_hours_and_is_when_something_happens() -> None:
    evening = NOW - timedelta(hours=12)
    first = told(LEAKS, now=evening)
    later = evening + timedelta(hours=1)
    assert told(LEAKS, first, later)[0].told_at == evening
    assert told(LEAKS, first, evening + timedelta(hours=7))[0].told_at == evening + timedelta(hours=7)
    spent = told(LEAKS, first, NOW + timedelta(hours=40))
    assert told(LEAKS, spent, NOW + timedelta(days=9)) == spent, "nothing is left in it that time could change"
    joined = item("c4", "又一个净水机漏水的", "净水机夜里漏水，水流到客厅，地板起鼓，客服说是正常现象。", hours=45)
    assert holding(told([*LEAKS, joined], first, later), "c1").told_at == later
    seen = Sighting(item_id="c2", source="热搜", seen_at=later, rank=3, board_heat=None)
    assert told(LEAKS, first, later, sightings=(seen,))[0].told_at == later
    said = Label(by="值班员", at=later, item_id="c2", topic="形象", is_relevant=True)
    assert told(LEAKS, first, later, labels=(said,))[0].told_at == later


@settings(deadline=None)
@given(hours=st.lists(st.integers(0, 24 * 60), max_size=60), most=st.integers(1, 12))
def test_cutting_keeps_every_item_once_in_order_and_stretches_small(hours: list[int], most: int) -> None:
    items = sorted((item(f"i{n}", hours=h) for n, h in enumerate(hours)), key=lambda one: (one.published_at, one.id))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheets, "SHEET", most)
        parts = cut(items)
    assert [one for part in parts for one in part] == items
    for part in parts:
        assert len(part) <= most or len({one.published_at for one in part}) == 1


@settings(max_examples=10, deadline=None)
@given(hours=st.lists(st.floats(0, 600), min_size=30, max_size=200))
def test_a_new_item_changes_only_its_own_stretch(hours: list[float]) -> None:
    items = [item(f"i{n:03d}", hours=back) for n, back in enumerate(hours)]
    newest = item("new", hours=-1)
    by_time = sorted(items, key=lambda one: (one.published_at, one.id))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheets, "SHEET", 20)
        before, after = cut(by_time), cut([*by_time, newest])
    changed = [part for part in before if part not in after]
    assert len(changed) <= 1


@pytest.mark.shared
def test_grouping_with_what_was_grouped_before_is_grouping_from_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "SHEET", 300)
    items = _news()
    known = None
    for count in (700, 1000, len(items)):
        known = regroup(items[:count], {}, DESK, before=known)
    assert known is not None
    assert partition(known.clusters) == partition(cluster(items[::-1], {}, DESK))
    members = sorted(id_ for group in partition(known.clusters) for id_ in group)
    assert members == sorted(one.id for one in items)


@pytest.mark.shared
def test_cutting_real_news_into_small_stretches_tells_nearly_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    items = _news()
    whole = partition(cluster(items, {}, DESK))
    monkeypatch.setattr(sheets, "SHEET", 400)
    parts = partition(cluster(items, {}, DESK))
    assert len(whole & parts) >= 0.9 * len(whole)


def test_retelling_with_the_former_grouping_tells_the_same() -> None:
    first = retell(Evidence(items=LEAKS, readings=readings(LEAKS)), DESK, NOW)
    both = Evidence(items=(*LEAKS, *FIRE), readings=readings((*LEAKS, *FIRE)), prior=first.stories)
    assert retell(both, DESK, NOW, first.grouping).stories == tell(both, DESK, NOW)


def _news() -> list[Item]:
    """Some hundred real news items of four days, by time."""
    with gzip.open(shared("streams/stream_rss_news_cn/dev.jsonl.gz"), "rt", encoding="utf-8") as lines:
        recent = [row for row in map(json.loads, lines) if row["date"] >= "2026-01-26"][:1200]
    found = [
        replace(press(row["id"], row["title"], row["text"]), source=row["source"], published_at=at, seen_at=at)
        for row in recent
        for at in [datetime.fromisoformat(row["date"]).astimezone(UTC)]
    ]
    return sorted(found, key=lambda one: (one.published_at, one.id))


def test_a_quiet_story_with_copies_of_two_of_its_items_stands_too() -> None:
    long = "净水机装了两个月，昨晚漏水，地板全鼓起来，客服让我再等等，说师傅三天以后才能上门来看，要求尽快赔偿。"
    other = "滤芯下面漏水，楼下吊顶也湿了，找了物业又找了厂家，都说不归他们管，要求厂家赔偿地板和吊顶的损失。"
    leads = (item("a1", "净水机漏水", long, 60), item("b1", "净水机漏水索赔", other, 55))
    copies = (item("b2", "净水机漏水索赔", other, 50), item("a2", "净水机漏水", long, 45))
    first = told([*leads, *copies], now=NOW)
    assert sum(len(story.reprints) for story in first) == 2
    again = told([*leads, *copies], first, NOW + timedelta(hours=1))
    assert {story.told_at for story in again} == {NOW}


def test_looks_that_follow_one_another_tell_a_story_of_the_day_once_an_hour() -> None:
    first = NOW + timedelta(minutes=5)
    evidence = Evidence(items=FIRE, readings=readings(FIRE))
    before = retell(evidence, DESK, first)
    evidence = replace(evidence, prior=before.stories)
    for minutes, is_new in ((20, False), (70, True)):
        at = NOW + timedelta(minutes=minutes)
        stories = retell(evidence, DESK, at, before.grouping).stories
        assert {story.told_at for story in stories} == {at if is_new else first}
    assert {story.told_at for story in tell(evidence, DESK, NOW + timedelta(minutes=20))} != {first}, "no look before"
