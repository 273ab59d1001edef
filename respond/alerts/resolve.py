"""解除: people who were told of a rise are told once that it is over, and never of what they had not heard."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from caifeng.models import Alert, AlertKind, Desk, Level, Story
from caifeng.models.wording import clock, span
from respond.alerts.course import Course, Record, gravest
from respond.alerts.files import Files
from respond.alerts.limits import Limits
from respond.alerts.rise import GONE


@dataclass(frozen=True, slots=True)
class Resolved:
    """What is told as over, and the alert it takes back: its recipients are told."""

    alert: Alert
    before: Alert


class Resolves:
    """Decides at ``now`` (aware) which alerts are over."""

    def __init__(self, record: Record, files: Files, limits: Limits, desk: Desk, now: datetime) -> None:
        self._record, self._files, self._limits = record, files, limits
        self._desk, self._now = desk, now

    def resolved(self, stories: Sequence[Story], rising: Sequence[Alert]) -> list[Resolved]:
        """One for each story that was told and is calm for long enough, or whose file is closed.

        ``rising``: what is raised in this pass; such a story is not over.
        """
        again = {alert.story_id for alert in rising}
        present = {id_ for story in stories for id_ in story.known_as}
        known = [story.known_as for story in stories if story.id not in again]
        known += [(id_,) for id_ in self._record.story_ids if id_ not in present]
        found = (self._resolved(ids) for ids in known if self._desk.alerts.resolve_after)
        return [one for one in found if one is not None]

    def _resolved(self, ids: Sequence[str]) -> Resolved | None:
        course = self._record.course(ids)
        told = course.unresolved()
        if not told or not course.is_before(self._now):
            return None
        level = gravest(alert.level for alert in told)
        before = next(alert for alert in reversed(told) if alert.level is level)
        why = self._closed(ids) or self._calm(course)
        if not why:
            return None
        number = self._record.number(before.story_id, AlertKind.RESOLVED) + 1
        alert = replace(
            before,
            id=f"A-{before.story_id.removeprefix('S-')}-c{number}",
            kind=AlertKind.RESOLVED,
            previous=None,
            reason=f"{clock(before.raised_at, self._desk.zone)} 的{before.level}级预警解除：{why}",
            raised_at=self._now,
            first_step="",
            told=(),
            send_from=None,
        )
        return Resolved(replace(alert, unsent_because=self._limits.why(alert, ids, may_be_old=True)), before)

    def _closed(self, ids: Sequence[str]) -> str:
        incident = self._files.of(ids)
        if incident is None or incident.is_open or incident.opened_at > self._now:
            return ""
        return f"案件已{incident.state}（{incident.id}）"

    def _calm(self, course: Course) -> str:
        if course.level is not Level.BLUE:
            return ""
        since = course.steps[-1].raised_at
        wait: timedelta = self._desk.alerts.resolve_after
        if not wait <= self._now - since < wait + GONE:
            return ""
        return f"自 {clock(since, self._desk.zone)} 起平静，已满 {span(wait)}"
