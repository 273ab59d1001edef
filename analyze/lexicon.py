"""The words that carry tone and the words that shift it, read once from the tables inside the package."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from ahocorasick_rs import AhoCorasick, MatchKind

from analyze.fold import fold


class Kind(StrEnum):
    """What a term does to the tone."""

    WORD = "word"  # carries a weight
    NEGATE = "negate"
    MITIGATE = "mitigate"  # 防范, 打击: the bad word behind it is what someone works against
    INTENSIFY = "intensify"
    SOFTEN = "soften"
    CONTRAST = "contrast"
    HEARSAY = "hearsay"
    REFUTE = "refute"
    CLAUSE = "clause"  # punctuation
    SENTENCE = "sentence"


@dataclass(frozen=True, slots=True)
class Entry:
    """A term of the tables: its kind, and its weight or factor."""

    kind: Kind
    value: float


_PUNCTUATION = {
    **dict.fromkeys(",、:;", Entry(Kind.CLAUSE, 1.0)),
    **dict.fromkeys("。\n", Entry(Kind.SENTENCE, 1.0)),
    "!": Entry(Kind.SENTENCE, 1.2),
    "?": Entry(Kind.SENTENCE, 0.6),  # a question asserts less
}


class Lexicon:
    """All terms in one automaton; the longest term at a place wins and terms never overlap."""

    def __init__(self, entries: dict[str, Entry]) -> None:
        self.entries = entries
        self._terms = tuple(entries)
        self._values = tuple(entries.values())
        self._automaton = AhoCorasick(self._terms, MatchKind.LeftmostLongest)

    def find(self, folded: str) -> Iterator[tuple[Entry, int, int]]:
        """Every term in order: entry, start, end."""
        values = self._values
        for number, start, end in self._automaton.find_matches_as_indexes(folded):
            yield values[number], start, end


@lru_cache(maxsize=1)
def shipped_lexicon() -> Lexicon:
    """The tables inside the package (about 1,900 words, 300 shifters)."""
    shifters = {term: Entry(Kind(name), value) for name, value, term in _rows("shifters.txt")}
    carriers: dict[str, Entry] = {}
    for _, weight, term in _rows("lexicon.txt"):
        entry = Entry(Kind.WORD, weight)
        # A term listed twice keeps its heavier weight; a neutral phrase (0) never overrides one.
        carriers[term] = max(carriers.get(term, entry), entry, key=lambda known: abs(known.value))
    return Lexicon({**shifters, **carriers, **_PUNCTUATION})


def _rows(name: str) -> Iterator[tuple[str, float, str]]:
    """(class, number, folded term) of a table."""
    title, number = "", 0.0
    for line in _lines(name):
        if line.startswith("[") and line.endswith("]") and " " in line and _is_number(line[1:-1].split()[-1]):
            title, number = line[1:-1].rsplit(" ", 1)[0], float(line[1:-1].split()[-1])
            continue
        for term in line.split():
            yield title, number, fold(term).text


def _lines(name: str) -> Iterable[str]:
    text = files("analyze").joinpath("data", name).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit()
