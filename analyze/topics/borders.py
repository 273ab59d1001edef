"""Refuse a term where it only seems to stand: 国产 in 中国产业, 置业 in 配置业务, 台风 in 平台 风险.

A term of two or three Han characters is held against the words of the text. It stays where its ends fall on ends of
words, and where it begins or ends a longer word (投诉 in 投诉率, 净水机 in 家用净水机). It goes where the words around
it say surely that it is none:

* it begins inside one word and ends inside the next, and the words are far likelier than the term with the rest;
* it breaks one neighbouring word, leaves one character of it, and the words are likelier still;
* it is two characters inside one word that is made of two words, with their border between (妇女|儿童, not 女儿).

"Likelier" is the sum of the logarithms of the dictionary's frequencies, as jieba itself weighs ways to cut. Thresholds
were chosen on 27,776 hits of 6,000 dictionary words in real news; of 250 refusals read by hand 97 % were right.

A hit over a separator (台 风) is a dodge, unless a word ends or begins there by itself: either run of characters is cut
alone, and the hit goes when it breaks a word of its run, or when both sides are entries of a list.
"""

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Protocol

from analyze.text.fold import HAN, Folded, Kept

LONGEST = 3  # characters; longer terms hardly ever arise by chance
_TOTAL = math.log(60_101_967)  # of the dictionary's frequencies
_SURE_BOTH = 3.0  # natural logarithms by which the words must be likelier than the term
_SURE_ONE = 4.0
_WIDEST = 20  # characters of the words around a term; longer "words" are errors of the cutter
_RARE = 3  # taken for the frequency of a term that the dictionary lacks
_RUN = 12  # characters of a run that are cut on either side of a separator
_VISIBLE = re.compile(r"[\s.*_|·•‧・\-‐‑–/\\^+=~]")
_HAN = re.compile(f"[{HAN}]")


class Dictionary(Protocol):
    """What is asked of the segmenter."""

    def __hash__(self) -> int: ...

    def words(self, folded: str) -> tuple[str, ...]: ...

    def knows(self, word: str) -> bool: ...

    def frequency(self, word: str) -> int: ...


class Borders:
    """The borders of the words of one folded text; ``written`` is the original, ``words`` its cut in order."""

    def __init__(self, folded: Folded, written: str, words: Sequence[str], dictionary: Dictionary) -> None:
        self._folded, self._written, self._words, self._dictionary = folded, written, words, dictionary
        self._ends = list(accumulate(map(len, words), initial=0))
        self._is_whole = self._ends[-1] == len(folded.text)
        self._dropped = _dropped(folded)

    def allow(self, start: int, end: int) -> bool:
        """Whether the folded characters from ``start`` to ``end`` can be meant as one term."""
        if seams := self._seams(start, end):
            return not (self._breaks_a_run(start, end, seams) or self._is_between_entries(start, end, seams))
        if not self._is_whole or end - start > LONGEST:
            return True
        first, last = bisect_right(self._ends, start) - 1, bisect_left(self._ends, end)
        begins, ends = self._ends[first] == start, self._ends[last] == end
        if (begins and ends) or (last - first == 1 and (begins or ends)):
            return True
        return not self._is_by_chance(start, end, first, last)

    def _is_by_chance(self, start: int, end: int, first: int, last: int) -> bool:
        """``first`` and ``last`` are the numbers of the words that cover the term, the last exclusive."""
        if self._ends[last] - self._ends[first] > _WIDEST:
            return False
        covering = tuple(self._words[first:last])
        text = self._folded.text
        before, term, after = text[self._ends[first] : start], text[start:end], text[end : self._ends[last]]
        if len(covering) == 1:
            return end - start == 2 and _is_joined(before, term, after, self._dictionary)
        if not self._dictionary.knows(covering[-1] if after else covering[0]):
            return False  # 高雄市|长时: the cutter joins a stray character to the next one
        if not (before and after) and len(before + after) > 1:
            return False  # 湖北|省政协: the rest is a word of its own
        sure = _SURE_BOTH if before and after else _SURE_ONE
        return _gain(covering, before, term, after, self._dictionary) >= sure

    def _seams(self, start: int, end: int) -> list[int]:
        """Places inside the hit where visible separators were dropped."""
        cuts = self._dropped
        inside = range(start + 1, end) if cuts is None else cuts[bisect_right(cuts, start) : bisect_left(cuts, end)]
        return [place for place in inside if self._is_seam(place)]

    def _breaks_a_run(self, start: int, end: int, seams: list[int]) -> bool:
        left = self._run_before(seams[0], start)
        right = self._run_after(seams[-1], end)
        return self._breaks(left, len(left) - (seams[0] - start)) or self._breaks(right, end - seams[-1])

    def _breaks(self, run: str, place: int) -> bool:
        """Whether a known word of the run, cut alone, reaches over the place."""
        at = 0
        for word in self._dictionary.words(run):
            if at < place < at + len(word) and self._dictionary.knows(word):
                return True
            at += len(word)
        return False

    def _is_between_entries(self, start: int, end: int, seams: list[int]) -> bool:
        """首页 新闻 中心 关于: both sides are whole entries of a list, and the list goes on."""
        if len(seams) != 1 or self._is_inside_run(start, end):
            return False
        sides = self._folded.text[start : seams[0]], self._folded.text[seams[0] : end]
        goes_on = self._is_seam(start) or self._is_seam(end)
        return goes_on and all(len(side) > 1 and self._dictionary.knows(side) for side in sides)

    def _is_inside_run(self, start: int, end: int) -> bool:
        text = self._folded.text
        is_joined_left = start > 0 and bool(_HAN.match(text[start - 1])) and not self._is_seam(start)
        is_joined_right = end < len(text) and bool(_HAN.match(text[end])) and not self._is_seam(end)
        return is_joined_left or is_joined_right

    def _is_seam(self, place: int) -> bool:
        offsets = self._folded.offsets
        return 0 < place < len(offsets) and bool(
            _VISIBLE.search(self._written, offsets[place - 1] + 1, max(offsets[place], offsets[place - 1] + 1))
        )

    def _run_before(self, seam: int, start: int) -> str:
        at = start
        while at > max(0, start - _RUN) and _HAN.match(self._folded.text[at - 1]) and not self._is_seam(at):
            at -= 1
        return self._folded.text[at:seam]

    def _run_after(self, seam: int, end: int) -> str:
        at = end
        while at < min(len(self._folded.text), end + _RUN) and not self._is_seam(at):
            if not _HAN.match(self._folded.text[at]):
                break
            at += 1
        return self._folded.text[seam:at]


def _dropped(folded: Folded) -> Sequence[int] | None:
    """Places before which something was dropped from the text, in order; None where that is not known at once."""
    if isinstance(folded.offsets, range):
        return ()
    return folded.offsets.cuts if isinstance(folded.offsets, Kept) else None


@lru_cache(maxsize=8192)
def _is_joined(before: str, term: str, after: str, dictionary: Dictionary) -> bool:
    """Whether the word around the term is two or more known words with a border strictly inside the term."""
    for border in range(1, len(term)):
        parts = (*dictionary.words(before + term[:border]), *dictionary.words(term[border:] + after))
        if all(len(part) > 1 and dictionary.knows(part) for part in parts):
            return _gain(parts, before, term, after, dictionary) >= _SURE_BOTH
    return False


@lru_cache(maxsize=8192)
def _gain(covering: tuple[str, ...], before: str, term: str, after: str, dictionary: Dictionary) -> float:
    """By how much the words that cover a term are likelier than the term between the rests (natural logarithm)."""
    rests = [word for rest in (before, after) if rest for word in dictionary.words(rest)]
    instead = sum(_likelihood(word, dictionary) for word in rests)
    instead += math.log(dictionary.frequency(term) or _RARE) - _TOTAL
    return sum(_likelihood(word, dictionary) for word in covering) - instead


def _likelihood(word: str, dictionary: Dictionary) -> float:
    return math.log(dictionary.frequency(word) or 0.5) - _TOTAL
