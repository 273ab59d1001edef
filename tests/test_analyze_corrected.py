"""People's word stands above the machine's, at once and beside it; and the counting of how often they agree."""

import random
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from analyze.people.corrected import corrected, in_force
from analyze.people.precision import running_precision
from analyze.people.sampling import draw
from caifeng.models import Label, Relation, SpotCheck, ToneLabel, ToneWord
from tests.analyze_stories import DESK, NOW, item, reading, readings

LEAK = item("i-1", "净水机漏水，地板泡了", "昨晚漏水。")
AD = item("i-2", "净水机优惠", "到店优惠三百元。")
READ = readings((LEAK, AD))


def tone(id_: str, label: ToneLabel, minutes: float = 0, **more: object) -> Label:
    made = Label(item_id=id_, at=NOW - timedelta(minutes=minutes), by="值班员", why="转述政策", tone=label)
    return replace(made, **more)  # type: ignore[arg-type]


def topic(id_: str, name: str, *, fits: bool, minutes: float = 0, **more: object) -> Label:
    made = Label(item_id=id_, at=NOW - timedelta(minutes=minutes), by="甲", topic=name, is_relevant=fits)
    return replace(made, **more)  # type: ignore[arg-type]


def copies(one: str, other: str, relation: Relation, **more: object) -> Label:
    return replace(Label(item_id=one, at=NOW, by="甲", relation=relation, other_id=other), **more)  # type: ignore[arg-type]


def test_a_human_tone_replaces_the_machines_and_keeps_it_beside() -> None:
    read = {"i-1": replace(READ["i-1"], tone=replace(READ["i-1"].tone, words=(ToneWord(word="漏水", weight=-2),)))}
    said = corrected(read, [tone("i-1", ToneLabel.NEUTRAL)], DESK)["i-1"].tone
    assert (said.label, said.probability, said.machine) == (ToneLabel.NEUTRAL, 1.0, ToneLabel.NEGATIVE)
    assert (said.by, said.why, said.words) == ("值班员", "转述政策", (ToneWord(word="漏水", weight=-2),))


def test_the_readings_given_stay_as_they_are() -> None:
    before = dict(READ)
    corrected(READ, [tone("i-1", ToneLabel.NEUTRAL), topic("i-1", "产品质量", fits=False)], DESK)
    assert before == READ


def test_a_topic_is_taken_away_or_given_in_the_desks_order() -> None:
    labels = [topic("i-1", "形象", fits=True), topic("i-2", "产品质量", fits=False)]
    read = corrected(READ, labels, DESK)
    assert read["i-1"].topic_names() == ("产品质量", "形象")
    assert (read["i-1"].topics[1].by, read["i-1"].topics[1].hits) == ("甲", ())
    assert read["i-1"].topics[0] == READ["i-1"].topics[0]
    assert read["i-2"].topics == ()


def test_a_confirmed_topic_keeps_its_hits() -> None:
    assert corrected(READ, [topic("i-1", "产品质量", fits=True)], DESK)["i-1"] == READ["i-1"]


def test_labels_of_unknown_items_and_topics_are_passed_over() -> None:
    labels = [tone("i-9", ToneLabel.NEUTRAL), topic("i-1", "没有的议题", fits=True)]
    assert corrected(READ, labels, DESK) == READ


def test_the_newest_label_of_a_matter_wins() -> None:
    labels = [tone("i-1", ToneLabel.POSITIVE, minutes=1), tone("i-1", ToneLabel.NEUTRAL, minutes=5)]
    assert corrected(READ, labels, DESK)["i-1"].tone.label is ToneLabel.POSITIVE
    same = [tone("i-1", ToneLabel.POSITIVE), tone("i-1", ToneLabel.NEUTRAL)]
    assert corrected(READ, same, DESK)["i-1"].tone.label is ToneLabel.NEUTRAL


def test_a_pair_is_one_matter_whichever_item_is_named_first() -> None:
    labels = [copies("i-1", "i-2", Relation.DUPLICATE), copies("i-2", "i-1", Relation.NOT_DUPLICATE)]
    later = replace(labels[1], at=NOW + timedelta(seconds=1))
    story = copies("i-1", "i-2", Relation.SAME_STORY)
    assert set(in_force([later, labels[0], story])) == {later, story}


@given(seed=st.integers(0, 999))
def test_labels_of_different_moments_may_come_in_any_order(seed: int) -> None:
    labels = [tone("i-1", label, minutes=at) for at, label in enumerate(ToneLabel)]
    labels += [topic("i-1", name, fits=at % 2 == 0, minutes=at) for at, name in enumerate(("产品质量", "形象") * 2)]
    expected = corrected(READ, labels, DESK)
    random.Random(seed).shuffle(labels)  # noqa: S311
    assert corrected(READ, labels, DESK) == expected


def checks(labels: list[Label]) -> dict[str, SpotCheck]:
    return {check.what: check for check in running_precision(labels, NOW)}


def test_precision_counts_what_the_machine_said_of_items_drawn_at_random() -> None:
    drawn = [tone(f"i-{n}", ToneLabel.NEGATIVE, machine="负面", is_sampled=True) for n in range(16)]
    wrong = [tone(f"i-{n}", ToneLabel.NEUTRAL, machine="负面", is_sampled=True) for n in range(16, 20)]
    unsure = [tone("i-30", ToneLabel.NEUTRAL, machine="不确定", is_sampled=True)]
    noticed = [tone(f"i-{n}", ToneLabel.NEUTRAL, machine="负面") for n in range(40, 60)]
    old = [tone(f"i-{n}", ToneLabel.NEUTRAL, 31 * 1440, machine="负面", is_sampled=True) for n in range(60, 80)]
    check = checks(drawn + wrong + unsure + noticed + old)["倾向"]
    assert (check.n, check.agreed, check.share, check.abstained, check.is_enough) == (20, 16, 0.8, 1, True)
    assert (round(check.low, 3), round(check.high, 3)) == (0.584, 0.919)  # Wilson, as published tables have it


def test_below_twenty_it_is_too_few_and_without_any_it_says_so() -> None:
    assert not checks([tone("i-1", ToneLabel.NEGATIVE, machine="负面", is_sampled=True)])["倾向"].is_enough
    assert [(check.what, check.n, check.low, check.high) for check in running_precision([], NOW)] == [
        ("倾向", 0, 0.0, 1.0), ("议题", 0, 0.0, 1.0), ("重复", 0, 0.0, 1.0),
    ]  # fmt: skip


def test_topics_and_copies_are_counted_apart() -> None:
    labels = [
        topic("i-1", "产品质量", fits=True, machine="相关", is_sampled=True),
        topic("i-2", "产品质量", fits=False, machine="相关", is_sampled=True),
        topic("i-3", "形象", fits=True, machine="不相关", is_sampled=True),
        copies("i-1", "i-2", Relation.NOT_DUPLICATE, machine="重复", is_sampled=True),
        copies("i-1", "i-3", Relation.DUPLICATE, machine="不重复", is_sampled=True),
    ]
    found = checks(labels)
    assert [(found[what].n, found[what].agreed) for what in ("倾向", "议题", "重复")] == [(0, 0), (2, 1), (1, 0)]


def test_an_item_judged_twice_counts_once() -> None:
    labels = [tone("i-1", label, at, machine="负面", is_sampled=True) for at, label in enumerate(ToneLabel)]
    assert (checks(labels)["倾向"].n, checks(labels)["倾向"].agreed) == (1, 1)


MANY = [item(f"i-{n}", "净水机漏水" if n % 2 else "澜川电器的一天") for n in range(40)]
DAY = date(2026, 11, 17)


def test_half_is_drawn_at_random_and_half_where_the_machine_is_unsure() -> None:
    read = readings(MANY)
    read["i-7"] = replace(read["i-7"], tone=replace(read["i-7"].tone, probability=0.4))
    read["i-8"] = replace(read["i-8"], topics=())
    drawn = draw(MANY, read, [], DAY, 10)
    assert sum(one.is_sampled for one in drawn) == 5
    assert len({one.item_id for one in drawn}) == 10
    assert "i-7" in {one.item_id for one in drawn}
    assert not any(one.item_id == "i-8" and one.is_sampled for one in drawn)


def test_a_day_draws_the_same_items_however_many_come_later_and_another_day_others() -> None:
    read = readings(MANY)
    first = [one.item_id for one in draw(MANY, read, [], DAY, 80) if one.is_sampled]
    assert first == [one.item_id for one in draw(MANY[::-1], read, [], DAY, 80) if one.is_sampled]
    fewer = [one.item_id for one in draw(MANY[:20], read, [], DAY, 80) if one.is_sampled]
    assert fewer == [id_ for id_ in first if id_ in fewer]
    assert first != [one.item_id for one in draw(MANY, read, [], date(2026, 11, 18), 80) if one.is_sampled]


def test_what_was_corrected_in_passing_is_still_drawn_at_random_and_what_was_drawn_is_not() -> None:
    read = readings(MANY)
    ids = [one.item_id for one in draw(MANY, read, [], DAY, 80) if one.is_sampled]
    labels = [tone(ids[0], ToneLabel.NEUTRAL), tone(ids[1], ToneLabel.NEUTRAL, is_sampled=True)]
    drawn = draw(MANY, read, labels, DAY, 80)
    assert [one.item_id for one in drawn if one.is_sampled][:1] == ids[:1]
    assert ids[1] not in {one.item_id for one in drawn}


def test_nothing_read_nothing_drawn() -> None:
    assert draw(MANY, {}, [], DAY, 10) == ()
    assert draw([], {"i-1": reading(LEAK)}, [], DAY, 10) == ()
