"""周报, 月报: a week or a month composed from the frozen daily briefings of it, and frozen in its turn.

A daily briefing of date D tells of the day before it (its window ends on the morning of D), so a week from Monday's
cutoff to Monday's cutoff is told by the briefings dated Tuesday to Monday, and a month likewise.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from caifeng.models.briefing import Correction, VolumePoint
from caifeng.models.card import BriefingCard, CardStory, CardTopic
from caifeng.models.interval import Share
from caifeng.models.vocabulary import BriefingKind, Level

_DAY = timedelta(days=1)
_NOON = 12  # a cutoff up to noon ends the day before, a later one the day itself


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A calendar week or month: its first and last day."""

    last: date
    first: date
    kind: BriefingKind  # 周报 | 月报

    @property
    def key(self) -> str:
        """Names it among its kind: "2026-W47" (ISO 8601), "2026-11"."""
        if self.kind is BriefingKind.MONTHLY:
            return f"{self.first:%Y-%m}"
        year, week, _ = self.first.isocalendar()
        return f"{year}-W{week:02}"

    @property
    def before(self) -> "Span":
        """The week or month before."""
        return span_of(self.kind, self.first - _DAY)

    @property
    def after(self) -> "Span":
        """The week or month after."""
        return span_of(self.kind, self.last + _DAY)

    @property
    def year_before(self) -> "Span | None":
        """The same month of the year before; None of a week."""
        if self.kind is BriefingKind.WEEKLY:
            return None
        return span_of(self.kind, self.first.replace(year=self.first.year - 1))

    def editions(self, cutoff_hour: int) -> tuple[date, ...]:
        """Dates of the daily briefings that tell of it, where their windows end at that hour."""
        shift = _DAY if cutoff_hour <= _NOON else timedelta()
        return tuple(self.first + shift + timedelta(days=step) for step in range((self.last - self.first).days + 1))


def span_of(kind: BriefingKind, day: date) -> Span:
    """The week (Monday to Sunday) or the month that holds a day."""
    if kind is BriefingKind.WEEKLY:
        first = day - timedelta(days=day.weekday())
        return Span(kind=kind, first=first, last=first + timedelta(days=6))
    first = day.replace(day=1)
    return Span(kind=kind, first=first, last=(first + timedelta(days=31)).replace(day=1) - _DAY)


def span_named(text: str) -> Span | None:
    """The week or month that a key names ("2026-W47", "2026-11"); None where it names none."""
    wanted = text.strip().upper()
    try:
        if "W" in wanted:
            return span_of(BriefingKind.WEEKLY, date.fromisoformat(f"{wanted}-1"))
        return span_of(BriefingKind.MONTHLY, date.fromisoformat(f"{wanted}-01"))
    except (ValueError, OverflowError):
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    """Where a figure leads: to what proves it.

    ``day`` with ``anchor``: an item or story on that day's evidence pages; with ``figure``: a line of its numbers;
    alone: the day's page. Without a day, ``way`` is a page from the site's root.
    """

    label: str
    day: date | None = None
    anchor: str = ""
    figure: str = ""
    way: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a table: its text, a second line in small type, and what proves it."""

    text: str
    note: str = ""
    refs: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodLine:
    """A sentence and what proves it."""

    text: str
    refs: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodTable:
    """Rows of cells under a header; ``how`` says how the figures are counted, in one Chinese sentence."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    how: str = ""
    words: tuple[int, ...] = ()  # columns that hold words, counted from 0; the first always does


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodPart:
    """A chapter of the report; ``id`` is its anchor."""

    id: str
    heading: str
    lines: tuple[PeriodLine, ...] = ()
    tables: tuple[PeriodTable, ...] = ()
    notes: tuple[str, ...] = ()  # how it is counted, or that something is not known


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodMatter:
    """One of at most three matters on the first screen."""

    story_id: str
    title: str
    level: Level  # the highest of the period
    line: str
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodEdition:
    """A daily briefing that the report stands on."""

    date: date
    number: int
    revision: int
    level: Level
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """周报 or 月报; ``revision`` grows by Correction only."""

    span: Span
    number: int  # 第 N 期, counted per kind
    revision: int
    desk: str
    zone: str
    classification: str
    prepared_by: str
    recipients: tuple[str, ...]
    window_start: datetime
    window_end: datetime
    published_at: datetime
    is_late: bool
    level: Level  # the gravest of its days
    previous_level: Level | None  # of the period before; None where that has no edition
    level_days: tuple[tuple[Level, int], ...]  # days at each level, gravest first
    conclusion: str  # at most 120 characters
    matters: tuple[PeriodMatter, ...]  # at most three
    decided: tuple[PeriodLine, ...]
    unseen: tuple[PeriodLine, ...]
    parts: tuple[PeriodPart, ...]
    series: tuple[VolumePoint, ...]  # by the date of the edition
    tones: tuple[Share, ...]
    channels: tuple[Share, ...]
    tiers: tuple[Share, ...]
    editions: tuple[PeriodEdition, ...]
    missing: tuple[date, ...]  # editions that are owed by the calendar and do not exist
    damaged: tuple[date, ...]  # editions whose records could not be read
    distinct: int
    negative: int
    tried: int  # sources, summed over its editions
    answered: int
    stories: tuple[CardStory, ...]
    topics: tuple[CardTopic, ...]
    incidents: tuple[str, ...]
    corrections: tuple[Correction, ...] = ()

    @property
    def kind(self) -> BriefingKind:
        """周报 or 月报."""
        return self.span.kind

    @property
    def key(self) -> str:
        """Names it among its kind: "2026-W47", "2026-11"."""
        return self.span.key

    @property
    def title(self) -> str:
        """2026 年第 47 周 周报 第 3 期."""
        return f"{span_title(self.span)} {self.kind} 第 {self.number} 期"


def span_title(span: Span) -> str:
    """2026 年第 47 周, 2026 年 11 月."""
    if span.kind is BriefingKind.MONTHLY:
        return f"{span.first.year} 年 {span.first.month} 月"
    year, week, _ = span.first.isocalendar()
    return f"{year} 年第 {week} 周"


def period_card(period: Period) -> BriefingCard:
    """The card of a weekly or monthly report."""
    return BriefingCard(
        kind=period.kind,
        key=period.key,
        date=period.span.last,
        number=period.number,
        revision=period.revision,
        title=period.title,
        level=period.level,
        previous_level=period.previous_level,
        conclusion=period.conclusion,
        published_at=period.published_at,
        is_late=period.is_late,
        distinct=period.distinct,
        negative=period.negative,
        tried=period.tried,
        answered=period.answered,
        stories=period.stories,
        topics=period.topics,
        incidents=period.incidents,
        corrections=period.corrections,
    )
