"""Where a text holds personal data, however it is written."""

import re
from collections.abc import Iterable, Iterator

from publish.privacy.fold import Folded, fold
from publish.privacy.homes import homes
from publish.privacy.match import DataKind, Match
from publish.privacy.numbers import Number, numbers
from publish.privacy.words import written

_DIGIT = r"[\d〇零一二三四五六七八九幺壹贰貳叁參肆伍陆陸柒捌玖①-⑨⓪]"
_GAP = r"(?:[^\w%:：/，。、；（）()=×…“”\n|]|[_\u3164\u115f\u1160])"  # what may split a number
# Nearly every text is passed by this: no seven digits near each other, no @, no home, no plate, no document.
_MAY_HOLD = re.compile(
    rf"(?:{_DIGIT}{_GAP}{{0,8}}){{6}}{_DIGIT}"
    r"|[@＠]|[\[({<# ]\s?[aA][tT]\s?[\])}># ]|艾特|[A-ZＡ-Ｚ][^A-Za-z]?[A-Z0-9]{5}|\d-\d{1,3}-\d"
    r"|[\dA-Za-z零〇一二三四五六七八九十百甲乙丙丁].?[室户戶房栋棟幢号號]"
)
_OURS = re.compile(  # ids, hashes and dates of our own making: no reason to look closer
    r"(?<![0-9A-Za-z-])(?:i-[0-9a-f]{6,40}|[0-9a-f]{64}|S-[0-9]{8}-[0-9]{2,9}|(?:INC|T)-[0-9]{4}-[0-9]{4,9}"
    r"|20[0-9]{2}-[01][0-9]-[0-3][0-9])(?![0-9A-Za-z-])"
)
_NUMERALS = re.compile(r"(?:[〇零一二三四五六七八九幺壹贰貳叁參肆伍陆陸柒捌玖\d][ \-.]?){11}")
_NUMERAL = re.compile(r"[〇零一二三四五六七八九幺壹贰貳叁參肆伍陆陸柒捌玖]")
_LEAST = 5  # characters: 1栋2室
_LEAST_NUMERALS = 4  # fewer of them among digits are words: 一 138…
# What a cut leaves of a number is still most of it.
_CUT = re.compile(r"(?<![0-9A-Za-z.,])[1-9][0-9][0-9 \-]{4,}[0-9](?=(?:…|\.\.\.)$)")


def find(text: str) -> tuple[Match, ...]:
    """Personal data in the text, by place, none overlapping; linear in its length."""
    if len(text) < _LEAST or not _MAY_HOLD.search(text) or not _MAY_HOLD.search(_OURS.sub(" ", text)):
        return ()
    folded = fold(text)
    found = [one for rule in (numbers, written, homes) for one in _placed(folded, rule(folded.text))]
    if _NUMERALS.search(folded.text):
        said = fold(text, numerals=True)
        found += [one for one in _placed(said, numbers(said.text)) if _is_spoken(text[one.start : one.end])]
    found += _placed(folded, _cut(folded.text))
    return tuple(_apart(found))


def _is_spoken(written_so: str) -> bool:
    return len(_NUMERAL.findall(written_so)) >= _LEAST_NUMERALS


def _cut(text: str) -> Iterator[Number]:
    for found in _CUT.finditer(text[-40:]):
        start = max(0, len(text) - 40) + found.start()
        shown = found[0][:3] + "*" * (len(found[0]) - 3)
        yield Number(DataKind.REST, start, start + len(found[0]), shown, found[0])


def _placed(folded: Folded, found: Iterable[Number]) -> list[Match]:
    return [Match(one.kind, *folded.span(one.start, one.end), one.shown, one.plain) for one in found]


def _apart(found: list[Match]) -> Iterator[Match]:
    """Of those that overlap the longest, then the one of the kind that is named first."""
    kinds = list(DataKind)
    taken: list[Match] = []
    end = -1
    for one in sorted(found, key=lambda one: (one.start, -one.end, kinds.index(one.kind))):
        if one.start >= end:
            taken.append(one)
            end = one.end
    yield from taken
