"""A field of an item as the readers see it."""

from collections.abc import Sequence
from dataclasses import dataclass

from analyze.text.fold import Folded


@dataclass(frozen=True, slots=True)
class Passage:
    """A field of an item: as written, its folded shadow, and the shadow's words."""

    written: str
    shadow: Folded
    words: Sequence[str]

    @property
    def folded(self) -> str:
        return self.shadow.text

    def original(self, start: int, end: int) -> str:
        """What is written where the folded characters ``start`` to ``end`` stand."""
        first, last = self.shadow.original_span(start, end)
        return self.written[first:last]
