"""预警, 案件: what people are told and what they then do. Every time is aware UTC."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from caifeng.models.vocabulary import ClockState, IncidentState, Level, StoryType


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """预警: a story crossed a grade. ``reason`` is one line with numbers; three items prove it."""

    id: str
    story_id: str
    story_title: str
    level: Level
    previous: Level | None
    reason: str
    item_ids: tuple[str, ...]
    owner: str
    raised_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A time limit of an incident and where the limit comes from."""

    name: str  # "到责任人"
    limit: timedelta
    norm: str  # its source: "S1 ⑻" …
    started_at: datetime
    stopped_at: datetime | None

    @property
    def due_at(self) -> datetime:
        return self.started_at + self.limit

    def state(self, now: datetime) -> ClockState:
        """What the clock shows at ``now``."""
        if self.stopped_at is None:
            return ClockState.RUNNING if now <= self.due_at else ClockState.OVERDUE
        return ClockState.MET if self.stopped_at <= self.due_at else ClockState.LATE


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One line of an incident's append-only log. ``did`` is a state, a clock or free words."""

    at: datetime
    by: str
    did: str
    note: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A named person's level beside the machine's, with the reason."""

    level: Level
    by: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """案件: a story on which people opened a file."""

    id: str  # INC-2026-0007
    title: str
    story_ids: tuple[str, ...]
    type: StoryType
    machine_level: Level
    override: Override | None
    owner: str
    state: IncidentState
    opened_at: datetime
    clocks: tuple[Clock, ...]
    log: tuple[LogEntry, ...]

    @property
    def level(self) -> Level:
        """The level in force: a person's, where one decided."""
        return self.override.level if self.override else self.machine_level

    @property
    def is_open(self) -> bool:
        return self.state not in (IncidentState.CLOSED, IncidentState.REVIEWED, IncidentState.ARCHIVED)
