"""A field of an item as the readers see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analyze.text.fold import Folded


@dataclass(frozen=True)
class Passage:
    """A field of an item: as written, its folded shadow, and the shadow's words."""

    written: str
    shadow: Folded
    words: Sequence[str]

    @property
    def folded(self) -> str:
        return self.shadow.text

    @cached_property
    def edges(self) -> bytes:
        """One byte a place of the folded text and one for its end: 1 where a word begins or ends, else 0."""
        ends = np.fromiter(map(len, self.words), np.int64, len(self.words)).cumsum()
        marks = np.zeros(max(len(self.folded), int(ends[-1]) if len(ends) else 0) + 1, np.uint8)
        marks[0] = 1
        marks[ends] = 1
        return marks.tobytes()

    def original(self, start: int, end: int) -> str:
        """What is written where the folded characters ``start`` to ``end`` stand."""
        first, last = self.shadow.original_span(start, end)
        return self.written[first:last]
