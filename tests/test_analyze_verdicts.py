"""Kinds of copies, and what people say of pairs: both stand in what is found, in whatever order things come."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyze.copies.find import find_copies
from analyze.copies.wording import word_items
from bench.planted import plant
from caifeng.models import CopyKind, Item, Label, Relation, Reprint
from tests.analyze_stories import NOW, press
from tests.shared_data import shared
from tests.test_analyze_near_miss import BODY

OTHER = (
    "周末的旧书市集上，摊主们把成箱的小人书摆在树荫底下，孩子们蹲在一旁翻看，老人则找寻年轻时读过的杂志和画报。"
    "市集每月办两回，来的多是附近的街坊，也有人专程坐车赶来，为的是配齐一套缺了几本的丛书，顺便同老友说说话。"
)


def source_of(item: Item, source: str, credited: str = "") -> Item:
    values = {name: getattr(item, name) for name in Item.__slots__}
    return Item(**values | {"source": source, "credited": credited})


def label(one: str, other: str, relation: Relation, minutes: int = 0, by: str = "周") -> Label:
    return Label(item_id=one, other_id=other, relation=relation, at=NOW + timedelta(minutes=minutes), by=by)


def found(*items: Item, labels: tuple[Label, ...] = ()) -> dict[str, Reprint]:
    return {copy.item_id: copy for copy in find_copies(items, word_items(items), labels)}


def test_equal_letters_are_of_the_kind_equal_with_score_one() -> None:
    copy = found(press("a", "整修", BODY, 9), press("b", "整修", BODY.replace("，", " "), 1))["b"]
    assert (copy.kind, copy.similarity) == (CopyKind.EXACT, 1.0)


def test_an_edited_text_is_near_and_its_score_is_the_jaccard_similarity() -> None:
    copy = found(press("a", "整修", BODY, 9), press("b", "整修", BODY.replace("居民", "街坊"), 1))["b"]
    assert copy.kind is CopyKind.NEAR
    assert 0.9 < copy.similarity < 1.0


def test_a_part_of_a_text_is_an_excerpt_and_its_score_is_what_is_contained() -> None:
    copy = found(press("a", "整修", BODY, 9), press("b", "沿街", BODY[: len(BODY) // 2], 1))["b"]
    assert (copy.kind, copy.similarity) == (CopyKind.EXCERPT, 1.0)


def test_whoever_credits_the_earlier_ones_house_reprints_it() -> None:
    first = source_of(press("a", "整修", BODY, 9), "新华社")
    for line in ("来源：新华网。", "转自新华每日电讯，", "据新华社报道，", "新华社澜川11月3日电 "):
        later = source_of(press("b", "整修", line + BODY, 1), "澜川日报")
        assert found(first, later)["b"].kind is CopyKind.REPRINT
    by_field = source_of(press("b", "整修", "快看。" + BODY, 1), "澜川日报", credited="新华网")
    assert found(first, by_field)["b"].kind is CopyKind.REPRINT
    elsewhere = source_of(press("b", "整修", "来源：晨光快报。" + BODY, 1), "澜川日报")
    assert found(first, elsewhere)["b"].kind is CopyKind.NEAR


def test_people_join_what_no_measure_joins() -> None:
    copy = found(
        press("a", "整修", BODY, 9), press("b", "书市", OTHER, 1), labels=(label("a", "b", Relation.DUPLICATE),)
    )
    assert (copy["b"].of, copy["b"].kind, copy["b"].by) == ("a", CopyKind.HUMAN, "周")


def test_people_part_even_equal_texts_and_the_third_copy_goes_to_the_first() -> None:
    items = [press(name, "整修", BODY, hours) for name, hours in (("a", 9), ("b", 5), ("c", 1))]
    copies = found(*items, labels=(label("b", "a", Relation.NOT_DUPLICATE),))
    assert {name: copy.of for name, copy in copies.items()} == {"c": "a"}


def test_two_items_held_apart_never_meet_through_a_third() -> None:
    items = [press(name, "整修", BODY, hours) for name, hours in (("a", 9), ("b", 5), ("c", 1))]
    copies = found(*items, labels=(label("b", "c", Relation.NOT_DUPLICATE),))
    assert {name: copy.of for name, copy in copies.items()} == {"b": "a"}


def test_the_newest_word_about_a_pair_counts() -> None:
    items = [press("a", "整修", BODY, 9), press("b", "书市", OTHER, 1)]
    said = (label("a", "b", Relation.DUPLICATE, 1), label("b", "a", Relation.NOT_DUPLICATE, 2))
    assert found(*items, labels=said) == {}
    assert found(*items, labels=(*said, label("a", "b", Relation.DUPLICATE, 3, "吴")))["b"].by == "吴"


def test_labels_of_other_items_and_of_stories_are_no_matter() -> None:
    items = [press("a", "整修", BODY, 9), press("b", "书市", OTHER, 1)]
    said = (
        label("a", "x", Relation.DUPLICATE),
        label("a", "b", Relation.SAME_STORY),
        label("a", "a", Relation.DUPLICATE),
    )
    assert found(*items, labels=said) == {}


TEXTS = (BODY, BODY[20:], BODY.replace("居民", "街坊"), OTHER, OTHER + BODY[:60], "", "灯", "💧" * 40, "第3期", "第4期")
DRAWN_LABELS = st.lists(
    st.builds(
        label, st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh"),
        st.sampled_from([Relation.DUPLICATE, Relation.NOT_DUPLICATE]), st.integers(0, 5),
    ), max_size=6,
)  # fmt: skip


@settings(max_examples=60)
@given(st.data(), st.lists(st.sampled_from(TEXTS), min_size=1, max_size=8), DRAWN_LABELS)
def test_whatever_comes_leads_are_no_copies_and_order_is_no_matter(
    data: st.DataObject, texts: list[str], labels: list[Label]
) -> None:
    items = [press("abcdefgh"[n], f"题{n % 3}", text, hours=8 - n // 2) for n, text in enumerate(texts)]
    copies = found(*items, labels=tuple(labels))
    again = found(*data.draw(st.permutations(items)), labels=tuple(data.draw(st.permutations(labels))))
    assert copies == again
    ids = {item.id for item in items}
    for copy in copies.values():
        assert copy.of in ids - copies.keys()
        assert 0.0 <= copy.similarity <= 1.0
    of = {id_: copies[id_].of if id_ in copies else id_ for id_ in ids}
    last = {}
    for said in sorted(labels, key=lambda said: (said.at, said.relation is Relation.NOT_DUPLICATE)):
        last[frozenset((said.item_id, said.other_id))] = said.relation
    for pair, relation in last.items():
        if relation is Relation.NOT_DUPLICATE and len(pair) == 2 and pair <= ids:
            assert len({of[id_] for id_ in pair}) == 2


@pytest.mark.parametrize("text", ["", "灯", "💧" * 50, "\ud800" * 40, "\u202e" + BODY, "甲" * 1_000_000])
def test_hostile_texts_have_copies_like_any_other(text: str) -> None:
    copies = found(press("a", "题", text, 9), press("b", "题", text, 5), press("c", "整修", BODY, 1))
    assert copies["b"].of == "a"
    assert copies["b"].kind is CopyKind.EXACT


def test_thousands_of_notices_of_one_template_stay_apart_in_linear_time() -> None:
    items = [press(f"n{n:04d}", f"第{n}期领取通知", f"第{n}期已经发布，" + BODY, n % 40) for n in range(2_000)]
    assert found(*items) == {}


@pytest.mark.shared
def test_planted_copies_are_found_and_near_misses_are_not() -> None:
    shared("streams/stream_rss_news_cn")
    planted = plant(2_000, seed=7)
    copies = find_copies(planted.items, word_items(planted.items))
    lead = {copy.item_id: copy.of for copy in copies}
    missed = [copy for copy, of in planted.original.items() if lead.get(copy, copy) != lead.get(of, of)]
    merged = [pair for pair in planted.miss_ids if lead.get(pair[0], pair[0]) == lead.get(pair[1], pair[1])]
    assert len(missed) <= 0.01 * len(planted.original)
    assert merged == []
