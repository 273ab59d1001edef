"""Find whom a piece credits: 来源 (where it was first published), 据 (whom it quotes), 记者 (who wrote it).

Cue words are found in one pass; a pattern is only tried at a cue, over a bounded stretch. The original text is
read, not its folded shadow, because blanks part the names of reporters. Credits stand at the two ends of a piece: only
the first 2,000 and the last 400 characters are looked at.
"""

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

from analyze.text.fold import fold
from analyze.text.persons import SURNAMES
from caifeng.models import Credit, CreditKind, Hit, Item

_HEAD, _TAIL = 2_000, 400
_LONGEST = 20  # characters of a name
_MOST = 20  # credits of one piece
_MOST_CUES = 200

_END = r"\s，。；、！？,;!?（）()【】\[\]{}“”\"'<>｜|▌/"
_ORIGIN = re.compile(rf"[:：丨]\s*(?:综合)?(?P<name>[^{_END}:：]{{2,{_LONGEST}}})(?=[{_END}]|$)")
_BEFORE_ORIGIN = re.compile(
    r"(?:^|[\s（(【\[▌，。；,;|｜：:]|本文|文章|稿件|文字|消息|信息|转载|轉載|新闻|新聞|内容|原标题|信源|稿)$"
)
_ORIGIN_SUFFIX = re.compile("(?:官方)?(?:微信公众号|公众号|官微|微博|微信|综合)$")
# Nobody in particular, or where a picture or a table is from.
_NO_ORIGIN = re.compile(
    "网络$|不明|未知|图库|资料|视觉中国|cfp|招股书|财报|年报|^公告$|^公司公告|^协会$|^wind$", re.IGNORECASE
)
_COPIED = re.compile(rf"\s*[:：]?\s*(?P<name>[^{_END}:：]{{2,{_LONGEST}}})(?=[{_END}]|$)")
_VIA = re.compile(rf"\s*[:：]?\s+(?P<name>[^\s{_END}][^{_END}:：]{{1,{_LONGEST - 1}}})(?=[{_END}]|$)")
_BEFORE_COPIED = re.compile(r"(?:^|[\s（(【\[▌，。；,;|｜]|本文|文章|稿件|内容|以上)$")

_DAY = (
    r"(?:(?:\d{4}\s?年)?\s?(?:\d{1,2}\s?月)?\s?\d{1,2}\s?日|星期[一二三四五六日天]|周[一二三四五六日天]|"
    "今[天日早]|昨[天日晚]|近日|日前|此前|最新|当天|当日|当时|早些时候|官方)"
)
_QUOTED = re.compile(
    rf"(?P<name>(?:《[^《》\n]{{1,16}}》)?(?:[^{_END}：:《》]| (?=[A-Za-z])|(?<=[A-Za-z]) ){{0,{_LONGEST}}}?)"
    rf"(?:\s?(?:当地时间)?{_DAY})*(?:的|援引[^{_END}]{{1,16}}|\s?(?:官方)?(?:网站|官网|微博|公众号|客户端))?(?:\s?{_DAY})*\s?"
    r"(?:报道|報道|報導|消息|电[，,]|通报|通報|介绍|介紹|透露|披露|公告|通告|公布|公佈|发布的?|發布|统计|統計|(?:网站|官网|微博)(?=[，,]))"
)
_NOT_QUOTED = frozenset("数證证根依凭票占单论割收盘窃真理论本考信史引拮")
_VAGUE = re.compile(
    "^(?:有关|相关|当地时|當地時|当时|當時|主办方|该|其|他|她|它|此|另|这|那|上述|以上|初步|目前|现场|不完全|多[家名位方]|[一有两几某]|"
    "外媒$|媒体$|当地媒体|记者|悉|说|了解|介绍|报道|消息|官方$|公开|公司$|警方$|网友|网络|网传|当地[时人]|"
    "[^的]{0,6}(?:业内|消息|知情|内部|相关)人士)|[了着将已]|表示|认为|显示|可以|规定|要求|召开|举行|举办|答记者问|自行|披露$|"
    "人士$|目击者|村民$|居民$|群众$|负责人$|工作人员$|消息$"
)
_LEARNED = re.compile(
    rf"[从從](?P<name>[^{_END}：:从從]{{2,{_LONGEST + 6}}}?)(?:方面|处|那里|上|官方|官方介绍|介绍|中)?$"
)
_LEARNED_VAGUE = re.compile(
    "^(?:官方|公告|报告|数据|报道|发布会|现场|会上|渠道|中|多方|行业|有关|相关|当地|多家|该|其|此)|"
    "公告$|报告$|数据$|召开|举行|举办|披露$|人士$"
)
_GATHERING = re.compile(r"^(?:\d{1,2}[日月]\S{0,20}|正?在\S{0,20})?(?:召开|举行|举办)的")
_WIRE = re.compile(
    r"(?P<name>新华社|新華社|中新社)(?:[^\s，。；、\d]{0,8}(?:\d{1,2}月)?\d{1,2}日)?[电電]"
)  # with a dateline
_LEADING_DAY = re.compile(rf"^(?:{_DAY}|的|了|\s)+")

_HAN = "一-鿿"
_PERSON = rf"(?!记者|記者|通讯员|通訊員|实习|本报)[{_HAN}]{{2,4}}(?:·[{_HAN}]{{1,8}}){{0,2}}"
_REPORTER = re.compile(
    rf"[\s:：|｜丨/]{{0,3}}(?P<names>{_PERSON}(?:[ \u3000、，,]{{1,2}}{_PERSON}){{0,5}})"
    rf"(?=[ \u3000]?(?:[)）】\]。；;|｜/]|\n|$|报道|報道|報導|通讯员|实习|见习|记者|编辑|责编|文[\s/]|[ \u3000]{{2}}))"
)
_NAME = re.compile(_PERSON)
_DOUBLE_SURNAMES = ("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "慕容", "令狐", "司徒", "尉迟", "公孙", "夏侯")


class _Span(NamedTuple):
    kind: CreditKind
    cue: str
    start: int
    end: int


def credits_of(item: Item) -> tuple[Credit, ...]:
    """Whom an item credits, by kind and place, each name of a kind once; at most 20.

    An origin that was found when the item was collected comes first; where the text does not hold it, its hit is empty.
    """
    text = item.text
    found = _collected(item)
    windows = ((0, len(text)),) if len(text) <= _HEAD + _TAIL else ((0, _HEAD), (len(text) - _TAIL, len(text)))
    for kind, cue, start, end in sorted(span for window in windows for span in _spans(text, *window)):
        name = text[start:end]
        if len(found) < _MOST:
            hit = Hit(term=cue, field="text", start=start, end=end, written=name)
            found.setdefault((kind, name), Credit(kind=kind, name=name, hit=hit))
    return tuple(found.values())


def _collected(item: Item) -> dict[tuple[CreditKind, str], Credit]:
    name = item.credited.strip()
    if not name:
        return {}
    at = item.text.find(name)
    start, end = (at, at + len(name)) if at >= 0 else (0, 0)
    hit = Hit(term="来源", field="text", start=start, end=end, written=item.text[start:end])
    return {(CreditKind.ORIGIN, name): Credit(kind=CreditKind.ORIGIN, name=name, hit=hit)}


def _spans(text: str, start: int, end: int) -> Iterator[_Span]:
    """Every credit between two places of a text."""
    for cue in islice(_CUE.finditer(text, start, end), _MOST_CUES):
        yield from _CUES[cue[0]](text, *cue.span(), end)


def _origin(text: str, start: int, cue_end: int, end: int) -> Iterator[_Span]:
    match = _ORIGIN.match(text, cue_end, end)
    if match and _BEFORE_ORIGIN.search(text[max(0, start - 3) : start]):
        yield from _origin_name(text, match)


def _copied(text: str, start: int, cue_end: int, end: int) -> Iterator[_Span]:
    pattern = _VIA if text[start] == "v" else _COPIED
    match = pattern.match(text, cue_end, end)
    if match and _BEFORE_COPIED.search(text[max(0, start - 2) : start]):
        yield from _origin_name(text, match)


def _origin_name(text: str, match: re.Match[str]) -> Iterator[_Span]:
    start, end = match.span("name")
    if suffix := _ORIGIN_SUFFIX.search(text[start:end]):
        end = start + suffix.start()
    name = text[start:end]
    if len(name) > 1 and not _NO_ORIGIN.search(name):
        yield _Span(CreditKind.ORIGIN, "来源", start, end)


def _quoted(text: str, start: int, cue_end: int, end: int) -> Iterator[_Span]:
    if start and text[start - 1] in _NOT_QUOTED:
        return
    last = min(end, cue_end + 70)
    match = _WIRE.match(text, cue_end, last) or _QUOTED.match(text, cue_end, last)
    if match:
        yield from _source(text, *match.span("name"), _VAGUE)


def _learned(text: str, start: int, _cue_end: int, _end: int) -> Iterator[_Span]:
    before = max(0, start - _LONGEST - 8)
    match = _LEARNED.search(text[before:start])
    if match:
        first, last = (before + place for place in match.span("name"))
        if gathering := _GATHERING.search(text[first:last]):
            first += gathering.end()
        yield from _source(text, first, last, _LEARNED_VAGUE)


def _source(text: str, start: int, end: int, vague: re.Pattern[str]) -> Iterator[_Span]:
    """The span of a quoted source without days and blanks around it; nothing where it is nobody in particular."""
    if day := _LEADING_DAY.search(text[start:end]):
        start += day.end()
    while end > start and text[end - 1].isspace():
        end -= 1
    name = text[start:end]
    if 1 < len(name) <= _LONGEST and not vague.search(name) and not name.isdigit():
        yield _Span(CreditKind.QUOTED, "据", start, end)


def _reporter(text: str, _start: int, cue_end: int, end: int) -> Iterator[_Span]:
    match = _REPORTER.match(text, cue_end, min(end, cue_end + 60))
    if not match:
        return
    first, last = match.span("names")
    names = list(_NAME.finditer(text, first, last))
    is_listed = len(names) > 1 or text[last : last + 1] in ("）", ")") or text[cue_end : cue_end + 1] in (":", "：")
    if any(_is_person(name[0]) for name in names):
        for name in names:
            if _is_person(name[0]) or (is_listed and not _LEADING_VERB.match(fold(name[0]).text)):
                yield _Span(CreditKind.REPORTER, "记者", *name.span())


def _is_person(name: str) -> bool:
    folded = fold(name).text
    is_common = folded[:1] in SURNAMES and len(name) < 4 and not _LEADING_VERB.match(folded)
    return is_common or folded.startswith(_DOUBLE_SURNAMES)


_LEADING_VERB = re.compile("从|了解|获悉|表示|在|问|采访|注意|看到|招待|发布|会|站|节|提问|协会|说|向|就|常")
_CUES: dict[str, Callable[[str, int, int, int], Iterator[_Span]]] = {
    "来源": _origin, "來源": _origin,
    "转自": _copied, "轉自": _copied, "转载自": _copied, "via ": _copied,
    "据": _quoted, "據": _quoted,
    "获悉": _learned, "獲悉": _learned, "了解到": _learned,
    "记者": _reporter, "記者": _reporter, "通讯员": _reporter, "文/": _reporter, "文 | ": _reporter,
}  # fmt: skip
_CUE = re.compile("|".join(map(re.escape, _CUES)))
