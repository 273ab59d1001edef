"""底线: what lifts a level, and what only looks as if it did."""

from dataclasses import replace

import pytest

from analyze.dossier import Dossier, floors_of, regions_of
from analyze.grading.gates import open_gates
from analyze.topics.gates import denied
from caifeng.models import (
    GateClass,
    Hit,
    Item,
    Level,
    Place,
    PlaceLevel,
    Reading,
    Source,
    SourceKind,
    ToneLabel,
    TopicMatch,
)
from tests.analyze_stories import DESK, dossier, item, notice, press, reading
from tests.grading import graded

IMAGE = "形象"  # the topic of the desk that has no gate of its own


def hit(of: Item, word: str, term: str = "") -> Hit:
    """Where the word stands first, title before text."""
    field, where = ("title", of.title) if word in of.title else ("text", of.text)
    start = where.index(word)
    return Hit(term=term or word, field=field, start=start, end=start + len(word), written=word)


def with_reading(of: Dossier, made: dict[str, Reading]) -> Dossier:
    return replace(of, readings={**of.readings, **made})


@pytest.mark.parametrize(
    ("items", "gated"),
    [
        ((item("a", "净水机漏水有人受伤"), item("b", "净水机漏水孩子缝针")), True),
        ((item("a", "净水机漏水有人受伤"), item("b", "净水机漏水")), False),
        ((notice("a", "净水机漏水致两人受伤"), item("b", "净水机漏水")), True),
        ((press("a", "漏水致女童受伤", tier=2), item("b", "净水机漏水")), True),
        ((item("a", "净水机漏水受伤", hours=100), item("b", "净水机漏水缝针", hours=90)), False),
        ((press("a", "净水机漏水受伤"), press("b", "净水机漏水缝针")), False),  # one medium is one witness
    ],
)
def test_gate_words_lift_to_yellow_with_two_witnesses_or_one_of_weight(items: tuple[Item, ...], gated: bool) -> None:
    grade = graded(dossier(*items))
    assert (grade.level is Level.YELLOW) is gated
    assert bool(grade.gates) is gated


def test_a_copy_of_one_post_is_no_second_witness() -> None:
    posts = (item("a", "净水机漏水有人受伤"), item("b", "净水机漏水有人受伤"))
    assert not open_gates(dossier(*posts, copies={"b": "a"}))


def test_a_gate_word_far_from_the_matter_is_by_the_way() -> None:
    near = [item(f"n{n}", "", f"第{n}家净水机漏水，孩子滑倒受伤。") for n in range(2)]
    far = [item(f"f{n}", "", f"第{n}家净水机漏水。{'另外的事。' * 30}有人受伤。") for n in range(2)]
    assert open_gates(dossier(*near))
    assert not open_gates(dossier(*far))


def test_a_subject_without_our_name_gate_or_place_is_not_our_matter() -> None:
    items = (press("a", "某地大桥事故致多人受伤", tier=1, source="环宇社"), item("b", "桥上有人受伤"))
    found = dossier(*items)
    assert not open_gates(found)
    gated = replace(found, floors={IMAGE: Level.ORANGE})
    assert next(gate.floor for gate in open_gates(gated)) is Level.ORANGE


def test_one_of_the_desks_places_makes_it_our_matter() -> None:
    post = item("b", "桥上有人受伤")
    found = dossier(press("a", "大桥事故致多人受伤", tier=2), post)
    place = Place(code="110105", name="朝阳区", path="北京市朝阳区", level=PlaceLevel.COUNTY, hits=())
    local = with_reading(found, {one.id: replace(found.readings[one.id], places=(place,)) for one in found.every})
    assert not open_gates(local)
    source = Source(name="本地", kind=SourceKind.FEED, region="朝阳区")
    assert open_gates(replace(local, regions=regions_of(replace(DESK, sources=(source,)))))


@pytest.mark.parametrize(
    ("title", "gated"),
    [
        ("泰国一车辆坠谷致多人受伤", False),
        ("菲渡轮沉没多人受伤", False),
        ("泰国车辆坠谷致多名中国游客受伤", True),
        ("高速车辆追尾致多人受伤", True),
        ("泰国澜川电器工厂漏水多人受伤", True),
    ],
)
def test_what_happens_abroad_is_ours_only_with_our_name_or_people(title: str, gated: bool) -> None:
    found = replace(dossier(press("a", title, tier=1, source="环宇社")), floors={IMAGE: Level.YELLOW})
    assert bool(open_gates(found)) is gated


def test_a_negative_report_by_a_national_medium_lifts_once_it_is_taken_up() -> None:
    report = press("a", "净水机漏水追踪", tier=1, source="环宇社")
    grade = graded(dossier(report, item("b", "我家净水机也漏水")))
    assert (grade.level, grade.gates[0].item_ids) == (Level.YELLOW, ("a",))
    assert "环宇社" in grade.reason
    assert grade.gates[0].kind is GateClass.CENTRAL_MEDIA
    assert open_gates(dossier(report)) == ()


CASES = (
    (GateClass.MINORS, "净水机漏水致女童滑倒", "净水机漏水，女童滑倒"),
    (GateClass.FOOD_DRUGS, "净水机漏水涉假药广告", "净水机漏水，卖的是假药"),
    (GateClass.OFFICIALS, "净水机漏水 执法人员辱骂业主", "净水机漏水，局长不作为"),
)


@pytest.mark.parametrize(("kind", "first", "second"), CASES)
def test_built_in_classes_lift_where_two_say_so(kind: GateClass, first: str, second: str) -> None:
    found = dossier(item("a", first), item("b", second, source="老街坊网"))
    assert [(gate.kind, gate.reason.split("：")[0]) for gate in open_gates(found)] == [(kind, kind)]
    off = replace(DESK.grading, gates=tuple(pair for pair in DESK.grading.gates if pair[0] is not kind))
    assert not open_gates(replace(found, desk=replace(DESK, grading=off)))


@pytest.mark.parametrize(("kind", "first", "second"), CASES)
def test_built_in_classes_do_not_lift_what_is_not_bad(kind: GateClass, first: str, second: str) -> None:
    items = (item("a", first), item("b", second, source="老街坊网"))
    calm = {one.id: reading(one, ToneLabel.NEUTRAL) for one in items}
    assert not open_gates(with_reading(dossier(*items), calm))


def test_casualties_are_those_that_the_piece_states_and_does_not_deny() -> None:
    said, denied_ = "净水机漏水，致三人骨折。", "净水机漏水，没有造成三人骨折。"
    for text, opened in ((said, True), (denied_, False)):
        items = (item("a", "", text), item("b", "", f"听说{text}", source="老街坊网"))
        made = {one.id: replace(reading(one), harm=(hit(one, "三人骨折", "伤亡"),)) for one in items}
        assert bool(open_gates(with_reading(dossier(*items), made))) is opened


def test_a_topic_given_by_hand_has_no_terms_and_counts_all_the_same() -> None:
    items = (item("a", "净水机有人受伤"), item("b", "净水机孩子缝针"))
    made = {one.id: replace(reading(one), topics=(TopicMatch(topic=IMAGE, hits=(), by="王"),)) for one in items}
    assert open_gates(with_reading(dossier(*items), made))


def test_the_floor_is_the_highest_gate_of_the_topics() -> None:
    strict = tuple(replace(topic, gate=Level.ORANGE) for topic in DESK.topics)
    items = (item("a", "净水机漏水有人受伤"), item("b", "净水机漏水孩子缝针"))
    found = replace(dossier(*items), floors=floors_of(replace(DESK, topics=strict)))
    assert graded(found).level is Level.ORANGE


@pytest.mark.parametrize(
    "before",
    [
        "未造成人员",
        "没有人",
        "如造成人员",
        "如果发生",
        "一旦漏电就会",
        "可能导致",
        "或致人",
        "极易造成",
        "预防",
        "警惕",
    ],
)
def test_what_is_denied_or_supposed_did_not_happen(before: str) -> None:
    assert denied(before, "")


@pytest.mark.parametrize("before", ["造成多人", "导致孩子", "事故致两人", "如今已有三人", "未按规定操作致人", "确有"])
def test_what_is_said_plainly_did_happen(before: str) -> None:
    assert not denied(before, "，已送医")


def test_ten_thousand_matches_are_quick_and_give_a_result() -> None:
    text = "净水机漏水女童局长受贿" * 10_000
    posts = [item(f"i{n}", "", text[: 400_000 - n], source=f"源{n}") for n in range(3)]
    hits = tuple(
        Hit(term="漏水", field="text", start=11 * n + 3, end=11 * n + 5, written="漏水") for n in range(10_000)
    )
    made = {
        one.id: replace(reading(one), topics=(TopicMatch(topic="产品质量", hits=hits),), gates=hits) for one in posts
    }
    assert open_gates(with_reading(dossier(*posts), made))
