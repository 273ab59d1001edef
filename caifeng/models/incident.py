"""案件: what people do about a story. Every time is aware UTC."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from caifeng.errors import Problem
from caifeng.models.duties import Counterpart, Deed, Means, Satisfaction, Side
from caifeng.models.public import PublicCase
from caifeng.models.vocabulary import ClockState, IncidentState, Level, StoryType

MACHINE = "采风"  # who wrote the lines of the log that no person wrote
_NOT_TAKING = frozenset({Deed.FOUND, Deed.MISSED, Deed.LINKED, Deed.NOTE, Deed.CORRECTED, Deed.REOPENED})
_NO_WORD = re.compile("删[帖贴评稿]|沉[帖贴]|屏蔽|[撤压降]热搜|水军|控评|刷[评量榜]|灌水|封口")


def refused_means(word: str) -> str:
    """Why there is no such thing to do, in one Chinese sentence; "" where the word names nothing of the kind."""
    if not _NO_WORD.search(word):
        return ""
    why = "采风不删帖、不沉帖、不屏蔽、不造势，只记公开回应和实际处置"
    return f"没有“{word[:20]}”这种做法：{why}；别人提出的这种要求可写进 note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A time limit of an incident and where the limit comes from."""

    name: str  # "到责任人"
    limit: timedelta
    norm: str  # its source: "S1 ⑻" …
    started_at: datetime
    stopped_at: datetime | None
    due: datetime | None = None  # moved by pauses and working hours; None: start and limit say it
    paused: str = ""  # why it stands still now; "" while it runs

    @property
    def due_at(self) -> datetime:
        return self.due or self.started_at + self.limit

    def state(self, now: datetime) -> ClockState:
        """What the clock shows at ``now``."""
        if self.stopped_at is not None:
            return ClockState.MET if self.stopped_at <= self.due_at else ClockState.LATE
        if self.paused:
            return ClockState.PAUSED
        return ClockState.RUNNING if now <= self.due_at else ClockState.OVERDUE


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A time limit as the file states it: in force when it was opened, or set for this case."""

    name: str
    limit: timedelta
    norm: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One line of an incident's append-only log. ``did`` is a state, a clock or free words."""

    at: datetime
    by: str
    did: str
    note: str = ""
    evidence: tuple[str, ...] = ()
    side: Side | None = None
    means: Means | None = None
    to: Counterpart | None = None
    level: Level | None = None  # the level that it brought: of 发现, 升级, 评级


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A named person's level beside the machine's, with the reason."""

    level: Level
    by: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopRecord:
    """闭环记录 of one person or group concerned (seed S1 ⑻): contact, problem, plan, satisfaction, closed or not."""

    who: str  # as the desk names them; never an address or a number
    has_contact: bool | None = None  # None: not asked yet
    problem: str = ""
    plan: str = ""
    satisfaction: Satisfaction = Satisfaction.UNKNOWN
    is_closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RootCause:
    """根因, down to the department (seed S1 ⑻)."""

    department: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rectification:
    """整改: tracked until it is done."""

    what: str
    owner: str
    due: date
    done: date | None = None

    def is_overdue(self, today: date) -> bool:
        """Whether it should be done by ``today`` and is not."""
        return self.done is None and self.due < today


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """复盘: root causes, what went well, what to improve, what will change."""

    causes: tuple[RootCause, ...] = ()
    well: tuple[str, ...] = ()
    improve: tuple[str, ...] = ()
    rectify: tuple[Rectification, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """案件: a story, or several, on which people opened a file."""

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
    parent: str = ""  # the incident it is part of
    tags: tuple[str, ...] = ()  # of the case library
    loop: tuple[LoopRecord, ...] = ()
    review: Review | None = None
    public: PublicCase | None = None  # what the public may read of it; None: nothing
    limits: tuple[Limit, ...] = ()  # that its file states; ``clocks`` follow from them, the desk's rules and the log
    problems: tuple[Problem, ...] = ()  # of its file; what it faults is shown as it was last recorded

    @property
    def level(self) -> Level:
        """The level in force: a person's, where one decided."""
        return self.override.level if self.override else self.machine_level

    @property
    def is_open(self) -> bool:
        return self.state not in (IncidentState.CLOSED, IncidentState.REVIEWED, IncidentState.ARCHIVED)

    @property
    def closed_at(self) -> datetime | None:
        """When it was closed, for the last time, by its log; None while it is open, or where that does not say."""
        closed = max((entry.at for entry in self.log if entry.did == Deed.CLOSED), default=None)
        return None if self.is_open else closed

    @property
    def reopened_at(self) -> datetime | None:
        """When it was last reopened, by its log."""
        return max((entry.at for entry in self.log if entry.did == Deed.REOPENED), default=None)

    @property
    def is_taken(self) -> bool:
        """Whether a person has done anything about it since it was opened or last reopened."""
        again = self.reopened_at
        acts = (entry for entry in self.log if entry.by != MACHINE and entry.did not in _NOT_TAKING)
        return any(again is None or entry.at >= again for entry in acts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What a person does to an incident: by command, by form, or by editing its file. Only what is set is meant."""

    deed: str  # a ``Deed``, or words of people's own
    by: str
    at: datetime
    note: str = ""
    evidence: tuple[str, ...] = ()
    side: Side | None = None
    means: Means | None = None
    to: Counterpart | None = None
    type: StoryType | None = None
    level: Level | None = None  # a person's grade; ``note`` says why
    owner: str = ""
    limits: tuple[tuple[str, timedelta], ...] = ()  # time limits set for this case: (clock, how long)
    story_ids: tuple[str, ...] = ()  # joined to it
    parent: str = ""
    tags: tuple[str, ...] = ()
    loop: LoopRecord | None = None  # replaces the record of the same ``who``
    review: Review | None = None
    public: PublicCase | None = None  # replaces what the public may read
    title: str = ""  # of a file that a person opens
