"""Signs of many pieces as one sparse matrix, for fitting."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from analyze.tone.grams import NO_CODES, Codes
from analyze.tone.signs import Signs

Places = npt.NDArray[np.int64]


def common(found: Sequence[Codes], least: int) -> Codes:
    """The grams that at least so many pieces hold."""
    codes, counts = np.unique(np.concatenate([NO_CODES, *found]), return_counts=True)
    return codes[counts >= least]


def matrix(signs: Sequence[Signs], masses: Sequence[str], titles: Codes, grams: Codes) -> csr_matrix:
    """Signs as rows, n × d: masses as they are, each gram as one over the square root of the number of grams."""
    numbers = {name: number for number, name in enumerate(masses)}
    rows = [_row(one, numbers, titles, grams) for one in signs]
    ends = np.cumsum([0, *(len(places) for places, _ in rows)])
    places = np.concatenate([row for row, _ in rows])
    values = np.concatenate([row for _, row in rows])
    return csr_matrix((values, places, ends), shape=(len(rows), len(masses) + len(titles) + len(grams)))


def _row(signs: Signs, numbers: dict[str, int], titles: Codes, grams: Codes) -> tuple[Places, npt.NDArray[np.float64]]:
    known = {numbers[name]: mass for name, mass in signs.masses.items() if name in numbers}
    places, values = [np.fromiter(known, np.int64, len(known))], [np.fromiter(known.values(), float, len(known))]
    first = len(numbers)
    for codes, found, factor in ((titles, signs.titles, signs.title_factor), (grams, signs.grams, 1.0)):
        at = _places(codes, found)
        places.append(first + at)
        values.append(np.full(len(at), factor / max(1, len(found)) ** 0.5))
        first += len(codes)
    return np.concatenate(places), np.concatenate(values)


def _places(codes: Codes, found: Codes) -> Places:
    """Where what was found stands among the codes."""
    if not len(codes):
        return np.empty(0, np.int64)
    places = np.minimum(codes.searchsorted(found), len(codes) - 1)
    return np.asarray(places[codes[places] == found])
