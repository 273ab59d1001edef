"""What a draft says otherwise than the case is found with its proof; what agrees or plans is left alone."""

import gzip
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice, permutations
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from caifeng.models import (
    Deed,
    Desk,
    FindingKind,
    Incident,
    IncidentState,
    KnownFact,
    KnownFacts,
    Level,
    LogEntry,
    Playbook,
    ReplyKind,
    StoryType,
)
from respond.playbooks.facts import known_facts
from respond.playbooks.quantities import quantities
from respond.playbooks.reply import check_reply
from tests.replies import KETTLE, LEAK
from tests.sample_stories import leak_story
from tests.story_workspace import item

NOON = datetime(2026, 11, 18, 4, tzinfo=UTC)
DESK = Desk(name="澜川电器", zone=ZoneInfo("Asia/Shanghai"), names=(("净水机", ("清涧L5",)), ("冰箱", ())))


def _against(text: str, known: KnownFacts = LEAK) -> list[str]:
    found = check_reply(text, known).findings
    return [one.quote for one in found if one.kind is FindingKind.CONTRADICTION]


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("召回3,200台", []),
        ("召回三千二百台", []),
        ("召回3200余台", []),
        ("召回约3000台", []),
        ("召回近3300台", []),
        ("召回超过3000台", []),
        ("召回0.32万台", []),
        ("召回5000台", ["5000台"]),
        ("召回约5000台", ["约5000台"]),
        ("缝了四针", []),
        ("缝了4针", []),
        ("缝了5针", ["5针"]),
        ("一台也没有落下，已召回", []),
        ("退款203户", []),
        ("退款两百零三户", []),
        ("退款230户", ["230户"]),
        ("请在7天内联系，召回费用由我们承担", []),
        ("拨打400-820-3200登记召回", []),
        ("11月18日召回", []),
        ("11月13日召回", ["11月13日"]),
        ("11月25日前完成召回", []),
        ("将于11月25日完成召回", []),
        ("2509批次停售", []),
        ("2510批次停售", ["2510批次"]),
        ("批号为2510的停售", ["批号为2510"]),
        ("没有受伤", ["没有受伤"]),
        ("不少用户受伤", []),
        ("如有受伤请联系", []),
        ("是否受伤正在核实", []),
        ("在东浦区召回", []),
        ("在河西区、东浦区召回", ["河西区"]),
        ("在示范区召回", []),
        ("清涧L7", ["清涧L7"]),
        ("清涧l5", []),
    ],
)  # fmt: skip
def test_numbers_dates_names_and_denials_are_held_against_the_facts(text: str, quotes: list[str]) -> None:
    assert _against(f"{text}。") == quotes


def test_without_facts_nothing_is_contradicted() -> None:
    bare = KnownFacts(incident_id="INC-2026-0001")
    assert _against("召回5000台，2510批次，没有受伤，11月13日，清涧L7。", bare) == []


def test_a_refutation_may_not_admit_and_a_true_case_may_not_be_denied() -> None:
    assert _against("情况属实。", KETTLE) == ["情况属实"]
    assert _against("网传内容不属实。", KETTLE) == []
    assert _against("网传内容不属实。", LEAK) == ["内容不属实"]
    assert _against("是否属实正在核实。", KETTLE) == []


def test_where_facts_differ_among_themselves_neither_side_is_wrong() -> None:
    other = KnownFact(text="没有人受伤", evidence=("i-c",), source="网友")
    known = replace(LEAK, facts=(*LEAK.facts, other))
    assert _against("没有人受伤。", known) == _against("有人受伤。", known) == []


def test_quantities_are_read_with_their_units() -> None:
    read = {(one.unit, one.low) for one in quantities("共3.2万台、63件投诉，12名员工和四百二十户，百分之五")}
    assert read == {("台", 32_000), ("件", 63), ("人", 12), ("户", 420)}


def _incident(type_: StoryType = StoryType.TRUE, *log: LogEntry) -> Incident:
    first = LogEntry(at=NOON, by="采风", did=Deed.FOUND, note="近24小时 99 条")
    return Incident(
        id="INC-2026-0007", title="净水机漏水", story_ids=(), type=type_, machine_level=Level.ORANGE, override=None,
        owner="售后部", state=IncidentState.HANDLING, opened_at=NOON, clocks=(), log=(first, *log),
    )  # fmt: skip


def _noted(did: str, note: str) -> LogEntry:
    return LogEntry(at=NOON + timedelta(hours=1), by="黎航", did=did, note=note)


def test_the_log_is_known_with_its_line_and_what_the_machine_counted_is_not() -> None:
    known = known_facts(_incident(StoryType.TRUE, _noted("处置", "召回 3200 台")), (), (), DESK, Playbook(name="甲"))
    (fact,) = known.facts
    assert (fact.text, fact.evidence, fact.is_firm) == ("召回 3200 台", ("log:1",), True)
    assert fact.at is not None
    assert fact.at.hour == 13
    assert (known.names, known.incident_id) == (("净水机", "清涧L5"), "INC-2026-0007")


def test_after_the_first_reply_a_statement_is_meant() -> None:
    before = known_facts(_incident(), (), (), DESK, Playbook(name="甲"))
    after = known_facts(_incident(StoryType.TRUE, _noted("首次回应", "已说明")), (), (), DESK, Playbook(name="甲"))
    assert (before.kind, after.kind) == (ReplyKind.FIRST, ReplyKind.STATEMENT)


def test_of_a_refuted_case_only_firm_facts_count() -> None:
    official = replace(item("i-1", "12批次全部合格"), is_official=True)
    told = (official, replace(item("i-2", "网友称3批次超标"), tier=3))
    for type_, count in ((StoryType.FALSE, 1), (StoryType.MALICIOUS, 1), (StoryType.UNVERIFIED, 2)):
        known = known_facts(_incident(type_), (), told, DESK, Playbook(name="甲"))
        assert len({fact.evidence for fact in known.facts}) == count


def test_the_accounts_of_stories_are_known_and_items_in_any_order() -> None:
    told = [replace(item(f"i-{place}", f"{place}户漏水"), tier=3) for place in range(3)]
    whole = [
        known_facts(_incident(), (leak_story(),), items, DESK, Playbook(name="甲")) for items in permutations(told)
    ]
    assert all(one == whole[0] for one in whole)
    assert len(whole[0].facts) > 3


def test_reports_of_one_happening_seldom_contradict_one_another(shared: Path) -> None:
    folder = shared / "streams" / "stream_rss_news_cn"
    with gzip.open(folder / "dev.jsonl.gz", "rt", encoding="utf-8") as file:
        texts = {row["id"]: row.get("text") or "" for row in map(json.loads, file)}
    with gzip.open(folder / "body_overlap_candidates.jsonl.gz", "rt", encoding="utf-8") as file:
        pairs = sorted((row["jaccard"], row["a"], row["b"]) for row in map(json.loads, file))
    both = [(one, other) for _, one, other in pairs if one in texts and other in texts]
    wrong = sum(bool(_against(texts[one][:3000], _told(texts[other]))) for one, other in islice(both, 300))
    assert wrong <= 6  # 2 %; measured: under 0.5 %


def _told(text: str) -> KnownFacts:
    sentences = re.findall(r"[^。！？!?；;\n]{4,160}", text[:3000])
    return KnownFacts(facts=tuple(KnownFact(text=one, evidence=("i-1",)) for one in sentences), incident_id="INC-1")
