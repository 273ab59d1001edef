"""Products of sparse unit rows, block by block: the pairs that are alike, never the whole square in memory at once."""

import numpy as np
import numpy.typing as npt
from scipy import sparse

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

_PRODUCT = 4_000_000  # entries of a product held at once, about


def alike(
    ones: sparse.csr_array, others: sparse.csr_array, floor: float, nearest: int
) -> tuple[Places, Places, Floats]:
    """Rows of ``ones``, rows of ``others`` and their product, for pairs at or above ``floor``, by the first row.

    Of each first row at most so many pairs are kept, those with the highest product: in a flood all are like all.
    """
    across = sparse.csr_array(others.T)
    step = max(1, min(1_000, _PRODUCT // max(1, others.shape[0])))
    found = []
    for start in range(0, ones.shape[0], step):
        places, met, products = _block(sparse.csr_array(ones[start : start + step] @ across), floor, nearest)
        found.append((places + start, met, products))
    rows, columns, cosine = zip(*found, strict=True) if found else ((), (), ())
    empty = np.zeros(0, np.int64)
    return np.concatenate([empty, *rows]), np.concatenate([empty, *columns]), np.concatenate([empty * 1.0, *cosine])


def dots(ones: sparse.csr_array, others: sparse.csr_array) -> Floats:
    """Row by row, the product of two matrices of one shape."""
    products: Floats = np.asarray(ones.multiply(others).sum(axis=1)).ravel()
    return products


def _block(product: sparse.csr_array, floor: float, nearest: int) -> tuple[Places, Places, Floats]:
    kept = np.flatnonzero(product.data >= floor)
    bounds = np.searchsorted(kept, product.indptr)
    counts = np.diff(bounds)
    if counts.max(initial=0) > nearest:
        rows = np.flatnonzero(counts > nearest).tolist()
        gone = [_further(product, kept[bounds[row] : bounds[row + 1]], nearest) for row in rows]
        kept = np.setdiff1d(kept, np.concatenate(gone), assume_unique=True)
    rows_of = np.searchsorted(product.indptr, kept, side="right") - 1
    return rows_of.astype(np.int64), product.indices[kept].astype(np.int64), product.data[kept]


def _further(product: sparse.csr_array, places: Places, nearest: int) -> Places:
    """Those of a row's entries that are not among the highest; of equals the lower columns are."""
    values = np.round(product.data[places], 9)
    edge = np.partition(values, len(values) - nearest)[len(values) - nearest]
    equal = np.flatnonzero(values == edge)
    equal = equal[np.argsort(product.indices[places[equal]])]
    spare = nearest - np.count_nonzero(values > edge)
    further: Places = places[np.concatenate([np.flatnonzero(values < edge), equal[spare:]])]
    return further
