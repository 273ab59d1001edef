"""投诉 The facts of a complaint that an answer needs: product, order, problem, demand, contact."""

import re
from collections.abc import Iterable, Sequence

from analyze.facts.cues import Spot
from analyze.text.masking import masked
from analyze.text.passage import Passage
from caifeng.models import Complaint, Hit, Mention, NameKind

_NAMES = {"product": "产品", "order": "订单", "problem": "问题", "demand": "诉求", "contact": "联系方式"}
_READ = 6000  # folded characters of a complaint that are read
_STOPS = "[^,。!?;:\\n、()]"
_OBJECT = r"[\u4e00-\u9fffa-z0-9\-]"

_FIELDS = {  # the line of a form that a platform or a letter-box prints
    "product": re.compile(r"(?:投诉对象|产品名称|商品名称|涉诉商品|产品|商品|型号):\s?([^\n。;]{2,40})"),
    "order": re.compile(r"(?:订单信息|订单情况|购买渠道|购买时间|订单):\s?([^\n。;]{2,60})"),
    "problem": re.compile(r"(?:问题描述|投诉问题|投诉内容|反映问题|问题|情况说明):\s?([^\n。;]{2,60})"),
    "demand": re.compile(r"(?:诉求如下|投诉诉求|投诉要求|我的诉求|诉求|要求):\s?([^\n。;]{2,60})"),
    "contact": re.compile(r"(?:联系方式|联系电话|电话|手机):?\s?(已留|已提供|已填写|见附件|后台可见)"),
}
_NUMBER = re.compile(
    r"(?:订单编号|订单号码?|订单|运单号?|快递单号|物流单号|单号|投诉编号|工单号?|流水号|保修单号?)[:是为]{0,2}\s?"
    r"([a-z]{0,4}\d[a-z0-9\-]{4,30})"
)
_LAST_DIGITS = re.compile(r"尾号[:是为]?\s?(\d{4,6})")
_PURCHASE = re.compile(
    rf"(?:(?:\d{{4}}年)?\d{{1,2}}(?:月\d{{1,2}}[日号]|月)|双十一|双11|618|上个?月|去年|前年|今年){_STOPS}{{0,16}}?(?:购买|买的?|下单|购入|入手|付款)"
    rf"|在{_STOPS}{{2,16}}?(?:店|商城|超市|平台|官网|直播间|京东|淘宝|天猫|拼多多|抖音|苏宁){_STOPS}{{0,6}}?(?:购买|买的?|下单|购入|入手)"
)
_BOUGHT = re.compile(
    r"(?:购买|买|入手|订购|网购|使用|新换|安装)(?:的|了|过|到)?(?:一|两|这|那|俩|几)?(?:台|个|部|款|套|件|双|条|箱|瓶|只|辆|份|张|把|盒)?(?:的)?"
    rf"({_OBJECT}{{2,10}}?)(?=[^\u4e00-\u9fffa-z0-9\-]|$|用|坏|就|才|不到|没|出现|半夜|突然|漏|裂|有|是|质量|收到|打开|回来|发现|在|到|,)"
)
_DEMAND = re.compile(
    rf"(?:要求|希望|恳请|请求|请|诉求|必须|麻烦|赶紧|尽快|立即|给我|我要|我想|求|让){_STOPS}{{0,20}}?"
    r"(?:退款|退货|退钱|退费|退差价|退还|退一赔三|补差价|赔偿|赔付|赔钱|更换|换货|换新|换一台|道歉|致歉|维修|修好|检测|说法|解释|交代|答复|回复|处理|解决|上门|发货|送货|追究|整改)"
    rf"{_STOPS}{{0,12}}|(?:全额)?(?:退款|退货|赔偿|赔钱|退一赔三|假一赔十|道歉)!|(?:给|要|讨)个?{_STOPS}{{0,4}}说法|还我{_STOPS}{{1,6}}"
)
_CONTACT = re.compile(
    r"(?<!\d)(?:\+?86[ \-]?)?1[3-9]\d[ \-]?\d{4}[ \-]?\d{4}(?!\.?\d)|(?<!\d)1[3-9]\d[*x]{4,6}\d{2,4}(?!\d)"
    r"|(?<![\d\-])0\d{2,3}[ \-]?\d{7,8}(?![\d\-])"
    r"|(?:微信号?|薇信|v信|vx|wx|qq|联系方式|联系电话|手机号?|电话)[:是]?\s?[a-z0-9_\-]{5,20}"
    r"|(?:[a-z0-9][a-z0-9._+\-]{0,63}|[\u4e00-\u9fff]{2,4} ?(?=at ))(?:@| ?at )"
    r"[a-z0-9\-]{1,63}(?:(?:\.| dot )[a-z0-9\-]{1,63}){1,4}"
)
_BEFORE = re.compile(rf"{_STOPS}*$")
_AFTER = re.compile(rf"{_STOPS}*")
_REFUSED = re.compile(r"拒绝|拒不|不给|不肯|不予|不能|无法|不让|被拒|不同意|客服[^,。]{0,4}(?:让|要求|说|请)")


def complaint_of(title: Passage, text: Passage, spots: Iterable[Spot], mentions: Sequence[Mention]) -> Complaint:
    """What a complaint says; a fact is None where the piece does not give it.

    Each hit has exact offsets in the original; ``written`` is the original with personal numbers masked (138****8000).
    ``order`` is a number where there is one, else when or where the thing was bought, since an answer can start there.
    ``contact`` also tells where a platform's form says that contact was left (已留).
    """
    fields = (("text", text), ("title", title))
    return Complaint(
        product=_form("product", text) or _mentioned(mentions) or _search("product", _BOUGHT, fields),
        order=_search("order", _NUMBER, fields)
        or _form("order", text)
        or _search("order", _LAST_DIGITS, fields)
        or _search("order", _PURCHASE, fields),
        problem=_form("problem", text) or _problem(dict(fields), spots),
        demand=_form("demand", text) or _demand(fields),
        contact=_search("contact", _CONTACT, fields) or _form("contact", text),
    )


def _form(fact: str, text: Passage) -> Hit | None:
    found = _FIELDS[fact].search(text.folded, 0, _READ)
    if found is None:
        return None
    start, end = text.shadow.original_span(*found.span(1))
    line = text.written[start:end].partition("\n")[0].rstrip()  # folding joins lines that end in a Han character
    return _written(fact, "text", text, start, start + len(line))


def _search(fact: str, pattern: re.Pattern[str], fields: Iterable[tuple[str, Passage]]) -> Hit | None:
    for field, passage in fields:
        found = pattern.search(passage.folded, 0, _READ)
        if found is not None:
            return _hit(fact, field, passage, *found.span(1 if found.re.groups and found[1] else 0))
    return None


def _mentioned(mentions: Sequence[Mention]) -> Hit | None:
    """The desk's product that is named first, in the title before the text."""
    hits = (hit for mention in mentions if mention.kind is NameKind.PRODUCT for hit in mention.hits)
    return min(hits, key=lambda hit: (hit.field != "title", hit.start), default=None)


def _problem(passages: dict[str, Passage], spots: Iterable[Spot]) -> Hit | None:
    """The clause around the first fault, else around the first runaround; the title, which sums up, before the text."""
    faults = [spot for spot in spots if spot.facet.name in ("问题", "推诿")]
    if not faults:
        return None
    spot = min(faults, key=lambda spot: (spot.facet.name != "问题", spot.field != "title", spot.start))
    passage = passages[spot.field]
    start, end = passage.shadow.original_span(*_clause(passage.folded, spot.start, spot.end))
    first, last = passage.shadow.original_span(spot.start, spot.end)
    line = passage.written.rfind("\n", start, first) + 1
    stop = passage.written.find("\n", last, end)
    return _written("problem", spot.field, passage, max(start, line), end if stop < 0 else stop)


def _clause(folded: str, start: int, end: int) -> tuple[int, int]:
    """The clause in which a span stands, at most 30 characters to either side."""
    before = _BEFORE.search(folded[max(0, start - 30) : start])
    after = _AFTER.match(folded[end : end + 30])
    return start - (len(before[0]) if before else 0), end + (after.end() if after else 0)


def _demand(fields: Iterable[tuple[str, Passage]]) -> Hit | None:
    """The first demand that is not what the other side refuses."""
    for field, passage in fields:
        for found in _DEMAND.finditer(passage.folded, 0, _READ):
            clause = _BEFORE.search(passage.folded[max(0, found.start() - 6) : found.start()])
            if not _REFUSED.search((clause[0] if clause else "") + found[0]):
                return _hit("demand", field, passage, *found.span())
    return None


def _hit(fact: str, field: str, passage: Passage, start: int, end: int) -> Hit:
    return _written(fact, field, passage, *passage.shadow.original_span(start, end))


def _written(fact: str, field: str, passage: Passage, start: int, end: int) -> Hit:
    """The hit of a span of the original."""
    return Hit(term=_NAMES[fact], field=field, start=start, end=end, written=masked(passage.written[start:end]))
