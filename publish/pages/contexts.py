"""What each template is given: one frozen context a template, every field named in its docstring."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from caifeng.models import (
    Accuracy,
    Briefing,
    BriefingCard,
    EvidenceItem,
    Level,
    SourceHealth,
)
from publish.ledger import Ledger
from publish.pages.charts import DayCharts
from publish.pages.since_yesterday import Change
from publish.pages.urgency import CaseRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A Markdown page and where it goes below the docs folder."""

    path: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteContext:
    """What a page must know of the whole site.

    base_url: absolute address of the site's root, "" where unknown (links to share are then left out)
    depth: how many folders a day's pages stand below the day's own: 1 for a former revision
    languages: (code, name, way) of a day's page in other languages, seen from it
    """

    base_url: str
    depth: int = 0
    languages: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLink:
    """A published day, as listed elsewhere.

    date: the day
    number: its issue number
    level: its level
    conclusion: its one sentence
    """

    date: date
    number: int
    level: Level
    conclusion: str

    @property
    def address(self) -> str:
        """Address of the day page, seen from the site's root: ``2026-11/2026-11-20/``."""
        return f"{edition(self.date)}/{self.date:%Y-%m-%d}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayContext:
    """day.md.j2

    briefing: the briefing shown
    charts: its charts
    known: ids that have an anchor on the evidence pages, with the page ("" the first, "2/" …); others get no link
    ledger: every number that the edition states
    health: the data note's sources, the troubled ones first
    lane: how fast alerts were, in sentences; none in editions made before this was kept
    root: way to the site's root, "../../"
    share_url: absolute address of this page, or ""
    since: the day it is compared with, None where that day has no edition
    changes: what it says otherwise than that day
    text: lines of the first screen as plain text
    languages: (code, name, way) of the page in other languages
    card: file name of its share card, "" where there is none
    """

    briefing: Briefing
    charts: DayCharts
    known: Mapping[str, str]
    ledger: Ledger
    health: tuple[SourceHealth, ...]
    lane: tuple[str, ...]
    root: str
    share_url: str
    since: date | None
    changes: tuple[Change, ...]
    text: tuple[str, ...]
    languages: tuple[tuple[str, str, str], ...] = ()
    card: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryEvidence:
    """The items behind one story.

    story_id: the story, "" for items outside every story
    title: its title, "" where the briefing does not tell it
    items: its items by time
    left_out: further items, which only the table (CSV) has: of a huge story
    total: items of the story, on all pages and in the table
    is_first: whether the story begins here and not on an earlier page
    """

    story_id: str
    title: str
    items: tuple[EvidenceItem, ...]
    left_out: int = 0
    total: int = 0
    is_first: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontContext:
    """front.md.j2

    latest: the newest briefing
    day: the same, as a link
    recent: earlier days, newest first
    rows: incidents that are open, the most urgent first
    late: how many of these have something overdue
    reports: the newest special, weekly and monthly report, newest first
    known: ids that the newest day's evidence has an anchor for, each with its page
    root: way to the site's root
    """

    latest: Briefing
    day: DayLink
    recent: tuple[DayLink, ...]
    rows: tuple[CaseRow, ...]
    late: int
    reports: tuple[BriefingCard, ...]
    known: Mapping[str, str]
    root: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMonth:
    """A month in which incidents were opened that are closed.

    name: "2026-11"
    count: how many
    """

    name: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentsContext:
    """incidents.md.j2

    open_rows: open incidents, the most urgent first; where there are very many, the first of them
    open_total: how many are open
    closed_rows: the newest closed incidents, newest first
    closed_total: how many are closed
    months: months that have a page of closed incidents, newest first
    further: (title, way) of pages about handling that stand beside: library, statistics, drills …
    root: way to the site's root
    """

    open_rows: tuple[CaseRow, ...]
    open_total: int
    closed_rows: tuple[CaseRow, ...]
    closed_total: int
    months: tuple[CaseMonth, ...]
    further: tuple[tuple[str, str], ...]
    root: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredSet:
    """What was measured on one set.

    name: what was measured, in words
    dataset: the set's own name
    version: of the method that was measured
    figures: (name of the figure, the figure)
    """

    name: str
    dataset: str
    version: str
    figures: tuple[tuple[str, Accuracy], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredContext:
    """measured.md.j2

    sets: everything that was measured, as the newest briefing prints it, set by set
    """

    sets: tuple[MeasuredSet, ...]


def edition(day: date) -> str:
    """The edition (calendar month) a day belongs to: ``2026-11``."""
    return f"{day:%Y-%m}"
