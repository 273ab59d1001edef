"""How forecasts, turns and bursts fare on real curves; with --fit, the constants of the forecast fitted anew.

    python bench/course.py [--fit] [--json]

Reads CAIFENG_SHARED (../shared by default). A forecast is made every 12 hours of every story of three items and more
that had one in the last 24 hours. Stories are halved by a checksum of when they began: constants are fitted on one
half, scored on the other. Two of the sets are clustered first, so their curves change with the clustering: fit anew
when that does.
"""

import argparse
import json
import sys
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, gammaln

sys.path.insert(0, str(Path(__file__).parents[1]))

from datetime import timedelta

from analyze.course.burst import pulses
from analyze.course.excitation import chance_of_more, faded, next_day
from analyze.course.gaps import find_gaps
from analyze.course.lifecycle import State, walk
from bench.curves import board_hours, curves
from caifeng.models import BurstSpan, HourCount

_STEP = 12  # hours between two forecasts of a story
_FULL = 300  # forecasts of a set that give it full weight


@dataclass(frozen=True, slots=True)
class Sample:
    """One forecast's inputs, and what came."""

    left: tuple[float, ...]
    last: int
    came: int
    is_fitted: bool  # of the half that constants are fitted on

    @property
    def is_more(self) -> bool:
        return self.came > self.last


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fit", action="store_true", help="fit the constants anew and print them")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    asked = parser.parse_args()
    found = curves()
    sets = {name: samples(name, stories) for name, stories in found.items()}
    figures = [*_forecasts(sets), *(_turns(name, stories) for name, stories in found.items()), *_bursts()]
    figures += [_fitted(sets)] if asked.fit else []
    lines = [json.dumps(figures, ensure_ascii=False)] if asked.json else map(str, figures)
    sys.stdout.write("\n".join(lines) + "\n")


def samples(name: str, stories: Sequence[Sequence[float]]) -> list[Sample]:
    """Every forecast of a set whose 24 hours lie inside the time that the set covers."""
    end = np.inf if name == "propagation_ced" else max(hours[-1] for hours in stories if hours)
    return [
        sample
        for hours in stories
        if len(hours) >= 3
        for sample in _of_story(np.array(hours), end, zlib.crc32(f"{name}{hours[0]:.3f}".encode()) % 2 == 0)
    ]


def _of_story(hours: Any, end: float, is_fitted: bool) -> list[Sample]:
    first, last = np.ceil(hours[2] / _STEP) * _STEP, min(hours[-1] + 48, hours[2] + 14 * 24, end - 24)
    found = []
    for at in np.arange(first, last + 1, _STEP):
        ages = at - hours[hours <= at]
        if at <= end - 24 and (count := int((ages < 24).sum())):
            came = int(((hours > at) & (hours <= at + 24)).sum())
            found.append(Sample(faded(ages[ages < 14 * 24].tolist()), count, came, is_fitted))
    return found


def _forecasts(sets: dict[str, list[Sample]]) -> list[dict[str, Any]]:
    usual = _share([[one for one in found if one.is_fitted] for found in sets.values()])
    held = {name: [one for one in found if not one.is_fitted] for name, found in sets.items()}
    every = [one for found in held.values() for one in found]
    return [_scored(name, found, usual) for name, found in (*held.items(), ("all", every))] + [_reliability(every)]


def _share(sets: Sequence[Sequence[Sample]]) -> float:
    """How often more came, in sets that weigh the same (small ones less)."""
    weights = [min(1, len(found) / _FULL) for found in sets]
    shares = [sum(one.is_more for one in found) / len(found) for found in sets]
    return float(np.average(shares, weights=weights))


def _scored(name: str, found: Sequence[Sample], usual: float) -> dict[str, Any]:
    chances = np.array([chance_of_more(one.left, one.last) for one in found])
    more = np.array([one.is_more for one in found], dtype=float)
    inside = np.array([low <= one.came <= high for one in found for low, high in [next_day(one.left)]])
    large = np.array([one.last >= 5 for one in found])
    return {
        "forecasts": name,
        "n": len(found),
        "brier": round(float(((chances - more) ** 2).mean()), 4),
        "climatology": round(float(((usual - more) ** 2).mean()), 4),
        "inside the range": round(float(inside.mean()), 3),
        "inside, five items a day and more": round(float(inside[large].mean()), 3),
    }


def _reliability(found: Sequence[Sample]) -> dict[str, Any]:
    """For each word of the scale: how often it was said, the mean probability, and how often more came."""
    chances = np.array([chance_of_more(one.left, one.last) for one in found])
    more = np.array([one.is_more for one in found], dtype=float)
    ends = (0.0, 0.05, 0.2, 0.45, 1.0)
    inside = [(a, b, (chances >= a) & (chances < b)) for a, b in pairwise(ends)]
    return {
        f"{a}–{b}": (int(these.sum()), round(float(chances[these].mean()), 3), round(float(more[these].mean()), 3))
        for a, b, these in inside
        if these.any()
    }


def _turns(name: str, stories: Sequence[Sequence[float]]) -> dict[str, Any]:
    """Turns a day of stories of five items and more, and how many went back within six hours."""
    turns, back, days = 0, 0, 0.0
    stages: Counter[str] = Counter()
    for hours in stories:
        if len(hours) >= 5:
            numbers = tuple(int(-(-hour // 1)) for hour in hours)
            found = walk(numbers, range(numbers[0], numbers[-1] + 49), State(), frozenset())
            turns, days = turns + len(found), days + (numbers[-1] - numbers[0]) / 24 + 2
            back += sum(c[0] - b[0] <= 6 and a[1] is c[1] for a, b, c in zip(found, found[1:], found[2:], strict=False))
            stages.update(stage for _, stage in found)
    return {"turns": name, "n": turns, "a day": round(turns / days, 2), "back within 6 h": back, **stages}


def _bursts() -> list[dict[str, Any]]:
    """Bursts a week of a board's categories as topics, told every hour, each counted once."""
    found = board_hours()
    looks = sorted(found.pop(""))
    hours = [
        HourCount(hour=at - timedelta(hours=1), topic=topic, count=count)
        for topic, times in (*found.items(), ("", [at for times in found.values() for at in times]))
        for at, count in Counter(times).items()
    ]
    start, end = looks[0] + timedelta(days=28), looks[-1]
    told: dict[tuple[str, BurstSpan, Any], str] = {}
    for step in range(0, int((end - start) / timedelta(hours=1)), 6):
        now = start + timedelta(hours=step)
        recent = [one for one in hours if now - timedelta(days=29) <= one.hour < now]
        gaps = find_gaps(looks, now - timedelta(days=29), now)
        for pulse in pulses(recent, gaps, tuple(found), now):
            told |= {(pulse.topic, one.span, _moment(one)): one.sensitivity for one in pulse.bursts}
    weeks = (end - start) / timedelta(weeks=1)
    counts = Counter((span, word) for (_, span, _), word in told.items())
    return [
        {"bursts": str(span), "sensitivity": word, "a week and topic": round(count / weeks / (len(found) + 1), 2)}
        for (span, word), count in sorted(counts.items())
    ]


def _moment(burst: Any) -> Any:
    return burst.at if burst.span is BurstSpan.HOUR else burst.at.date()


def _fitted(sets: dict[str, list[Sample]]) -> dict[str, Any]:
    """The constants of analyze/course/excitation.py, by weighted maximum likelihood on the fitted half."""
    used = [(one, weight) for found in sets.values() for one, weight in _weighted(found)]
    left = np.array([one.left for one, _ in used])
    came, last = np.array([one.came for one, _ in used]), np.array([one.last for one, _ in used])
    weights = np.array([weight for _, weight in used])
    linear, logs = np.column_stack([np.ones(len(used)), left]), np.column_stack([np.ones(len(used)), np.log1p(left)])
    odds_inputs = np.column_stack([logs, np.log1p(last)])

    def scatter_loss(p: Any) -> float:
        mean = linear @ np.exp(p[:4])
        size = np.exp(np.clip(p[4] + p[5] * np.log(mean + 0.1), -5, 6))
        chance = gammaln(came + size) - gammaln(size) - gammaln(came + 1)
        chance = chance + size * np.log(size / (size + mean)) + came * np.log(mean / (size + mean))
        return float(-np.average(chance, weights=weights) + 1e-4 * (p**2).sum())

    def odds_loss(p: Any) -> float:
        chance = np.clip(expit(odds_inputs @ p), 1e-9, 1 - 1e-9)
        likely = np.where(came > last, np.log(chance), np.log1p(-chance))
        return float(-np.average(likely, weights=weights) + 1e-6 * (p**2).sum())

    expected = minimize(scatter_loss, np.array([-2.0, -1, -1, -2, 0, 0]), method="L-BFGS-B").x
    odds = minimize(odds_loss, np.zeros(5), method="L-BFGS-B").x
    return {
        "ground and followers": np.round(np.exp(expected[:4]), 3).tolist(),
        "scatter": np.round(expected[4:], 3).tolist(),
        "odds": np.round(odds, 3).tolist(),
    }


def _weighted(found: Sequence[Sample]) -> list[tuple[Sample, float]]:
    used = [one for one in found if one.is_fitted]
    return [(one, min(1.0, len(used) / _FULL) / len(used)) for one in used]


if __name__ == "__main__":
    main()
