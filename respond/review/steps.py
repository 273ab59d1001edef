"""How long the steps took, from publication to closure; what is not done is counted apart, not left out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from caifeng.models import REPLIES, Alert, AlertKind, Deed, DeliveryState, HandlingRecord, Incident, LogEntry
from caifeng.models.handling import StepTime
from caifeng.models.quantiles import median_of, p95_of
from respond.incidents.states import ENDS

_STEPS: Mapping[str, tuple[Deed, ...]] = {
    "到责任人": (Deed.RECEIVED, Deed.ASSIGNED),
    "首次回应": REPLIES,
    "首次进展反馈": (Deed.PROGRESS,),
    "闭环": (Deed.CLOSED,),
}


@dataclass(frozen=True, slots=True)
class Round:
    """An incident from its finding, or from a reopening, until the next reopening: every round is handled anew."""

    incident_id: str
    start: datetime
    end: datetime | None  # when it was reopened
    log: tuple[LogEntry, ...]

    def first(self, deeds: Sequence[str]) -> datetime | None:
        """When one of these was first done in it."""
        return min((entry.at for entry in self.log if entry.did in deeds), default=None)

    @property
    def closed_at(self) -> datetime | None:
        """Its last closure."""
        return max((entry.at for entry in self.log if entry.did == Deed.CLOSED), default=None)


@dataclass(slots=True)
class _Tally:
    done: list[tuple[timedelta, str]]
    undone: list[tuple[timedelta, str]]
    skipped: int = 0


def rounds(incident: Incident) -> tuple[Round, ...]:
    """The incident's rounds, oldest first; lines are ordered by their times, never by their places."""
    if not any(entry.did == Deed.REOPENED for entry in incident.log):
        return (Round(incident_id=incident.id, start=incident.opened_at, end=None, log=incident.log),)
    log = sorted(incident.log, key=_by_time)
    turns = [at for at, entry in enumerate(log) if entry.did == Deed.REOPENED]
    starts, ends = (0, *turns), (*turns, len(log))
    return tuple(
        Round(
            incident_id=incident.id,
            start=log[first].at if first else incident.opened_at,
            end=log[last].at if last < len(log) else None,
            log=tuple(log[first:last]),
        )
        for first, last in zip(starts, ends, strict=True)
    )


def _by_time(entry: LogEntry) -> tuple[datetime, int, str, str]:
    """What ends a round comes before a reopening of the same moment, everything else after it."""
    place = 0 if entry.did in ENDS else 1 if entry.did == Deed.REOPENED else 2
    return entry.at, place, entry.did, entry.note


def incident_steps(
    incidents: Sequence[Incident], start: datetime, until: datetime, end: datetime
) -> tuple[StepTime, ...]:
    """Each step of handling: those done from ``start`` to before ``end``, those owed at ``until``; all aware."""
    every = [one for incident in incidents for one in rounds(incident)]
    return tuple(_step(name, deeds, every, (start, until, end)) for name, deeds in _STEPS.items())


def _step(
    name: str, deeds: Sequence[str], every: Sequence[Round], span: tuple[datetime, datetime, datetime]
) -> StepTime:
    start, until, end = span
    tally = _Tally([], [])
    for one in every:
        at, closed = one.first(deeds), one.first((Deed.CLOSED,))
        if at is not None and at <= until:
            if start <= at < end:
                tally.done.append((max(at - one.start, timedelta(0)), one.incident_id))
        elif closed is not None and closed <= until:
            tally.skipped += start <= closed < end
        elif one.start <= until and (one.end is None or one.end > until):
            tally.undone.append((until - one.start, one.incident_id))
    return _time(name, "发现（重启的从重启）", tally)


def alert_steps(alerts: Sequence[Alert], record: HandlingRecord, until: datetime) -> tuple[StepTime, ...]:
    """From publication to sight, to the alert, to the first message that arrived; of these alerts only.

    The alert is measured from the sight of the last item that proves it: before that it could not be raised.
    """
    rises = [alert for alert in alerts if alert.kind is AlertKind.RISE and alert.proof]
    seen = {proof.item_id: proof.seen_at - proof.published_at for alert in rises for proof in alert.proof}
    raised = [(alert.raised_at - max(proof.seen_at for proof in alert.proof), alert.id) for alert in rises]
    return (
        _time("采到", "发布", _Tally([(wait, id_) for id_, wait in seen.items()], [])),
        _time("发出预警", "采到最后一条依据", _Tally(raised, [])),
        _time("预警送达", "发出预警", _sent(alerts, record, until)),
    )


def _sent(alerts: Sequence[Alert], record: HandlingRecord, until: datetime) -> _Tally:
    first: dict[str, datetime] = {}
    notices = {notice.id: notice for notice in record.notices}
    for delivery in record.deliveries:
        if delivery.state is DeliveryState.SENT and delivery.notice in notices:
            for id_ in notices[delivery.notice].alert_ids:
                first[id_] = min(first.get(id_, delivery.at), delivery.at)
    told = [alert for alert in alerts if alert.told and not alert.unsent_because]
    tally = _Tally([], [])
    for alert in told:
        if alert.id in first and first[alert.id] <= until:
            tally.done.append((first[alert.id] - alert.raised_at, alert.id))
        else:
            tally.undone.append((until - alert.raised_at, alert.id))
    return tally


def _time(name: str, since: str, tally: _Tally) -> StepTime:
    done = sorted(((max(wait, timedelta(0)), id_) for wait, id_ in tally.done), reverse=True)
    waits = [wait for wait, _ in reversed(done)]
    undone = sorted(tally.undone, reverse=True)
    return StepTime(
        name=name,
        since=since,
        n=len(done),
        median=median_of(waits),
        p95=p95_of(waits),
        ids=_each_once(id_ for _, id_ in done),
        undone=len(undone),
        longest=undone[0][0] if undone else None,
        undone_ids=_each_once(id_ for _, id_ in undone),
        skipped=tally.skipped,
    )


def _each_once(ids: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))
