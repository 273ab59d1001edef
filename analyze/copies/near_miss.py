"""Tell two statements of one template apart: 某市 is not 某县, 致歉 is not 否认, 第3期 is not 第4期, 新机 is not 新车.

A measure of likeness merges such pairs at 0.75–0.98; here the two texts are aligned (Levenshtein) and what stands in
the place of what is looked at. One contrast in a number, place, stance or negation keeps two texts apart; so does one
word in the place of another in a short statement, or the same swap in both headline and lead of a long one (another
person, company or product). Long texts are told apart by headline and lead, for typing slips further down are no news.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from rapidfuzz.distance import Levenshtein

from analyze.copies.contrasts import is_contrast, is_word_swap
from analyze.copies.wording import Wording

SHORT_STATEMENT = 200  # letters; longer texts are told apart by their headlines, leads and numbers
FLASH = 100  # letters; so short a statement is another one where a single word is another
LEAD = 120  # characters of a long text
_ALIGNED = 3 * LEAD  # characters aligned to find what stands in the place of the lead
_SLIPS = 2  # letters by which two variants of one text may differ: each has one changed
_ALIKE = 0.5  # similarity of two headlines, 0–1, below which one was simply rewritten
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_MARKS = ("日电", "日讯", "日消息")
_DATELINE = re.compile(r"(?:\d+月)?\d+日(?:电|讯|消息)")  # a reprint is often datelined anew
_GROWS = re.compile(r"[\d.,%〇零一二三四五六七八九十百千万亿两]")  # a number is compared whole
_LATIN = re.compile(r"[a-z]")


@dataclass(frozen=True, slots=True)
class Swap:
    """What stands in one text in the place of what stands in the other, with the two characters after it."""

    one: str
    other: str
    before: str
    after: str


class Contrast(Enum):
    """How two texts of one template differ: in a fact, in no more than a word of a short statement, or not at all."""

    FACT = "fact"
    WORD = "word"
    NONE = "none"


def is_other_statement(one: Wording, other: Wording) -> bool:
    """True where the texts contrast in a number, place, stance, name or negation, so that they cannot be copies."""
    return contrast(one, other) is not Contrast.NONE


def contrast(one: Wording, other: Wording) -> Contrast:
    """What makes two statements of two alike texts, the weightiest."""
    titles = _swaps(one.title, other.title) if _are_alike(one.title, other.title) else ()
    if any(map(_contrasts, titles)):
        return Contrast.FACT
    length = max(len(one.letters), len(other.letters))
    is_short = length < SHORT_STATEMENT
    leads = _swaps(one.body, other.body) if is_short else _swaps(_lead(one.body), _lead(other.body))
    if any(map(_contrasts, leads)) or any(_is_repeated(swap, leads, one.body, other.body) for swap in titles):
        return Contrast.FACT
    if length < FLASH:
        is_swapped = any(is_word_swap(swap.one, swap.other) for swap in (*titles, *leads))
        return Contrast.WORD if is_swapped else Contrast.NONE
    return Contrast.FACT if not is_short and _numbers_differ(one.body, other.body) else Contrast.NONE


def slip(one: str, other: str) -> int | None:
    """Where the letters of two texts first differ, if no more than two of them do; None otherwise."""
    if one == other or Levenshtein.distance(one, other, score_cutoff=_SLIPS) > _SLIPS:
        return None
    return next((at for at, (mine, theirs) in enumerate(zip(one, other, strict=False)) if mine != theirs), len(one))


def _are_alike(one: str, other: str) -> bool:
    return one != other and Levenshtein.normalized_similarity(one, other) >= _ALIKE


def _lead(body: str) -> str:
    head = body[:_ALIGNED]
    return _DATELINE.sub("", head) if any(mark in head for mark in _MARKS) else head


def _contrasts(swap: Swap) -> bool:
    return is_contrast(swap.one, swap.other, swap.before, swap.after)


def _is_repeated(title: Swap, leads: tuple[Swap, ...], one: str, other: str) -> bool:
    """Whether the lead, too, puts one word in the place of the other: another company, person or product."""
    if not title.one or not title.other:
        return False
    if any((swap.one, swap.other) == (title.one, title.other) for swap in leads):
        return True
    # The alignment may cut the same swap elsewhere: then each word opens its own text only.
    one, other = one[: LEAD // 2], other[: LEAD // 2]
    is_own = title.one in one and title.one not in other and title.other in other and title.other not in one
    return is_own and min(len(title.one), len(title.other)) > 1


def _swaps(one: str, other: str) -> tuple[Swap, ...]:
    """What differs, in the reach of the lead: whole numbers and Latin words, neighbouring edits as one."""
    return tuple(_whole(one, other, *span) for span in _edits(one, other)) if one != other else ()


def _edits(one: str, other: str) -> Iterator[tuple[int, int, int, int]]:
    """Spans (start, end in the one; start, end in the other) that an alignment leaves unequal."""
    held: tuple[int, int, int, int] | None = None
    for edit in Levenshtein.opcodes(one, other):
        if edit.tag == "equal" and edit.src_end - edit.src_start > 1:
            if held:
                yield held
            held = None
            if min(edit.src_end, edit.dest_end) > LEAD and max(len(one), len(other)) > SHORT_STATEMENT * 2:
                return
        elif edit.tag != "equal":
            start = held or (edit.src_start, 0, edit.dest_start, 0)
            held = (start[0], edit.src_end, start[2], edit.dest_end)
    if held:
        yield held


def _whole(one: str, other: str, a: int, b: int, c: int, d: int) -> Swap:
    """The swap, grown to the ends of the numbers and Latin words that it cuts through."""
    for kind in (_GROWS, _LATIN):
        if _has_edge(kind, 0, one[a:b], other[c:d]):
            while a and c and one[a - 1] == other[c - 1] and kind.match(one, a - 1):
                a, c = a - 1, c - 1
        if _has_edge(kind, -1, one[a:b], other[c:d]):
            while b < len(one) and d < len(other) and one[b] == other[d] and kind.match(one, b):
                b, d = b + 1, d + 1
    return Swap(one[a:b], other[c:d], one[max(a - 4, 0) : a], one[b : b + 4])


def _has_edge(kind: re.Pattern[str], edge: int, one: str, other: str) -> bool:
    """Whether what is swapped has such a character at this edge, so that the swap cuts through a number or word."""
    return any(text and kind.match(text[edge]) for text in (one, other))


def _numbers_differ(one: str, other: str) -> bool:
    """Long texts: fewer than half of the numbers of the text with fewer numbers stand in the other."""
    numbers, others = set(_NUMBER.findall(one)), set(_NUMBER.findall(other))
    fewer = min(len(numbers), len(others))
    return fewer >= 3 and len(numbers & others) < fewer / 2
