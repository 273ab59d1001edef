"""Incidents in the order in which they need somebody: overdue first, then by what is due next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from caifeng.models import ClockState, ClockView, Incident
from publish.briefing.note import clock_views

MOST_ROWS = 50  # incidents on one page, some 40 kB
_ENDED = (ClockState.MET, ClockState.LATE)
_PRESSING = (ClockState.OVERDUE, ClockState.RUNNING, ClockState.PAUSED, *_ENDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """An incident as lists show it.

    incident: the file
    clocks: all its time limits, the most pressing first
    overdue: those that have passed undone, the longest overdue first
    due: what falls due next, None where nothing runs
    met: limits kept
    ended: limits that were kept or missed for good
    closed_at: when it was closed, None while it is open or where the log does not say
    is_taken: whether a person has done anything about it
    """

    incident: Incident
    clocks: tuple[ClockView, ...]
    overdue: tuple[ClockView, ...]
    due: ClockView | None
    met: int
    ended: int
    closed_at: datetime | None
    is_taken: bool

    @property
    def minutes_open(self) -> int | None:
        """Whole minutes from opening to closing; None while open."""
        if self.closed_at is None:
            return None
        return max(int((self.closed_at - self.incident.opened_at).total_seconds() // 60), 0)


def case_row(incident: Incident, now: datetime) -> CaseRow:
    """The row of one incident at ``now`` (aware UTC)."""
    views = tuple(sorted(clock_views(incident, now), key=_pressing))
    running = sorted((one for one in views if one.state is ClockState.RUNNING), key=_by_due)
    return CaseRow(
        incident=incident,
        clocks=views,
        overdue=tuple(sorted((one for one in views if one.state is ClockState.OVERDUE), key=_by_due)),
        due=running[0] if running else None,
        met=sum(one.state is ClockState.MET for one in views),
        ended=sum(one.state in _ENDED for one in views),
        closed_at=incident.closed_at,
        is_taken=incident.is_taken,
    )


def by_urgency(incidents: Iterable[Incident], now: datetime) -> tuple[CaseRow, ...]:
    """Open incidents: overdue ones first, the gravest of them leading; then the others by what is due next."""
    return tuple(sorted((case_row(one, now) for one in incidents if one.is_open), key=_urgency))


def closed_rows(incidents: Iterable[Incident], now: datetime) -> tuple[CaseRow, ...]:
    """Closed incidents, the last opened first."""
    done = sorted((one for one in incidents if not one.is_open), key=lambda one: (one.opened_at, one.id), reverse=True)
    return tuple(case_row(one, now) for one in done)


def _urgency(row: CaseRow) -> tuple[bool, int, float, int, str]:
    gravity = -row.incident.level.rank
    first = row.overdue[0] if row.overdue else row.due
    due = first.due_at.timestamp() if first else float("inf")
    return (not row.overdue, gravity if row.overdue else 0, due, gravity, row.incident.id)


def _pressing(view: ClockView) -> tuple[int, datetime, str]:
    return (_PRESSING.index(view.state), view.due_at, view.name)


def _by_due(view: ClockView) -> tuple[datetime, str]:
    return (view.due_at, view.name)
