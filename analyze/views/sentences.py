"""Cut an item's text into sentences as written, without datelines, bylines, credits and navigation."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from operator import add

from ahocorasick_rs import AhoCorasick

from analyze.text.fold import HAN, fold
from caifeng.models import Item

LONGEST = 300  # characters of a sentence that is looked at
_SHORTEST = 6
_LEAD = 900  # characters of a text that are read: news says what happened at the top
# A sentence ends with its mark and the quotes closed after it, at a line, or at the wide blanks between paragraphs.
_SENTENCE = re.compile(r"[^。！？!?\n\u2003]+(?:[。！？!?]+[”’」』]*)?|[。！？!?]+[”’」』]+")
_PERIOD = re.compile(r"(?<=[a-z0-9)][.!?])\s+(?=[A-Z“\"])")
_NO_PERIOD = re.compile(f"[{HAN}]")
_OPENING = re.compile(
    r"[\s\u200b-\u200f\u2060\ufeff\ue000-\uf8ff]*"
    r"(?:【[^】]{1,40}】\s*)?"
    r"(?:[#＃][^#＃]{1,40}[#＃]\s*)*"
    r"(?:[^，。：:（(]{0,18}?\d{1,2}\s?日\s?(?:电|讯|消息|快讯)(?!话|器|站|力|动)[，,：:]?\s*)?"
    r"(?:[^，。：:（(\s]{2,10}(?:[快]?[讯电](?:[，,：:\s]|(?=[（(]))|获悉，|消息：)\s*)?"
    r"(?:[（(](?:记者|总台|通讯员|本报|见习|实习|文/|编辑|特约)[^）)]{0,60}[）)]\s*)?"
    r"(?:@[\w\-·]{2,30}[:：]?\s*)*"
    r"(?:(?:[一二三四五六七八九十]{1,2}|\d{1,2})[、．]\s*)?"
    r"(?:记者[^，。：]{0,40}(?:获悉|了解到|得知|注意到)[，,：:]\s*)?"
    r"(?:(?:问题描述|投诉内容|投诉详情|问题详情|事情经过|问题)\s?[:：]\s*)?"
)
_FIELD = re.compile(  # a line of a complaint's form: what it names is read elsewhere
    r"(?:产品|商品|型号|品牌|订单|订单号|订单编号|诉求|联系方式|联系电话|购买时间|购买渠道|购买平台|金额|涉诉金额|姓名|地址|投诉对象)"
    r"\s?[:：]"
)
_CLOSING = re.compile(
    r"(?:[（(][^（）()]{0,12}(?:记者|通讯员|编辑|来源|完|资料图|社|网|报)[^（）()]{0,30}[）)][。]?|\s*\?|\s*@\S{2,30})+\s*$"
)
_BYLINE = re.compile(
    r"(?:\d{4}年)?\d{1,2}月\d{1,2}日(?:\s*星期.)?|(?:新华社|本报|本网|央视|总台)?(?:记者|通讯员)[^，。]{2,30}"
)
# Words of what stands around the telling: credits, captions, navigation, advertising.
_AROUND = AhoCorasick(
    """版权 责编 责任编辑 编辑： 编辑: 编辑/ 编辑丨 编辑｜ 编辑| 监制 来源： 来源: 图源 图： 图: 图为 资料图
    视觉中国 点击下方 点击上方 点击蓝字 点击查看 点击图片 点击阅读 点击领取 点击进入 欢迎订阅 订阅号 客户端下载
    下载客户端 扫码 二维码 公众号 原标题 图片由 原文链接 阅读原文 文章原文 未经授权 书面授权 http:// https:// www.
    ICP备 Copyright copyright 征稿 邮箱： 邮箱: 转载请 长按 点此 领券 关注我们 戳↓ 戳图 戳视 戳链 热点导览
    [视频] © Reuters Getty France-Presse 特约撰稿 作者： 作者: 作者丨 作者｜ 作者| 文| 文｜ 文丨 文/""".split()  # noqa: SIM905
)
DANGLING = re.compile(  # refers to something said before
    "(?:但|而|将(?![军来士领])|尽管|虽然|由于|不过|然而|此外|另外|同时|与此同时|因此|所以|对此|其中|其|由该|据该|他|她|它|他们|她们|这|该|目前为止|据悉|据了解|据介绍|"
    "据报道|随后|之后|事后|后来|并|也|还|且|又|于是|于此|以上|上述|报道称|报告|例如|比如|首先|其次|第[一二三四五])"
)
_CAPTION = re.compile(
    r"^(?:记者|主持人|问|答|题)[：:]|^[（(《\[〔▌▲△●■◆※↑↓>＞·•—-]|摄[）)]?[。]?$|[\ud800-\udfff]|记者会上讲话。$"
)
_NUMBER = re.compile(r"\d[\d.,]*\d|[a-z]{2,}")
_NO_WORD = re.compile(rf"[^a-z0-9{HAN}]+")
_QUOTING = re.compile('["“”「」《》（）()『』【】]')
_PAIRS = tuple(zip("“「《（(『【", "”」》）)』】", strict=True))
_ENDS = "。！!.…”』」"


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """One sentence of an item; ``place`` counts from 0 within the text, ``grams`` are what it is compared by."""

    item: Item
    place: int
    text: str  # as written
    grams: frozenset[str]  # pairs of Han characters, Latin words, numbers; folded

    @property
    def is_question(self) -> bool:
        """Whether it asks."""
        return self.text.rstrip("”’」』").endswith(("？", "?"))

    @property
    def is_complete(self) -> bool:
        """Whether it ends with a mark."""
        return self.text.endswith(tuple(_ENDS))


def sentences_of(item: Item, most: int, lead: int = _LEAD) -> tuple[Sentence, ...]:
    """The first ``most`` sentences that tell something in the first ``lead`` characters of an item's text."""
    found = []
    for place, text in enumerate(clean_sentences(item.text[:lead], most)):
        found.append(Sentence(item, place, text, grams_of(text)))
    return tuple(found)


def clean_sentences(text: str, most: int) -> Iterator[str]:
    """Up to ``most`` sentences of a text as written, without what stands around the telling."""
    told = 0
    for raw in _pieces(_own_words(text)):
        if told == most:
            return
        if len(raw) > 2 * LONGEST:
            continue
        cut = _trimmed(raw)
        if cut and (told or not _is_heading(cut, raw)):
            told += 1
            yield cut


def grams_of(text: str) -> frozenset[str]:
    """What two sentences are compared by: pairs of neighbouring characters, whole numbers and Latin words; folded."""
    shadow = fold(text).text
    letters = _NO_WORD.sub("", shadow)
    return frozenset(chain(map(add, letters, letters[1:]), _NUMBER.findall(shadow)))


def clause_cut(text: str, most: int) -> str:
    """The text, or its beginning up to the last clause border before ``most`` characters; "" where there is none."""
    if len(text) <= most:
        return text
    borders = [text.rfind(mark, 0, most) for mark in "；;，,"]
    semicolon, comma = max(borders[:2]), max(borders[2:])
    at = semicolon if semicolon >= most // 3 else comma
    kept = text[:at] if at >= most // 3 else ""
    return kept if _is_balanced(kept) else ""


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the smaller one's grams that the other has, 0–1."""
    least = min(len(one), len(other))
    return len(one & other) / least if least else 0.0


def _own_words(text: str) -> str:
    """Without what a post repeats of others after //@."""
    own, mark, _ = text.partition("//@")
    return own if mark and len(own) >= _SHORTEST else text


def _pieces(text: str) -> Iterator[str]:
    if _NO_PERIOD.search(text):
        lines = text.replace("\u3000\u3000", "\n")
        return (match[0] for match in _SENTENCE.finditer(lines))
    return (part for line in text.split("\n") for part in _PERIOD.split(line))


def _trimmed(raw: str) -> str:
    """A sentence without dateline, byline and credit; "" where nothing that tells is left."""
    text = raw.strip()
    if "】" in text and "【" not in text:  # a headline in brackets that had a mark of its own
        text = text.rpartition("】")[2]
    opening = _OPENING.match(text)
    if opening is not None and opening.end():
        text = text[opening.end() :]
    if text[-1:] in "）)?。" or "@" in text:
        text = _CLOSING.sub("", text)
    text = text.strip()
    if not _SHORTEST <= len(text) <= LONGEST or _CAPTION.search(text) or _BYLINE.fullmatch(text):
        return ""
    if _FIELD.match(text):
        return ""
    return text if _is_balanced(text) and not _AROUND.find_matches_as_indexes(text) else ""


def _is_balanced(text: str) -> bool:
    """Whether every quote and bracket that is opened is closed: else it is half of a quotation."""
    if not _QUOTING.search(text):
        return True
    return text.count('"') % 2 == 0 and all(text.count(left) == text.count(right) for left, right in _PAIRS)


def _is_heading(text: str, raw: str) -> bool:
    """A first line without any mark is a date, a column or a heading, unless it is all there is."""
    return raw.strip() != text and len(text) < 12 and text[-1] not in _ENDS
