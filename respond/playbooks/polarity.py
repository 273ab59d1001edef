"""肯定与否定 What a draft denies and the case affirms, or the other way round."""

import re
from collections.abc import Iterator
from typing import Protocol

from caifeng.models import FindingKind, KnownFact, KnownFacts, ReplyFinding, StoryType
from respond.playbooks.draft import Draft
from respond.playbooks.phrases import any_of

_SHOWN = 40
# What can be so or not so; each with the words that say it.
_MATTERS = {
    "受伤": re.compile("受伤|伤亡|伤害事故|人员伤害|烫伤|缝(?:了|合|针)?|送医|住院"),
    "投诉": re.compile("投诉|报修"),
    "召回": re.compile("召回"),
    "停售": re.compile("停售|停止销售|下架"),
    "立案": re.compile("立案"),
    "漏水": re.compile("漏水|渗水|渗漏|开裂"),
    "合格": re.compile("合格|达标|符合[^，。；]{0,12}标准"),
    "检出": re.compile("检出|超标"),
    "质量问题": re.compile("质量问题|质量缺陷|安全隐患|问题产品"),
    "退款": re.compile("退款|退货"),
    "道歉": re.compile("道歉|致歉"),
}
_NOT = re.compile(
    r"(?:不(?![少久同止断仅但管论便畅当足周力良适慎]|得不|到位|及时|小心)|没有?|未(?!来)|无(?!论|偿|条件)|非(?!常)|否认|从未|并无|拒绝)"
    r"[^，。；、]{0,8}$"
)
_OPEN = any_of(
    r"""
    如果 如有 如出现 如遇 如需 若 一旦 是否 可能 能否 防止 避免 将 拟 要求 希望 预计 正在 避免 杜绝 [?？] 涉嫌 疑似
    谣 传言 网传 所谓 “ 关于
    """
)
_IF = re.compile("如果|如有|若|一旦|是否|要求|希望|涉嫌")
_DENIED = any_of(
    r"""
    (?<!情况)(?<!内容)不属实 纯属(?:谣言|虚构|捏造) (?:系|属于?|是|为)(?:网络)?(?:谣言|不实(?:信息|消息|内容|言论))
    子虚乌有 并无此事 不存在[^，。；]{0,8}(?:质量|安全|产品)?(?:问题|缺陷|隐患)
    未发现[^，。；]{0,10}(?:问题|异常|缺陷) 没有[^，。；]{0,6}(?:质量|安全)(?:问题|隐患|缺陷)
    产品(?:质量)?(?:没有|无)问题 (?:属于?|是)正常现象 不实(?:信息|传言) 内容不属实 情况不属实
    """
)
_ADMITTED = any_of(
    r"""
    (?:情况|反映|投诉|内容)(?:的)?(?:情况)?(?:基本)?属实
    确(?:有|实|存在)[^，。；]{0,10}(?:问题|缺陷|隐患|超标|不合格) 是我们的(?:问题|错|责任|失误) 责任在我
    (?:存在|发现)[^，。；]{0,8}(?:质量|安全)(?:问题|缺陷|隐患) (?:产品|该批次|批次)[^，。；]{0,6}(?:超标|不合格)
    """
)


class Facts(Protocol):
    """The case's facts with their Simplified texts."""

    @property
    def case(self) -> KnownFacts: ...

    @property
    def texts(self) -> tuple[tuple[KnownFact, str], ...]: ...


def denials(draft: Draft, known: Facts) -> Iterator[ReplyFinding]:
    """Where the draft denies what the case is, or what all facts affirm, or affirms what they deny."""
    yield from _against_type(draft, known)
    for name, words in _MATTERS.items():
        sides = [(fact, side) for fact, text in known.texts for side in _sides(text, words)]
        if not sides or len({side for _, side in sides}) > 1:
            continue  # nothing is known, or the facts differ among themselves
        fact, known_side = sides[0]
        for clause in draft.clauses:
            for found in words.finditer(clause.text):
                if _side(clause.text, found.start()) is (not known_side):
                    span = (clause.start, clause.end)
                    why = f"草稿说{'没有' if known_side else '有'}“{name}”，已知的相反"
                    yield _finding(draft, span, fact, why)
                    break


def _against_type(draft: Draft, known: Facts) -> Iterator[ReplyFinding]:
    kind = known.case.type
    if kind is StoryType.TRUE:
        pattern, why = _DENIED, "草稿否认，案件已定性为属实"
    elif kind in (StoryType.FALSE, StoryType.MALICIOUS):
        pattern, why = _ADMITTED, f"草稿承认了，案件已定性为{kind}"
    else:
        return
    fact = next((fact for fact, _ in known.texts if fact.source.startswith("核实定性")), None)
    for found in pattern.finditer(draft.shadow):
        clause = draft.clause_at(found.start())
        if not _IF.search(clause.text) and not _NOT.search(draft.shadow[clause.start : found.start()]):
            yield _finding(draft, found.span(), fact, why)


def _sides(text: str, words: re.Pattern[str]) -> Iterator[bool]:
    """Whether each clause of a fact affirms (True) or denies; what is open says neither."""
    for clause in re.split("[，,。；;！？!?：:\n]", text):
        for found in words.finditer(clause):
            side = _side(clause, found.start())
            if side is not None:
                yield side


def _side(clause: str, place: int) -> bool | None:
    if _OPEN.search(clause):
        return None
    return not _NOT.search(clause[:place])


def _finding(draft: Draft, span: tuple[int, int], fact: KnownFact | None, why: str) -> ReplyFinding:
    start, end, quote = draft.quote(*span)
    source = f"（{fact.source}：“{fact.text[:_SHOWN]}”）" if fact else ""
    mend = "以已知事实为准改写；如果事实变了，先更新案件的定性或经过"
    return ReplyFinding(
        kind=FindingKind.CONTRADICTION, start=start, end=end, quote=quote.strip(), why=why + source, mend=mend,
        evidence=fact.evidence if fact else (),
    )  # fmt: skip
