"""The provinces, cities and counties of China, and every form of their names in one automaton."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from caifeng.models import PlaceLevel


class Trust(IntEnum):
    """What a form needs before it counts for a place."""

    SURE = 0  # nothing
    BELOW = 1  # a place above it, or another form of the same, stands in the item
    BEHIND = 2  # it stands directly behind a place above it


_MARKS = {"~": Trust.BELOW, "+": Trust.BEHIND}


@dataclass(frozen=True, slots=True)
class Division:
    """One place: its six-digit code, full name, the names from the province down, its rank, and the codes above it."""

    code: str
    name: str
    path: str
    level: PlaceLevel
    above: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A way to write a place: whom it may mean, and whether it is a full name, with its rank (市, 县, 区 …)."""

    text: str
    is_full: bool
    trust: Trust  # the best of the meanings
    sure: Division | None  # the one that needs nothing else
    meanings: tuple[tuple[Division, Trust], ...]


class Found(NamedTuple):
    """A form at a place of a folded text."""

    form: Form
    start: int
    end: int


class Gazetteer:
    """All forms in one automaton; the longest form at a place wins and forms never overlap."""

    def __init__(self, forms: tuple[Form, ...]) -> None:
        self._forms = forms
        self._by_text = {form.text: form for form in forms}
        self._is_behind = [form.trust is Trust.BEHIND for form in forms]
        self._automaton = AhoCorasick(
            [form.text for form in forms], MatchKind.LeftmostLongest, implementation=Implementation.DFA
        )

    def find(self, folded: str, most: int) -> list[Found]:
        """The first ``most`` forms in a folded text, in order.

        Those that count only directly behind a place are left out where nothing stands before them: most of what is
        found are common words of that kind.
        """
        found: list[Found] = []
        reached = -1
        for number, start, end in self._automaton.find_matches_as_indexes(folded)[:most]:
            if start == reached or not self._is_behind[number]:
                found.append(Found(self._forms[number], start, end))
                reached = end
        return found

    def form(self, folded: str) -> Form | None:
        """The form that is written exactly so."""
        return self._by_text.get(folded)


@lru_cache(maxsize=1)
def shipped_gazetteer() -> Gazetteer:
    """The table inside the package: about 3,300 places in 6,300 forms."""
    meanings: dict[str, dict[Division, Trust]] = {}
    full: set[str] = set()
    for division, forms in _rows():
        meanings.setdefault(division.name, {})[division] = Trust.SURE
        full.add(division.name)
        for marked in forms:
            trust = _MARKS.get(marked[0], Trust.SURE)
            meanings.setdefault(marked.lstrip("~+"), {})[division] = trust
    return Gazetteer(tuple(_form(text, text in full or _has_rank(text), places) for text, places in meanings.items()))


def _form(text: str, is_full: bool, places: dict[Division, Trust]) -> Form:
    sure = [place for place, trust in places.items() if trust is Trust.SURE]
    return Form(text, is_full, min(places.values()), sure[0] if len(sure) == 1 else None, tuple(places.items()))


def _rows() -> Iterator[tuple[Division, list[str]]]:
    """Each place with its marked forms; the table lists those above before those below."""
    names: dict[str, str] = {}
    for line in files("analyze").joinpath("data", "places.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            code, name, *forms = line.split(" ")
            names[code] = name
            above = tuple(part for part in (f"{code[:2]}0000", f"{code[:4]}00") if part in names and part != code)
            path = "".join(names[part] for part in (*above, code))
            yield Division(code, name, path, _level(code), above), forms


def _level(code: str) -> PlaceLevel:
    if code.endswith("0000"):
        return PlaceLevel.PROVINCE
    return PlaceLevel.CITY if code.endswith("00") else PlaceLevel.COUNTY


def _has_rank(text: str) -> bool:
    return len(text) > 2 and text[-1] in "省市县区州"
