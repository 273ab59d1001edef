"""An open file as alerts about it need it: what was told of it, what proves it, whether somebody took it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from caifeng.models import Alert, AlertKind, Incident, Story
from respond.alerts.course import was_meant
from respond.alerts.limits import SILENCED


@dataclass(frozen=True, slots=True)
class Standing:
    """A file, the alerts on record about it, oldest first, and the story that is told of it now (None: gone)."""

    incident: Incident
    alerts: tuple[Alert, ...]
    story: Story | None

    @property
    def since(self) -> datetime:
        """From when somebody should take it: first told, after quiet hours where these held it back, or reopened."""
        told = [rise.send_from or rise.raised_at for rise in self.rises if was_meant(rise)][:1]
        return self.incident.reopened_at or max([self.incident.opened_at, *told])

    @property
    def rises(self) -> tuple[Alert, ...]:
        return tuple(alert for alert in self.alerts if alert.kind is AlertKind.RISE)

    @property
    def last_asking(self) -> Alert | None:
        """The newest rise that was told, or is to be told once a silence is over."""
        found = (one for one in reversed(self.rises) if was_meant(one) or one.unsent_because.startswith(SILENCED))
        return next(found, None)

    def is_over(self, rise: Alert) -> bool:
        """Whether people were told that it is over."""
        return any(one.kind is AlertKind.RESOLVED and one.raised_at > rise.raised_at for one in self.alerts)

    def has(self, alert_id: str) -> bool:
        return any(alert.id == alert_id for alert in self.alerts)

    def alert(self, kind: AlertKind, id_: str, reason: str, now: datetime) -> Alert:
        """An alert about it, proved by what proved the last rise."""
        last = self.rises[-1] if self.rises else None
        owner = self.incident.owner or (self.story.owner if self.story else "")
        return Alert(
            id=id_,
            kind=kind,
            story_id=next(iter(self.incident.story_ids), ""),
            story_title=self.incident.title,
            level=self.incident.level,
            previous=None,
            reason=reason,
            item_ids=last.item_ids if last else (),
            owner=owner,
            raised_at=now,
            incident_id=self.incident.id,
            topics=self.story.topics if self.story else (last.topics if last else ()),
            proof=last.proof if last else (),
        )


def standings(
    incidents: Sequence[Incident], alerts: Sequence[Alert], stories: Mapping[str, Story]
) -> tuple[Standing, ...]:
    """Each of these files with its alerts; ``stories`` by every id that leads to one."""
    files = {story_id: incident.id for incident in incidents for story_id in incident.story_ids}
    about: dict[str, list[Alert]] = {}
    for alert in alerts:
        about.setdefault(alert.incident_id or files.get(alert.story_id, ""), []).append(alert)
    return tuple(
        Standing(
            incident,
            tuple(sorted(about.get(incident.id, ()), key=lambda one: (one.raised_at, one.level.rank, one.id))),
            next((stories[id_] for id_ in incident.story_ids if id_ in stories), None),
        )
        for incident in incidents
    )
