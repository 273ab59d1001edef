"""Which groups of items join which: pairs of groups by likeness, the likest first."""

from dataclasses import astuple, dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]

NEAREST = 300  # groups that are weighed for one group at most
_AT_ONCE = 1_000  # pairs that are looked at at once


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of groups, by label, with their likeness."""

    ones: Labels
    others: Labels
    likeness: Floats

    def __add__(self, more: "Pairs") -> "Pairs":
        return Pairs(*(np.concatenate(pair) for pair in zip(astuple(self), astuple(more), strict=True)))


def without(pairs: Pairs, labels: set[int], count: int) -> Pairs:
    """The pairs that hold none of these of ``count`` labels."""
    gone = np.zeros(count, bool)
    gone[list(labels)] = True
    kept = ~gone[pairs.ones] & ~gone[pairs.others]
    return Pairs(pairs.ones[kept], pairs.others[kept], pairs.likeness[kept])


def crowded(pairs: Pairs) -> list[int]:
    """Groups that may have lost pairs to the limit of NEAREST: they are asked for again when others are gone."""
    found: list[int] = np.flatnonzero(np.bincount(np.concatenate([pairs.ones, pairs.others])) >= NEAREST / 2).tolist()
    return found


def choose(labels: Labels, pairs: Pairs, floor: float) -> dict[int, int]:
    """Which group joins which larger one; who took others in this round stays, who joined takes nobody in."""
    names, sizes = np.unique(labels, return_counts=True)
    enough = np.flatnonzero(pairs.likeness >= floor)
    order = np.lexsort((pairs.others[enough], pairs.ones[enough], -np.round(pairs.likeness[enough], 9)))
    ranked = enough[order]
    size = np.zeros(len(labels), np.int64)
    size[names] = sizes
    ones, others = pairs.ones[ranked], pairs.others[ranked]
    is_larger = (size[ones] > size[others]) | ((size[ones] == size[others]) & (ones < others))
    return _married(np.where(is_larger, others, ones), np.where(is_larger, ones, others), len(labels))


def _married(small: Labels, large: Labels, count: int) -> dict[int, int]:
    """Goes through couples by rank; those of which one is gone already are sorted out many at once."""
    target: dict[int, int] = {}
    gone, hosts = np.zeros(count, bool), np.zeros(count, bool)
    for start in range(0, len(small), _AT_ONCE):
        guests, takers = small[start : start + _AT_ONCE], large[start : start + _AT_ONCE]
        free = ~(gone[guests] | gone[takers] | hosts[guests])
        for guest, taker in zip(guests[free].tolist(), takers[free].tolist(), strict=True):
            if not (gone[guest] or gone[taker] or hosts[guest]):
                target[guest] = taker
                gone[guest] = hosts[taker] = True
    return target
