"""演变: how many items each day, and at which stage of its life a story stands."""

from collections import Counter
from datetime import date, timedelta

from analyze.dossier import Dossier, day_of
from caifeng.models import DayCount, Stage

_SOME = 3  # distinct items a day below which a story never rose
_LOW, _HIGH = 0.2, 0.7  # shares of the highest day


def count_days(dossier: Dossier) -> tuple[DayCount, ...]:
    """Distinct items, reprints and negatives of each day the story was seen, oldest first, days of silence included.

    Days before the window come from the story told before; on the day the window begins the larger count stands.
    """
    counts = {story_day.day: story_day for story in dossier.prior for story_day in story.days}
    distinct = Counter(day_of(item.published_at, dossier.desk) for item in dossier.items)
    reprints = Counter(day_of(item.published_at, dossier.desk) for item in dossier.copies)
    negative = Counter(day_of(item.published_at, dossier.desk) for item in dossier.negative(dossier.items))
    seen = sorted({*distinct, *reprints})
    told = {day: count for day, count in counts.items() if count.distinct or count.reprints}
    first = min([*seen, *told], default=day_of(dossier.now, dossier.desk))
    last = max([*seen, *told], default=first)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    fresh = [DayCount(day=d, distinct=distinct[d], reprints=reprints[d], negative=negative[d]) for d in days]
    return tuple(_settled(count, told.get(count.day), seen) for count in fresh)


def _settled(fresh: DayCount, told: DayCount | None, seen: list[date]) -> DayCount:
    """The count told before, where this day lies before the window or only partly inside it."""
    if told is None or (seen and fresh.day > seen[0]):
        return fresh
    return max(fresh, told, key=lambda count: count.distinct + count.reprints)


def stage_of(dossier: Dossier) -> Stage:
    """阶段 from the counts of the last days of 24 hours: against the day before, and against the highest day."""
    counts = dossier.daily
    today, before, peak = counts[0], (counts[1] if len(counts) > 1 else 0), max(counts)
    if today == 0 and before == 0:
        return Stage.CALM
    if peak < _SOME:
        return Stage.LATENT
    if _came_back(counts):
        return Stage.AGAIN
    if today > 1.2 * before and today >= _SOME:
        return Stage.RISING
    if today >= _HIGH * peak:
        return Stage.HIGH
    return Stage.FALLING if today > _LOW * peak else Stage.CALM


def _came_back(counts: tuple[int, ...]) -> bool:
    """Today is at least half the highest day, and a quiet day (a fifth of the highest) lies between the two."""
    peak = max(counts[1:], default=0)
    if peak < _SOME or counts[0] < max(_SOME, peak / 2):
        return False
    return any(count <= _LOW * peak for count in counts[1 : counts.index(peak, 1)])
