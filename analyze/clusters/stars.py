"""Group vectors into stars: the best connected item leads, its neighbours join it, then like groups merge.

Leaders are taken in order of degree, so a chain of weak links never becomes one group; every other item joins its most
similar leader. Then groups join the group whose centroid they resemble most, closest pairs first. Likeness is the
cosine, made smaller as groups lie further apart in time. Between groups it grows where both speak of the same anchors
(one of the desk's names with one problem word) and shrinks where both have anchors but different ones. It is halved
where the titles are about other persons or other places (:mod:`analyze.clusters.bearers`) and gone where they are one
template about two subjects or stances (:mod:`analyze.clusters.contraries`).
"""

from dataclasses import astuple, dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from analyze.clusters.bearers import Bearers
from analyze.clusters.contraries import contraries
from analyze.clusters.vectors import unit_rows

JOIN = 0.35  # cosine of two items
MERGE = (0.54, 0.44, 0.34)  # likeness of two groups, closest first
ANCHOR = 0.4  # likeness that equal anchor profiles of full strength add
CONTRARY = 0.12  # likeness that is taken off where both have anchors and share hardly any: two problems of one company
OTHERS = 0.5  # share of a likeness that is taken off where titles name other persons or other places
_MANY = 0.5  # share of a group's titles from which what they name is what the group is about
_STRANGE = 0.1  # cosine of two profiles (anchors, persons, places) below which they count as different
_LITTLE = 0.05  # cosine below which anchors bring nothing together
_CONTRASTED = 200_000  # pairs whose titles are compared at most: half a second
_ROUNDS = 3  # of merging at each step
_FREE_DAYS = 1.0  # what is this close in time loses nothing …
_DAILY = 0.8  # … what is further apart keeps this share a day,
_LEAST = 0.3  # but never less than this

Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Sky:
    """What is grouped: unit rows of terms, which terms are names, anchors (1: the main point), days, bearers."""

    terms: sparse.csr_array
    is_name: npt.NDArray[np.bool_]
    anchors: sparse.csr_array
    days: Floats
    named: Bearers


def group(sky: Sky) -> Labels:
    """A label for each row; rows with the same label tell one story."""
    likeness = _likeness(sky)
    contrary = _contrary(sky, likeness)
    labels = _star(_of_one_subject(sky, likeness, contrary))
    pairs = _alike(sky, contrary, labels, np.unique(labels))
    for floor in MERGE:
        for _ in range(_ROUNDS):
            target = _choose(labels, pairs, floor)
            if not target:
                break
            labels = np.array([target.get(label, label) for label in labels.tolist()], np.int64)
            hosts = np.unique(np.array(list(target.values()), np.int64))
            pairs = _without(pairs, {*target, *target.values()}) + _alike(sky, contrary, labels, hosts)
    return labels


def fading(gap: Floats) -> Floats:
    """What is left (0–1) of a likeness across ``gap`` days."""
    return np.maximum(_LEAST, _DAILY ** np.maximum(0.0, gap - _FREE_DAYS))


def _likeness(sky: Sky) -> sparse.csr_array:
    """Pairs of rows whose words are alike enough, with their likeness."""
    product = sparse.coo_array(sky.terms @ sky.terms.T)
    kept = product.data >= JOIN
    rows, columns = product.row[kept].astype(np.int64), product.col[kept].astype(np.int64)
    likeness = product.data[kept] * fading(np.abs(sky.days[rows] - sky.days[columns]))
    kept = likeness >= JOIN
    return sparse.csr_array((likeness[kept], (rows[kept], columns[kept])), shape=product.shape)


def _contrary(sky: Sky, likeness: sparse.csr_array) -> sparse.csr_array:
    """1 for pairs of rows that are alike and whose titles contradict each other; where all are alike, the likest."""
    if not sky.named.titles:
        return sparse.csr_array(likeness.shape)
    pairs = sparse.coo_array(likeness)
    ones = np.flatnonzero(pairs.row < pairs.col)
    asked = ones[np.argsort(-np.round(pairs.data[ones], 9), kind="stable")[:_CONTRASTED]]
    return contraries(sky.named.titles, pairs.row[asked].astype(np.int64), pairs.col[asked].astype(np.int64))


def _of_one_subject(sky: Sky, likeness: sparse.csr_array, contrary: sparse.csr_array) -> sparse.csr_array:
    """The pairs that stay alike enough once other persons, other places and contradictions are taken off."""
    pairs = sparse.coo_array(likeness - likeness.multiply(contrary))
    rows, columns = pairs.row.astype(np.int64), pairs.col.astype(np.int64)
    left = pairs.data * (1 - OTHERS * _apart(sky.named, sparse.eye_array(pairs.shape[0], format="csr"), rows, columns))
    kept = left >= JOIN
    return sparse.csr_array((left[kept], (rows[kept], columns[kept])), shape=pairs.shape)


def _star(likeness: sparse.csr_array) -> Labels:
    count = likeness.shape[0]
    degree = np.diff(likeness.indptr)
    leads, covered = np.zeros(count, bool), np.zeros(count, bool)
    for row in np.lexsort((np.arange(count), -degree)):
        if not covered[row]:
            leads[row] = covered[row] = True
            covered[likeness.indices[likeness.indptr[row] : likeness.indptr[row + 1]]] = True
    labels = np.arange(count)
    to_leads = sparse.coo_array(likeness[:, np.flatnonzero(leads)])
    order = np.lexsort((-to_leads.col, to_leads.data))  # the best written last; ties: the earlier leader
    labels[to_leads.row[order]] = np.flatnonzero(leads)[to_leads.col[order]]
    labels[leads] = np.flatnonzero(leads)
    return labels


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Pairs of groups, by label, with their likeness."""

    ones: Labels
    others: Labels
    likeness: Floats

    def __add__(self, more: "_Pairs") -> "_Pairs":
        return _Pairs(*(np.concatenate(pair) for pair in zip(astuple(self), astuple(more), strict=True)))


def _without(pairs: _Pairs, labels: set[int]) -> _Pairs:
    kept = ~np.isin(pairs.ones, list(labels)) & ~np.isin(pairs.others, list(labels))
    return _Pairs(pairs.ones[kept], pairs.others[kept], pairs.likeness[kept])


def _choose(labels: Labels, pairs: _Pairs, floor: float) -> dict[int, int]:
    """Which group joins which larger one; who took others in this round stays, who joined takes nobody in."""
    names, sizes = np.unique(labels, return_counts=True)
    size = dict(zip(names.tolist(), sizes.tolist(), strict=True))
    enough = np.flatnonzero(pairs.likeness >= floor)
    order = np.lexsort((pairs.others[enough], pairs.ones[enough], -np.round(pairs.likeness[enough], 9)))
    target: dict[int, int] = {}
    hosts: set[int] = set()
    for place in enough[order].tolist():
        couple = int(pairs.ones[place]), int(pairs.others[place])
        small, large = sorted(couple, key=lambda label: (size[label], -label))
        if small not in target and large not in target and small not in hosts:
            target[small] = large
            hosts.add(large)
    return target


def _alike(sky: Sky, contrary: sparse.csr_array, labels: Labels, asked: Labels) -> _Pairs:
    """Pairs of the groups asked for with any group, at least as alike as the lowest step of MERGE; each pair once."""
    names, inverse, sizes = np.unique(labels, return_inverse=True, return_counts=True)
    rows_asked = np.searchsorted(names, asked)
    member = sparse.csr_array(
        (np.ones(len(labels)), (inverse, np.arange(len(labels)))), shape=(len(names), len(labels))
    )
    centroids, profiles = unit_rows(member @ sky.terms), unit_rows(member @ sky.anchors)
    strength = np.asarray(member @ sky.anchors.max(axis=1).toarray()).ravel() / sizes
    product = sparse.coo_array(centroids[rows_asked] @ centroids.T)
    rows, columns = rows_asked[product.row], product.col.astype(np.int64)
    twice = np.isin(columns, rows_asked) & (columns <= rows)
    kept = ~twice & (product.data >= np.where((strength[rows] > 0) & (strength[columns] > 0), _LITTLE, MERGE[-1]))
    rows, columns, cosine = rows[kept], columns[kept], product.data[kept]
    shared = np.asarray(profiles[rows].multiply(profiles[columns]).sum(axis=1)).ravel()
    elsewhere = strength[rows] * strength[columns] * (shared < _STRANGE)
    shared *= np.minimum(strength[rows], strength[columns])
    apart = _apart(sky.named, member, rows, columns)
    likeness: Floats = (cosine + ANCHOR * shared) * (1 - OTHERS * apart) - CONTRARY * elsewhere
    likeness *= fading(_gaps(sky, inverse, rows, columns))
    likeness *= 1 - _contradicted(contrary, member, rows, columns)
    kept = likeness >= MERGE[-1]
    return _Pairs(names[rows[kept]], names[columns[kept]], likeness[kept])


def _contradicted(contrary: sparse.csr_array, member: sparse.csr_array, rows: Labels, columns: Labels) -> Floats:
    """Share (0–1) of the pairs of two groups' items that contradict each other."""
    if not contrary.nnz or not len(rows):
        return np.zeros(len(rows))
    between, sizes = sparse.csr_array(member @ contrary @ member.T), np.asarray(member.sum(axis=1)).ravel()
    share: Floats = np.asarray(between[rows, columns]).ravel() / (sizes[rows] * sizes[columns])
    return share


def _apart(named: Bearers, member: sparse.csr_array, rows: Labels, columns: Labels) -> Floats:
    """How far (0–1) the groups are about other persons, or, where not both name persons, about other places.

    ``member`` has a 0/1 row for each group. Where few members name any, it is less.
    """
    sizes = np.asarray(member.sum(axis=1)).ravel()
    apart, decided = np.zeros(len(rows)), np.zeros(len(rows), bool)
    for kind in (named.persons, named.places):
        units = unit_rows(member @ kind)
        share = np.minimum(1.0, member @ (np.diff(kind.indptr) > 0) / sizes / _MANY)
        both = np.flatnonzero((share[rows] > 0) & (share[columns] > 0) & ~decided)
        ones, others = rows[both], columns[both]
        shared = np.asarray(units[ones].multiply(units[others]).sum(axis=1)).ravel()
        apart[both] = share[ones] * share[others] * (shared < _STRANGE)
        decided[both] = True
    return apart


def _gaps(sky: Sky, inverse: Labels, rows: Labels, columns: Labels) -> Floats:
    """Days between the spans of time of two groups, 0 where they overlap."""
    count = int(inverse.max()) + 1
    first, last = np.full(count, np.inf), np.full(count, -np.inf)
    np.minimum.at(first, inverse, sky.days)
    np.maximum.at(last, inverse, sky.days)
    gaps: Floats = np.maximum(first[rows] - last[columns], first[columns] - last[rows])
    return np.maximum(0.0, gaps)
