"""按时率: what share of the time limits was kept, clock by clock."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from caifeng.models import Clock, Desk, Incident
from caifeng.models.handling import ClockShare
from caifeng.models.interval import share
from respond.incidents.clocks import clocks_of
from respond.review.steps import rounds


@dataclass(slots=True)
class _Tally:
    norm: str
    met: int = 0
    late: list[str] = field(default_factory=list)
    running: int = 0
    paused: int = 0


def clock_shares(
    incidents: Iterable[Incident], desk: Desk, start: datetime, until: datetime, end: datetime
) -> tuple[ClockShare, ...]:
    """On-time share of each clock among those decided from ``start`` to before ``end``, as known at ``until``.

    A clock is decided when it is stopped in time, or when it falls due and is not; a clock that stands still, or is
    not due yet, is counted apart. One that was not due when its incident was closed is not counted. The clocks of a
    round that a reopening ended are those of the desk's rules of today.
    """
    tallies: dict[str, _Tally] = {}
    for id_, clock, closed_at in _every(incidents, desk):
        tally = tallies.setdefault(clock.name, _Tally(clock.norm))
        if clock.started_at > until or _lapsed(clock, closed_at):
            continue
        stopped = clock.stopped_at if clock.stopped_at and clock.stopped_at <= until else None
        is_met = stopped is not None and stopped <= clock.due_at
        decided = stopped if is_met else clock.due_at
        if stopped is None and clock.paused:
            tally.paused += 1
        elif decided is None or decided > until:
            tally.running += 1
        elif start <= decided < end:
            tally.met += is_met
            tally.late += [] if is_met else [id_]
    return tuple(
        ClockShare(
            name=name,
            norm=tally.norm,
            on_time=share(name, tally.met, tally.met + len(tally.late)),
            late_ids=tuple(tally.late),
            running=tally.running,
            paused=tally.paused,
        )
        for name, tally in tallies.items()
    )


def _every(incidents: Iterable[Incident], desk: Desk) -> Iterator[tuple[str, Clock, datetime | None]]:
    """Every clock of every round, with when the round was closed; None while it is open."""
    for incident in incidents:
        *former, last = rounds(incident)
        for one in former:
            then = replace(incident, log=one.log, opened_at=one.start)
            yield from ((incident.id, clock, one.closed_at or one.end) for clock in clocks_of(then, desk))
        closed_at = None if incident.is_open else last.closed_at
        yield from ((incident.id, clock, closed_at) for clock in incident.clocks)


def _lapsed(clock: Clock, closed_at: datetime | None) -> bool:
    """Whether its round was closed while the clock still ran and was not due."""
    return clock.stopped_at is None and closed_at is not None and clock.started_at < closed_at <= clock.due_at
