"""措辞 Words of a draft that should be looked at again whatever the case is: slots, promises, blame, private data …"""

import re
from collections.abc import Iterator
from itertools import islice

from caifeng.models import FindingKind, KnownFacts, ReplyFinding, StoryType
from respond.playbooks.draft import Draft
from respond.playbooks.phrases import any_of

_SLOT = re.compile(
    r"【[^】\n]{0,40}(?:待填|填写|请填|待定|待补|待核)[^】\n]{0,40}】|\[[^\]\n]{0,20}(?:待填|填写)[^\]\n]{0,20}\]"
    r"|[xX×＊*]{1,4}(?=[年月日时点分台户人名批区县市省路号起件])|[xX×]{3,}|_{3,}|\{\{[^}\n]{0,40}\}\}|TODO"
)
_SOON = re.compile(
    r"(?:(?:将|会|正在)?"
    r"(?:尽快|尽早|尽速|早日|近期|近日内|适时|择机|择日|择期|稍后|随后|后续|日后|下一步|下一阶段|(?<!不)及时)"
    r"(?:将|会|再|向|对|为|与|给|把|予以|进行)?|(?:将|会)(?:在)?第一时间)[^，。！？；\n]{0,18}"
    r"(?:公布|公开|公告|回复|答复|反馈|通报|发布|处理|解决|联系|更换|退款|赔付|赔偿|到位|整改|说明|交代|告知"
    r"|办理|回应|披露|给出)"
)
_TIME = any_of(
    r"""
    [\d一二两三四五六七八九十]+(?:个)?(?:小时|钟头|分钟|天|日|周|工作日|月|点|时) 今[天日晚] 明[天日晚] 后天
    本[周月] 下周 周[一二三四五六日] \d{1,2}[:：]\d\d 当[天日]
    """
)
_ASKED = re.compile(r"(?:请|敬请|烦请|麻烦|希望|建议|您可|大家可?)[^，。；]{0,12}$")
_BLAME = any_of(
    r"""
    (?:网友|网民|用户|消费者|业主|个别人?|部分人|有人)[^，、。；\n]{0,8}(?:断章取义|不明真相|以讹传讹|别有用心|恶意)
    (?:网友|网民|用户|消费者|业主|个别人?|部分人|有人)[^，、。；\n]{0,8}(?:炒作|误导|操作不当|使用不当|安装不当|自行)
    (?:网友|网民|用户|消费者|业主|个别人?|部分人|有人)[^，、。；\n]{0,8}(?:误操作|小题大做|夸大|碰瓷|闹事|无理)
    断章取义 不明真相 别有用心 无理取闹 小题大做 碰瓷 黑子 蹭热度 过度(?:解读|维权|敏感) 借机(?:炒作|敲诈) 上纲上线
    少见多怪 抹黑 (?:使用|操作|安装|保管)不当 自己动过
    (?:是|属于?|均为|只是|仅是|仅为)(?:正常现象|个别(?:现象|情况|案例|问题)|极个别|偶发)
    (?:只是|仅|不过是)(?:个别|极少数|少数) 临时工 个人行为 (?:与|和)(?:我司|我们|公司|本公司|本店)(?:无关|没有关系)
    """
)
_MALICE = re.compile(r"恶意(?:抹黑|炒作|造谣|诋毁|中伤|攻击|剪辑|编造)|水军|黑公关|竞争对手")
_SURE = any_of(
    r"""
    绝对 百分之百 百分百 100\s?% 万无一失 零(?:风险|缺陷|隐患|投诉)
    (?:绝|永远|今后|以后)(?:不会|不再|无)[^，。；\n]{0,6}(?:发生|出现|再)
    完全(?:没有|不存在|无)(?:任何)?(?:问题|风险|影响|隐患)
    (?:没有|不存在|无)任何(?:问题|质量问题|风险|危害|影响|隐患) (?:完全|绝对|全部|均|都)(?:安全|合格|达标|无害)
    杜绝(?:一切|所有) 彻底(?:解决|杜绝|消除|根除) (?:所有|全部)(?:产品|批次)[^，。；\n]{0,8}(?:安全|合格|没有问题)
    """
)
_VERDICT = any_of(
    r"""
    (?:纯属|系|属于?|为|是)(?:网络)?(?:谣言|不实(?:信息|消息|内容|言论)?|子虚乌有|恶意造谣) 不属实
    与事实(?:严重)?不符 并无此事 情况属实 确属我方
    """
)
_PHONE = re.compile(r"(?<!\d)1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)")
_NUMBERED = re.compile(r"(?<![\dA-Za-z])\d{6}(?:19|20)\d{2}(?:0\d|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])")
_CARD = re.compile(r"(?<![\d])\d{16,19}(?!\d)")
_HOME = re.compile(r"\d{1,4}(?:栋|幢|号楼|座|单元)[^，。；\n]{0,8}?\d{2,4}(?:室|户|号)")
_KINDS = (
    (_PHONE, "写出了手机号码"),
    (_NUMBERED, "写出了身份证号码"),
    (_CARD, "写出了像卡号的长数字"),
    (_HOME, "写出了门牌住址"),
)
_MOST = 20  # of one kind that are told


def wording(draft: Draft, case: KnownFacts) -> Iterator[ReplyFinding]:
    """Unfilled slots, promises without a time, blame, private data, claims that go beyond what is known."""
    for rule in (_slots, _promises, _blame, _private, _absolute):
        yield from islice(rule(draft, case), _MOST)


def _slots(draft: Draft, _: KnownFacts) -> Iterator[ReplyFinding]:
    for found in _SLOT.finditer(draft.shadow):
        yield _finding(draft, FindingKind.SLOT, found.span(), "空格还没有填", "填上核实过的内容，或删去这一句")


def _promises(draft: Draft, _: KnownFacts) -> Iterator[ReplyFinding]:
    for found in _SOON.finditer(draft.shadow):
        sentence = draft.sentence_at(found.start())
        before = draft.shadow[max(sentence.start, found.start() - 14) : found.start()]
        if _TIME.search(sentence.text.replace("第一时间", "")) or _ASKED.search(before):
            continue
        mend = "写明几时，如“今天 18 时前公布”“两个工作日内联系”"
        yield _finding(draft, FindingKind.PROMISE, found.span(), "答应了，但没有说几时", mend)


def _blame(draft: Draft, case: KnownFacts) -> Iterator[ReplyFinding]:
    is_malicious = case.type is StoryType.MALICIOUS
    for found in _BLAME.finditer(draft.shadow):
        is_told_as_malice = _MALICE.search(draft.shadow, max(0, found.start() - 2), found.end()) and not is_malicious
        if is_told_as_malice or (is_malicious and "恶意" in found[0]) or _is_denied(draft, found.start()):
            continue
        mend = "说自己该做的，不评价提问的人，不把问题说小"
        yield _finding(draft, FindingKind.BLAME, found.span(), "把责任推给别人，或把问题说小", mend)
    for found in () if is_malicious else _MALICE.finditer(draft.shadow):
        mend = "没有定性为恶意谣言之前不指认恶意，只说事实"
        yield _finding(draft, FindingKind.BLAME, found.span(), "指认对方有恶意，案件并没有这样定性", mend)


def _private(draft: Draft, case: KnownFacts) -> Iterator[ReplyFinding]:
    given = {re.sub(r"\D", "", number) for number in case.contacts}
    seen: set[int] = set()
    for pattern, why in _KINDS:
        for found in pattern.finditer(draft.shadow):
            if found.start() in seen or re.sub(r"\D", "", found[0]) in given:
                continue
            seen.add(found.start())
            mend = "删去；单位公布的电话可写进预案的 contacts"
            yield _finding(draft, FindingKind.PRIVATE, found.span(), why, mend)


def _absolute(draft: Draft, case: KnownFacts) -> Iterator[ReplyFinding]:
    known = "\n".join(fact.text for fact in case.facts if fact.is_firm)
    for found in _SURE.finditer(draft.shadow):
        if found[0] not in known and not _is_denied(draft, found.start()):
            mend = "只说查到的范围，如“抽检的若干批次合格”，并写依据"
            yield _finding(draft, FindingKind.ABSOLUTE, found.span(), "说得过满，已知的事实撑不住", mend)
    if case.type is not StoryType.UNVERIFIED or not case.incident_id:
        return
    for found in _VERDICT.finditer(draft.shadow):
        mend = "先写正在核实什么、几时公布；定性之后再下结论"
        yield _finding(draft, FindingKind.ABSOLUTE, found.span(), "案件还没有定性，草稿已经下了结论", mend)


def _is_denied(draft: Draft, place: int) -> bool:
    """Whether the words are refused or taken back: 不是个别现象, 不能说绝对."""
    clause = draft.clause_at(place)
    return (
        re.search(r"(?:不|没有?|并非|绝非|难以|不敢|无法)[^，。；]{0,4}$", draft.shadow[clause.start : place])
        is not None
    )


def _finding(draft: Draft, kind: FindingKind, span: tuple[int, int], why: str, mend: str) -> ReplyFinding:
    start, end, quote = draft.quote(*span)
    return ReplyFinding(kind=kind, start=start, end=end, quote=quote, why=why, mend=mend)
