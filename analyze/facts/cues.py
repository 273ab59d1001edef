"""Find the cue words that show what kind of piece an item is: one automaton, one pass over title, lead and end."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from analyze.text.fold import fold
from analyze.text.passage import Passage
from caifeng.models import PieceKind

LEAD = 1200  # folded characters read from the beginning of a text
END = 400  # … and from its end, where signatures, contacts and link lists stand
OPENING = 120  # folded characters in which a dateline or a byline stands
HEADLINE = 40  # what stands for the title of a piece that has none

_HEADER = re.compile(r"\[(\S+) (\S+) (-?[\d.]+)(?: (\S+))?\]")
_NEGATIONS = ("没", "不", "无", "未", "没有", "不会", "不是", "并未", "完好")
_DAMPING = (1.0, 0.5, 0.25)  # the second term of a facet adds less than the first
_COUNTED = len(_DAMPING)


class Scope(Enum):
    """Where a cue counts."""

    ANYWHERE = ""
    TITLE = "标题"
    HEAD = "题首"  # the title, or the first words of a piece that has none
    OPENING = "开头"


@dataclass(frozen=True, slots=True)
class Facet:
    """A group of cues that say the same: the kind they speak for, its name, and the weight of its first cue (nats)."""

    kind: PieceKind
    name: str
    weight: float
    scope: Scope
    number: int
    is_fault: bool  # 没有破损 is none

    @property
    def is_plain(self) -> bool:
        """Whether its cues count wherever they stand."""
        return self.scope is Scope.ANYWHERE and not self.is_fault


class Spot(NamedTuple):
    """A cue that was found, by its place in a folded field, and what it adds to its facet's kind."""

    facet: Facet
    term: str
    weight: float
    field: str  # "title" | "text"
    start: int  # folded characters
    end: int


class CueTable:
    """All cues in one automaton. Where terms overlap the longest at a place wins."""

    def __init__(self, facets: tuple[tuple[Facet, tuple[str, ...]], ...]) -> None:
        by_term: dict[str, list[Facet]] = {}
        for facet, terms in facets:
            for term in terms:
                by_term.setdefault(term, []).append(facet)
        self._terms = tuple(by_term)
        self._facets = tuple(tuple((facet, facet.is_plain) for facet in found) for found in by_term.values())
        self._size = len(facets)
        # The deterministic automaton is twice as fast as the default and takes 2 MB for these terms.
        self._automaton = AhoCorasick(self._terms, MatchKind.LeftmostLongest, implementation=Implementation.DFA)

    def find(self, title: Passage, text: Passage) -> list[Spot]:
        """The cues of a piece, each once, where it stands first. Reads at most LEAD + END characters of the text."""
        head, body = title.folded[:LEAD], text.folded
        skipped = max(0, len(body) - LEAD - END)
        window = f"{head}\n{body}" if not skipped else f"{head}\n{body[:LEAD]}\n{body[-END:]}"
        counts = [0] * self._size
        spots: list[Spot] = []
        origin = len(head) + 1  # where the text begins in the window
        seen: set[int] = set()
        for number, start, end in self._automaton.find_matches_as_indexes(window):
            if number in seen:
                continue
            seen.add(number)
            for facet, is_plain in self._facets[number]:
                count = counts[facet.number]
                if count == _COUNTED or not (is_plain or _counts(facet, window, start, origin)):
                    continue
                counts[facet.number] = count + 1
                weight = facet.weight * _DAMPING[count]
                if start < origin:
                    spots.append(Spot(facet, self._terms[number], weight, "title", start, end))
                    continue
                shift = origin if not skipped or start < origin + LEAD else origin + 1 - skipped
                spots.append(Spot(facet, self._terms[number], weight, "text", start - shift, end - shift))
        return spots


def _counts(facet: Facet, window: str, start: int, origin: int) -> bool:
    """Whether a facet's cue counts at this place of the window."""
    scope = facet.scope
    if scope is Scope.ANYWHERE:
        return not facet.is_fault or not window[max(0, start - 2) : start].endswith(_NEGATIONS)
    if scope is Scope.TITLE:
        return start < origin
    if scope is Scope.HEAD:
        return start < origin or (origin == 1 and start < HEADLINE)
    return origin <= start < origin + OPENING


@lru_cache(maxsize=1)
def shipped_cues() -> CueTable:
    """The table inside the package."""
    text = files("analyze").joinpath("data", "cues.txt").read_text(encoding="utf-8")
    return CueTable(tuple(_facets(text)))


def _facets(text: str) -> Iterator[tuple[Facet, tuple[str, ...]]]:
    """Each facet of a table with its folded terms."""
    current: Facet | None = None
    terms: list[str] = []
    for line in text.splitlines():
        header = _HEADER.fullmatch(line)
        if header is None:
            if not line.startswith("#"):
                terms.extend(fold(term).text for term in line.split())
            continue
        number = 0
        if current is not None:
            yield current, tuple(dict.fromkeys(terms))
            number = current.number + 1
        kind, name, weight, scope = header.groups(default="")
        current, terms = Facet(PieceKind(kind), name, float(weight), Scope(scope), number, name == "问题"), []
    if current is not None:
        yield current, tuple(dict.fromkeys(terms))
