"""Gaps: stretches in which nothing was looked at. They are unknown, not calm."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from caifeng.models import Gap, SourceReport, SourceState

_LEAST = timedelta(hours=2)
_LATE = timedelta(hours=18)  # a look a day may come so late; hourly looks may fail twice
_TIMES = 3
_LONE = timedelta(hours=24)  # what the only look there is, is taken to cover
_ENOUGH = 0.5  # share of the tried sources that must answer for a look to count


def is_look(reports: Sequence[SourceReport]) -> bool:
    """Whether a harvest with these reports looked at all: at least half of the sources that were tried answered."""
    tried = [report for report in reports if report.state is not SourceState.UNREACHABLE]
    return sum(report.state is not SourceState.FAILED for report in tried) >= _ENOUGH * max(1, len(tried))


def find_gaps(looks: Iterable[datetime], since: datetime, now: datetime) -> tuple[Gap, ...]:
    """The gaps between ``since`` and ``now`` (aware), oldest first, from the times of harvests that looked.

    The desk's own rhythm is the median distance between two looks. A stretch is a gap when it is longer than three
    such distances (never less than two hours), or than one and 18 hours. Feeds hold what came shortly before, so a
    look covers one distance back, and what lies before the first is a gap but for that.
    """
    times = sorted({look for look in looks if look <= now})
    if not times:
        return (Gap(start=since, end=now),)
    steps = [later - earlier for earlier, later in pairwise(times)]
    usual = sorted(steps)[len(steps) // 2] if steps else _LONE
    longest = max(_LEAST, min(_TIMES * usual, usual + _LATE))
    found = [Gap(start=min(since, times[0] - usual), end=times[0] - usual)]
    found += [Gap(start=a, end=b - usual) for a, b in pairwise(times) if b - a > longest]
    found += [Gap(start=times[-1], end=now)] if now - times[-1] > longest else []
    return tuple(Gap(start=max(gap.start, since), end=gap.end) for gap in found if gap.end > max(gap.start, since))
