"""Products of sparse unit rows, block by block: the pairs that are alike, never the whole square in memory at once."""

import numpy as np
import numpy.typing as npt
from scipy import sparse

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

_BLOCK = 1_000  # rows multiplied at once


def alike(ones: sparse.csr_array, others: sparse.csr_array, floor: float) -> tuple[Places, Places, Floats]:
    """Rows of ``ones``, rows of ``others`` and their cosine, for every pair at or above ``floor``, by the first row."""
    across = sparse.csr_array(others.T)
    found = [_block(ones, across, start, floor) for start in range(0, ones.shape[0], _BLOCK)]
    rows, columns, cosine = zip(*found, strict=True) if found else ((), (), ())
    empty = np.zeros(0, np.int64)
    return np.concatenate([empty, *rows]), np.concatenate([empty, *columns]), np.concatenate([empty * 1.0, *cosine])


def dots(ones: sparse.csr_array, others: sparse.csr_array) -> Floats:
    """Row by row, the product of two matrices of one shape."""
    products: Floats = np.asarray(ones.multiply(others).sum(axis=1)).ravel()
    return products


def _block(ones: sparse.csr_array, across: sparse.csr_array, start: int, floor: float) -> tuple[Places, Places, Floats]:
    product = sparse.csr_array(ones[start : start + _BLOCK] @ across)
    kept = np.flatnonzero(product.data >= floor)
    rows = np.searchsorted(product.indptr, kept, side="right") - 1 + start
    return rows.astype(np.int64), product.indices[kept].astype(np.int64), product.data[kept]
