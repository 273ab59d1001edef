"""Former cases that resemble a new one are named with what they share."""

import gzip
import json
import random
import time
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from caifeng.models import Case, IncidentState, Level, StoryType, gist_of
from respond.review.library import case, library
from respond.review.similar import CaseIndex
from tests.case_samples import incident, story_of, wave
from tests.nouns import nouns
from tests.samples import at


def former(id_: str, title: str, summary: str = "", **changes: object) -> Case:
    """A case of which only these are known."""
    made = Case(
        id=id_, title=title, summary=summary, type=StoryType.TRUE, level=Level.YELLOW, state=IncidentState.ARCHIVED,
        tags=(), topics=(), gates=(), keywords=(), places=(), opened_at=at(1, "09:00"), closed_at=at(3, "09:00"),
        first_reply=None, items=3, measures=(), satisfaction=(), causes=(), well=(), improve=(),
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


LEAKS = former("INC-2026-0001", "净水机半夜漏水泡坏地板", topics=("产品质量",), keywords=("漏水",), gates=("伤亡",))
KETTLE = former("INC-2026-0002", "电热水壶起火烧坏灶台", topics=("产品质量",))
REFUND = former("INC-2026-0003", "预售订单迟迟不退款", topics=("售后服务",))


def test_the_case_about_the_same_trouble_comes_first_with_its_reasons() -> None:
    new = former(
        "INC-2026-0009", "净水机又漏水，业主地板被泡", topics=("产品质量",), gates=("伤亡",), keywords=("漏水",)
    )
    found = CaseIndex([REFUND, KETTLE, LEAKS]).similar(new)
    assert [one.case.id for one in found] == ["INC-2026-0001", "INC-2026-0002"]
    assert found[0].score > found[1].score
    assert found[0].reasons == ("同一议题或标签：产品质量", "同样触及：伤亡", "同为属实", "共有的词：漏水")


def test_a_case_never_resembles_itself_and_an_empty_library_has_none() -> None:
    assert CaseIndex([LEAKS]).similar(LEAKS) == ()
    assert CaseIndex([]).similar(LEAKS) == ()


def test_what_shares_nothing_is_not_shown() -> None:
    assert CaseIndex([REFUND]).similar(former("INC-2026-0009", "Lift broke down")) == ()


def test_the_order_of_the_library_is_nothing() -> None:
    cases = [LEAKS, KETTLE, REFUND, former("INC-2026-0004", "净水机漏水")]
    new = former("INC-2026-0009", "净水机漏水")
    expected = CaseIndex(cases).similar(new)
    for seed in range(5):
        random.Random(seed).shuffle(cases)  # noqa: S311 - repeatable
        assert CaseIndex(cases).similar(new) == expected


@settings(max_examples=60)
@given(st.lists(nouns(Case), max_size=5), nouns(Case))
def test_any_case_gives_a_result_with_scores_between_nothing_and_one(cases: list[Case], new: Case) -> None:
    for one in CaseIndex(cases).similar(new):
        assert 0 < one.score <= 1 and one.reasons and one.case.id != new.id


def test_hostile_texts_are_compared_in_bounded_time() -> None:
    hostile = [former(f"INC-2026-{n:04d}", text, text) for n, text in enumerate(
        ("", "漏", "漏" * 1_000_000, "\ud800漏水\udfff", "\u202e漏水", "😀" * 1000))]  # fmt: skip
    began = time.perf_counter()
    for one in hostile:
        CaseIndex(hostile).similar(one)
    assert time.perf_counter() - began < 2


def test_five_thousand_cases_are_searched_within_a_second() -> None:
    rng = random.Random(5)  # noqa: S311 - repeatable
    words = [
        "净水机",
        "漏水",
        "起火",
        "退款",
        "客服",
        "女童",
        "受伤",
        "门店",
        "召回",
        "检测",
        "媒体",
        "通报",
        "赔偿",
        "电池",
    ]
    cases = [
        former(f"INC-{n}", "".join(rng.choices(words, k=4)), "".join(rng.choices(words, k=60))) for n in range(5000)
    ]
    began = time.perf_counter()
    assert len(CaseIndex(cases).similar(former("INC-X", "净水机漏水门店检测"))) == 3
    assert time.perf_counter() - began < 5  # 0.4 s on an idle machine


def test_reports_of_the_same_kind_of_emergency_find_one_another(shared: Path) -> None:
    """Leave-one-out on 168 real reports of five kinds, text alone: 90 % find their own kind first; by chance 20 %."""
    path = shared / "events/eventtype_cec_emergency/dev.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    kinds = {f"{n:05d}": row["label"] for n, row in enumerate(rows)}
    cases = [former(f"{n:05d}", row["title"], row["text"][:400]) for n, row in enumerate(rows)]
    index = CaseIndex(cases)
    found = [(one.id, index.similar(one)) for one in cases]
    assert sum(bool(near) and kinds[near[0].case.id] == kinds[id_] for id_, near in found) / len(cases) >= 0.87


def test_an_incident_leaves_what_was_done_and_learned() -> None:
    kept = case(incident(), [gist_of(story_of(wave(5, 5)))])
    assert kept.measures == ("致歉", "维修更换")
    assert kept.took is not None and kept.took.total_seconds() == 49 * 3600
    assert kept.first_reply is not None and kept.first_reply.total_seconds() == 3 * 3600
    assert [(one.name, one.n) for one in kept.satisfaction] == [("满意", 1)]
    assert kept.causes[0].department == "生产部" and kept.improve == ("首次回应过慢",)
    assert kept.items == 10 and kept.topics == ("产品质量",)


def test_a_case_outlives_its_stories() -> None:
    kept = case(incident(), [])
    assert kept.items is None and kept.summary == "" and kept.title == "净水机漏水投诉"


def test_the_library_holds_what_is_closed_newest_first() -> None:
    still = incident("INC-2026-0008", state=IncidentState.HANDLING)
    later = incident("INC-2026-0009", opened_at=at(17, "09:00"))
    assert [one.id for one in library([incident(), still, later], [])] == ["INC-2026-0009", "INC-2026-0007"]
