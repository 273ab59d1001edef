"""A year at a glance: a square a day, a column a week."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from publish.pages.charts.tiles import LEVELS, level

_MOST_DAYS = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class Square:
    """A day: how many items (None: not looked at), and its shade, 0 (none) to 4."""

    day: date
    count: int | None
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """Squares by day; ``lead`` cells are left free before the first, so that rows are weekdays, Monday on top."""

    title: str  # the finding, in words
    lead: int
    squares: tuple[Square, ...]
    months: tuple[tuple[str, int], ...]  # (month in words, number of items), oldest first
    top: int  # the highest count

    @property
    def steps(self) -> tuple[tuple[int, str], ...]:
        """Each shade and the counts that have it: (1, "1–3"); shades that no count can have are left out."""
        ends = [self.top * shade // LEVELS for shade in range(LEVELS + 1)]
        return tuple(
            (shade, f"{first + 1}–{last}" if last - first > 1 else f"{last}")
            for shade, (first, last) in enumerate(pairwise(ends), 1)
            if last > first
        )


def year(counts: Mapping[date, int | None], last: date) -> Year | None:
    """The days up to ``last`` from the first known one, 366 at most; days that ``counts`` lacks were not looked at.

    None where nothing is known.
    """
    known = [day for day in counts if day <= last]
    if not known:
        return None
    first = max(min(known), last - timedelta(days=_MOST_DAYS - 1))
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    top = max(counts.get(day) or 0 for day in days)
    months: dict[str, int] = {}
    for day in days:
        name = f"{day.year} 年 {day.month} 月"
        months[name] = months.get(name, 0) + (counts.get(day) or 0)
    return Year(
        title=_finding(counts, days, top),
        lead=first.weekday(),
        squares=tuple(Square(day=day, count=counts.get(day), level=level(counts.get(day) or 0, top)) for day in days),
        months=tuple(months.items()),
        top=top,
    )


def _finding(counts: Mapping[date, int | None], days: list[date], top: int) -> str:
    seen = [day for day in days if counts.get(day) is not None]
    if not top:
        return f"{len(seen)} 天没有一条"
    peak = next(day for day in reversed(days) if counts.get(day) == top)
    some = sum(bool(counts.get(day)) for day in days)
    return f"{len(seen)} 天中 {some} 天有条目，{peak.year} 年 {peak.month} 月 {peak.day} 日最多（{top} 条）"
