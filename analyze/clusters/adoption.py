"""Let a large group adopt small ones that speak its own words; then let items settle between large groups.

A story of some size has words that hardly anyone else uses (a model, a batch, a nickname of the affair). A small group
that carries several of them, near in time, belongs to it even where the rest of its wording differs.
"""

import numpy as np
from scipy import sparse

from analyze.clusters.stars import ANCHOR, Floats, Labels, Sky

LARGE = 5  # items from which a group has words of its own
SMALL = 3  # items up to which a group can be adopted
_OWN = 0.6  # share of a word's items that lie in the group
_USED = 0.05  # share of the group's items that use the word, and at least three of them
_WORDS = 2  # of the group's own words in an adopted item
_WEIGHT = 0.08  # share of the item's weight that they make up
_CLEARLY = 0.03  # likeness by which another large group must be closer for an item to move
_DAYS = 3.0  # between the item and the nearest member


def adopt(sky: Sky, labels: Labels) -> Labels:
    """Labels after adoption: each item of a small group goes to the large group whose own words weigh most in it."""
    names, inverse, sizes = np.unique(labels, return_inverse=True, return_counts=True)
    large = np.flatnonzero(sizes >= LARGE)
    orphans = np.flatnonzero(sizes[inverse] <= SMALL)
    if not len(large) or not len(orphans):
        return labels
    own = _own_words(sky, inverse, sizes, large)
    weight = (sky.terms[orphans].power(2) @ own.T).toarray()
    words = ((sky.terms[orphans] > 0).astype(float) @ own.T).toarray()
    fits = (weight >= _WEIGHT) & (words >= _WORDS) & _near(sky, inverse, orphans, large)
    best = np.where(fits, np.round(weight, 9), -1.0).argmax(axis=1)
    adopted = fits.any(axis=1)
    result = labels.copy()
    result[orphans[adopted]] = names[large[best[adopted]]]
    return result


def settle(sky: Sky, labels: Labels) -> Labels:
    """Labels after each item of a large group went to the large group it resembles most, in words and anchors."""
    names, inverse, sizes = np.unique(labels, return_inverse=True, return_counts=True)
    large = np.flatnonzero(sizes >= LARGE)
    if len(large) < 2:
        return labels
    movers = np.flatnonzero(sizes[inverse] >= LARGE)
    member = sparse.csr_array((np.ones(len(inverse)), (inverse, np.arange(len(inverse)))))[large]
    mine = np.searchsorted(large, inverse[movers])
    words, anchors = (_closeness(rows, member, movers, mine) for rows in (sky.terms, sky.anchors))
    likeness = np.round(words + ANCHOR * anchors, 9)
    own = likeness[np.arange(len(movers)), mine]
    best = likeness.argmax(axis=1)
    moves = likeness.max(axis=1) > own + _CLEARLY
    result = labels.copy()
    result[movers[moves]] = names[large[best[moves]]]
    return result


def _closeness(rows: sparse.csr_array, member: sparse.csr_array, movers: Labels, mine: Labels) -> Floats:
    """Cosine of each mover with each group's sum; with its own group's sum without itself, lest it draws to itself."""
    sums = sparse.csr_array(member @ rows)
    dots = np.asarray((rows[movers] @ sums.T).todense())
    length = np.asarray(rows[movers].power(2).sum(axis=1)).ravel()
    squares = np.broadcast_to(np.asarray(sums.power(2).sum(axis=1)).ravel(), dots.shape).copy()
    at = np.arange(len(movers)), mine
    squares[at] += length - 2 * dots[at]
    dots[at] -= length
    scale = np.sqrt(np.maximum(squares * length[:, None], 0.0))
    cosine: Floats = np.divide(dots, scale, out=np.zeros_like(dots), where=scale > 1e-9)
    return cosine


def _own_words(sky: Sky, inverse: Labels, sizes: Labels, large: Labels) -> sparse.csr_array:
    """A 0/1 row for each large group: the terms that are its own, names apart."""
    held = sparse.csr_array((sky.terms > 0).astype(float))
    member = sparse.csr_array(
        (np.ones(len(inverse)), (inverse, np.arange(len(inverse)))), shape=(len(sizes), len(inverse))
    )
    counts = sparse.coo_array((member @ held)[large])
    everywhere = np.asarray(held.sum(axis=0)).ravel()
    used = counts.data >= np.maximum(3.0, _USED * sizes[large][counts.row])
    mine = used & ~sky.is_name[counts.col] & (counts.data >= _OWN * everywhere[counts.col])
    return sparse.csr_array((np.ones(int(mine.sum())), (counts.row[mine], counts.col[mine])), shape=counts.shape)


def _near(sky: Sky, inverse: Labels, orphans: Labels, large: Labels) -> np.typing.NDArray[np.bool_]:
    """Whether some member of each large group lies within _DAYS of each orphan."""
    near = np.zeros((len(orphans), len(large)), bool)
    for column, group in enumerate(large):
        days = np.sort(sky.days[inverse == group])
        place = np.searchsorted(days, sky.days[orphans])
        before, after = days[np.maximum(place - 1, 0)], days[np.minimum(place, len(days) - 1)]
        gap = np.minimum(np.abs(sky.days[orphans] - before), np.abs(sky.days[orphans] - after))
        near[:, column] = gap <= _DAYS
    return near
