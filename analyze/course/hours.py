"""Count a desk's items by the hour they were published in."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta

from analyze.course.baseline import hour_end, hour_number
from caifeng.models import Desk, HourCount, Item, Reading

_HOUR = timedelta(hours=1)


def desk_hours(items: Iterable[Item]) -> tuple[HourCount, ...]:
    """How many items each hour brought, oldest first; hours that brought none are left out."""
    return _counts(Counter((hour_number(item.published_at), "") for item in items))


def topic_hours(items: Iterable[Item], readings: Mapping[str, Reading], desk: Desk) -> tuple[HourCount, ...]:
    """The same for each topic, and for the desk ("") without what only its peers' topics ask for."""
    found: Counter[tuple[int, str]] = Counter()
    for item in items:
        reading = readings.get(item.id)
        topics = reading.topic_names() if reading else ()
        if topics:
            hour = hour_number(item.published_at)
            found.update((hour, topic) for topic in dict.fromkeys(topics))
            found[hour, ""] += not desk.is_only_peers(topics)
    return _counts(found)


def _counts(found: Counter[tuple[int, str]]) -> tuple[HourCount, ...]:
    return tuple(
        HourCount(hour=hour_end(number) - _HOUR, topic=topic, count=count)
        for (number, topic), count in sorted(found.items())
        if count
    )
