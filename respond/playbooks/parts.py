"""要素 The five parts of a reply (seed S1 ⑻): 致歉, 联系方式, 事实, 立场, 解释 – found by their words, or missed."""

import re
from collections.abc import Iterator, Sequence

from caifeng.models import FindingKind, KnownFacts, ReplyFinding, ReplyPart, StoryType
from caifeng.models.reply import FoundPart
from respond.playbooks.draft import Draft, Span
from respond.playbooks.phrases import any_of

_ALL = tuple(ReplyPart)
_CLEARING = (ReplyPart.CONTACT, ReplyPart.FACTS, ReplyPart.POSITION, ReplyPart.EXPLANATION)
# A refutation does not apologise for a fault that there is not.
REQUIRED = {
    StoryType.UNVERIFIED: _ALL,
    StoryType.TRUE: _ALL,
    StoryType.FALSE: _CLEARING,
    StoryType.MALICIOUS: _CLEARING,
}

_APOLOGY = re.compile(
    r"(?:诚挚|诚恳|真诚|深表|深感|表示|十分|非常|万分|郑重|公开|登门|再次|特此){0,3}(?:致以)?[诚深]?[挚切]?"
    r"(?:致歉|道歉|歉意|抱歉|对不起|对不住|愧疚|内疚|自责|请(?:您|大家)?(?:原谅|包涵)|赔(?:个)?不是|过意不去|赔礼|难辞其咎|不好意思)"
)
_NO_APOLOGY = re.compile(
    r"(?:要求|让|叫|逼|拒绝|无需|不(?![便好少周足力畅当良适慎]|到位|及时|小心)|未|没有|须|应当?)[^，。；]{0,8}$"
)
_CONTACT = any_of(
    r"""
    (?:400|800)[-\x20]?\d{3,4}[-\x20]?\d{3,4} (?<!\d)0\d{2,3}-\d{7,8}
    (?<!\d)(?:9\d{4,7}|12345|12315|12320|12388)(?!\d) (?<!\d)1[3-9]\d{9}(?!\d)
    [\w.+-]{1,40}@[\w-]{1,40}\.[\w.-]{2,20}
    (?:拨打|致电|来电|联系)[^，。；\n]{0,12}(?:我们|客服|热线|电话|专线|门店|服务站|窗口|入口)
    (?:私信|留言|登录|扫码|关注)[^，。；\n]{0,12}(?:我们|官网|公众号|小程序|入口|微信|邮箱|本号|后台)
    私信(?:我们|联系|告知|本号|后台) 请(?:您)?私信 二维码 官网客服 在线客服 评论区留言 (?:电话|入口|方式)见
    (?:到|去|前往|就近)[^，。；\n]{0,12}(?:网点|门店|窗口|服务台|服务站|专柜)
    (?:客服|服务|咨询|投诉|举报|监督|登记|受理|联系|值班|报修|查询)(?:电话|热线|专线|入口|渠道|邮箱|窗口|微信)
    (?:热线|专线|电话|邮箱|公众号|小程序|客服)(?:[:：为是]|（见官网|\(见官网)
    (?:留下|提供|告知|私信)[^，。；]{0,8}(?:联系方式|电话|手机号|订单号?|姓名|尾号)
    (?:客服|专员|专人|工作人员|经理|同事)[^，。；]{0,14}(?:与|和|跟|向)?(?:您|你)[^，。；]{0,6}(?:联系|沟通|对接)
    """
)
_FINDING = any_of(
    r"""
    经[^，。；\n]{0,12}(?:核查|核实|调查|检测|了解|排查|复核|检验|抽检|鉴定|查|确认)
    查明 查实 核实(?:到|发现|确认|了) 证实 检测(?:结果|显示|报告) 抽检 全部合格 情况(?:如下|是|为) 事实是 查到
    确认(?:为|是|系|了)? 截至 截止目前 自\d 经质检 质检(?:确认|显示)
    (?:看|注意|关注|收|接)到[^，。；]{0,24}(?:反映|投诉|反馈|信息|情况|报道|问题|帖|视频|留言)
    您(?:反映|购买|提到|所说|买) 发生(?:一起|了)?[^，。；]{2,}
    """
)
# What has been done is a fact by itself; so is a clause with a number that looks neither ahead nor asks.
_DONE = re.compile(
    r"(?:已经?|即日起|现已|全部|立即)[^，。；\n]{0,6}"
    r"(?:停售|停止销售|召回|登记|退款|送检|更换|封存|下架|抽检|赔付|垫付|报案|派人|上门|联系)"
)
_COUNTED = re.compile(
    r"(?<![A-Za-z\d.])\d[\d,.]*(?![\d,.]*[:：])|[两三四五六七八九十百千]+(?:台|户|人|名|批|件|起|针|岁|年|个月)"
)
_AHEAD = any_of(
    r"""
    前[^，。；]{0,6}(?:公布|公开|回复|答复|告|说明|通报|联系|回电|上门) 将 请 拨打 致电 \d{3,4}-\d 至多
    内(?:公布|回复|答复|联系|回电) 每天 下一次 明天
    """
)
_SPECIFIC = re.compile(
    r"\d|【|[一二两三四五六七八九十]+(?:台|户|人|名|批|次|件|起|天|年|个月)|《[^》]{2,}》|[A-Za-z]\d"
)
_POSITION = any_of(
    r"""
    (?:承担|负起?|担起)[^，。；]{0,12}(?:责任|损失|费用) 责任在我 是我们的(?:责任|失误|问题|错|疏忽)
    (?:损失|费用)[^，。；]{0,8}(?:由|归)我(?:们|司|公司) 负责到底 负责(?:办完|处理|解决|承担)
    (?:会|将|愿|愿意)[^，。；]{0,10}负责 绝不(?:回避|推诿|姑息|含糊) 不(?:回避|推诿|推脱|护短)
    接受[^，。；]{0,10}(?:监督|批评|调查|处理|处罚) 配合[^，。；]{0,12}(?:调查|检查|核查|监管|检测)
    (?:坚决|坚持|一贯|始终)[^，。；]{2,} 零容忍
    (?:依法|严肃|从严)[^，。；]{0,8}(?:追究|维权|报案|处理|追责|问责|处置) 追究[^，。；]{0,8}责任
    保留[^，。；]{0,8}权利 把[^，。；]{2,12}放在(?:第一|首)位 以[^，。；]{2,10}为(?:先|重|底线)
    (?:理解|体谅|明白|懂得)[^，。；]{0,8}(?:担心|心情|着急|疑虑|不满|焦急)
    (?:担心|关心|质疑|批评|疑问)[^，。；]{0,8}(?:应该|应当|有道理|在理|合理|是对的)
    (?:感谢|欢迎)[^，。；！]{0,14}(?:监督|批评|关心|求证|指正|反映|意见|检测|核对|查看|参观|查询) 人之常情
    由(?:公司|我们|我司|本公司|厂里|厂家)[^，。；]{0,4}(?:承担|负担|赔|出)
    (?:我们|我司|公司)(?:认为|反对|支持|尊重|主张|不认同|坚信|的态度) (?:不|没有)放过 一查到底 引以为戒
    深刻(?:反思|检讨|吸取) 吸取教训 我们(?:认|赔|担|改|来赔|来承担) (?:绝|决)?不(?:推卸|推脱|隐瞒|逃避) 以此为戒 知错
    (?:担心|心情|疑虑|不满|着急|关切)[^，。；]{0,6}(?:可以|完全|能够)?理解 (?:照价|如数|全额|先行)(?:赔|垫)
    给(?:大家|您|用户|公众|家属)[^，。；]{0,4}(?:交代|说法) (?:保护|维护|保障|尊重)[^，。；]{0,10}(?:权益|安全|知情权)
    公开透明 立行立改 闻过即改 (?:一定|必须|肯定|保证)(?:会)?(?:赔|改|退|负责|整改|承担)
    问得(?:对|好|在理) 我们(?:都|完全|很)?理解 感同身受
    """
)
_EXPLANATION = any_of(
    r"""
    原因(?:是|为|在于|系|已|尚|还|正|仍|目前|有|：|:|，)
    (?:由于|因为|缘于|起因|之所以|所致|导致|引发|引起|是因|系因) 造成(?!的?(?:了)?(?:不便|困扰|损失|影响|担心|麻烦))
    因[^，。；\n]{2,24}(?:存在|出现|发生|开裂|渗|漏|未|没|延|耽|误|失|故障|老化|不足|不当)
    (?:正在|仍在|尚在|还在|正由|正)[^，。；]{0,14}(?:调查|核实|排查|检测|送检|查找|核查|鉴定|分析|复检|查)
    (?:结果|结论|报告)[^，。；]{0,14}(?:出来|出具|公布|出炉|尚未|还没|前) (?:解释|说明)(?:如下|:|：|一下) 误解 误传
    误读 是指 指的是 意思是 属于(?:正常)?[^，。；]{2,12}(?:元素|成分|反应|程序|流程) 依据(?:是|为|见)
    根据[^，。；]{2,24}(?:标准|规定|报告|通报|检测|条例|办法)
    (?:符合|低于|高于|达到)[^，。；]{0,16}(?:标准|限值|要求) 原因[^，。；]{0,16}(?:告诉|公布|答复|说明|通报)
    (?:取样|抽样)?送检 原因之一 问题(?:就)?出在 源于 起因于 (?:尚未|还没(?:有)?|暂未)查[明清]
    有待[^，。；]{0,6}(?:查|检|核)
    启动[^，。；]{0,6}(?:调查|核查|检测|排查)
    (?:沉淀|传言|说法|该文|谣言|误会)[^，。；]{0,8}(?:是(?!否)|系|出自|来自|源自)
    (?:调查|检测|复检|核查|核实|排查)(?:还在进行|中(?!心|国|央)|尚未结束)
    (?:开裂|老化|失效|松动|脱落|堵塞|短路|断裂|变形|[^，。；没无未]{3}不合格|人手不足|疏忽|疏漏|失误|延误|系统故障)
    (?:没有?|未)(?:能)?(?:按|及时|严格)
    """
)
_SPOKEN = 3  # characters; less is a mark or a signature
_PLAIN = {
    ReplyPart.APOLOGY: _APOLOGY,
    ReplyPart.CONTACT: _CONTACT,
    ReplyPart.POSITION: _POSITION,
    ReplyPart.EXPLANATION: _EXPLANATION,
}

_WHOLE = (ReplyPart.POSITION, ReplyPart.EXPLANATION)  # a few words of these say little: the clause is shown
_WHY = {
    ReplyPart.APOLOGY: "没有致歉的话",
    ReplyPart.CONTACT: "没有告诉对方怎么联系、找谁",
    ReplyPart.FACTS: "没有说已经查到或已经做了什么",
    ReplyPart.POSITION: "没有表明立场和态度",
    ReplyPart.EXPLANATION: "没有解释原因，也没有说原因查到哪一步",
}
_MEND = {
    ReplyPart.APOLOGY: "第一句直接道歉，如“给您造成的损失，我们诚恳致歉”",
    ReplyPart.CONTACT: "写上电话、入口或经办人，如“登记请拨客服热线，专人两小时内回电”",
    ReplyPart.FACTS: "写出时间、批次、数量和已做的事，如“经核查，某批次共若干台，已停售”",
    ReplyPart.POSITION: "写明担什么责，如“责任在我们，损失由我们承担，接受监督”",
    ReplyPart.EXPLANATION: "写出原因；还没查清就写查到哪一步、几时公布",
}
_MEND_BY_TYPE = {
    (StoryType.UNVERIFIED, ReplyPart.APOLOGY): "真假未明时不认错，但可为困扰致歉，如“给您带来困扰，非常抱歉”",
    (StoryType.UNVERIFIED, ReplyPart.FACTS): "写已知道的：谁在几时反映了什么、哪个部门正在核实",
    (StoryType.UNVERIFIED, ReplyPart.POSITION): "写明态度，如“查实的问题我们负责到底”",
    (StoryType.UNVERIFIED, ReplyPart.EXPLANATION): "写明正在查什么、几时公布结果",
    (StoryType.FALSE, ReplyPart.FACTS): "一句话说清事实和依据，如“市监局某日通报，若干批次全部合格”",
    (StoryType.FALSE, ReplyPart.POSITION): "写明态度，如“大家的担心有道理，欢迎监督”；不指责提问的人",
    (StoryType.FALSE, ReplyPart.EXPLANATION): "解释误解从何而来，如“该成分在标准限值之内”",
    (StoryType.MALICIOUS, ReplyPart.FACTS): "写出哪句不实、事实是什么、由谁证实",
    (StoryType.MALICIOUS, ReplyPart.POSITION): "写明立场，如“已固定证据，依法报案”",
    (StoryType.MALICIOUS, ReplyPart.CONTACT): "写上求证和提供线索的渠道",
}


def found_parts(draft: Draft, names: Sequence[str]) -> tuple[FoundPart, ...]:
    """The parts that stand in a draft, in the order of the check-list, each at its first place."""
    return tuple(_found(draft, names))


def missing_parts(draft: Draft, found: Sequence[FoundPart], case: KnownFacts) -> Iterator[ReplyFinding]:
    """What type or playbook requires and the draft has not: where it would stand, and how to say it."""
    there = {part.part for part in found}
    for part in case.required or REQUIRED[case.type]:
        if part in there:
            continue
        near = _neighbour(draft, part)
        start, end, quote = draft.quote(near.start, near.end)
        yield ReplyFinding(
            kind=FindingKind.MISSING,
            start=start,
            end=end,
            quote=quote.strip(),
            why=_WHY[part],
            mend=_MEND_BY_TYPE.get((case.type, part), _MEND[part]),
            part=part,
        )


def _found(draft: Draft, names: Sequence[str]) -> Iterator[FoundPart]:
    for part in ReplyPart:
        place = _facts(draft, names) if part is ReplyPart.FACTS else _plain(draft, part)
        if place is not None:
            if part in _WHOLE:
                clause = draft.clause_at(place[0])
                place = min(clause.start, place[0]), max(clause.end, place[1])
            start, end, quote = draft.quote(*place)
            yield FoundPart(part=part, start=start, end=end, quote=quote)


def _plain(draft: Draft, part: ReplyPart) -> tuple[int, int] | None:
    for found in _PLAIN[part].finditer(draft.shadow):
        before = draft.shadow[max(0, found.start() - 12) : found.start()]
        if part is not ReplyPart.APOLOGY or not _NO_APOLOGY.search(before):
            return found.span()
    return None


def _facts(draft: Draft, names: Sequence[str]) -> tuple[int, int] | None:
    """The first sentence that says what was found and is specific; else the first clause of a deed or a number."""
    for sentence in draft.sentences:
        found = _FINDING.search(sentence.text)
        if found and (_SPECIFIC.search(sentence.text) or any(name in sentence.text for name in names)):
            clause = draft.clause_at(sentence.start + found.start())
            return clause.start, max(clause.end, sentence.start + found.end())
    for clause in draft.clauses:
        if _DONE.search(clause.text) or (_COUNTED.search(clause.text) and not _AHEAD.search(clause.text)):
            return clause.start, clause.end
    return None


def _neighbour(draft: Draft, part: ReplyPart) -> Span:
    """The sentence beside which the part would stand: an apology at the head, how to reach us at the end."""
    spoken = [sentence for sentence in draft.sentences if len(sentence.text.strip()) > _SPOKEN] or draft.sentences
    if not spoken:
        return Span("", 0, 0)
    return spoken[-1 if part in (ReplyPart.CONTACT, ReplyPart.POSITION) else 0]
