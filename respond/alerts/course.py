"""The levels that a story went through, as the alerts on record tell: how high it stood, since when it is lower."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from caifeng.models import Alert, AlertKind, Level
from respond.alerts.routing import NOBODY

COOLING = "冷却中"  # why a rise is not told begins so where the same level was told shortly before


@dataclass(frozen=True, slots=True)
class Course:
    """Rises, falls and resolves of a story and of those that became part of it, oldest first."""

    steps: tuple[Alert, ...]  # rises and falls
    resolves: tuple[Alert, ...]

    @property
    def standing(self) -> Mapping[str, Level]:
        """The level on record of each story id."""
        return {alert.story_id: alert.level for alert in self.steps}

    @property
    def level(self) -> Level:
        """The level on record; blue where nothing is."""
        return gravest(self.standing.values()) or Level.BLUE

    @property
    def height(self) -> Level | None:
        """The gravest level ever reached, told or not."""
        return gravest(alert.level for alert in self.rises)

    @property
    def at(self) -> datetime | None:
        """When the newest record was made."""
        return max((alert.raised_at for alert in (*self.steps, *self.resolves)), default=None)

    @property
    def rises(self) -> tuple[Alert, ...]:
        return tuple(alert for alert in self.steps if alert.kind is AlertKind.RISE)

    def is_before(self, now: datetime) -> bool:
        """Whether all of it lies before ``now``: a look back in time must not undo what came later."""
        return self.at is None or self.at < now

    def last_meant(self, level: Level) -> Alert | None:
        """The newest rise to that level or a graver one that was told, or would have been had anybody an address."""
        found = (alert for alert in reversed(self.rises) if alert.level.rank >= level.rank)
        return next(filter(was_meant, found), None)

    def below_since(self, level: Level) -> datetime | None:
        """Since when the record stands below that level; None where it does not, or nothing is on record."""
        since = None
        for alert in reversed(self.steps):
            if alert.level.rank >= level.rank:
                break
            since = alert.raised_at
        return since

    def is_resolved_since(self, alert: Alert) -> bool:
        return any(one.raised_at > alert.raised_at for one in self.resolves)

    def unresolved(self) -> tuple[Alert, ...]:
        """Rises that people were told of and that have not been told as over."""
        return tuple(alert for alert in self.rises if not alert.unsent_because and not self.is_resolved_since(alert))


_NOTHING = Course((), ())


class Record:
    """All alerts on record, by story."""

    def __init__(self, alerts: Iterable[Alert]) -> None:
        self._by_story: dict[str, list[Alert]] = {}
        for alert in alerts:
            if alert.story_id and alert.kind in _STEPS:
                self._by_story.setdefault(alert.story_id, []).append(alert)

    @property
    def story_ids(self) -> tuple[str, ...]:
        return tuple(sorted(self._by_story))

    def course(self, ids: Iterable[str]) -> Course:
        """The course of a story that is known by all these ids; in any order."""
        found = [alert for id_ in ids for alert in self._by_story.get(id_, ())]
        if not found:
            return _NOTHING
        found.sort(key=lambda alert: (alert.raised_at, alert.level.rank, alert.id))
        return Course(
            tuple(alert for alert in found if alert.kind is not AlertKind.RESOLVED),
            tuple(alert for alert in found if alert.kind is AlertKind.RESOLVED),
        )

    def number(self, story_id: str, kind: AlertKind, level: Level | None = None) -> int:
        """How many alerts of that kind, and of that level where one is given, a story id has."""
        found: Sequence[Alert] = self._by_story.get(story_id, ())
        return sum(alert.kind is kind and level in (None, alert.level) for alert in found)


_STEPS = frozenset({AlertKind.RISE, AlertKind.FELL, AlertKind.RESOLVED})


def was_meant(alert: Alert) -> bool:
    """Whether people were told of it, or would have been had anybody an address."""
    return alert.unsent_because in ("", NOBODY)


def gravest(levels: Iterable[Level]) -> Level | None:
    """The gravest of them; None where there is none."""
    return max(levels, key=lambda level: level.rank, default=None)
