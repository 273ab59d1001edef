"""值班表: the single shifts of a rota, on the days and at the hours that local clocks show."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from caifeng.models.alert import Duty
from caifeng.models.calendar import Occasion, days_of

_DAY = timedelta(days=1)


def shifts(rota: Iterable[Duty], zone: ZoneInfo, first: datetime, last: datetime) -> tuple[Duty, ...]:
    """Every shift of ``rota`` that has a moment in [first, last), by start, then person; all times aware UTC.

    ``zone`` is the desk's. A shift that repeats keeps its local hours through changes of clocks: one from 20:00 to
    08:00 is an hour shorter or longer on those nights.
    """
    single = {shift for duty in rota for shift in _of(duty, duty.zone or zone, first, last)}
    touching = [shift for shift in single if shift.start < last and first < shift.end]
    return tuple(sorted(touching, key=lambda shift: (shift.start, shift.end, shift.person)))


def gaps(
    rota: Sequence[Duty], zone: ZoneInfo, first: datetime, last: datetime
) -> tuple[tuple[datetime, datetime], ...]:
    """The times between ``first`` and ``last`` (aware) when nobody is on duty, in order; none without a rota."""
    if not rota:
        return ()
    found: list[tuple[datetime, datetime]] = []
    covered = first
    for shift in shifts(rota, zone, first, last):
        if shift.start > covered:
            found.append((covered, shift.start))
        covered = max(covered, shift.end)
    return (*found, (covered, last)) if covered < last else tuple(found)


def _of(duty: Duty, zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[Duty]:
    if not (duty.rule or duty.also_on):
        yield Duty(person=duty.person, start=duty.start, end=duty.end)
        return
    start, end = duty.start.astimezone(zone), duty.end.astimezone(zone)
    nights = end.date() - start.date()
    series = Occasion(
        what=duty.person,
        on=start.date(),
        rule=duty.rule,
        until=duty.until,
        also_on=duty.also_on,
        except_on=duty.except_on,
    )
    earliest, latest = first.astimezone(zone).date() - nights - _DAY, last.astimezone(zone).date()
    for day in days_of(series, zone, earliest, latest):
        begun = datetime.combine(day, start.time(), tzinfo=zone).astimezone(UTC)
        ended = datetime.combine(day + nights, end.time(), tzinfo=zone).astimezone(UTC)
        yield Duty(person=duty.person, start=begun, end=ended)
