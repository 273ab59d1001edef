"""处置统计: how one calendar month, or any other run of days, was handled, counted from what is on record.

A step or a clock belongs to the month in which it was decided: done, or due and not done. So each counts once, what
runs over a month's end is counted where it ends, and a past month changes only when people log something afterwards.
What is not done at the end of the month is counted apart, with how long it has waited.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from caifeng.models import (
    Alert,
    AlertKind,
    Count,
    Deed,
    DeliveryState,
    Desk,
    HandlingFigures,
    HandlingRecord,
    Incident,
    Level,
)
from caifeng.models.handling import AlertCount
from respond.review.clock_shares import clock_shares
from respond.review.library import satisfaction
from respond.review.steps import alert_steps, incident_steps

_INCIDENT = re.compile(r"INC-\d{4}-\d{4,}")


@dataclass(frozen=True, slots=True)
class Days:
    """Whole days in the desk's zone: from ``start`` until ``end``, or until now while they run. Aware UTC."""

    first: date
    after: date  # the first day that is none of them
    start: datetime
    end: datetime
    until: datetime

    def __contains__(self, at: datetime) -> bool:
        return self.start <= at < self.end and at <= self.until


def handling(record: HandlingRecord, month: date, desk: Desk, now: datetime) -> HandlingFigures:
    """The figures of the month that holds ``month``, as known at ``now`` (aware)."""
    first = month.replace(day=1)
    return handling_of_days(record, first, date(first.year + first.month // 12, first.month % 12 + 1, 1), desk, now)


def handling_of_days(record: HandlingRecord, first: date, after: date, desk: Desk, now: datetime) -> HandlingFigures:
    """The figures of the days from ``first`` to the one before ``after``, as known at ``now`` (aware)."""
    span = _span(first, after, desk, now)
    incidents = sorted(record.incidents, key=lambda one: one.id)
    alerts = sorted((one for one in record.alerts if one.raised_at in span), key=lambda one: (one.raised_at, one.id))
    live = [one for one in incidents if not _was_over(one, span.start)]
    closed = _did(live, span, Deed.CLOSED)
    return HandlingFigures(
        month=span.first,
        until=span.until,
        is_whole=now >= span.end,
        alerts=tuple(_alert_counts(alerts)),
        unsent=_counts((_INCIDENT.sub("INC-…", one.unsent_because), one.id) for one in alerts if one.unsent_because),
        deliveries=_counts(_ended(record, span)),
        steps=(*alert_steps(alerts, record, span.until), *incident_steps(live, span.start, span.until, span.end)),
        clocks=clock_shares(incidents, desk, span.start, span.until, span.end),
        opened=tuple(one.id for one in live if one.opened_at in span),
        closed=closed,
        reopened=_did(live, span, Deed.REOPENED),
        still_open=tuple(one.id for one in live if was_open(one, span.until)),
        false_alarms=_did(live, span, Deed.FALSE_ALARM),
        missed=_did(live, span, Deed.MISSED),
        escalated=tuple(one.id for one in alerts if one.kind is AlertKind.ESCALATED),
        rectify_due=_counts(_promised(incidents, span, desk)),
        rectify_overdue=_overdue(incidents, span.until.astimezone(desk.zone).date()),
        causes=_counts(_causes(live, _did(live, span, Deed.REVIEWED))),
        satisfaction=satisfaction(one for one in live if one.id in closed),
    )


def months(record: HandlingRecord, desk: Desk, now: datetime) -> tuple[date, ...]:
    """First days of the months since the first alert or incident, up to this one, newest first; at least this one."""
    begun = [one.opened_at for one in record.incidents] + [one.raised_at for one in record.alerts]
    first = min((at for at in begun if at <= now), default=now).astimezone(desk.zone).date().replace(day=1)
    found = [now.astimezone(desk.zone).date().replace(day=1)]
    while found[-1] > first:
        found.append(before(found[-1]))
    return tuple(found)


def before(month: date) -> date:
    """The first day of the month before."""
    return date(month.year - 1, 12, 1) if month.month == 1 else date(month.year, month.month - 1, 1)


def was_open(incident: Incident, at: datetime) -> bool:
    """Whether the incident was open at that moment, by its log."""
    turns = [entry for entry in incident.log if entry.at <= at and entry.did in (Deed.CLOSED, Deed.REOPENED)]
    turns.sort(key=lambda entry: entry.at)
    is_closed = bool(turns) and turns[-1].did == Deed.CLOSED
    return incident.opened_at <= at and not is_closed


def _was_over(incident: Incident, at: datetime) -> bool:
    """Whether nothing of it falls on that moment or later: it was closed before, and no line of its log came after."""
    if incident.opened_at >= at or any(entry.at >= at for entry in incident.log):
        return False
    return not was_open(incident, at)


def _span(first: date, after: date, desk: Desk, now: datetime) -> Days:
    start, end = (datetime.combine(day, time(), desk.zone).astimezone(UTC) for day in (first, after))
    return Days(first, after, start, end, min(end, now))


def _alert_counts(alerts: Sequence[Alert]) -> Iterator[AlertCount]:
    for kind in AlertKind:
        for level in sorted(Level, key=lambda level: -level.rank):
            found = [one for one in alerts if one.kind is kind and one.level is level]
            if found:
                told = sum(not one.unsent_because for one in found)
                ids = tuple(one.id for one in found)
                yield AlertCount(kind=kind, level=level, n=len(found), told=told, ids=ids)


def _ended(record: HandlingRecord, span: Days) -> Iterator[tuple[str, str]]:
    """How each message of the month ended: its gravest state is the last, unless it was sent."""
    states: dict[str, list[DeliveryState]] = {}
    for one in sorted(record.deliveries, key=lambda one: (one.at, one.attempt)):
        if one.notice:
            states.setdefault(one.notice, []).append(one.state)
    for notice in sorted(record.notices, key=lambda one: one.id):
        if notice.made_at in span:
            found = states.get(notice.id, [DeliveryState.OWED])
            yield (DeliveryState.SENT if DeliveryState.SENT in found else found[-1]).value, notice.id


def _did(incidents: Iterable[Incident], span: Days, deed: Deed) -> tuple[str, ...]:
    """Incidents in whose log that was done in the month."""
    return tuple(one.id for one in incidents if any(entry.did == deed and entry.at in span for entry in one.log))


def _promised(incidents: Iterable[Incident], span: Days, desk: Desk) -> Iterator[tuple[str, str]]:
    today = span.until.astimezone(desk.zone).date()
    for one in incidents:
        for promise in one.review.rectify if one.review else ():
            if not span.first <= promise.due < span.after:
                continue
            if promise.done is None or promise.done > today:
                yield "未完成", one.id
            else:
                yield ("按期完成" if promise.done <= promise.due else "逾期完成"), one.id


def _overdue(incidents: Iterable[Incident], today: date) -> tuple[str, ...]:
    def is_late(due: date, done: date | None) -> bool:
        return due < today and (done is None or done > today)

    return tuple(one.id for one in incidents if one.review and any(is_late(r.due, r.done) for r in one.review.rectify))


def _causes(incidents: Iterable[Incident], reviewed: Sequence[str]) -> Iterator[tuple[str, str]]:
    for one in incidents:
        if one.id in reviewed and one.review:
            yield from ((cause.department, one.id) for cause in one.review.causes)


def _counts(found: Iterable[tuple[str, str]]) -> tuple[Count, ...]:
    """How often each name stands there, the most frequent first, with the ids."""
    ids: dict[str, list[str]] = {}
    for name, id_ in sorted(found):
        ids.setdefault(name, []).append(id_)
    counts = [Count(name=name, n=len(known), ids=tuple(dict.fromkeys(known))) for name, known in ids.items()]
    return tuple(sorted(counts, key=lambda count: (-count.n, count.name)))
