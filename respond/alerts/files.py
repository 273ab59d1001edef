"""What the machine writes into incident files: it opens them, adds lines, raises levels; it never lowers or removes."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from caifeng.models import Alert, AlertKind, Deed, Desk, Incident, IncidentState, Level, LogEntry, Story, StoryType
from caifeng.models.incident import MACHINE
from respond.alerts.past import Past
from respond.incidents.clocks import with_clocks


class Files:
    """The incident files while one decision is made: as they were, and as they will be written."""

    def __init__(self, past: Past, desk: Desk, now: datetime) -> None:
        self._desk = desk
        self._year = now.astimezone(desk.zone).year
        self._last = max(past.taken_numbers, default=0)
        self._loaded = {incident.id: incident for incident in past.incidents}
        self._now = dict(self._loaded)
        standing = sorted(past.incidents, key=lambda incident: (incident.is_open, incident.id))
        self._by_story = {story_id: incident.id for incident in standing for story_id in incident.story_ids}
        self._recorded = self._newest(past.alerts)

    @property
    def all(self) -> tuple[Incident, ...]:
        """Every file as it stands, by id."""
        return tuple(self._now[id_] for id_ in sorted(self._now))

    @property
    def former(self) -> tuple[Incident, ...]:
        """Those that were there before this decision, as they stand, by id: in a new one nothing can be due."""
        return tuple(self._now[id_] for id_ in sorted(self._loaded))

    @property
    def written(self) -> tuple[Incident, ...]:
        """Those that are new or changed, by id."""
        return tuple(one for one in self.all if one != self._loaded.get(one.id))

    def of(self, story_ids: Iterable[str]) -> Incident | None:
        """The file of a story by any of its ids; of several the open one."""
        found = (self._now[self._by_story[id_]] for id_ in story_ids if id_ in self._by_story)
        return max(found, key=lambda incident: (incident.is_open, incident.id), default=None)

    def above(self, incident: Incident) -> Incident | None:
        """The gravest open file that it is part of, at any remove; None where there is none."""
        seen, parent = {incident.id}, incident.parent
        found: list[Incident] = []
        while parent in self._now and parent not in seen:
            seen.add(parent)
            found += [self._now[parent]] if self._now[parent].is_open else []
            parent = self._now[parent].parent
        return max(found, key=lambda one: (one.level.rank, one.id), default=None)

    def open(self, story: Story, alert: Alert) -> str:
        """Open a file on a story; its id."""
        self._last += 1
        id_ = f"INC-{self._year}-{self._last:04d}"
        incident = Incident(
            id=id_,
            title=story.title,
            story_ids=(story.id,),
            type=StoryType.UNVERIFIED,
            machine_level=alert.level,
            override=None,
            owner=story.owner,
            state=IncidentState.FOUND,
            opened_at=alert.raised_at,
            clocks=(),
            log=(_line(alert, Deed.FOUND, alert.level),),
        )
        self._now[id_] = with_clocks(incident, self._desk)
        self._by_story |= dict.fromkeys(story.known_as, id_)
        return id_

    def extend(self, incident: Incident, alert: Alert) -> None:
        """A rise in its log, its level never lowered; a closed one is taken up again."""
        level = max(incident.machine_level, alert.level, key=lambda level: level.rank)
        if self._has_rise(incident, alert):
            changed = replace(incident, machine_level=level)
        else:
            changed = _with_line(replace(incident, machine_level=level), alert, Deed.RAISED)
        if not incident.is_open:
            why = replace(alert, reason=f"闭环之后{alert.reason}")
            changed = _with_line(replace(changed, state=IncidentState.VERIFYING), why, Deed.REOPENED)
        self._now[incident.id] = with_clocks(changed, self._desk) if changed != incident else incident

    def note(self, alert: Alert, deed: Deed) -> None:
        """A line that says that people were reminded or that the matter was taken further up, once."""
        incident = self._now[alert.incident_id]
        if not any(entry.by == MACHINE and entry.note == alert.reason for entry in incident.log):
            self._now[incident.id] = _with_line(incident, alert, deed)

    def _has_rise(self, incident: Incident, alert: Alert) -> bool:
        """Whether a run that was killed before its commit wrote the line: nothing on record is as new as it."""
        loaded = self._loaded.get(incident.id)
        recorded = self._recorded.get(incident.id)
        move = alert.reason.split("：")[0]
        return any(
            entry.by == MACHINE
            and entry.note.split("：")[0] == move
            and (recorded is None or entry.at > recorded or entry.at == alert.raised_at)
            for entry in (loaded.log if loaded else ())
        )

    def _newest(self, alerts: Iterable[Alert]) -> dict[str, datetime]:
        """When the newest rise on record of each file was raised."""
        newest: dict[str, datetime] = {}
        for alert in alerts:
            id_ = alert.incident_id or self._by_story.get(alert.story_id, "")
            if alert.kind is AlertKind.RISE and id_:
                newest[id_] = max(newest.get(id_, alert.raised_at), alert.raised_at)
        return newest


def _with_line(incident: Incident, alert: Alert, deed: Deed) -> Incident:
    level = incident.level if deed is Deed.RAISED else None
    return replace(incident, log=(*incident.log, _line(alert, deed, level)))


def _line(alert: Alert, deed: Deed, level: Level | None) -> LogEntry:
    """A line of the machine's; ``level`` where it brings one."""
    return LogEntry(at=alert.raised_at, by=MACHINE, did=deed, note=alert.reason, evidence=alert.item_ids, level=level)
