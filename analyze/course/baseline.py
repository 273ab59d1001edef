"""Baselines: what the hours of a week usually bring, which hours were not looked at, and how far a count stands out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from math import ceil, sqrt
from statistics import fmean, median

from caifeng.models import Gap, HourCount

HOURS_OF_DAY, HOURS_OF_WEEK = 24, 168
DAYS = 14  # full days before the last that it is compared with
_WHOLE_DAY = 18  # hours of a day that must have been looked at for it to count
_HISTORY = 4 * HOURS_OF_WEEK
_OFTEN = 3  # days on which an hour must have brought so much for it to be usual
_PRIOR = 2.0  # items that are believed to have come as the wider pattern says
_LEAST_SHARE = 0.1  # of the mean hour, that the quietest hour is taken to bring
_MAD = 1.4826  # makes the median absolute deviation the standard deviation of normal values


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """What every story of one telling is measured against. Hours are numbered by their ends, in hours since 1970."""

    now: datetime
    last: int  # the hour that ``now`` lies in
    elapsed: float  # share of it that has passed, 0–1
    shape: tuple[float, ...]  # of a week: what each hour usually brings, 1 is the mean; hour n stands at n % 168
    gaps: tuple[Gap, ...]  # oldest first
    unknown: frozenset[int]  # hours that lie in gaps, wholly or in part
    days: tuple["DayPace", ...]  # spans of 24 hours back from the present hour, the latest first

    def usual(self, hour: int) -> float:
        """What this hour usually brings, 1 is the mean; of the present hour only what has passed."""
        share = self.shape[hour % HOURS_OF_WEEK]
        return share * self.elapsed if hour == self.last else share

    def is_whole(self, first: int, last: int) -> bool:
        """Whether all of these hours were looked at; both ends count."""
        return not self.unknown or self.unknown.isdisjoint(range(first, last + 1))


@dataclass(frozen=True, slots=True)
class DayPace:
    """What one span of 24 hours usually brings (1 is the mean day), and whether enough of it was looked at."""

    share: float
    is_known: bool


def pace_of(hours: Iterable[HourCount], gaps: Iterable[Gap], now: datetime) -> Pace:
    """The desk's pace as of ``now`` (aware): the shape of its week from the hours at hand, and its gaps.

    Hours are counted in UTC, so a change of the clocks moves nothing. Without hours every hour is taken as equal.
    """
    found = tuple(sorted((gap for gap in gaps if gap.start < now), key=lambda gap: (gap.start, gap.end)))
    last = hour_number(now)
    unknown = _unseen_hours(found, last)
    counts = {number: count.count for count in hours if not count.topic and (number := starting(count.hour)) < last}
    first = max(last - _HISTORY, min(counts, default=last))
    seen = {number: counts.get(number, 0) for number in range(first, last) if number not in unknown}
    bare = Pace(
        now=now, last=last, elapsed=now.timestamp() / 3600 - last + 1, shape=_shape(seen), gaps=found,
        unknown=unknown, days=(),
    )  # fmt: skip
    return replace(bare, days=tuple(_day(bare, last - HOURS_OF_DAY * back) for back in range(DAYS + 1)))


def _unseen_hours(gaps: tuple[Gap, ...], last: int) -> frozenset[int]:
    """The numbers of the hours that lie in gaps, wholly or in part, up to the last hour."""
    return frozenset(n for gap in gaps for n in range(starting(gap.start), min(last, hour_number(gap.end)) + 1))


def _day(pace: Pace, end: int) -> DayPace:
    hours = range(end - HOURS_OF_DAY + 1, end + 1)
    known = sum(hour not in pace.unknown for hour in hours)
    return DayPace(fmean(pace.usual(hour) for hour in hours), known >= _WHOLE_DAY)


def hour_number(at: datetime) -> int:
    """The number of the hour that a moment lies in: the hour's end belongs to it, as a day's cutoff to the day."""
    return ceil(at.timestamp() / 3600)


def starting(at: datetime) -> int:
    """The number of the hour that begins at this moment."""
    return int(at.timestamp() // 3600) + 1


def hour_end(number: int) -> datetime:
    """The moment an hour ends."""
    return datetime.fromtimestamp(number * 3600, UTC)


def _shape(counts: Mapping[int, int]) -> tuple[float, ...]:
    """What the week's hours bring, 1 is the mean, from the counts of all hours that were looked at.

    The hours of the week are shrunk towards those of the day, and these towards the mean hour: each finer pattern
    starts with a few items that came as the wider one says (a gamma prior of Poisson rates), so it shows only as
    history grows. What happened on less than three days is no pattern, however much it was.
    """
    by_hour: dict[int, list[int]] = defaultdict(list)
    for number, count in counts.items():
        by_hour[number % HOURS_OF_DAY].append(count)
    most = {hour: sorted(found)[-_OFTEN:][0] for hour, found in by_hour.items()}
    weekly, seen = [0.0] * HOURS_OF_WEEK, [0] * HOURS_OF_WEEK
    for number, count in counts.items():
        weekly[number % HOURS_OF_WEEK] += min(count, most[number % HOURS_OF_DAY])
        seen[number % HOURS_OF_WEEK] += 1
    if not any(weekly):
        return (1.0,) * HOURS_OF_WEEK
    mean = sum(weekly) / sum(seen)
    daily = [_mixed(sum(weekly[h::HOURS_OF_DAY]), sum(seen[h::HOURS_OF_DAY]), mean) for h in range(HOURS_OF_DAY)]
    fine = [_mixed(weekly[n], seen[n], daily[n % HOURS_OF_DAY]) for n in range(HOURS_OF_WEEK)]
    level = fmean(fine)
    return tuple(max(_LEAST_SHARE, rate / level) for rate in fine)


def _mixed(count: float, hours: int, rate: float) -> float:
    """Items an hour, from what so many hours brought and ``_PRIOR`` items more that came at the wider rate."""
    return (count + _PRIOR) / (hours + _PRIOR / rate)


@dataclass(frozen=True, slots=True)
class Span:
    """A count, and what the span usually brings beside others of its kind."""

    count: int
    weight: float


def robust_z(span: Span, history: Sequence[Span]) -> tuple[float, float]:
    """How far a count stands above its history, in standard deviations, and the usual count.

    Counts are put on the scale 2·√(n + 3/8), where those of a Poisson process vary by 1 whatever their mean
    (Anscombe 1948); centre and spread of what the history leaves over are its median and 1.4826 · MAD (Rousseeuw and
    Croux 1993). A spread below 1 is chance, so 1 is its floor: small counts do not explode.
    """
    level = sum(past.count for past in history) / sum(past.weight for past in history)
    left = [_steady(past.count) - _steady(level * past.weight) for past in history]
    centre = median(left)
    spread = max(1.0, _MAD * median(abs(value - centre) for value in left))
    usual = _steady(level * span.weight) + centre
    return (_steady(span.count) - usual) / spread, max(0.0, (usual / 2) ** 2 - 0.375)


def _steady(count: float) -> float:
    return 2 * sqrt(count + 0.375)
