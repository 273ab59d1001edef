"""草稿 A draft as it is searched: Simplified, half-width, without what cannot be seen, each character's place kept."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from opencc import OpenCC

READ = 20_000  # characters that are read; no reply is as long
_WIDE = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF05)
}
_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]*")
_CLAUSE = re.compile(r"[^，,。！？!?；;：:、\n]+")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the shadow: ``text`` is ``shadow[start:end]``."""

    text: str
    start: int
    end: int


class Draft:
    """The shadow of a text with the way back to it. The first 20,000 characters are read."""

    def __init__(self, written: str) -> None:
        self.written = written
        places = [place for place, character in enumerate(written[:READ]) if _is_seen(character)]
        self.places = places
        self.shadow = simplified("".join(written[place] for place in places).translate(_WIDE))

    def quote(self, start: int, end: int) -> tuple[int, int, str]:
        """Start, end and words of the original that stand at these characters of the shadow."""
        if not self.places or start >= len(self.places):
            return len(self.written), len(self.written), ""
        first = self.places[start]
        last = self.places[max(start, end - 1)] + 1 if end > start else first
        return first, last, self.written[first:last]

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Sentences with their marks, by place."""
        return tuple(spans(_SENTENCE, self.shadow))

    @cached_property
    def clauses(self) -> tuple[Span, ...]:
        """What stands between two marks, by place."""
        return tuple(spans(_CLAUSE, self.shadow))

    def sentence_at(self, place: int) -> Span:
        """The sentence in which a character of the shadow stands."""
        return _at(self.sentences, place)

    def clause_at(self, place: int) -> Span:
        """The clause in which a character of the shadow stands."""
        return _at(self.clauses, place)


def spans(pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    """Every match that holds more than white space."""
    for found in pattern.finditer(text):
        if found[0].strip():
            yield Span(found[0], *found.span())


def _at(pieces: tuple[Span, ...], place: int) -> Span:
    found = bisect_right(pieces, place, key=lambda piece: piece.start) - 1
    return pieces[found] if found >= 0 and place < pieces[found].end else Span("", place, place)


def _is_seen(character: str) -> bool:
    return character in "\n\t" or unicodedata.category(character) not in ("Cc", "Cf")


def _usable(character: str) -> str:
    """Halves of characters, which no converter takes, become the replacement character."""
    return "\ufffd" if unicodedata.category(character) == "Cs" else character


def simplified(text: str) -> str:
    """Traditional characters as Simplified, one for one so that places stay; halves of characters are replaced."""
    text = "".join(map(_usable, text))
    whole: str = _converter().convert(text)
    return whole if len(whole) == len(text) else "".join(map(_character, text))


@lru_cache(maxsize=8_192)
def _character(character: str) -> str:
    found: str = _converter().convert(character)
    return found if len(found) == 1 else character


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("t2s")
