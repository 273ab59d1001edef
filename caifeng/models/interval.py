"""Shares with their uncertainty."""

from dataclasses import dataclass
from math import sqrt

_Z = 1.959964  # 95 %


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A count among a total, with the 95 % Wilson interval of the share (0–1)."""

    label: str
    count: int
    total: int
    share: float
    low: float
    high: float


def share(label: str, count: int, total: int) -> Share:
    """``count`` of ``total`` with its Wilson interval; a share of nothing is 0."""
    low, high = wilson(count, total)
    return Share(label=label, count=count, total=total, share=count / total if total else 0.0, low=low, high=high)


def wilson(count: float, total: float, dispersion: float = 1.0) -> tuple[float, float]:
    """The 95 % interval of a share, 0–1 (E. B. Wilson, JASA 22, 1927); of nothing, nothing is known: 0–1.

    ``dispersion`` (at least 1) is by how much more the counts vary than independent ones: the total counts for as much
    less (quasi-Poisson, McCullagh & Nelder 1989, 9.2).
    """
    if total == 0:
        return 0.0, 1.0
    part, n, square = count / total, total / dispersion, _Z * _Z
    centre = (part + square / (2 * n)) / (1 + square / n)
    half = _Z / (1 + square / n) * sqrt(part * (1 - part) / n + square / (4 * n * n))
    return (0.0 if count <= 0 else max(0.0, centre - half)), (1.0 if count >= total else min(1.0, centre + half))
