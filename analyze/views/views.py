"""观点 Group the statements of media, authorities and the public into views, with shares and their intervals.

Statements are sparse unit vectors of their words; each view is a star: its most central statement and all that are
near it and not of the other side (Aslam et al. 2004, star clustering), of which those stay that share its claim.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse

from analyze.clusters.vectors import unit_rows
from analyze.dossier import Dossier
from analyze.text.words import keyword_weights, words
from analyze.views.claims import Claims
from analyze.views.frames import Frame, are_apart
from analyze.views.material import evenly
from analyze.views.parties import party_of
from analyze.views.quoting import quoted
from analyze.views.statements import Said, said_by
from caifeng.models import Item, Party, Quote, View
from caifeng.models.interval import wilson

_MOST_ITEMS = 300  # of one party
_VIEWS, _QUOTES = 4, 3
_READABLE = range(8, 61)  # characters of the statement that stands for a view, where there is one
_NAMED = 100  # items named under one view
_FEW = 4  # items of media or of authorities up to which one statement alone is a view
_SINGLE = 2  # such views
_NEAR = 0.3  # cosine from which a statement belongs to a star
_SAME_FRAME = 0.75  # what a shared frame weighs against all words where the public says little: it is enough alone
_ALSO_WORDS = 0.6  # … where it says much: a word must be shared too
_MOSTLY_WORDS = 0.35  # … for media and authorities
_LITTLE = 30  # statements
_LEAST = 0.5  # weight of a word the tables do not know, of the usual weight


def find_views(dossier: Dossier) -> tuple[View, ...]:
    """Up to four views a party, the most held first; shares are of that party's distinct items.

    Of more than 300 items of a party those at even steps are read, and ``total`` is their number.
    """
    by_party: dict[Party, list[Item]] = {party: [] for party in Party}
    for item in dossier.items:
        by_party[party_of(item)].append(item)
    return tuple(
        view
        for party, items in by_party.items()
        if items
        for view in _views(party, evenly(items, _MOST_ITEMS), dossier)
    )


def stars(statements: Sequence[Said], framed: float) -> list[list[int]]:
    """Groups of statements, each led by its centre, those of the best connected centres first; all are in one.

    ``framed`` is what a shared frame weighs against all words.
    """
    near = _nearness(statements, framed)
    free = np.ones(len(statements), bool)
    degree = np.asarray(near.sum(axis=1)).ravel()
    found = []
    for centre in np.lexsort((np.arange(len(statements)), -np.round(degree, 6))).tolist():
        if not free[centre]:
            continue
        row = near[[centre]].tocoo()
        order = np.lexsort((row.coords[1], -np.round(row.data, 6)))
        held = [int(at) for at in row.coords[1][order] if free[at] and at != centre]
        held = [at for at in held if not are_apart(statements[centre].frame, statements[at].frame)]
        free[[centre, *held]] = False
        found.append([centre, *held])
    return found


def _views(party: Party, items: Sequence[Item], dossier: Dossier) -> Iterator[View]:
    statements = list(said_by(party, items, dossier))
    if not statements:
        return
    claims = Claims(statements)
    views = [
        _view(party, claims.shared([statements[at] for at in star]), len(items))
        for star in stars(statements, _framed(party, len(statements)))
    ]
    least = 1 if len(items) <= _FEW and party is not Party.PUBLIC else 2
    held = sorted((view for view in views if view.count >= least), key=lambda view: -view.count)
    single = [view for view in held if view.count == 1]
    yield from [view for view in held if view.count > 1 or view in single[:_SINGLE]][:_VIEWS]


def _framed(party: Party, statements: int) -> float:
    if party is not Party.PUBLIC:
        return _MOSTLY_WORDS
    return _SAME_FRAME if statements <= _LITTLE else _ALSO_WORDS


def _view(party: Party, statements: Sequence[Said], total: int) -> View:
    by_item: dict[str, Said] = {}
    for said in statements:
        by_item.setdefault(said.item.id, said)
    low, high = wilson(len(by_item), total)
    return View(
        party=party,
        text=quoted(next((said.text for said in statements if len(said.text) in _READABLE), statements[0].text)),
        count=len(by_item),
        total=total,
        share=len(by_item) / total,
        low=low,
        high=high,
        quotes=tuple(_quotes(party, list(by_item.values()))),
        item_ids=tuple(by_item)[:_NAMED],
    )


def _quotes(party: Party, statements: Sequence[Said]) -> Iterator[Quote]:
    """Up to three of different media, authorities or persons, and of different words."""
    seen: set[str] = set()
    texts: set[str] = set()
    for said in statements:
        who = said.item.source if party is not Party.PUBLIC else said.item.author or said.item.id
        if who in seen or said.text in texts:
            continue
        seen.add(who)
        texts.add(said.text)
        yield Quote(item_id=said.item.id, source=said.item.source, text=quoted(said.text))
        if len(seen) == _QUOTES:
            return


def _nearness(statements: Sequence[Said], framed: float) -> sparse.csr_array:
    """Cosines of 0.3 and more between statements, each 1 with itself."""
    vectors = _vectors(statements, framed)
    near = sparse.csr_array(vectors @ vectors.T)
    near.data[near.data < _NEAR] = 0.0
    near.eliminate_zeros()
    return near


def _vectors(statements: Sequence[Said], framed: float) -> sparse.csr_array:
    cut = [Counter(word for word in words(said.text) if len(word) > 1 or word.isdigit()) for said in statements]
    frequency = Counter(word for counts in cut for word in counts)
    vocabulary = {word: place for place, word in enumerate(frequency)}
    width = len(vocabulary)
    frames = {frame: width + place for place, frame in enumerate(Frame)}
    known = keyword_weights()
    rows: list[int] = []
    columns: list[int] = []
    weights: list[float] = []
    for row, (said, counts) in enumerate(zip(statements, cut, strict=True)):
        mine = [_worth(word, known) * math.log1p(len(statements) / frequency[word]) for word in counts]
        length = math.sqrt(sum(weight * weight for weight in mine)) or 1.0
        rows += [row] * (len(mine) + 1)
        columns += [*(vocabulary[word] for word in counts), frames[said.frame]]
        weights += [*(weight / length for weight in mine), 0.0 if said.frame is Frame.PLAIN else framed]
    shape = (len(statements), width + len(frames))
    data: npt.NDArray[np.float64] = np.array(weights)
    return unit_rows(sparse.csr_array((data, (rows, columns)), shape=shape))


def _worth(word: str, known: dict[str, float]) -> float:
    return max(_LEAST, known.get(word, 6.0) / 6.0)
