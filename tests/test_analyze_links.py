"""What people say of two items' stories takes effect, in any order, and ids stay where they can."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyze.clusters.cluster import Cluster
from analyze.people.corrected import corrected
from analyze.stories.links import relink
from analyze.stories.tell import Evidence, tell
from caifeng.models import Item, Label, Relation, Reprint, Story, ToneLabel, ToneWord
from tests.analyze_stories import DESK, NOW, item, press, readings

A, B, C, D, E, F = (item(f"i-{name}", hours=60 - 10 * at) for at, name in enumerate("abcdef"))
ITEMS = {one.id: one for one in (A, B, C, D, E, F)}
SAME, OTHER = Relation.SAME_STORY, Relation.OTHER_STORY


def group(*items: Item, **copies: str) -> Cluster:
    reprints = tuple(Reprint(item_id=f"i-{id_}", of=f"i-{of}", similarity=1.0) for id_, of in copies.items())
    return Cluster(items, reprints, tuple(one.id for one in items))


def say(one: Item, relation: Relation, other: Item, minutes: float = 0) -> Label:
    at = NOW - timedelta(minutes=minutes)
    return Label(item_id=one.id, at=at, by="甲", relation=relation, other_id=other.id)


def parts(clusters: tuple[Cluster, ...] | list[Cluster], *labels: Label) -> list[str]:
    """Clusters as the letters of their items, copies in small after a dot."""
    found = relink(clusters, labels, ITEMS)
    names = ["".join(one.id[-1] for one in cluster.items) for cluster in found]
    copies = ["".join(copy.item_id[-1] for copy in cluster.reprints) for cluster in found]
    return [f"{name}.{copy}" if copy else name for name, copy in zip(names, copies, strict=True)]


def test_without_labels_nothing_changes() -> None:
    clusters = (group(A, B), group(C, d="c"))
    assert relink(clusters, (), ITEMS) == clusters
    assert parts(clusters, say(A, SAME, item("i-x"))) == ["ab", "c.d"]


def test_same_story_joins_two_whole_clusters_by_time() -> None:
    (joined,) = relink((group(A, C, E), group(B, D)), [say(D, SAME, A)], ITEMS)
    assert [one.id for one in joined.items] == ["i-a", "i-b", "i-c", "i-d", "i-e"]
    assert joined.central == ("i-a", "i-c", "i-e", "i-b", "i-d")


def test_joining_goes_on_from_one_to_the_next() -> None:
    assert parts((group(A), group(B), group(C), group(D)), say(A, SAME, B), say(C, SAME, B)) == ["abc", "d"]


def test_the_item_named_first_leaves_for_a_story_of_its_own() -> None:
    assert parts((group(A, B, C),), say(C, OTHER, A)) == ["ab", "c"]
    assert parts((group(A, B, C),), say(A, OTHER, C)) == ["a", "bc"]


def test_who_leaves_takes_its_copies_along() -> None:
    assert parts((group(A, B, e="b", f="a"),), say(E, OTHER, A)) == ["a.f", "b.e"]


def test_a_copy_said_to_be_of_another_story_than_its_lead_is_a_copy_no_longer() -> None:
    assert parts((group(A, B, e="b"),), say(E, OTHER, B)) == ["ab", "e"]
    assert parts((group(A, B, e="b"),), say(B, OTHER, E)) == ["ab", "e"]


def test_who_leaves_one_story_may_join_another_in_the_same_breath() -> None:
    assert parts((group(A, B, C), group(D, E)), say(C, OTHER, A), say(C, SAME, D)) == ["ab", "cde"]


def test_who_was_told_apart_does_not_come_back_with_others_that_join() -> None:
    assert parts((group(A, C), group(B, D)), say(A, SAME, B), say(C, OTHER, B)) == ["abd", "c"]


def test_what_people_tied_together_leaves_together() -> None:
    assert parts((group(A, B, C, D),), say(C, SAME, D), say(D, OTHER, A)) == ["ab", "cd"]


@pytest.mark.parametrize(("tie", "separation", "expected"), [(1, 9, ["ab"]), (9, 1, ["a", "b"])])
def test_where_labels_contradict_one_another_the_newer_counts(
    tie: float, separation: float, expected: list[str]
) -> None:
    labels = [say(A, SAME, C, tie), say(C, SAME, B, tie), say(B, OTHER, A, separation)]
    found = parts((group(A), group(B), group(C)), *labels)
    assert ("b" in found[0]) == (expected == ["ab"])


def test_two_who_leave_do_not_thereby_belong_together() -> None:
    assert parts((group(A, B, C),), say(B, OTHER, A), say(C, OTHER, A)) == ["a", "b", "c"]


_PAIRS = st.tuples(st.sampled_from("abcdef"), st.sampled_from([SAME, OTHER]), st.sampled_from("abcdef"))


@given(said=st.lists(_PAIRS, max_size=8), seed=st.integers(0, 99))
def test_any_labels_keep_every_item_once_in_whatever_order(said: list[tuple[str, Relation, str]], seed: int) -> None:
    labels = [
        say(ITEMS[f"i-{one}"], relation, ITEMS[f"i-{other}"], minutes=at)
        for at, (one, relation, other) in enumerate(said)
        if one != other
    ]
    clusters = [group(A, C, f="a"), group(B, D), group(E)]
    found = relink(clusters, labels, ITEMS)
    ids = [one.id for cluster in found for one in cluster.items]
    ids += [copy.item_id for cluster in found for copy in cluster.reprints]
    assert sorted(ids) == sorted(ITEMS)
    for cluster in found:
        inside = [one.id for one in cluster.items]
        assert sorted(cluster.central) == sorted(inside)
        assert {copy.of for copy in cluster.reprints} <= set(inside)
    random.Random(seed).shuffle(labels)  # noqa: S311
    random.Random(seed).shuffle(clusters)  # noqa: S311
    assert relink(clusters, labels, ITEMS) == found


LEAKS = (
    item("i-1", "净水机漏水，地板泡了", "澜川的净水机装了两个月，昨晚漏水，地板全鼓起来，客服让我再等等。", 60),
    item("i-2", "我家净水机也漏水", "半夜听见滴水声，净水机底下接口漏水，柜板泡发，报修没人来。", 50),
    item("i-3", "净水机漏水要求赔偿", "滤芯下面漏水，楼下吊顶也湿了，要求厂家赔偿地板和吊顶损失。", 40),
)
AD = press("i-9", "澜川电器新产线投产", "澜川电器智能产线今天投产，主要生产空气炸锅，年产能增加六十万台。", 25)


def told(*labels: Label, prior: tuple[Story, ...] = ()) -> dict[str, Story]:
    """The story of each item."""
    items = (*LEAKS, AD)
    read = corrected(readings(items), labels, DESK)
    relevant = tuple(one for one in items if read[one.id].topics)
    gone = frozenset(one.id for one in items) - {one.id for one in relevant}
    evidence = Evidence(items=relevant, readings=read, prior=prior, labels=labels, irrelevant=gone)
    return {id_: story for story in tell(evidence, DESK, NOW) for id_ in story.all_ids}


def test_stories_follow_what_people_say_and_keep_their_ids() -> None:
    before = told()
    prior = tuple(dict.fromkeys(before.values()))
    assert before["i-1"].id == before["i-3"].id != before["i-9"].id
    split = told(say(LEAKS[2], OTHER, LEAKS[0]), prior=prior)
    assert split["i-1"].id == split["i-2"].id == before["i-1"].id
    assert split["i-3"].id not in {story.id for story in prior}
    joined = told(say(AD, SAME, LEAKS[0]), prior=prior)
    assert joined["i-9"].id == before["i-1"].id
    again = told(say(LEAKS[2], OTHER, LEAKS[0]), prior=tuple(dict.fromkeys(split.values())))
    assert {id_: story.id for id_, story in again.items()} == {id_: story.id for id_, story in split.items()}


def test_a_story_lets_go_of_an_item_that_people_call_irrelevant() -> None:
    prior = tuple(dict.fromkeys(told().values()))
    label = Label(item_id="i-3", at=NOW, by="甲", topic="产品质量", is_relevant=False)
    after = told(label, prior=prior)
    assert "i-3" not in after
    assert after["i-1"].item_ids == ("i-1", "i-2")


def test_who_is_no_copy_stays_none_when_the_other_has_left_the_window() -> None:
    twin = replace(LEAKS[0], id="i-8", source="快览", published_at=NOW)
    evidence = Evidence(items=(LEAKS[0], twin), readings=readings((LEAKS[0], twin)))
    (before,) = tell(evidence, DESK, NOW)
    assert [copy.item_id for copy in before.reprints] == ["i-8"]
    later = replace(evidence, items=(twin,), prior=(before,))
    apart = Label(item_id="i-8", at=NOW, by="甲", relation=Relation.NOT_DUPLICATE, other_id="i-1")
    (kept,), (freed,) = tell(later, DESK, NOW), tell(replace(later, labels=(apart,)), DESK, NOW)
    assert [copy.item_id for copy in kept.reprints] == ["i-8"]
    assert freed.reprints == ()
    assert set(freed.item_ids) == {"i-1", "i-8"}


def test_good_words_do_not_make_good_news_of_what_people_call_negative() -> None:
    read = readings(LEAKS)
    praise = {
        id_: replace(one, tone=replace(one.tone, label=ToneLabel.POSITIVE, words=(ToneWord(word="好", weight=3.0),)))
        for id_, one in read.items()
    }
    labels = [Label(item_id=one.id, at=NOW, by="甲", tone=ToneLabel.NEGATIVE) for one in LEAKS]
    assert any(story.is_good for story in tell(Evidence(items=LEAKS, readings=praise), DESK, NOW))
    judged = corrected(praise, labels, DESK)
    assert not any(story.is_good for story in tell(Evidence(items=LEAKS, readings=judged), DESK, NOW))
