"""套话 How much of a draft would fit any case (seed S1 ⑻: in context, never boilerplate).

A clause is empty when a phrase of the list stands in it and nothing of its own: no number, no name of the case, no
time, no thing that was done. The share is that of the empty clauses' characters. One empty clause is forgiven.
"""

from collections.abc import Iterator, Sequence

from caifeng.models import FindingKind, KnownFacts, ReplyFinding
from respond.playbooks.draft import Draft, Span
from respond.playbooks.phrases import any_of

_PHRASES = any_of(
    r"""
    高度重视 第一时间 严肃(?:处理|对待|查处) 敬请谅解 深表(?:歉意|遗憾) 一贯 始终(?:坚持|把|秉承|秉持|致力) 秉承
    秉持 致力于 高度负责 本着 积极(?:配合|回应|应对|沟通|采取|跟进|处理) 认真(?:对待|调查|核查|听取|处理) 全力以赴
    举一反三 切实(?:保障|维护|加强|履行) 进一步(?:加强|提升|完善|规范|优化) 竭诚
    感谢(?:您|社会各界|大家|各位[^，。]{0,4}|广大[^，。]{2,6})的?(?:理解|支持|关心|关注|监督|信任|反馈)
    欢迎(?:社会各界|大家|广大[^，。]{2,6})?[^，。]{0,6}(?:监督|指正) 立即(?:成立|启动|组织|开展|展开|责成)
    成立(?:专项|专门|联合)?(?:工作组|调查组|专班|小组) 妥善(?:处理|处置|解决)
    给您(?:带来|造成)(?:的)?(?:不便|困扰|不好) 带来(?:的)?不便 广大(?:消费者|用户|网友|群众|市民)
    不断(?:提升|改进|完善|优化) 更(?:好|优质)的(?:服务|产品|体验) 高标准 严要求 严格(?:按照|遵守|执行|落实) 依法依规
    毫不姑息 决不姑息 绝不姑息 一如既往 顾客至上 用户至上 质量第一 尽快(?:处理|核实|解决|反馈|回复|联系) 密切关注
    高度关注 持续关注 跟踪(?:进展|处理) 相关(?:部门|人员|情况|问题|工作) 有关(?:部门|人员|情况|问题|工作)
    深刻(?:反思|检讨) 引以为戒 吸取教训 压实责任 不信谣 不传谣 营造[^，。]{2,12}环境 请(?:您)?耐心等待 核实处理
    """
)
_OWN = any_of(
    r"""
    \d 《[^》]+》 [一二两三四五六七八九十]+(?:台|户|人|名|批|次|件|起|天|小时|个工作日) 今[天日晚] 明[天日] 昨[天日]
    当[天日]
    """
)
_SHARE = 0.30  # above this the text as a whole is boilerplate
_FORGIVEN = 1  # empty clauses
_SHOWN = 8


def empty_clauses(draft: Draft, names: Sequence[str]) -> tuple[Span, ...]:
    """Clauses that would fit any case, by place."""
    return tuple(
        clause
        for clause in draft.clauses
        if _PHRASES.search(clause.text)
        and not clause.text.rstrip().endswith("如下")
        and not _OWN.search(clause.text)
        and not any(one in clause.text for one in names)
    )


def share_of(clauses: Sequence[Span], draft: Draft) -> float:
    """Their share of the text's characters between marks, 0–1."""
    whole = sum(len(clause.text.strip()) for clause in draft.clauses)
    return sum(len(clause.text.strip()) for clause in clauses) / whole if whole else 0.0


def boilerplate(draft: Draft, clauses: Sequence[Span]) -> Iterator[ReplyFinding]:
    """The empty clauses of a draft that has too many of them."""
    share = share_of(clauses, draft)
    if len(clauses) <= _FORGIVEN or (share < _SHARE and len(clauses) < 3):
        return
    for clause in clauses[:_SHOWN]:
        start, end, quote = draft.quote(clause.start, clause.end)
        why = f"换到别的案件也能用；这类话占全文 {share:.0%}"
        mend = "删去，或换成本案做了什么：谁、几时、什么产品、多少"
        yield ReplyFinding(kind=FindingKind.BOILERPLATE, start=start, end=end, quote=quote, why=why, mend=mend)


def out_of_context(draft: Draft, case: KnownFacts, names: Sequence[str]) -> Iterator[ReplyFinding]:
    """A draft in which nothing is this case's: no product, person, place or number."""
    if (
        not draft.sentences
        or "待填" in draft.shadow
        or any(name in draft.shadow for name in names)
        or _OWN.search(draft.shadow)
    ):
        return
    first = draft.sentences[0]
    start, end, quote = draft.quote(first.start, first.end)
    named = "、".join(case.names[:3])
    why = "全文没有提到本案的产品、人、地点或时间，像是群发的话"
    mend = f"写出对方的情况：什么产品、几时购买、什么问题{f'，如 {named}' if named else ''}"
    yield ReplyFinding(kind=FindingKind.CONTEXT, start=start, end=end, quote=quote.strip(), why=why, mend=mend)
