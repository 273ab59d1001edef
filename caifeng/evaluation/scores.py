"""The field's scores over judgements: plain functions on arrays, shares 0–1, every interval 95 %.

Intervals of counted shares are Wilson's (analyze/accuracy.py); the others come from 1,000 bootstrap samples with a
fixed seed (Efron 1979), so that the same judgements give the same figures.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from caifeng.models.interval import wilson

_SAMPLES = 1000
_SEED = 20261120
_BINS = 10

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Score:
    """A share among ``n`` cases with its interval; ``n`` is at least 1."""

    share: float
    low: float
    high: float
    n: int


def counted(successes: int, n: int) -> Score | None:
    """A counted share with Wilson's interval; None where nothing was counted."""
    if n == 0:
        return None
    low, high = wilson(successes, n)
    return Score(successes / n, max(0.0, low), min(1.0, high), n)


def mean(values: Sequence[float]) -> Score | None:
    """The mean of values 0–1 with its bootstrap interval; None where there are none."""
    if not values:
        return None
    array = np.asarray(values, dtype=np.float64)
    return _resampled(len(array), lambda rows: float(array[rows].mean()))


def macro_f1(truth: Sequence[str], guess: Sequence[str], classes: Sequence[str]) -> Score | None:
    """The unweighted mean over ``classes`` of F1 = 2·TP ÷ (2·TP + FP + FN); a class never met counts 0."""
    if not truth:
        return None
    numbers = {label: number for number, label in enumerate(classes)}
    others = len(classes)
    size = others + 1
    cells = np.zeros(size * size)
    for (of, as_), n in Counter(zip(truth, guess, strict=True)).items():
        cells[numbers[of] * size + numbers.get(as_, others)] += n
    drawn = np.random.default_rng(_SEED).multinomial(len(truth), cells / len(truth), size=_SAMPLES)
    values = _f1_of(drawn.reshape(-1, size, size), others)
    low, high = np.quantile(values, (0.025, 0.975))
    share = float(_f1_of(cells.reshape(1, size, size), others)[0])
    return Score(share, float(low), float(high), len(truth))


def calibration_error(right: Bools, confidence: Floats) -> Score | None:
    """ECE over ten bins of equal width: mean |share right − mean confidence|, weighted by items (Guo et al. 2017)."""
    if not len(right):
        return None
    bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    gap = right.astype(float) - confidence

    def error(rows: NDArray[np.int64]) -> float:
        sums = np.bincount(bins[rows], weights=gap[rows], minlength=_BINS)
        return float(np.abs(sums).sum() / len(rows))

    return _resampled(len(right), error)


def coverage_at(precision: float, right: Bools, confidence: Floats) -> Score | None:
    """The largest share of items, surest first, among which at least ``precision`` are right."""
    if not len(right):
        return None
    held = np.flatnonzero(_running(right, confidence) >= precision)
    return counted(int(held[-1]) + 1 if len(held) else 0, len(right))


def accuracy_at(coverage: float, right: Bools, confidence: Floats) -> Score | None:
    """The share right among the surest ``coverage`` of the items (at least one)."""
    if not len(right):
        return None
    kept = max(1, round(coverage * len(right)))
    order = np.argsort(-confidence, kind="stable")
    return counted(int(right[order[:kept]].sum()), kept)


def b_cubed(found: Sequence[str], true: Sequence[str]) -> tuple[Score, Score, Score] | None:
    """Precision, recall and F1 (Bagga and Baldwin 1998); None where there are no items."""
    if not found:
        return None
    both, groups, events = Counter(zip(found, true, strict=True)), Counter(found), Counter(true)
    pairs = list(zip(found, true, strict=True))
    precision = np.array([both[pair] / groups[pair[0]] for pair in pairs])
    recall = np.array([both[pair] / events[pair[1]] for pair in pairs])

    def score(rows: NDArray[np.int64]) -> float:
        p, r = float(precision[rows].mean()), float(recall[rows].mean())
        return 2 * p * r / (p + r)

    n = len(pairs)
    return (
        _resampled(n, lambda rows: float(precision[rows].mean())),
        _resampled(n, lambda rows: float(recall[rows].mean())),
        _resampled(n, score),
    )


@dataclass(frozen=True, slots=True)
class PairScores:
    """Over all pairs of items: those joined rightly, joined, and that should be."""

    right: int
    joined: int
    true: int

    @property
    def precision(self) -> Score | None:
        return counted(self.right, self.joined)

    @property
    def recall(self) -> Score | None:
        return counted(self.right, self.true)

    @property
    def f1(self) -> Score | None:
        """2·right ÷ (joined + true); its interval is Wilson's of that share."""
        total = self.joined + self.true
        return counted(2 * self.right, total)


def pairwise(found: Sequence[str], true: Sequence[str]) -> PairScores:
    """Counts of pairs from two groupings of the same items, without listing the pairs."""
    both = Counter(zip(found, true, strict=True))
    return PairScores(_pairs(both.values()), _pairs(Counter(found).values()), _pairs(Counter(true).values()))


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def _running(right: Bools, confidence: Floats) -> Floats:
    """Share right among the surest 1, 2, … n."""
    order = np.argsort(-confidence, kind="stable")
    shares: Floats = np.cumsum(right[order]) / np.arange(1, len(right) + 1)
    return shares


def _f1_of(tables: NDArray[np.float64] | NDArray[np.int64], classes: int) -> Floats:
    """Macro-F1 of each confusion table, shape (tables, classes + 1, classes + 1); the last column is "neither"."""
    both = np.diagonal(tables, axis1=1, axis2=2)[:, :classes].astype(float)
    total = (tables.sum(axis=1) + tables.sum(axis=2))[:, :classes].astype(float)
    scores: Floats = (2 * both / np.maximum(total, 1)).mean(axis=1)
    return scores


def _resampled(n: int, score: Callable[[NDArray[np.int64]], float]) -> Score:
    draws = np.random.default_rng(_SEED)
    values = [score(draws.integers(0, n, n)) for _ in range(_SAMPLES)]
    low, high = np.quantile(values, (0.025, 0.975))
    return Score(score(np.arange(n)), float(low), float(high), n)
