"""Fit the tone tables of analyze/data on four fifths of the development halves (python bench/fit_tone.py).

Multinomial logistic regression, neutral as the base class. A set without neutral pieces teaches only negative against
positive: its likelihood is taken given that the piece is not neutral. Deterministic: zero start, L-BFGS.
"""

import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

sys.path.insert(0, str(Path(__file__).parents[1]))

from analyze.tone import Domain, Signs, signs_of
from bench.tone_sets import NEGATIVE, NEUTRAL, SETS, pieces

_LEAST = 4  # pieces that must hold a word before it gets a weight
_PENALTY = 1.0  # L2 on words; the masses are hardly held back
_SMALLEST = 0.12  # weights below it are not shipped


@dataclass(frozen=True)
class _Sample:
    signs: list[Signs]
    labels: np.ndarray
    has_neutral: np.ndarray


def main() -> None:
    for domain in Domain:
        sample = _sample(domain)
        names, words = list(sample.signs[0].masses), _vocabulary(sample.signs)
        inputs = _matrix(sample.signs, names, words)
        weights = _fit(inputs, sample, names)
        path = Path(__file__).parents[1] / "analyze" / "data" / f"tone_{domain.value}.txt"
        path.write_text(_written(domain, names, words, weights), encoding="utf-8")
        sys.stdout.write(f"{path.name}: {len(sample.signs)} pieces, {path.stat().st_size} bytes\n")


def _sample(domain: Domain) -> _Sample:
    signs, labels, neutral = [], [], []
    for of in SETS:
        if of.domain is domain and of.is_fitted:
            for piece in pieces(of):
                if not piece.is_measured:
                    signs.append(signs_of(piece.title, piece.text, domain)[0])
                    labels.append(piece.label)
                    neutral.append(of.has_neutral)
    return _Sample(signs, np.array(labels), np.array(neutral))


def _vocabulary(signs: list[Signs]) -> list[str]:
    counts = Counter(word for sign in signs for word in sign.words)
    return sorted(word for word, count in counts.items() if count >= _LEAST)


def _matrix(signs: list[Signs], names: list[str], words: list[str]) -> csr_matrix:
    numbers = {name: number for number, name in enumerate([*("=" + name for name in names), *words])}
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for row, sign in enumerate(signs):
        scale = 1 / float(np.sqrt(len(sign.words) or 1))
        present = {**{"=" + name: mass for name, mass in sign.masses.items()}, **dict.fromkeys(sign.words, scale)}
        known = sorted((numbers[name], value) for name, value in present.items() if name in numbers)
        rows += [row] * len(known)
        columns += [column for column, _ in known]
        values += [value for _, value in known]
    return csr_matrix((values, (rows, columns)), shape=(len(signs), len(numbers)))


def _fit(inputs: csr_matrix, sample: _Sample, names: list[str]) -> np.ndarray:
    """Weights, shape (signs, 2): log-odds of negative and of positive against neutral."""
    count = inputs.shape[1]
    penalty = np.full(count, _PENALTY)
    penalty[: len(names)] = 0.01
    is_bad = sample.labels == NEGATIVE
    is_neutral = sample.labels == NEUTRAL

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(count, 2)
        odds = inputs @ weights
        base = np.where(sample.has_neutral, 0.0, -1e9)
        total = np.logaddexp(np.logaddexp(odds[:, 0], odds[:, 1]), base)
        chosen = np.where(is_neutral, 0.0, np.where(is_bad, odds[:, 0], odds[:, 1]))
        error = np.exp(odds - total[:, None])
        error[:, 0] -= is_bad
        error[:, 1] -= ~is_bad & ~is_neutral
        value = float((total - chosen).sum() + 0.5 * (penalty[:, None] * weights**2).sum())
        return value, (inputs.T @ error + penalty[:, None] * weights).ravel()

    start, bounds = np.zeros(count * 2), _bounds(names) + [(None, None)] * (2 * (count - len(names)))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 300})
    return found.x.reshape(count, 2)


def _bounds(names: list[str]) -> list[tuple[float | None, float | None]]:
    """Bad words may only speak for negative, good ones for positive: no odd set may teach the reverse."""
    up, down, free = (0.0, None), (None, 0.0), (None, None)
    kinds = {"bad": [up, down], "good": [down, up]}
    return [bound for name in names for bound in kinds.get(name.rpartition(".")[2], [free, free])]


def _written(domain: Domain, names: list[str], words: list[str], weights: np.ndarray) -> str:
    sets = ", ".join(of.name for of in SETS if of.domain is domain and of.is_fitted)
    lines = [f"# Log-odds against neutral in hundredths: negative, positive. Fitted by bench/fit_tone.py on {sets}."]
    for name, (bad, good) in zip(["=" + name for name in names] + words, weights, strict=True):
        if name.startswith("=") or max(abs(bad), abs(good)) >= _SMALLEST:
            lines.append(f"{name}\t{round(bad * 100)}\t{round(good * 100)}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
