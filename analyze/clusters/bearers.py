"""Tell whom, where and how much a title is about: news of one template (某市长被查, 拟10转10) differs in nothing else.

Two titles are told apart where both name persons and share none, or else both name places and share none, and neither
piece speaks of the other's: what is named in the first lines counts as well. Shares of stock and prices part them too.
A title that names nobody is told apart from nothing, nor is one that names one of the desk's own: complaints about one
product come from many cities.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from ahocorasick_rs import AhoCorasick
from scipy import sparse

from analyze.clusters.amounts import amounts_in
from analyze.clusters.headings import heading
from analyze.text.persons import SURNAMES
from analyze.text.words import Segmenter
from caifeng.models import Place, Reading

LEAD = 200  # characters of a body in which what the piece is about is named
_LENGTHS = range(2, 5)  # characters of a Chinese person's name
_RANK = re.compile(r"(?<=..)(?:特别行政区|自治[区州县]|[省市县区州])$")
# What is said of everywhere, and what the dictionary takes for a place.
_NOWHERE = frozenset(
    """中国 我国 全国 国内 国外 海外 大国 回国 本地 当地 本市 本省 城市 上市 门市 深度 新春 英雄 加密 太平
    京东 英特尔""".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Named:
    """A row for each piece, a column for each name: 1 where the title names it, where title or first lines do."""

    title: sparse.csr_array
    piece: sparse.csr_array


@dataclass(frozen=True, slots=True)
class Bearers:
    """Whom, where and how much; and each title's words and tags, empty where it names one of the desk's own."""

    persons: Named
    places: Named
    amounts: Named
    titles: tuple[tuple[tuple[str, str], ...], ...] = ()


def bearers(
    titles: Sequence[str],
    segmenter: Segmenter,
    own: Collection[str] = (),
    leads: Sequence[str] = (),
    readings: Sequence[Reading | None] = (),
) -> Bearers:
    """The persons and places of folded titles, by jieba's tags and the readings' places, and their amounts.

    ``leads`` (folded bodies) and ``readings`` are in the order of ``titles`` or left out; titles with a name of the
    desk's ``own`` name nobody else.
    """
    tagged = [segmenter.tagged(heading(title)) for title in titles]
    others = tuple(() if any(word in own for word, _ in words) else tuple(words) for words in tagged)
    bodies = [lead[:LEAD] for lead in leads] or [""] * len(titles)
    stated = [reading.places if reading else () for reading in readings] or [()] * len(titles)
    persons = [_persons(words, segmenter) for words in others]
    places = [_places(words, found) for words, found in zip(others, stated, strict=True)]
    amounts = [amounts_in(heading(title)) if words else () for title, words in zip(titles, others, strict=True)]
    coded = [_codes(found) if words else ((), ()) for found, words in zip(stated, others, strict=True)]
    return Bearers(
        _named(persons, _spoken(persons, bodies)),
        _named(
            [(*words, *codes) for words, (codes, _) in zip(places, coded, strict=True)],
            [(*words, *codes) for words, (_, codes) in zip(_spoken(places, bodies), coded, strict=True)],
        ),
        _named(amounts, amounts),
        others,
    )


def _persons(tagged: Sequence[tuple[str, str]], segmenter: Segmenter) -> tuple[str, ...]:
    """What starts with a surname, is tagged as a person and is no word of the dictionary: which are mostly firms."""
    named = {word for word, tag in tagged if tag == "nr" and len(word) in _LENGTHS and word[0] in SURNAMES}
    return tuple(sorted(word for word in named if not segmenter.knows(word)))


def _places(tagged: Sequence[tuple[str, str]], stated: Sequence[Place]) -> tuple[str, ...]:
    """Places without their rank, 成都 is 成都市, but for those that stated ones lie in: 四川 says less than 绵阳."""
    paths = " ".join(place.path for place in stated)
    words = [word for word, tag in tagged if tag == "ns" and len(word) > 1 and word not in _NOWHERE]
    named = {word for word in words if word not in paths}
    return tuple(sorted({_RANK.sub("", word) for word in named}))


def _codes(places: Sequence[Place]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes of the places in the title; those of all in title and first lines, with what they lie in: 44, 4403."""
    title = {_code(place) for place in places if any(hit.field == "title" for hit in place.hits)}
    near = {_code(place) for place in places if any(hit.field == "title" or hit.start < LEAD for hit in place.hits)}
    around = {code[:length] for code in near for length in (2, 4, 6) if length <= len(code)}
    return tuple(sorted(title)), tuple(sorted(around))


def _code(place: Place) -> str:
    """440000 → 44, 440300 → 4403: what lies in a place begins with its code."""
    return re.sub(r"(?:00){1,2}$", "", place.code)


def _spoken(named: Sequence[Sequence[str]], bodies: Sequence[str]) -> list[tuple[str, ...]]:
    """The names of each title, and those names of any title that its body speaks of."""
    names = sorted(set(chain.from_iterable(named)))
    if not names or not any(bodies):
        return [tuple(words) for words in named]
    search = AhoCorasick(names)
    said = (search.find_matches_as_strings(body) if body else () for body in bodies)
    return [tuple(sorted({*words, *found})) for words, found in zip(named, said, strict=True)]


def _named(titles: Sequence[Sequence[str]], pieces: Sequence[Sequence[str]]) -> Named:
    columns: dict[str, int] = {}
    for words in chain(titles, pieces):
        for word in words:
            columns.setdefault(word, len(columns))
    return Named(_rows(titles, columns), _rows(pieces, columns))


def _rows(named: Sequence[Sequence[str]], columns: Mapping[str, int]) -> sparse.csr_array:
    indices = [columns[word] for words in named for word in words]
    starts = np.cumsum([0, *map(len, named)])
    return sparse.csr_array((np.ones(len(indices)), indices, starts), shape=(len(named), max(len(columns), 1)))
