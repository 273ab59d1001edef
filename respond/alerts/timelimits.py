"""临近时限, 超过时限: the owner is reminded before a limit, the supervisor told after it and at twice the limit."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from caifeng.models import Alert, AlertKind, Clock, ClockState, Deed, Desk, Incident
from caifeng.models.wording import clipped, span
from caifeng.models.wording import clock as clock_words
from respond.alerts.ids import mark
from respond.alerts.proof import LINE
from respond.alerts.standing import Standing

_FIRST = "先做完这一步并记入案件；要等待的，写明原因并暂停计时"
_SOON, _DUE, _TWICE = _STAGES = ("soon", "due", "due2")


def timed(files: Iterable[Standing], desk: Desk, now: datetime) -> list[Alert]:
    """Reminders of limits that are nearly used and word of those that have passed, each once; ``now`` is aware."""
    return [
        alert
        for file in files
        for clock in sorted(file.incident.clocks, key=lambda clock: (clock.due_at, clock.name))
        if _counts(clock, file.incident)
        for alert in _of(file, clock, desk, now)
    ]


def _counts(clock: Clock, incident: Incident) -> bool:
    """Clocks of an open file, and of a closed one those that closing started."""
    if clock.stopped_at is not None or clock.paused:
        return False
    closed = max((entry.at for entry in incident.log if entry.did in (Deed.CLOSED, Deed.FALSE_ALARM)), default=None)
    return incident.is_open or (closed is not None and clock.started_at >= closed)


def _of(file: Standing, clock: Clock, desk: Desk, now: datetime) -> list[Alert]:
    """At most one: the latest of the three that is due, unless it or a later one was told."""
    stage = _stage(clock, desk, now)
    if stage is None:
        return []
    number = mark(clock.name, clock.started_at.isoformat(), str(clock.limit))
    stem = f"A-{file.incident.id.removeprefix('INC-')}-t{number}"
    if any(file.has(f"{stem}-{told}") for told in _STAGES[_STAGES.index(stage) :]):
        return []
    kind = AlertKind.REMINDER if stage == _SOON else AlertKind.OVERDUE
    alert = file.alert(kind, f"{stem}-{stage}", _why(clock, stage, desk), now)
    return [replace(alert, clock=clock.name, first_step=_FIRST)]


def _stage(clock: Clock, desk: Desk, now: datetime) -> str | None:
    share = desk.alerts.remind_at
    if clock.state(now) is ClockState.OVERDUE:
        return _TWICE if now >= clock.due_at + clock.limit else _DUE
    is_soon = share > 0 and clock.started_at < now and now >= clock.due_at - clock.limit * (1 - share)
    return _SOON if is_soon else None


def _why(clock: Clock, stage: str, desk: Desk) -> str:
    """The limit, when it is due and whose rule it is; no number that changes from look to look."""
    due = clock_words(clock.due_at, desk.zone)
    said = {
        _SOON: f"{due} 到期，已用 {desk.alerts.remind_at:.0%} 以上",
        _DUE: f"已于 {due} 到期，仍未完成",
        _TWICE: f"已于 {due} 到期，超过时限一倍仍未完成",
    }[stage]
    return clipped(f"{clipped(clock.name, 20)}（时限 {span(clock.limit)}）{said}；依据：{clock.norm}", LINE)
