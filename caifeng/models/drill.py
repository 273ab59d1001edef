"""演练: what a drill plays, what is expected of people, and how it went. Nothing in a drill is real."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from caifeng.models.desk import Audience, Source
from caifeng.models.item import Engagement
from caifeng.models.vocabulary import Level, StoryType


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillItem:
    """One piece that a source of the drill publishes ``after`` the start."""

    after: timedelta
    id: str  # within its scenario; its address is made from it
    source: str
    title: str
    text: str
    author: str = ""
    credit: str = ""
    engagement: Engagement = field(default_factory=Engagement)
    trap: str = ""  # why it must not raise an alert: irrelevant, hostile …; "": it belongs to the matter


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillBoard:
    """How a board stands from ``after`` the start on: (title, heat), the first is rank 1."""

    after: timedelta
    source: str
    rows: tuple[tuple[str, float | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inject:
    """What those who direct the drill hand to somebody: a call by a journalist, a finding of the laboratory."""

    after: timedelta
    to: str
    say: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillAct:
    """What people are played to do; left out, people do it themselves."""

    after: timedelta
    deed: str  # a ``Deed``, or words of people's own
    by: str
    note: str = ""
    about: tuple[str, ...] = ()  # words of the incident's title; empty: the first open one
    type: StoryType | None = None
    level: Level | None = None
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What the drill asks for; None and empty: not asked."""

    notice: timedelta | None = None  # first item → first alert
    owner: timedelta | None = None  # incident opened → taken or assigned
    reply: timedelta | None = None  # incident opened → first reply
    level: Level | None = None  # the highest that is reached
    type: StoryType | None = None
    steps: tuple[str, ...] = ()  # deeds, means, or names of the playbook's steps
    is_closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """脚本 of a drill; ``items`` by time."""

    name: str
    about: str = ""  # what is exercised, and why
    length: timedelta
    sources: tuple[Source, ...]  # names, channels and tiers; their addresses are the sandbox's affair
    items: tuple[DrillItem, ...]
    boards: tuple[DrillBoard, ...] = ()
    injects: tuple[Inject, ...] = ()
    acts: tuple[DrillAct, ...] = ()
    audience: Audience | None = None  # None: the desk's drill list
    expected: Expected = field(default_factory=Expected)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillMeasure:
    """A time that the drill took, and how long it may take."""

    name: str
    took: timedelta | None  # None: it did not happen within the drill
    limit: timedelta | None  # None: only measured

    @property
    def is_met(self) -> bool | None:
        """Whether it happened within its limit; None where there is none."""
        if self.limit is None:
            return None
        return self.took is not None and self.took <= self.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillCheck:
    """Something that was asked, what came of it, and whether that will do."""

    name: str
    asked: str
    found: str
    is_met: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillScore:
    """成绩单 of one drill."""

    id: str  # the name of its folder: 2026-11-21-女童烫伤
    drill: str  # the scenario's name
    began_at: datetime  # aware UTC, in the drill's own time
    ended_at: datetime
    items: int  # played, traps among them
    traps: int
    alerts: int
    incident: str = ""  # the id in the sandbox of the file that the drill is about; "" where none was opened
    measures: tuple[DrillMeasure, ...] = ()
    checks: tuple[DrillCheck, ...] = ()
    missed: tuple[str, ...] = ()  # steps that were asked and not done
    sprung: tuple[str, ...] = ()  # titles of traps that an alert took for proof
    findings: tuple[str, ...] = ()  # of the reply check, where a draft was given
    refused: tuple[str, ...] = ()  # acts that were played and that the rules refused

    @property
    def asked(self) -> int:
        """How many things were asked."""
        limits = sum(measure.limit is not None for measure in self.measures)
        return limits + len(self.checks)

    @property
    def met(self) -> int:
        """How many of them were met."""
        return sum(measure.is_met is True for measure in self.measures) + sum(check.is_met for check in self.checks)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillChange:
    """A drill's measure beside the one before it of the same scenario."""

    name: str
    now: timedelta | None
    before: timedelta | None
    before_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillSheet:
    """A score beside that of the former drill of the same scenario, as pages and commands show it."""

    score: DrillScore
    changes: tuple[DrillChange, ...] = ()  # empty: the first of its scenario
