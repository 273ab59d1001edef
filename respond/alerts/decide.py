"""Stories → alerts and incidents: decided purely, from what was told before and what is told now."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from caifeng.models import Alert, AlertKind, Deed, Desk, Story, StoryType
from respond.alerts.course import Record
from respond.alerts.files import Files
from respond.alerts.limits import Limits, covered_file
from respond.alerts.past import Past, Response
from respond.alerts.repeat import untaken
from respond.alerts.resolve import Resolves
from respond.alerts.rise import Rises
from respond.alerts.routing import Switchboard
from respond.alerts.silent import silent
from respond.alerts.standing import Standing, standings
from respond.alerts.steps import FirstSteps
from respond.alerts.timelimits import timed

_DEEDS = {
    AlertKind.REPEAT: Deed.REMINDED,
    AlertKind.REMINDER: Deed.REMINDED,
    AlertKind.OVERDUE: Deed.REMINDED,
    AlertKind.ESCALATED: Deed.ESCALATED,
}


def respond(stories: Sequence[Story], past: Past, desk: Desk, now: datetime) -> Response:
    """Decide every alert that is due, who is told of it, and what is written into incident files.

    ``stories`` are all that are told at ``now`` (aware), not only those that changed: one that is missing has left the
    window. The same input gives the same answer in whatever order it comes, and what is on record gives nothing new.
    """
    return _Decision(stories, past, desk, now).response()


class _Decision:
    """One pass over everything on record at one moment."""

    def __init__(self, stories: Sequence[Story], past: Past, desk: Desk, now: datetime) -> None:
        self._stories = sorted(stories, key=lambda story: story.id)
        self._past, self._desk, self._now = past, desk, now
        self._record = Record(past.alerts)
        self._files = Files(past, desk, now)
        self._limits = Limits(past.silences, desk, now)
        self._by_id = {id_: story for story in self._stories for id_ in story.known_as}

    def response(self) -> Response:
        rises = Rises(self._past, self._record, self._files, self._desk, self._now)
        risen = rises.risen(self._stories)
        fallen = rises.fallen(self._stories)
        resolves = Resolves(self._record, self._files, self._limits, self._desk, self._now)
        over = resolves.resolved(self._stories, risen)
        mute = silent(self._past.looks, self._past.alerts, self._desk, self._now)
        quiet = [replace(alert, unsent_because=self._limits.why(alert)) for alert in mute]
        before = {one.alert.id: one.before for one in over}
        alerts = [*risen, *fallen, *(one.alert for one in over), *self._of_files(), *quiet]
        told = self._addressed(alerts, before)
        for alert in told:
            if alert.kind in _DEEDS and not alert.unsent_because:  # the log says what people were told, no more
                self._files.note(alert, _DEEDS[alert.kind])
        return Response(told, self._files.written)

    def _of_files(self) -> list[Alert]:
        """Repeats, escalations and time limits; what is quiet is not repeated."""
        known = standings(self._files.former, self._past.alerts, self._by_id)
        files = {file.incident.id: file for file in known}
        alerts = untaken(known, self._desk, self._now) + timed(known, self._desk, self._now)
        kept = [self._limited(alert, files[alert.incident_id]) for alert in alerts]
        return [alert for alert in kept if alert.kind is not AlertKind.REPEAT or not alert.unsent_because]

    def _limited(self, alert: Alert, file: Standing) -> Alert:
        """Old news stays quiet until a person takes it up."""
        incident = file.incident
        above = covered_file(incident, self._files)
        why = above or self._limits.why(alert, (*incident.story_ids, incident.parent), may_be_old=incident.is_taken)
        return replace(alert, unsent_because=why)

    def _addressed(self, alerts: Sequence[Alert], before: Mapping[str, Alert]) -> tuple[Alert, ...]:
        """With what to do first and who is told, gravest first."""
        board, steps = Switchboard(self._desk, self._now), FirstSteps(self._past.playbooks)
        types = {incident.id: incident.type for incident in self._files.all}
        told: list[Alert] = []
        for alert in alerts:
            story = self._by_id.get(alert.story_id)
            type_ = types.get(alert.incident_id, StoryType.UNVERIFIED)
            if not alert.first_step and alert.kind not in _NOTHING_TO_DO:
                alert = replace(alert, first_step=steps.first(alert.level, type_, story))
            told.append(board.addressed(alert, story, before.get(alert.id)))
        return tuple(sorted(told, key=lambda alert: (-alert.level.rank, _KINDS[alert.kind], alert.id)))


_NOTHING_TO_DO = (AlertKind.FELL, AlertKind.RESOLVED)
_KINDS = {kind: place for place, kind in enumerate(AlertKind)}
