"""Runs of characters as 64-bit hashes, and how much two sets of them share."""

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]


def runs(letters: str, size: int) -> Hashes:
    """Hash of every run of ``size`` characters, in place (polynomial, mixed by the golden-ratio constant)."""
    codes = np.frombuffer(letters.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    if len(codes) < size:
        return np.empty(0, np.uint64)
    hashed = np.zeros(len(codes) - size + 1, np.uint64)
    for place in range(size):
        hashed = hashed * np.uint64(0x100000001B3) + codes[place : len(codes) - size + 1 + place]
    hashed *= np.uint64(0x9E3779B97F4A7C15)
    mixed: Hashes = hashed ^ (hashed >> np.uint64(29))
    return mixed


def shingles(letters: str, size: int) -> Hashes:
    """The sorted distinct runs."""
    return np.unique(runs(letters, size))


def jaccard(one: Hashes, other: Hashes) -> float:
    """Shared over all, 0–1; two empty sets are unlike."""
    shared = len(np.intersect1d(one, other, assume_unique=True))
    together = len(one) + len(other) - shared
    return shared / together if together else 0.0


def containment(one: Hashes, other: Hashes) -> float:
    """Share (0–1) of the smaller set that stands in the larger one."""
    smaller = min(len(one), len(other))
    return len(np.intersect1d(one, other, assume_unique=True)) / smaller if smaller else 0.0
