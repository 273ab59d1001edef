"""Fit the weights of the tone model: multinomial logistic regression with neutral as the base class.

Used by bench/fit_tone.py for the shipped tables and by ``caifeng train`` for a desk's own labels. A piece of a set that
knows no neutral teaches only negative against positive: its likelihood is taken given that it is not neutral.
Deterministic: zero start, L-BFGS-B.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

Array = npt.NDArray[np.float64]
Classes = npt.NDArray[np.int64]  # 0 negative, 1 neutral, 2 positive
NEGATIVE, NEUTRAL, POSITIVE = range(3)
_IMPOSSIBLE = -1e9


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What is fitted on: n pieces with d signs.

    ``inputs`` is n × d; ``labels`` n of 0 negative, 1 neutral, 2 positive; ``has_neutral`` n truth values, whether the
    piece could have been labelled neutral; ``weights`` n, how much each counts; ``start`` n × 2 log-odds (negative,
    positive against neutral) that are given and not fitted.
    """

    inputs: csr_matrix
    labels: Classes
    has_neutral: npt.NDArray[np.bool_]
    weights: Array
    start: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Ridge:
    """How the d weights are held back: the L2 penalty of each, and on which side of 0 each pair may lie.

    ``sides`` gives for each of the first signs -1, 0 or 1: towards negative only, free, towards positive only.
    """

    penalty: Array
    sides: Sequence[int] = ()


def fit(sample: Sample, ridge: Ridge, rounds: int = 200) -> Array:
    """Weights, d × 2: log-odds of negative and of positive against neutral for one unit of each sign."""
    count = sample.inputs.shape[1]
    transposed = sample.inputs.T.tocsr()
    penalty = ridge.penalty[:, None]

    def loss(flat: Array) -> tuple[float, Array]:
        weights = flat.reshape(count, 2)
        value, error = _misfit(sample.start + sample.inputs @ weights, sample)
        value += 0.5 * float((penalty * weights**2).sum())
        return value, np.asarray(transposed @ error + penalty * weights).ravel()

    bounds = _bounds(ridge.sides, count)
    found = minimize(loss, np.zeros(count * 2), jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": rounds})
    return np.asarray(found.x.reshape(count, 2))


def shares(odds: Array) -> Array:
    """Probabilities, n × 3 (negative, neutral, positive), of n × 2 log-odds against neutral."""
    full = np.column_stack([odds[:, 0], np.zeros(len(odds)), odds[:, 1]])
    parts = np.exp(full - full.max(axis=1, keepdims=True))
    return np.asarray(parts / parts.sum(axis=1, keepdims=True))


def log_losses(odds: Array, labels: Classes) -> Array:
    """Negative log-likelihood of each label, in nats; lower is better."""
    chosen = shares(odds)[np.arange(len(labels)), labels]
    return np.asarray(-np.log(np.maximum(chosen, 1e-12)))


def temperature(odds: Array, labels: Classes) -> float:
    """The factor on the log-odds that fits the labels best (Guo et al., "On Calibration", 2017), 0.3 to 3."""
    return float(min(np.arange(0.3, 3.01, 0.05), key=lambda factor: log_losses(factor * odds, labels).mean()))


def _misfit(odds: Array, sample: Sample) -> tuple[float, Array]:
    """Negative log-likelihood and its gradient by the log-odds."""
    base = np.where(sample.has_neutral, 0.0, _IMPOSSIBLE)
    total = np.logaddexp(np.logaddexp(odds[:, 0], odds[:, 1]), base)
    is_bad, is_good = sample.labels == NEGATIVE, sample.labels == POSITIVE
    chosen = is_bad * odds[:, 0] + is_good * odds[:, 1]
    error = np.exp(odds - total[:, None])
    error[:, 0] -= is_bad
    error[:, 1] -= is_good
    return float((sample.weights * (total - chosen)).sum()), np.asarray(error * sample.weights[:, None])


def _bounds(sides: Sequence[int], count: int) -> list[tuple[float | None, float | None]]:
    """Bad words may only speak for negative, good ones for positive: no odd set may teach the reverse."""
    up, down, free = (0.0, None), (None, 0.0), (None, None)
    pairs: dict[int, list[tuple[float | None, float | None]]] = {-1: [up, down], 0: [free, free], 1: [down, up]}
    bounds = [bound for side in sides for bound in pairs[side]]
    return bounds + [free] * (2 * (count - len(sides)))
