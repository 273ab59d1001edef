"""Counts are compared with what was printed then; peers are counted beside the desk and never among it."""

from dataclasses import replace

import pytest

from caifeng.models import Comparison, ComparisonRow, ToneLabel
from caifeng.models.interval import share
from publish.briefing.comparison import comparison
from publish.briefing.compose import compose
from tests.briefing_days import DESK, a_day, edition, items, reading, tone

BAD = {"tone": tone(ToneLabel.NEGATIVE)}


def rows(compared: Comparison) -> dict[str, ComparisonRow]:
    return {row.name: row for row in (*compared.topics, *compared.parties)}


def test_a_topic_stands_beside_the_same_day_of_the_week_before_and_its_seven_days() -> None:
    a, b = items("a", "b")
    history = (edition(7, ("质量", 9, 1)), edition(6, ("质量", 4, 3)), edition(2, ("质量", 1, 0)))
    made = comparison(a_day({"a": reading(a, "质量", **BAD), "b": reading(b, "质量")}, (a, b), history=history))
    row = rows(made)["质量"]
    assert (row.today, row.week_ago, row.week, row.days) == (2, 9, 7, 3)
    assert (row.negative.count, row.negative.total) == (4, 7)
    assert row.negative.low < 4 / 7 < row.negative.high
    assert row.item_ids == ("a", "b")
    assert row.change == "−7"


def test_without_a_briefing_of_that_day_nothing_is_claimed_of_it() -> None:
    row = rows(comparison(a_day({}, ())))["质量"]
    assert (row.today, row.week_ago, row.week, row.days, row.change) == (0, None, 0, 1, "")
    assert (row.negative.low, row.negative.high) == (0.0, 1.0)


@pytest.mark.parametrize(("today", "change"), [(12, "+3"), (9, "±0"), (5, "−4")])
def test_the_change_is_said_with_its_sign(today: int, change: str) -> None:
    row = ComparisonRow(
        name="a", today=today, week_ago=9, week=20, days=7, negative=share("负面", 0, 20), voice=None
    )  # fmt: skip
    assert row.change == change


def test_a_peer_is_compared_and_counted_nowhere_else() -> None:
    a, b, c = items("a", "b", "c")
    read = {
        "a": reading(a, "形象", names=("澜川电器",)),
        "b": reading(b, "同行", **BAD),
        "c": reading(c, "形象", "同行", names=("澜川电器",)),
    }
    day = a_day(read, (a, b, c))
    made = comparison(day)
    assert [row.name for row in made.topics] == ["质量", "形象"]
    assert [(row.name, row.today) for row in made.parties] == [("澜川电器", 2), ("屏山家电", 2)]
    assert all(row.voice and (row.voice.count, row.voice.total) == (2, 4) for row in made.parties)
    assert rows(made)["屏山家电"].negative.count == 1
    briefing = compose(day)
    assert briefing.overview.distinct == 2
    assert [row.name for row in briefing.topics] == ["质量", "形象"]
    assert {row.item_id for row in briefing.listed} == set()


def test_what_peers_counts_stand_on_can_be_looked_up() -> None:
    (a,) = items("a")
    assert [one.id for one in compose(a_day({"a": reading(a, "同行")}, (a,))).evidence] == ["a"]


def test_copies_count_for_no_party() -> None:
    a, b = items("a", "b")
    day = a_day({"a": reading(a, "同行"), "b": reading(b, "同行")}, (a, b), peer_copies=frozenset({"b"}))
    assert rows(comparison(day))["屏山家电"].today == 1


def test_the_share_of_voice_sums_what_earlier_briefings_printed_of_the_parties() -> None:
    (a,) = items("a")
    first = comparison(a_day({"a": reading(a, "同行", **BAD)}, (a,)))
    history = (edition(7, comparison=first), edition(1, comparison=first))
    made = comparison(a_day({"a": reading(a, "形象", names=("澜川电器",))}, (a,), history=history))
    ours, peer = made.parties
    assert (peer.today, peer.week_ago, peer.week, peer.days, peer.negative.count) == (0, 1, 1, 2, 1)
    assert (ours.week, peer.week) == (1, 1)
    assert ours.voice is not None
    assert (ours.voice.share, ours.voice.total) == (0.5, 2)
    assert ours.voice.low < 0.1
    assert ours.voice.high > 0.9


def test_a_peer_may_be_compared_with_some_topics_only() -> None:
    a, b = items("a", "b")
    desk = replace(DESK, peers=(replace(DESK.peers[0], topics=("质量",)),))
    read = {"a": reading(a, "质量"), "b": reading(b, "形象", names=("澜川电器",))}
    made = comparison(a_day(read, (a, b), desk))
    assert rows(made)["澜川电器"].today == 1
    assert "“质量”" in made.basis


def test_a_desk_without_peers_compares_its_topics_alone() -> None:
    made = comparison(a_day({}, (), replace(DESK, peers=(), topics=DESK.topics[:2])))
    assert (made.parties, made.basis) == ((), "")


def test_only_items_of_the_desks_own_are_told_and_counted() -> None:
    assert DESK.is_own(("同行", "形象"))
    assert not DESK.is_own(("同行",))
    assert not DESK.is_own(())
    assert not DESK.is_only_peers(())
    assert not replace(DESK, peers=()).is_only_peers(("形象",))
