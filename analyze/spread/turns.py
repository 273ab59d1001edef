"""Where arrivals became faster: two windows of equal length, before and after an item, compared as Poisson counts.

Given that a + b items came in the two windows, a of them after, equal rates would make a binomial with p = 1/2
(Przyborowski and Wilenski 1940); z = (a − b − 1) / √(a + b) with correction for continuity. As every item is tried in
three windows, z has to pass √(2 ln 3n), the level that the greatest of 3n normal values hardly reaches (Donoho and
Johnstone 1994). Where more came in the same hours of the day before, that is what the rise is measured against, so that
a morning is none.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt

WINDOWS = (600.0, 3_600.0, 21_600.0)  # seconds
_DAY = 86_400.0
_LEAST = 8  # items after
_TIMES = 3.0  # as many after as before, at least


@dataclass(frozen=True, slots=True)
class Turn:
    """At the item at ``place``: counts in the ``seconds`` before and after it, and how improbable the rise is."""

    place: int
    before: int
    after: int
    seconds: float
    z: float


def find_turns(times: Sequence[float], most: int) -> tuple[Turn, ...]:
    """The sharpest rises, at most ``most``, no two within the longer of their windows; ``times`` (seconds) ascend."""
    if len(times) < _LEAST:
        return ()
    least = sqrt(2 * log(len(WINDOWS) * len(times)))
    found = [turn for window in WINDOWS for turn in _rises(times, window, least)]
    kept: list[Turn] = []
    for turn in sorted(found, key=lambda turn: (-turn.z, turn.place, turn.seconds)):
        if all(abs(times[turn.place] - times[other.place]) > max(turn.seconds, other.seconds) for other in kept):
            kept.append(turn)
            if len(kept) == most:
                break
    return tuple(kept)


def rate_around(times: Sequence[float], at: float, seconds: float) -> tuple[float, float]:
    """Items an hour in the ``seconds`` before a moment and in those after it, what came at that moment left out."""
    before = bisect_left(times, at) - bisect_left(times, at - seconds)
    after = bisect_right(times, at + seconds) - bisect_right(times, at)
    return before * 3_600 / seconds, after * 3_600 / seconds


def _rises(times: Sequence[float], window: float, least: float) -> list[Turn]:
    """Rises in one window, one for each moment: the last item of a moment stands for it; two pointers, linear."""
    found = []
    low = high = 0
    for place, at in enumerate(times):
        if place + 1 < len(times) and times[place + 1] == at:
            continue
        while times[low] < at - window:
            low += 1
        while high < len(times) and times[high] <= at + window:
            high += 1
        after, before = high - place - 1, place - low
        if after >= _LEAST and after >= _TIMES * before:
            before = max(before, bisect_right(times, at - _DAY + window) - bisect_right(times, at - _DAY))
            z = (after - before - 1) / sqrt(after + before)
            if after >= _TIMES * before and z >= least:
                found.append(Turn(place, before, after, window, z))
    return found
