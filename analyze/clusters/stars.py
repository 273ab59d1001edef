"""Group vectors into stars: the best connected item leads, its neighbours join it, then like groups merge.

Leaders are taken in order of degree, so a chain of weak links never becomes one group; every other item joins its most
similar leader. Then groups join the group whose centroid they resemble most, closest pairs first. Likeness is the
cosine, made smaller as groups lie further apart in time, and where few words speak for it: two short titles are soon
alike. Between groups it grows where both speak of the same anchors (one of the desk's names with one problem word) and
shrinks where both have anchors but different ones. It is less where the titles are about other persons, places or
amounts (:mod:`analyze.clusters.bearers`) and gone where they are one template about two subjects
(:mod:`analyze.clusters.contraries`).

Measured (B-cubed, pairwise F1; before → now): finance 97.3, 78.8 → 97.8, 86.5; without company names 88.2, 15.2 → 94.2,
55.8; og2021 77.7, 61.2 → 81.0, 64.9; covid 72.9, 81.1 → 74.1, 82.1; each gain of B-cubed on either half of the events.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from analyze.clusters.bearers import Bearers, Named
from analyze.clusters.contraries import contraries
from analyze.clusters.couples import NEAREST, Pairs, choose, crowded, without
from analyze.clusters.products import alike, dots
from analyze.clusters.vectors import unit_rows

JOIN = 0.35  # likeness of two items
MERGE = (0.50, 0.38, 0.30, 0.26)  # likeness of two groups, closest first
ANCHOR = 0.4  # likeness that equal anchor profiles of full strength add
QUOTED = 0.25  # likeness that a passage shared by two sources adds
CONTRARY = 0.12  # likeness that is taken off where both have anchors and share hardly any: two problems of one company
OTHERS = 0.65  # share of a likeness that is taken off where titles name other persons or other places
AMOUNTS = 0.45  # … where they state other amounts
_FEW = 1.5  # rare terms: of so many, half of a likeness counts; of n, n ÷ (n + 1.5)
_MANY = 0.5  # share of a group's titles from which what they name is what the group is about
_STRANGE = 0.1  # cosine of two profiles (anchors, persons, places) below which they count as different
_LITTLE = 0.05  # cosine below which anchors bring nothing together
_CONTRASTED = 200_000  # pairs whose titles are compared at most: half a second
_NEIGHBOURS = 300  # items that are weighed for one item at most
_ROUNDS = 3  # of merging at each step
_FREE_DAYS = 0.5  # what is this close in time loses nothing …
_DAILY = 0.5  # … what is further apart keeps this share of its likeness in words a day …
_DAILY_ANCHORED = 0.8  # … and this one of its anchors: the same fault of the same product is the same affair,
_LEAST = 0.3  # but never less than this
_SPAN = 0.5  # share of the time between two groups that counts from border to border, the rest from middle to middle

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
    quoted: sparse.csr_array | None = None  # 1, both ways, where two pieces of different sources share a passage


def group(sky: Sky) -> Labels:
    """A label for each row; rows with the same label tell one story."""
    likeness = _likeness(sky)
    contrary = _contrary(sky, likeness)
    labels = _star(_of_one_subject(sky, likeness, contrary))
    pairs = _alike(sky, contrary, labels, np.unique(labels))
    for floor in MERGE:
        for _ in range(_ROUNDS):
            target = choose(labels, pairs, floor)
            if not target:
                break
            labels = np.array([target.get(label, label) for label in labels.tolist()], np.int64)
            asked = np.setdiff1d([*target.values(), *crowded(pairs)], [*target]).astype(np.int64)
            pairs = without(pairs, {*target, *asked.tolist()}, len(labels)) + _alike(sky, contrary, labels, asked)
    return labels


def fading(gap: Floats, daily: float = _DAILY) -> Floats:
    """What is left (0–1) of a likeness across ``gap`` days."""
    return np.maximum(_LEAST, daily ** np.maximum(0.0, gap - _FREE_DAYS))


def _likeness(sky: Sky) -> sparse.csr_array:
    """Pairs of rows whose words, with a passage that they share, are alike enough, with their likeness."""
    rows, columns, likeness = _both_ways(*alike(sky.terms, sky.terms, MERGE[-1], _NEIGHBOURS))
    if sky.quoted is not None and sky.quoted.nnz:
        links = sparse.coo_array(sky.quoted)
        cosine = dots(sky.terms[links.row], sky.terms[links.col])
        more = QUOTED * links.data + np.where(cosine < MERGE[-1], cosine, 0.0)  # equal places are summed below
        rows, columns = np.concatenate([rows, links.row]), np.concatenate([columns, links.col])
        likeness = np.concatenate([likeness, more])
    pairs = sparse.coo_array(sparse.csr_array((likeness, (rows, columns)), shape=(len(sky.days), len(sky.days))))
    rows, columns, surety = pairs.row.astype(np.int64), pairs.col.astype(np.int64), _surety(sky)
    likeness = pairs.data * fading(np.abs(sky.days[rows] - sky.days[columns]))
    likeness *= np.minimum(surety[rows], surety[columns])
    kept = likeness >= MERGE[-1]
    return sparse.csr_array((likeness[kept], (rows[kept], columns[kept])), shape=pairs.shape)


def _both_ways(rows: Labels, columns: Labels, likeness: Floats) -> tuple[Labels, Labels, Floats]:
    """The pairs, each both ways: in a crowd one may be among the nearest of the other and not the other way round."""
    if not len(rows) or np.bincount(rows).max() < _NEIGHBOURS:
        return rows, columns, likeness
    count = max(int(rows.max()), int(columns.max())) + 1
    _, first = np.unique(np.concatenate([rows * count + columns, columns * count + rows]), return_index=True)
    ones, others = np.concatenate([rows, columns])[first], np.concatenate([columns, rows])[first]
    return ones, others, np.concatenate([likeness, likeness])[first]


def _surety(sky: Sky) -> Floats:
    """How much (0–1) the words of each row can prove: the more, the surer."""
    terms, count = sky.terms, sky.terms.shape[0]
    rarity = np.log1p(count / np.maximum(np.bincount(terms.indices, minlength=terms.shape[1]), 1)) / np.log1p(count)
    mass = np.bincount(np.repeat(np.arange(count), np.diff(terms.indptr)), rarity[terms.indices], count)
    surety: Floats = mass / (mass + _FEW)
    return surety


def _contrary(sky: Sky, likeness: sparse.csr_array) -> sparse.csr_array:
    """1 for pairs of rows that are alike and whose titles contradict each other; where all are alike, the likest."""
    if not sky.named.titles:
        return sparse.csr_array(likeness.shape)
    pairs = sparse.coo_array(likeness)
    ones = np.flatnonzero(pairs.row < pairs.col)
    asked = ones[np.argsort(-np.round(pairs.data[ones], 9), kind="stable")[:_CONTRASTED]]
    return contraries(sky.named.titles, pairs.row[asked].astype(np.int64), pairs.col[asked].astype(np.int64))


def _of_one_subject(sky: Sky, likeness: sparse.csr_array, contrary: sparse.csr_array) -> sparse.csr_array:
    """The pairs that stay alike enough once other persons, places and amounts and contradictions are taken off."""
    pairs = sparse.coo_array(likeness - likeness.multiply(contrary))
    rows, columns = pairs.row.astype(np.int64), pairs.col.astype(np.int64)
    left = pairs.data * (1 - _apart(sky.named, sparse.eye_array(pairs.shape[0], format="csr"), rows, columns))
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


def _alike(sky: Sky, contrary: sparse.csr_array, labels: Labels, asked: Labels) -> Pairs:
    """Pairs of the groups asked for with any group, at least as alike as the lowest step of MERGE; each pair once."""
    names, inverse, sizes = np.unique(labels, return_inverse=True, return_counts=True)
    member = sparse.csr_array(
        (np.ones(len(labels)), (inverse, np.arange(len(labels)))), shape=(len(names), len(labels))
    )
    centroids, profiles = unit_rows(member @ sky.terms), unit_rows(member @ sky.anchors)
    strength = np.asarray(member @ sky.anchors.max(axis=1).toarray()).ravel() / sizes
    between = _between(sky.quoted, member)
    rows, columns, cosine = _close(centroids, profiles, np.searchsorted(names, asked), between)
    shared = np.asarray(profiles[rows].multiply(profiles[columns]).sum(axis=1)).ravel()
    elsewhere = strength[rows] * strength[columns] * (shared < _STRANGE)
    shared *= np.minimum(strength[rows], strength[columns])
    surety = np.asarray(member @ _surety(sky)) / sizes
    gap = _gaps(sky, inverse, rows, columns)
    likeness: Floats = cosine * np.minimum(surety[rows], surety[columns]) * fading(gap)
    likeness += ANCHOR * shared * fading(gap, _DAILY_ANCHORED)
    linked = _at(between, rows, columns)
    likeness += QUOTED * linked * fading(gap)
    kept = likeness >= MERGE[-1]
    rows, columns, likeness = rows[kept], columns[kept], likeness[kept]
    likeness *= 1 - _apart(sky.named, member, rows, columns, linked[kept])
    likeness -= CONTRARY * elsewhere[kept]
    likeness *= 1 - _contradicted(contrary, member, rows, columns)
    kept = likeness >= MERGE[-1]
    return Pairs(names[rows[kept]], names[columns[kept]], likeness[kept])


def _between(links: sparse.csr_array | None, member: sparse.csr_array) -> sparse.csr_array:
    """Links between the items of two groups against the root of the smaller group, at most 1."""
    if links is None or not links.nnz:
        return sparse.csr_array((member.shape[0], member.shape[0]))
    found, sizes = sparse.coo_array(member @ links @ member.T), np.asarray(member.sum(axis=1)).ravel()
    share = np.minimum(1.0, found.data / np.sqrt(np.minimum(sizes[found.row], sizes[found.col])))
    return sparse.csr_array((share, (found.row, found.col)), shape=found.shape)


def _close(
    centroids: sparse.csr_array, profiles: sparse.csr_array, asked: Labels, between: sparse.csr_array
) -> tuple[Labels, Labels, Floats]:
    """Pairs of the rows asked for with any row, each once, whose cosine and anchors may suffice, with the cosine.

    Any cosine may where the two are linked, and a little where they share anchors.
    """
    among = np.zeros(centroids.shape[0], bool)
    among[asked] = True
    # Side by side the two give cosine + ANCHOR · shared anchors, the most that a likeness can be without a link.
    faces = sparse.csr_array(sparse.hstack([centroids, np.sqrt(ANCHOR) * profiles]))
    places, others, _ = alike(faces[asked], faces, MERGE[-1], NEAREST)
    ones = asked[places]
    turned = among[others] & (others < ones)
    ones, others = np.where(turned, others, ones), np.where(turned, ones, others)
    links = sparse.coo_array(between)
    linked = among[links.row] & (~among[links.col] | (links.col > links.row))
    count = centroids.shape[0]
    met = np.unique(
        np.concatenate([ones * count + others, links.row[linked].astype(np.int64) * count + links.col[linked]])
    )
    ones, others = np.divmod(met[met // count != met % count], count)
    cosine = dots(centroids[ones], centroids[others])
    kept = (cosine >= _LITTLE) | (_at(between, ones, others) > 0)
    return ones[kept], others[kept], cosine[kept]


def _at(matrix: sparse.csr_array, rows: Labels, columns: Labels) -> Floats:
    """The entries at these places."""
    return np.asarray(matrix[rows, columns], np.float64).ravel() if len(rows) else np.zeros(0)


def _contradicted(contrary: sparse.csr_array, member: sparse.csr_array, rows: Labels, columns: Labels) -> Floats:
    """Share (0–1) of the pairs of two groups' items that contradict each other."""
    if not contrary.nnz or not len(rows):
        return np.zeros(len(rows))
    between, sizes = sparse.csr_array(member @ contrary @ member.T), np.asarray(member.sum(axis=1)).ravel()
    return _at(between, rows, columns) / (sizes[rows] * sizes[columns])


def _apart(
    named: Bearers, member: sparse.csr_array, rows: Labels, columns: Labels, linked: Floats | float = 0.0
) -> Floats:
    """Share (0–1) of a likeness to take off: the groups are about other persons (or, where not both name any, places).

    Other amounts take off less, and nothing where a passage is shared (``linked``, 0–1): one notice states many.
    ``member`` has a 0/1 row for each group; where few members name any, it is less.
    """
    persons, places, amounts = (
        _strangers(kind, member, rows, columns) for kind in (named.persons, named.places, named.amounts)
    )
    subject = np.where(np.isnan(persons), np.nan_to_num(places), np.nan_to_num(persons))
    return np.maximum(OTHERS * subject, AMOUNTS * np.nan_to_num(amounts) * (1 - linked))


def _strangers(named: Named, member: sparse.csr_array, rows: Labels, columns: Labels) -> Floats:
    """How far (0–1) the titles of one group name others than the other group speaks of; NaN where not both name any."""
    sizes = np.asarray(member.sum(axis=1)).ravel()
    share = np.minimum(1.0, np.asarray(member @ (np.diff(named.title.indptr) > 0)) / sizes / _MANY)
    strange = np.full(len(rows), np.nan)
    both = np.flatnonzero((share[rows] > 0) & (share[columns] > 0))
    if len(both):
        ones, others = rows[both], columns[both]
        title, piece = unit_rows(member @ named.title), unit_rows(member @ named.piece)
        known = dots(title[ones], piece[others]), dots(piece[ones], title[others])
        strange[both] = share[ones] * share[others] * (np.maximum(*known) < _STRANGE)
    return strange


def _gaps(sky: Sky, inverse: Labels, rows: Labels, columns: Labels) -> Floats:
    """Days between two groups: of their spans (0 where they overlap) and of their middles, half of each."""
    count = int(inverse.max()) + 1
    first, last = np.full(count, np.inf), np.full(count, -np.inf)
    np.minimum.at(first, inverse, sky.days)
    np.maximum.at(last, inverse, sky.days)
    middle = np.bincount(inverse, sky.days) / np.bincount(inverse)
    between = np.maximum(0.0, np.maximum(first[rows] - last[columns], first[columns] - last[rows]))
    gaps: Floats = _SPAN * between + (1 - _SPAN) * np.abs(middle[rows] - middle[columns])
    return gaps
