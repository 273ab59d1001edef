"""Typical and slow of several lengths of time."""

from collections.abc import Sequence
from datetime import timedelta
from math import ceil
from statistics import median


def median_of(spans: Sequence[timedelta]) -> timedelta | None:
    """The median; None of none."""
    return timedelta(seconds=median(span.total_seconds() for span in spans)) if spans else None


def p95_of(spans: Sequence[timedelta]) -> timedelta | None:
    """The least of them that 95 % do not exceed (nearest rank); None of none."""
    return sorted(spans)[ceil(0.95 * len(spans)) - 1] if spans else None
