"""The fictional desk's cases that drafts are checked against, and how findings are matched with what is expected."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from caifeng.models import FindingKind, KnownFact, KnownFacts, ReplyFinding, ReplyKind, StoryType

CASES = Path(__file__).parent / "cases" / "replies"


def _fact(
    text: str, at: str = "", source: str = "进展反馈", evidence: str = "log:1", *, firm: bool = True
) -> KnownFact:
    moment = datetime.fromisoformat(f"{at}+08:00") if at else None
    return KnownFact(text=text, evidence=(evidence,), source=source, at=moment, is_firm=firm)


LEAK = KnownFacts(
    type=StoryType.TRUE,
    kind=ReplyKind.STATEMENT,
    incident_id="INC-2026-0001",
    names=("澜川电器", "净水机", "滤水机", "清涧L5", "密封圈"),
    facts=(
        _fact("11 户已联系 8 户，均为清涧L5；旧密封圈送质检", "2026-11-14T23:20:00"),
        _fact("质检确认 2509 批次密封圈开裂，投诉属实", "2026-11-17T09:20:00", "核实定性 11-17 09:20", "log:4"),
        _fact("发布情况说明：致歉、免费检测、2509 批次停售", "2026-11-17T16:40:00", "首次回应 11-17 16:40", "log:5"),
        _fact("公布原因与召回：3200 台，上门更换或退款，承担损失", "2026-11-18T15:00:00", "处置 11-18 15:00", "log:6"),
        _fact(
            "登记 1146 台，已退款 203 户，女童家属已登门致歉并达成一致",
            "2026-11-19T18:30:00",
            "进展反馈 11-19",
            "log:7",
        ),
        _fact("受理东浦区、南溪区相关投诉63件，实地核查31户", "2026-11-18T09:30:00", "市监局通报", "i-aaaa00000001"),
        _fact(
            "东浦区、南溪区、北岭县的售后网点受理登记", "2026-11-19T08:00:00", "澜川日报", "i-aaaa00000003", firm=False
        ),
        _fact("四岁女童踩水摔倒受伤，缝了四针", "2026-11-16T19:00:00", "澜川论坛", "i-aaaa00000002", firm=False),
    ),
)
KETTLE = KnownFacts(
    type=StoryType.FALSE,
    kind=ReplyKind.FIRST,
    incident_id="INC-2026-0002",
    names=("澜川电器", "电热水壶", "暖泉K3"),
    facts=(
        _fact("抽取电热水壶12批次，其中澜川电器产品5批次", "2026-11-16T17:00:00", "市监局通报", "i-bbbb00000001"),
        _fact("12批次产品的锰迁移量符合标准要求，全部合格", "2026-11-16T17:00:00", "市监局通报", "i-bbbb00000001"),
        _fact("市监局通报 12 批次全部合格，转发通报", "2026-11-16T20:05:00", "核实定性 11-16 20:05", "log:4"),
    ),
)
UNVERIFIED = KnownFacts(
    type=StoryType.UNVERIFIED,
    kind=ReplyKind.FIRST,
    incident_id="INC-2026-0001",
    names=LEAK.names,
    facts=LEAK.facts[:1],
)
BY_NAME = {
    "漏水": LEAK,
    "首回": replace(LEAK, kind=ReplyKind.FIRST),
    "水壶": KETTLE,
    "谣言": replace(KETTLE, type=StoryType.MALICIOUS),
    "核实": UNVERIFIED,
}


@dataclass(frozen=True, slots=True)
class Expected:
    """What a reader of the draft expects to be told."""

    kind: FindingKind
    words: str  # of a missing part its name, else words that the finding's quote holds or lies in


@dataclass(frozen=True, slots=True)
class ReplyCase:
    """A draft of the fictional desk with what should be found in it."""

    name: str
    text: str
    known: KnownFacts
    expected: tuple[Expected, ...]


def reply_cases() -> tuple[ReplyCase, ...]:
    """Every draft beside its list, by name."""
    return tuple(_case(path) for path in sorted(CASES.glob("*.txt")))


def matched(case: ReplyCase, findings: tuple[ReplyFinding, ...]) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Hits, false alarms and misses by kind; each finding answers one expectation at most."""
    left = list(case.expected)
    hits: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for finding in findings:
        answered = next((one for one in left if _answers(finding, one)), None)
        if answered is None:
            wrong[finding.kind] += 1
        else:
            left.remove(answered)
            hits[finding.kind] += 1
    return hits, wrong, Counter(one.kind for one in left)


def _answers(finding: ReplyFinding, wanted: Expected) -> bool:
    if finding.kind is not wanted.kind:
        return False
    said = finding.part or finding.quote
    return wanted.words in said or (bool(said) and said in wanted.words)


def _case(path: Path) -> ReplyCase:
    first, *rest = path.with_suffix(".expected").read_text(encoding="utf-8").splitlines()
    expected = tuple(Expected(FindingKind(line.split(" ", 1)[0]), line.split(" ", 1)[1]) for line in rest)
    return ReplyCase(path.stem, path.read_text(encoding="utf-8"), BY_NAME[first.removeprefix("案件 ")], expected)
