"""突增: hours and days that bring far more than usual, for one story and for each topic."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from statistics import median

from analyze.course.baseline import DAYS, HOURS_OF_DAY, Pace, Span, hour_end, pace_of, robust_z, starting
from analyze.course.volume import Volume
from analyze.dossier import Dossier, day_of
from analyze.scales import EVIDENCE
from caifeng.models import Burst, BurstSpan, Gap, HourCount, Pulse, Sensitivity

_THRESHOLDS = ((8.0, Sensitivity.HIGH), (5.0, Sensitivity.MIDDLE), (3.0, Sensitivity.LOW))
_LEAST = 3  # items below which nothing is a burst
_HOURS_BEFORE, _KNOWN_HOURS = 12, 6  # of so many hours before, so many must have been looked at
_KNOWN_DAYS = 3  # so many of the days before
_APART = timedelta(hours=3)  # bursts nearer to one another are one, at its highest
_BACKLOG = 3  # hours after a gap in which a burst may be what had piled up


def bursts_of(dossier: Dossier, volume: Volume, pace: Pace) -> tuple[Burst, ...]:
    """The story's bursts of hours in the last 24, each by what was known then, and that of the last day; by time."""
    hours = [_with_items(burst, volume, pace) for burst in _hour_bursts(volume.counts, pace)]
    counts = (volume.of_day(pace.last), *_days_before(dossier))
    day = [_with_items(burst, volume, pace) for burst in _day_bursts(counts, pace)]
    return (*hours, *day)


def pulses(hours: Iterable[HourCount], gaps: Iterable[Gap], topics: Sequence[str], now: datetime) -> tuple[Pulse, ...]:
    """The desk's pulse (topic "") and that of each topic as of ``now`` (aware), in the order given.

    ``hours`` should reach four weeks back for the shape of the week, 15 days at least for the usual day.
    """
    every = tuple(hours)
    pace = pace_of(every, gaps, now)
    found: dict[str, Counter[int]] = defaultdict(Counter)
    for count in every:
        found[count.topic][starting(count.hour)] += count.count
    return tuple(_pulse(topic, found[topic], pace) for topic in ("", *topics))


def _pulse(topic: str, counts: Mapping[int, int], pace: Pace) -> Pulse:
    days = [_day_sum(counts, pace.last - HOURS_OF_DAY * back) for back in range(DAYS + 1)]
    history = _known_days(days[1:], pace)
    enough = len(history) >= _KNOWN_DAYS
    usual = median(day.count / day.weight for day in history) * pace.days[0].share if enough else None
    return Pulse(
        topic=topic,
        bursts=(*_hour_bursts(counts, pace), *_day_bursts(days, pace)),
        count_day=days[0],
        usual_day=None if usual is None else round(usual, 1),
        is_after_gap=_is_after_gap(pace, pace.last - HOURS_OF_DAY + 1, pace.last),
    )


def _day_sum(counts: Mapping[int, int], end: int) -> int:
    return sum(counts.get(hour, 0) for hour in range(end - HOURS_OF_DAY + 1, end + 1))


def _hour_bursts(counts: Mapping[int, int], pace: Pace) -> list[Burst]:
    """Hours of the last 24 that stand above the twelve before them; of those near one another the highest."""
    found: list[Burst] = []
    for hour in range(pace.last - HOURS_OF_DAY + 1, pace.last + 1):
        burst = _hour_burst(counts, hour, pace) if counts.get(hour, 0) >= _LEAST else None
        if burst and found and burst.at - found[-1].at <= _APART:
            found[-1] = max(found[-1], burst, key=lambda one: one.z)
        elif burst:
            found.append(burst)
    return found


def _hour_burst(counts: Mapping[int, int], hour: int, pace: Pace) -> Burst | None:
    before = [past for past in range(hour - _HOURS_BEFORE, hour) if past not in pace.unknown]
    if len(before) < _KNOWN_HOURS:
        return None
    history = [Span(counts.get(past, 0), pace.usual(past)) for past in before]
    burst = _burst(BurstSpan.HOUR, Span(counts[hour], pace.usual(hour)), history, min(pace.now, hour_end(hour)))
    return replace(burst, is_after_gap=_is_after_gap(pace, hour, hour)) if burst else None


def _day_bursts(days: Sequence[int], pace: Pace) -> list[Burst]:
    """The last day's burst, or nothing; ``days`` are counts of 24 hours, latest first."""
    history = _known_days(days[1:], pace)
    if days[0] < _LEAST or len(history) < _KNOWN_DAYS:
        return []
    burst = _burst(BurstSpan.DAY, Span(days[0], pace.days[0].share), history, pace.now)
    after_gap = _is_after_gap(pace, pace.last - HOURS_OF_DAY + 1, pace.last)
    return [replace(burst, is_after_gap=after_gap)] if burst else []


def _known_days(before: Sequence[int], pace: Pace) -> list[Span]:
    """The days before, latest first, without those that were not looked at for long."""
    days = zip(before, pace.days[1 : len(before) + 1], strict=True)
    return [Span(count, day.share) for count, day in days if day.is_known]


def _is_after_gap(pace: Pace, first: int, last: int) -> bool:
    return not pace.is_whole(first - _BACKLOG, last)


def _burst(span: BurstSpan, now: Span, history: Sequence[Span], at: datetime) -> Burst | None:
    z, usual = robust_z(now, history)
    passed = next((word for threshold, word in _THRESHOLDS if z >= threshold), None)
    if passed is None:
        return None
    return Burst(
        span=span, sensitivity=passed, z=round(z, 1), count=now.count, usual=round(usual, 1), at=at, item_ids=()
    )  # fmt: skip


def _with_items(burst: Burst, volume: Volume, pace: Pace) -> Burst:
    last = pace.last if burst.span is BurstSpan.DAY else starting(burst.at - timedelta(microseconds=1))
    first = last - HOURS_OF_DAY + 1 if burst.span is BurstSpan.DAY else last
    return replace(burst, item_ids=tuple(item.id for item in volume.between(first, last)[:EVIDENCE]))


def _days_before(dossier: Dossier) -> tuple[int, ...]:
    """Distinct items of the days since the story began, three at least and 14 at most, latest first.

    The days before it began say nothing of its own pace, but that it is new. Days that have left the window count as
    the story told before says.
    """
    seen = dossier.daily + (0,) * (DAYS + 1)
    if not dossier.retained:
        return seen[1 : min(DAYS, max(_KNOWN_DAYS, len(dossier.daily) - 1)) + 1]
    today, told = day_of(dossier.now, dossier.desk), Counter[date]()
    for day in (day for story in dossier.prior for day in story.days):
        told[day.day] += day.distinct
    edge = len(dossier.daily) - 1  # the day on which the window begins is only partly inside it
    age = (today - min(told, default=today)).days
    return tuple(
        max(seen[back], told[today - timedelta(days=back)]) if back >= edge else seen[back]
        for back in range(1, min(DAYS, max(_KNOWN_DAYS, age)) + 1)
    )
