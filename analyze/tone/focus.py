"""Which part of a text the tone is read from: the sentences that name the desk's subject, or the lead."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from analyze.topics.terms import Spot

_ENDS = re.compile(r"[。!?;\n…]+")


@dataclass(frozen=True, slots=True)
class Focus:
    """The characters that are read closely.

    ``spans`` are the sentences (start, end in folded characters, in order) that name the subject; empty: the text is
    not about somebody in particular. ``window`` is what the n-grams are taken from.
    """

    window: str
    spans: tuple[tuple[int, int], ...] = ()

    def holds(self, place: int) -> bool:
        """Whether a place lies in a sentence with the subject; every place does where no subject is named."""
        if not self.spans:
            return True
        number = bisect_right(self.spans, (place, 1 << 60)) - 1
        return number >= 0 and place < self.spans[number][1]


def focus_on(folded: str, subject: Sequence[Spot], size: int) -> Focus:
    """The sentences of a folded text in which the spots of its field stand; the lead where there are none.

    The window holds at most ``size`` characters.

    Mirrored spots are left out: text written backwards has no sentences.
    """
    starts = sorted({spot.start for spot in subject if not spot.is_mirrored})
    if not starts:
        return Focus(folded[:size])
    ends = [match.end() for match in _ENDS.finditer(folded)]
    if not ends or ends[-1] != len(folded):
        ends.append(len(folded))
    numbers = dict.fromkeys(bisect_right(ends, start) for start in starts)
    spans = tuple((ends[number - 1] if number else 0, ends[number]) for number in numbers if number < len(ends))
    window = ""
    for start, end in spans:
        window += folded[start : min(end, start + size)]
        if len(window) >= size:
            break
    return Focus(window[:size], spans)
