"""What the public pages are made from: one frozen gathering, handed over whole."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from caifeng.errors import Problem
from caifeng.models import (
    Alert,
    Briefing,
    BriefingCard,
    Delivery,
    Desk,
    Effect,
    Incident,
    Item,
    Notice,
    Playbook,
    Silence,
    SimilarCase,
    SourceReport,
    StepState,
    Story,
    ToneLabel,
    TrackedRectification,
)
from caifeng.models.special import Special
from publish.pages.contexts import Page
from publish.search.sections import SearchSource
from publish.site.plan import Month, Section


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """Everything that is known of one incident when its page is made.

    ``problems`` are those of the last edit of its file, where it was refused: the incident is then the last good one.
    """

    incident: Incident
    path: str = ""  # of its file in the desk's repository: "incidents/INC-2026-0007.yml"
    problems: tuple[Problem, ...] = ()
    playbook: Playbook | None = None
    steps: tuple[StepState, ...] = ()  # of the playbook, at the moment of looking
    similar: tuple[SimilarCase, ...] = ()  # former cases, the most similar first
    effects: tuple[Effect, ...] = ()  # of its public acts


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How the listening goes: when sources were last read, and what each of them gave then."""

    looked_at: datetime | None = None  # aware UTC; None: never
    reports: tuple[SourceReport, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteMaterial:
    """All that the site shows. ``items`` are those of the cases' stories."""

    desk: Desk
    now: datetime  # aware UTC: the moment of looking; clocks are read at it
    newest: Briefing  # of those that can be read
    cards: tuple[BriefingCard, ...]  # of every daily edition, by date
    briefing: Callable[[date], Briefing | None]  # reads one; None where there is none, or it is damaged
    months: tuple[Month, ...] = ()
    cases: tuple[CaseFile, ...] = ()
    stories: tuple[Story, ...] = ()
    items: Mapping[str, Item] = field(default_factory=dict)
    tones: Mapping[str, ToneLabel] = field(default_factory=dict)  # by item id
    alerts: tuple[Alert, ...] = ()
    notices: tuple[Notice, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    silences: tuple[Silence, ...] = ()
    rectify: tuple[TrackedRectification, ...] = ()  # not done
    health: Health = field(default_factory=Health)
    reported: frozenset[str] = frozenset()  # ids of incidents that have a report page
    pages: tuple[Page, ...] = ()  # further pages of the root site, made by their own modules
    reports: tuple[BriefingCard, ...] = ()  # weekly, monthly, special
    specials: tuple[Special, ...] = ()
    findable: tuple[SearchSource, ...] = ()  # beside daily editions and cases: other reports, topics
    sections: tuple[Section, ...] = ()  # folders of it that are made only when what they are made from changed
