"""Cut many items into stretches of time that are grouped one by one, and find which of their groups go on.

A few thousand items are grouped as a whole. More are cut along a fixed grid of the calendar (32 days, 16, 8 … down to
11 minutes), so that cost grows with the number of items and a new item changes its own stretch only. The result depends
on the items alone, never on the order or the runs in which they came.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from analyze.clusters.stars import fading
from analyze.clusters.vectors import unit_rows
from caifeng.models import Item

SHEET = 10_000  # items that are grouped as a whole
LINK = 0.45  # likeness from which a group goes on in a later stretch
HORIZON = 3.0  # days over which groups are linked
FACE = 30  # heaviest terms by which a group is known again
_GRID = 32 * 86_400  # seconds
_SHORTEST = 675  # seconds
_ROWS = 2_000  # groups compared at once: bounds the memory

Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Faces:
    """The groups of one stretch as they are known again: heaviest terms at length 1, first and last day of each."""

    terms: tuple[str, ...]  # the columns
    rows: sparse.csr_array
    first: npt.NDArray[np.float64]
    last: npt.NDArray[np.float64]


def cut(items: Sequence[Item]) -> list[Sequence[Item]]:
    """Items by time → stretches of at most SHEET items (more where 11 minutes have more), in order."""
    if len(items) <= SHEET:
        return [items] if items else []
    seconds = [int(item.published_at.timestamp()) for item in items]
    bounds = list(_bounds(seconds, 0, len(items), seconds[0] // _GRID * _GRID, _GRID))
    return [items[start:end] for start, end in bounds]


def _bounds(seconds: Sequence[int], start: int, end: int, at: int, span: int) -> Iterator[tuple[int, int]]:
    """Places of the stretches that begin with the cell of ``span`` seconds at ``at``."""
    while start < end:
        inside = bisect_left(seconds, at + span, start, end)
        if inside - start > SHEET and span // 2 >= _SHORTEST:
            yield from _bounds(seconds, start, inside, at, span // 2)
        elif inside > start:
            yield start, inside
        start, at = inside, at + span
        if start < end and span == _GRID:
            at = seconds[start] // _GRID * _GRID


def faces_of(groups: sparse.csr_array, terms: Sequence[str], days: npt.NDArray[np.float64], labels: Places) -> Faces:
    """Faces of groups. ``groups``: summed term rows; ``days`` of the items; ``labels``: the group of each item."""
    count = groups.shape[0]
    kept = _heaviest(groups)
    used, columns = np.unique(kept.indices, return_inverse=True)
    rows = sparse.csr_array((kept.data, columns, kept.indptr), shape=(count, max(len(used), 1)))
    first, last = np.full(count, np.inf), np.full(count, -np.inf)
    np.minimum.at(first, labels, days)
    np.maximum.at(last, labels, days)
    return Faces(tuple(terms[column] for column in used.tolist()), unit_rows(rows), first, last)


def _heaviest(rows: sparse.csr_array) -> sparse.csr_array:
    """The FACE heaviest entries of each row; ties go to the lower column."""
    places = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    order = np.lexsort((rows.indices, -np.round(rows.data, 9), places))
    rank = np.arange(len(order)) - rows.indptr[places[order]]
    kept = order[rank < FACE]
    return sparse.csr_array((rows.data[kept], (places[kept], rows.indices[kept])), shape=rows.shape)


def link(later: Faces, earlier: Sequence[Faces]) -> Places:
    """For each later group the earlier one that it continues, counted through all the earlier ones; −1: none."""
    parents = np.full(later.rows.shape[0], -1, np.int64)
    if not earlier or not later.rows.shape[0]:
        return parents
    columns: dict[str, int] = {}
    spread = [_on_columns(faces, columns) for faces in (*earlier, later)]
    width = max(len(columns), 1)
    before = sparse.vstack([_resized(rows, width) for rows in spread[:-1]], format="csr")
    last = np.concatenate([faces.last for faces in earlier])
    mine, across = _resized(spread[-1], width), sparse.csr_array(before.T)
    for start in range(0, len(parents), _ROWS):
        product = sparse.coo_array(mine[start : start + _ROWS] @ across)
        rows, hosts = product.row + start, product.col.astype(np.int64)
        gap = np.maximum(0.0, later.first[rows] - last[hosts])
        likeness = np.round(product.data * fading(gap), 9)
        kept = np.flatnonzero((likeness >= LINK) & (gap <= HORIZON))
        best = kept[np.lexsort((-hosts[kept], likeness[kept], rows[kept]))]  # the best of a row comes last
        parents[rows[best]] = hosts[best]
    return parents


def _on_columns(faces: Faces, columns: dict[str, int]) -> sparse.csr_array:
    shared = np.array([columns.setdefault(term, len(columns)) for term in faces.terms] or [0], np.int64)
    rows = faces.rows
    return sparse.csr_array((rows.data, shared[rows.indices], rows.indptr), shape=(rows.shape[0], max(len(columns), 1)))


def _resized(rows: sparse.csr_array, width: int) -> sparse.csr_array:
    return sparse.csr_array((rows.data, rows.indices, rows.indptr), shape=(rows.shape[0], width))
