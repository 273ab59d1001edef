"""底线 classes that every desk has unless it switches them off: the words that show them, near the desk's matter.

Only pieces that are negative, complain or state harm are looked at: 儿童 in an advertisement is no matter of minors. An
official is one who is accused, not one who inspects.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from analyze.text.fold import fold
from analyze.topics.gates import WINDOW, denied
from caifeng.models import GateClass, Hit, Item, Reading

NEAR = 60  # characters between a word and a term that made the topic
_CLOSE = 30  # characters between a minor and the harm
_PLACES = 5  # topic hits whose surroundings are read
_TITLE = 200
_MOST = 40  # finds in one piece that are looked at
_CLAUSE = "[^，。！？；：,.!?;:\n]"
_OFFICIAL = "[市区县镇乡局厅处]长(?!热线|江)|书记(?!员)|公务员|民警|辅警|城管|执法人员|官员|领导干部|村干部"
_WRONG = "殴打|打人|辱骂|受贿|贪污|贪腐|违纪|被查|落马|双开|不作为|乱作为|渎职|包庇|滥用职权|索要|推诿|粗暴|酒驾|嫖"
_WORDS = re.compile(
    "(?P<minors>[男女][童婴]|儿童|婴儿|婴幼儿|幼童|幼儿园|未成年|小学生|中学生|小女孩|小男孩)"
    "|(?P<food>食物中毒|食品安全(?!周|宣传|知识|示范|标准|法|日)|过期食品|毒奶粉|假药|劣药|假疫苗|问题疫苗|非法添加|地沟油|瘦肉精|苏丹红"
    "|药品不良反应|有毒有害食品|变质)"
    f"|(?P<officials>(?:{_OFFICIAL}){_CLAUSE}{{0,15}}?(?:{_WRONG})|(?:{_WRONG}){_CLAUSE}{{0,6}}?(?:{_OFFICIAL})"
    "|(?:暴力|粗暴|钓鱼)执法|官商勾结)"
)
_KINDS = {"minors": GateClass.MINORS, "food": GateClass.FOOD_DRUGS, "officials": GateClass.OFFICIALS}


class Found(NamedTuple):
    """A word of a class as written, and whether the title says it."""

    kind: GateClass
    word: str
    is_title: bool


class Matter:
    """Where a piece speaks of the desk's matter, so that a word at the other end of a long text is by the way."""

    def __init__(self, reading: Reading) -> None:
        made = [hit for match in reading.topics for hit in match.hits]
        self.starts = sorted(hit.start for hit in made if hit.field == "text")
        made += [hit for mention in reading.mentions for hit in mention.hits]
        # A topic given by hand has no terms.
        self._is_titled = not made or any(hit.field == "title" or hit.start <= NEAR for hit in made)

    def has(self, hit: Hit) -> bool:
        """Whether a hit stands by a term that made a topic; in the title, where title or beginning name the matter."""
        if hit.field == "title":
            return self._is_titled
        at = bisect_left(self.starts, hit.start - NEAR)
        return at < len(self.starts) and self.starts[at] <= hit.start + NEAR


def class_finds(item: Item, reading: Reading, matter: Matter) -> Iterator[Found]:
    """Casualties, minors, food and drugs, accused officials that the piece states near the desk's matter."""
    for hit in reading.harm:
        if hit.term == "伤亡" and matter.has(hit) and not _is_denied(item, hit):
            yield Found(GateClass.HARM, hit.written, hit.field == "title")
    for field, start, text in _surroundings(item, matter):
        for match in islice(_WORDS.finditer(text), _MOST):
            kind = _KINDS[match.lastgroup or ""]
            hit = Hit(
                term=match[0], field=field, start=start + match.start(), end=start + match.end(), written=match[0]
            )
            if (kind is not GateClass.MINORS or _is_harmed(hit, reading)) and not _is_denied(item, hit):
                yield Found(kind, match[0], field == "title")


def _surroundings(item: Item, matter: Matter) -> Iterator[tuple[str, int, str]]:
    """The title, and what stands around the first topic hits of the text, each place once."""
    yield "title", 0, item.title[:_TITLE]
    end = 0
    for found in matter.starts[:_PLACES]:
        start, last = max(end, found - NEAR), found + NEAR
        if start < last:
            yield "text", start, item.text[start:last]
            end = last


def _is_harmed(hit: Hit, reading: Reading) -> bool:
    """Whether the title names a minor, or harm stands close by."""
    if hit.field == "title":
        return True
    near = (*reading.harm, *reading.gates)
    return any(found.field == hit.field and abs(found.start - hit.start) <= _CLOSE for found in near)


def _is_denied(item: Item, hit: Hit) -> bool:
    written = item.title if hit.field == "title" else item.text
    before, after = written[max(0, hit.start - 2 * WINDOW) : hit.start], written[hit.end : hit.end + 2 * WINDOW]
    return bool(denied(fold(before).text[-WINDOW:], fold(after).text[:WINDOW]))
