"""When a clock runs: around the clock or in working hours, and never while it is paused."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from caifeng.models.alerting import WorkingTime

_DAY = timedelta(days=1)
_HORIZON = 3660  # local days; a limit that working hours do not fill by then ends there
_LONGEST = timedelta(days=_HORIZON)


@dataclass(frozen=True, slots=True)
class Span:
    """From start to end, aware UTC; ``end`` is exclusive, None: it still lasts."""

    start: datetime
    end: datetime | None


def due(start: datetime, limit: timedelta, hours: Iterator[Span] | None, pauses: Sequence[Span]) -> datetime:
    """When ``limit`` is used up by the running time since ``start``: within ``hours`` (None: always), between pauses.

    ``pauses`` may come in any order and overlap; one that still lasts counts as no time, for nobody knows its end.
    """
    left, now = min(limit, _LONGEST), start
    for span in _gaps(hours or iter((Span(start, None),)), _joined(pauses, start)):
        now = max(now, span.start)
        if span.end is None or now + left <= span.end:
            return now + left
        left -= max(span.end - now, timedelta())
    return now + left


def working_hours(working: WorkingTime, zone: ZoneInfo, since: datetime) -> Iterator[Span]:
    """The desk's working hours from ``since`` (aware) on, day by day, for ten years; the last one does not end."""
    first = since.astimezone(zone).date()
    for day in (first + _DAY * number for number in range(_HORIZON)):
        if day in working.on or (day.weekday() in working.days and day not in working.off):
            span = Span(_moment(day, working.start, zone), _moment(day, working.end, zone))
            if span.end is not None and span.end > since and span.start < span.end:
                yield Span(max(span.start, since), span.end)
    yield Span(max(_moment(first + _DAY * _HORIZON, 0, zone), since), None)


def _moment(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """A local wall time in UTC; 24:00 is the next day's midnight."""
    days, minute = divmod(minutes, 24 * 60)
    return datetime.combine(day + _DAY * days, time(minute // 60, minute % 60), zone).astimezone(UTC)


def _joined(pauses: Sequence[Span], since: datetime) -> Iterator[Span]:
    """Pauses that have ended, by time, none overlapping another."""
    end = since
    ended = ((pause.start, pause.end) for pause in pauses if pause.end is not None)
    for start, stop in sorted(ended):
        if stop > end:
            yield Span(max(start, end), stop)
            end = stop


def _gaps(hours: Iterator[Span], pauses: Iterator[Span]) -> Iterator[Span]:
    """What is left of the hours outside the pauses."""
    pause = next(pauses, None)
    for span in hours:
        start = span.start
        while pause is not None and pause.end is not None and (span.end is None or pause.start < span.end):
            if pause.start > start:
                yield Span(start, pause.start)
            start = max(start, pause.end)
            if span.end is not None and pause.end > span.end:
                break
            pause = next(pauses, None)
        if span.end is None or start < span.end:
            yield Span(start, span.end)
