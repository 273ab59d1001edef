"""One writing for all: full width, circled, keycap and mathematical digits, dashes, dots; what is invisible goes."""

import unicodedata
from dataclasses import dataclass

_NUMERALS = dict(zip("〇零一二三四五六七八九幺壹贰貳叁參肆伍陆陸柒捌玖", "001234567891122334566789", strict=True))
_DASHES = frozenset("‐‑‒–—―−－~～")
_DOTS = frozenset("·•・∙⋅．｡")
_UNSEEN = frozenset("\u20e3\u3164\u115f\u1160\u2800")


@dataclass(frozen=True, slots=True)
class Folded:
    """The text in one writing, and for each of its characters the place in the original that it comes from."""

    text: str
    places: tuple[int, ...] | None  # None: every character stands where it stood
    size: int  # characters of the original

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters from ``start`` to ``end`` stand in the original, with marks upon the last of them."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end] if end < len(self.places) else self.size


def fold(text: str, *, numerals: bool = False) -> Folded:
    """The text in one writing; with ``numerals`` Chinese numerals are digits too. Linear in its length."""
    table = _SPOKEN if numerals else _WRITTEN
    folded = text.translate(table)
    if len(folded) == len(text):  # one for one, or none
        return Folded(folded, None, len(text))
    places = tuple(place for place, character in enumerate(text) if table[ord(character)])
    return Folded(folded, places, len(text))


class _Table(dict[int, str]):
    """What becomes of a character, found once: another one, itself, or nothing."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _one_writing(chr(code))
        return found


def _one_writing(character: str) -> str:
    if character in _DASHES:
        return "-"
    if character in _DOTS:
        return "."
    category = unicodedata.category(character)
    if category in ("Zs", "Zl", "Zp") or character in "\n\t\r":
        return " "
    if category in ("Cf", "Cc", "Cs", "Mn", "Me") or character in _UNSEEN:
        return ""
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character


_WRITTEN = _Table()
_SPOKEN = _Table({ord(numeral): digit for numeral, digit in _NUMERALS.items()})
