"""The words that carry tone and the words that shift it, read once from the tables inside the package."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind


class Kind(StrEnum):
    """What a term does to the tone."""

    WORD = "word"  # carries a weight
    NEGATE = "negate"
    MITIGATE = "mitigate"  # 防范, 打击: the bad word behind it is what someone works against
    INTENSIFY = "intensify"
    SOFTEN = "soften"
    CONTRAST = "contrast"
    HEARSAY = "hearsay"
    CONDITION = "condition"  # 如果, 一旦: it has not happened
    WISH = "wish"  # 恳请, 何时: the good word behind it is what is missing
    SNEER = "sneer"  # 所谓: the good word behind it is meant the other way
    MOCK = "mock"  # 呵呵: turns the good words of its sentence
    WINK = "wink"  # [doge]: cuts them, and turns them where bad words stand beside
    RHETORIC = "rhetoric"  # 凭什么: a reproach in the form of a question
    REFUTE = "refute"
    SENTENCE = "sentence"  # punctuation
    OPEN = "open"  # quotation marks
    CLOSE = "close"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Entry:
    """A term of the tables: its kind, its weight or factor, and its class.

    ``is_whole``: counts only where it is a word by itself; ``is_mark``: punctuation or an emoticon, counts anywhere.
    """

    kind: Kind
    value: float
    group: str = ""
    is_whole: bool = False
    is_mark: bool = False


class _Row(NamedTuple):
    title: str
    number: float
    term: str


_SHIFTED_GROUPS = {Kind.MOCK: "讽刺", Kind.WINK: "讽刺", Kind.RHETORIC: "质问"}
_PUNCTUATION = {
    **dict.fromkeys("。!?\n", Kind.SENTENCE),
    **dict.fromkeys("“「『", Kind.OPEN),
    **dict.fromkeys("”」』", Kind.CLOSE),
    '"': Kind.QUOTE,
}


class Lexicon:
    """All terms in one automaton; the longest term at a place wins and terms never overlap."""

    def __init__(self, entries: dict[str, Entry]) -> None:
        self.entries = entries
        self.by_number = tuple(entries.values())
        self._automaton = AhoCorasick(tuple(entries), MatchKind.LeftmostLongest)

    def find(self, folded: str) -> list[tuple[int, int, int]]:
        """Every term in order: its number in :attr:`by_number`, start, end."""
        return self._automaton.find_matches_as_indexes(folded)


@lru_cache(maxsize=1)
def shipped_lexicon() -> Lexicon:
    """The tables inside the package."""
    entries = {row.term: _entry(Kind.WORD, row, row.title) for row in _rows("lexicon.txt")}
    for row in _rows("shifters.txt"):
        kind = Kind(row.title)
        entries[row.term] = _entry(kind, row, _SHIFTED_GROUPS.get(kind, ""))
    for sign, kind in _PUNCTUATION.items():
        entries[sign] = Entry(kind, 1.0, is_mark=True)
    return Lexicon(entries)


def _entry(kind: Kind, row: _Row, group: str) -> Entry:
    first = row.term[0]
    is_mark = not any("\u3007" <= letter <= "\u9fff" or letter.isalnum() for letter in row.term) or first == "["
    is_latin = first.isascii() and first.isalnum()
    is_single = len(row.term) == 1 and kind is not Kind.CONTRAST  # 但 is often cut together with what follows
    is_whole = not is_mark and (is_single or is_latin)
    return Entry(kind, row.number, group, is_whole, is_mark)


def _rows(name: str) -> Iterator[_Row]:
    """Class, number and term of a table; terms are written folded, with ␠ for a blank."""
    title, number = "", 0.0
    for line in files("analyze").joinpath("data", name).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        head = line[1:-1].split() if line.startswith("[") and line.endswith("]") else []
        if len(head) == 2 and _is_number(head[1]):
            title, number = head[0], float(head[1])
            continue
        for term in line.split():
            yield _Row(title, number, term.replace("␠", " "))


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit()
