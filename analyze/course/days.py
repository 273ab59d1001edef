"""How many items a story had each day."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from analyze.dossier import Dossier, day_of
from caifeng.models import DayCount, ToneLabel

_YEAR = timedelta(days=366)


def count_days(dossier: Dossier) -> tuple[DayCount, ...]:
    """Distinct items, reprints and negatives of each day the story was seen, oldest first, days of silence included.

    Days before the window come from the story told before; on the day the window begins the larger count stands. Days
    more than a year before the last are left out.
    """
    if len(dossier.items) == 1 and not (dossier.prior or dossier.copies):
        item = dossier.items[0]
        is_negative = dossier.tone(item) is ToneLabel.NEGATIVE
        return (
            DayCount(day=day_of(item.published_at, dossier.desk), distinct=1, reprints=0, negative=int(is_negative)),
        )
    told = {day.day: day for story in dossier.prior for day in story.days if day.distinct or day.reprints}
    fresh = _fresh(dossier)
    first = min([*fresh, *told], default=day_of(dossier.now, dossier.desk))
    last = max([*fresh, *told], default=first)
    first = max(first, last - _YEAR)
    edge = min(fresh, default=last)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return tuple([_settled(_count(day, fresh), told.get(day), edge) for day in days])


def _fresh(dossier: Dossier) -> dict[date, list[int]]:
    """Distinct items, reprints and negatives of each day that has any, from the items inside the window."""
    found: dict[date, list[int]] = {}
    for item in dossier.items:
        tally = found.setdefault(day_of(item.published_at, dossier.desk), [0, 0, 0])
        tally[0] += 1
        tally[2] += dossier.tone(item) is ToneLabel.NEGATIVE
    for item in dossier.copies:
        found.setdefault(day_of(item.published_at, dossier.desk), [0, 0, 0])[1] += 1
    return found


def _count(day: date, fresh: Mapping[date, Sequence[int]]) -> DayCount:
    distinct, reprints, negative = fresh.get(day, (0, 0, 0))
    return DayCount(day=day, distinct=distinct, reprints=reprints, negative=negative)


def _settled(fresh: DayCount, told: DayCount | None, edge: date) -> DayCount:
    """The count told before, where this day lies before the window or, on the edge, only partly inside it."""
    if told is None or fresh.day > edge:
        return fresh
    return max(fresh, told, key=lambda count: count.distinct + count.reprints)
