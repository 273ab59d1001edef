"""What the way a piece is laid out says of its kind: dateline, signature, question mark, links, headings."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from analyze.text.masking import masked
from analyze.text.passage import Passage
from caifeng.models import Channel, Hit, Item, Mention, PieceKind

WAITED = "久等"
NEWSROOMS = frozenset({Channel.NEWS, Channel.PRESS, Channel.OVERSEAS, Channel.APP, Channel.WECHAT})
SOCIAL = frozenset({Channel.WEIBO, Channel.FORUM, Channel.VIDEO, Channel.QA, Channel.OTHER, Channel.REVIEW})

_LONG = 700  # characters from which headings are looked at
_HEADINGS = 20_000  # characters of a long text in which they are
# Every pattern starts with a letter or a set of letters, so that the scan skips quickly; look-behinds follow it.
_DATELINE = re.compile(r"日(?<=\d日)(?:电|讯|消息|,据)")
_DATE = re.compile(r"月(?<=\d月)\d{1,2}[日号]")
_SAID = re.compile(r"据[^,。!?;\n据]{2,14}(?:报道|消息|介绍|爆料|透露|通报|统计|称|证实)")
_NOTICE_TITLE = re.compile(r"关于.{2,60}的?(?:通报|通告|公告|声明|说明|通知|公示|答复|回复|函|提示|公开信)(?:\(.*\))?$")
_SIGNATURE = re.compile(
    r"(?:公司|集团|局|委员会|政府|法院|检察院|办公室|指挥部|中心|医院|学校|大学|中学|小学|协会|支队|大队|分局|厅|部|馆|社)"
    r"\s{0,4}\d{4}年\d{1,2}月\d{1,2}日\s*$"
)
_MOBILE = re.compile(r"1(?<!\d1)[3-9]\d{9}(?!\.?\d)")
_HOTLINE = re.compile(r"400(?<!\d400)-?\d{3}-?\d{4}(?!\d)")
_WAIT = re.compile(  # 两个小时才送到, 九天没人来
    r"[小钟天周星礼月](?<=[\d一二两俩三四五六七八九十个半多].)(?:时|头|期|拜)?[^,。!?;\n]{0,6}?"
    r"(?:才[送到来发给有]|还没|没人|没有人|无人|未[送到发处解])|等了.{0,6}(?:天|小时|钟头|个月)|送餐.{0,6}慢"
)
_REDUCED = re.compile(r"减(?<![增缩裁削消锐递衰])免?\d{1,5}(?![\d.%个人名亿万])")
_SELF = re.compile(r"[俺咱我](?![国省市局司校院委厅方军党区县])")
_HEADING = re.compile(
    r"^\W{0,2}(?:[⑴-⒇①-⑳]|[(（]?[一二三四五六七八九十\d]{1,2}[、.．)）])?.{0,40}?"
    r"(?:怎么[写办做样]|怎麼[寫辦做樣]|怎样|怎樣|如何|是什么|是什麼|有哪些|什么|什麼|哪个好|哪個好|多少)",
    re.MULTILINE,
)
# A heading stands alone on its line; 甲：…？ is an interview.
_ENTRY = re.compile(r"^(?:[⑴-⒇①-⑳][^:：\n]{2,40}|[^:：\n]{2,30}[?？])$", re.MULTILINE)
_BRAND = re.compile(r"(?:软件|系统|平台|工具|机构|公司)[,-]?(?:例如|比如|如|-)([\u4e00-\u9fffa-z0-9]{3})")


class Sign(NamedTuple):
    """A sign: the kind it speaks for, its weight (nats), and the place that shows it where there is one."""

    kind: PieceKind
    weight: float
    hit: Hit | None = None


def signs_of(title: Passage, text: Passage, item: Item, mentions: Sequence[Mention]) -> list[Sign]:
    """Every sign that the layout of a piece gives; reads the beginning and end of long texts."""
    signs = [*_of_source(item), *_of_title(title, item), *_of_text(text, item), *_of_contact(text)]
    if len(text.written) > _LONG:
        signs.extend(_of_compilation(text))
    named = sum(len(mention.hits) for mention in mentions)
    if named >= 4 and named * 50 > len(text.folded):  # oftener than every fiftieth character
        signs.append(Sign(PieceKind.MARKETING, 0.8))
    return signs


def _of_source(item: Item) -> Iterator[Sign]:
    if item.is_official:
        yield Sign(PieceKind.NOTICE, 1.5)
        yield Sign(PieceKind.COMPLAINT, -2.5)  # an authority's words about a fault are no customer's
        yield Sign(PieceKind.QUESTION, -1.5)
    if "记者" in item.author or "記者" in item.author or "通讯员" in item.author:
        yield Sign(PieceKind.NEWS, 2.0)
    if item.credited and item.channel not in SOCIAL:
        yield Sign(PieceKind.NEWS, 0.8)


def _of_title(title: Passage, item: Item) -> Iterator[Sign]:
    folded = title.folded
    if not folded:
        return
    is_headline = not item.text and item.channel in SOCIAL  # all that a board gives
    if folded[-1] == "?" and item.channel in NEWSROOMS:
        yield Sign(PieceKind.QUESTION, -2.0)  # a headline that asks is the newsroom's bait, whatever words it asks with
    elif folded[-1] == "?":
        weight = 3.2 if is_headline else 1.2
        yield Sign(PieceKind.QUESTION, weight, _hit("标题是问句", "title", title, len(folded) - 1, len(folded)))
    elif is_headline:
        yield Sign(PieceKind.NEWS, 3.0)
    if (found := _NOTICE_TITLE.search(folded[:200])) is not None:
        yield Sign(PieceKind.NOTICE, 2.0, _hit("公文式标题", "title", title, *found.span()))


def _of_text(text: Passage, item: Item) -> Iterator[Sign]:
    folded = text.folded
    if (found := _DATELINE.search(folded, 0, 80)) is not None:
        yield Sign(PieceKind.NEWS, 2.8, _hit("电头", "text", text, *found.span()))
    if folded[-12:].rstrip().endswith("日") and (found := _SIGNATURE.search(folded, max(0, len(folded) - 60))):
        yield Sign(PieceKind.NOTICE, 2.4, _hit("落款", "text", text, *found.span()))
    if _repeats(folded[:120]):
        yield Sign(PieceKind.SPAM, 6.0, _hit("同一词反复", "text", text, 0, 20))
    if item.channel in SOCIAL:
        yield from _of_post(text)


def _of_post(text: Passage) -> Iterator[Sign]:
    """What only says something where anybody may write: a reporter's form, or a person who speaks of himself."""
    folded = text.folded
    if (found := _WAIT.search(folded, 0, 600)) is not None:
        yield Sign(PieceKind.COMPLAINT, 1.3, _hit(WAITED, "text", text, *found.span()))
    if folded[:1] == "【" and (end := folded.find("】", 0, 60)) > 0:
        yield Sign(PieceKind.NEWS, 1.4, _hit("【标题】", "text", text, 0, end + 1))
    if (found := _DATE.search(folded, 0, 120)) is not None:
        yield Sign(PieceKind.NEWS, 0.7, _hit("日期", "text", text, *found.span()))
    if (found := _SAID.search(folded, 0, 300)) is not None:
        yield Sign(PieceKind.NEWS, 0.9, _hit("引述来源", "text", text, *found.span()))
    if (found := _SELF.search(folded, 0, 400)) is not None:
        yield Sign(PieceKind.NEWS, -1.2)
        yield Sign(PieceKind.MARKETING, -1.0)
        yield Sign(PieceKind.COMPLAINT, 0.3, _hit("第一人称", "text", text, *found.span()))
    if folded and folded[-1] == "?":
        yield Sign(PieceKind.QUESTION, 0.8, _hit("末句是问句", "text", text, len(folded) - 1, len(folded)))


def _repeats(opening: str) -> bool:
    """Whether a text says the same word again and again; the count of one pair keeps plain text cheap."""
    size, pair = len(opening), opening[10:12]
    if size < 40 or opening.count(pair) * 12 < size or not pair.isalnum() or pair[0] == pair[1]:
        return False  # 啊啊啊 and 。。。。 are moods
    return len(set(opening)) < 0.2 * size


def _of_contact(text: Passage) -> Iterator[Sign]:
    """Offers, telephone numbers, links, hashtags, exclamation marks in the first 1,200 characters."""
    window = text.folded[:1200]
    if (found := _REDUCED.search(window)) is not None:
        yield Sign(PieceKind.MARKETING, 1.2, _hit("优惠数额", "text", text, *found.span()))
    if (found := _MOBILE.search(window) or _HOTLINE.search(window)) is not None:
        hit = _hit("电话号码", "text", text, *found.span())
        yield Sign(PieceKind.MARKETING, 0.9, hit)
        yield Sign(PieceKind.SPAM, 0.7, hit)
    links = window.count("http")
    if links >= 4:
        links -= max(window.count("imgur"), window.count(".jpg") + window.count(".png"))  # pictures
    if links >= 4 and links * 60 > len(window):
        at = window.index("http")
        yield Sign(PieceKind.SPAM, min(5.0, links), _hit("链接成串", "text", text, at, at + 4))
    tags = window.count("#")
    if tags >= 12 and tags * 12 > len(window):
        at = window.index("#")
        yield Sign(PieceKind.SPAM, 3.0, _hit("话题成串", "text", text, at, at + 1))
    if (shouts := window.count("!")) >= 4 and shouts * 20 > len(window):
        at = window.index("!")
        yield Sign(PieceKind.MARKETING, 0.5, _hit("感叹号成串", "text", text, at, at + 1))


def _of_compilation(text: Passage) -> Iterator[Sign]:
    """A long text of question headings that nobody asked, and a brand put forward again and again."""
    written = text.written[:_HEADINGS]
    asked = [found for found in _ENTRY.finditer(written) if _HEADING.match(found[0])]
    if len(asked) >= 3:
        first = asked[0]
        hit = Hit(term="问句小标题", field="text", start=first.start(), end=first.end(), written=masked(first[0]))
        yield Sign(PieceKind.MARKETING, min(4.0, 0.8 * len(asked)), hit)
    folded = text.folded[:_HEADINGS]
    for found in _BRAND.finditer(folded):
        if folded.count(found[1]) >= 2:
            yield Sign(PieceKind.MARKETING, 2.0, _hit("反复荐名", "text", text, *found.span(1)))
            return


def _hit(term: str, field: str, passage: Passage, start: int, end: int) -> Hit:
    first, last = passage.shadow.original_span(start, end)
    return Hit(term=term, field=field, start=first, end=last, written=masked(passage.written[first:last]))
