"""成效, 案例, 统计: what handling brought, what former cases teach, how a month was handled. Times are aware UTC."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from caifeng.models.alert import Alert, Notice
from caifeng.models.delivery import Delivery
from caifeng.models.duties import AlertKind, Means
from caifeng.models.incident import Incident, Rectification, RootCause
from caifeng.models.interval import Share
from caifeng.models.vocabulary import IncidentState, Level, StoryType


@dataclass(frozen=True, slots=True, kw_only=True)
class RateChange:
    """Events before and after a moment: counts, the hours looked at, and the ratio of the rates with 95 % interval."""

    before: int
    after: int
    hours_before: float
    hours_after: float
    ratio: float | None  # after / before; None: nothing before
    low: float
    high: float | None  # None: no upper end

    @property
    def rate_before(self) -> float:
        """Events an hour before it."""
        return self.before / self.hours_before

    @property
    def rate_after(self) -> float:
        """Events an hour after it."""
        return self.after / self.hours_after


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """成效 of one public act over equal windows. ``why_not`` says why nothing is judged; then the figures are None."""

    incident_id: str
    did: str
    means: Means | None
    by: str
    at: datetime
    hours: int  # length of the window on either side
    volume: RateChange | None
    negative: RateChange | None  # of negative items; None also where too few have a tone
    negative_before: Share | None  # among items with a known tone
    negative_after: Share | None
    expected: float | None  # items that the course before it would have brought; None: cannot be said
    unusual: float | None  # fewer than this came in one of ten courses without any act
    beside: tuple[str, ...]  # other public acts inside the windows: their effects cannot be told apart
    text: str  # one Chinese sentence with the figures, or why there are none
    why_not: str = ""
    item_ids: tuple[str, ...] = ()  # that were counted, by time


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many of something, and the ids behind the figure."""

    name: str
    n: int
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """案例: an incident as the library keeps it."""

    id: str
    title: str
    summary: str  # extracted from items
    type: StoryType
    level: Level
    state: IncidentState
    tags: tuple[str, ...]
    topics: tuple[str, ...]
    gates: tuple[str, ...]  # reasons that lifted the grade
    keywords: tuple[str, ...]
    places: tuple[str, ...]
    opened_at: datetime
    closed_at: datetime | None
    first_reply: timedelta | None  # from the finding
    items: int | None  # distinct; None: its stories are no longer kept
    measures: tuple[str, ...]  # what was done, in order, each once
    satisfaction: tuple[Count, ...]
    causes: tuple[RootCause, ...]
    well: tuple[str, ...]
    improve: tuple[str, ...]
    is_false_alarm: bool = False

    @property
    def took(self) -> timedelta | None:
        """From the finding to closure; None while it is open."""
        return self.closed_at - self.opened_at if self.closed_at else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarCase:
    """A former case that resembles a new one: ``score`` 0–1, and what they have in common."""

    case: Case
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedRectification:
    """整改 that is not done, with the incident it comes from."""

    incident_id: str
    title: str
    what: Rectification
    is_overdue: bool
    days: int  # until it is due; negative: so many days late


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlingRecord:
    """What the figures of a month are counted from: all that is on record."""

    incidents: tuple[Incident, ...] = ()
    alerts: tuple[Alert, ...] = ()
    notices: tuple[Notice, ...] = ()
    deliveries: tuple[Delivery, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertCount:
    """Alerts of one kind and level: all, and those that somebody was told."""

    kind: AlertKind
    level: Level
    n: int
    told: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTime:
    """How long one step took where it was done in the month, and how many were still owed at the end of it."""

    name: str
    since: str  # what it is measured from
    n: int
    median: timedelta | None
    p95: timedelta | None  # nearest rank
    ids: tuple[str, ...]  # of those done, slowest first
    undone: int
    longest: timedelta | None  # how long the longest of the undone has waited
    undone_ids: tuple[str, ...]
    skipped: int = 0  # closed in the month without it


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockShare:
    """On-time share of one clock among those decided in the month: done, or due and not done."""

    name: str
    norm: str
    on_time: Share
    late_ids: tuple[str, ...]
    running: int  # neither done nor due at the end of the month
    paused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlingFigures:
    """处置统计 of one calendar month (or a week) in the desk's zone, as known at ``until``."""

    month: date  # its first day
    until: datetime  # the end of the month, or now while it runs
    is_whole: bool  # the month is over
    alerts: tuple[AlertCount, ...]
    unsent: tuple[Count, ...]  # reasons why nobody was told
    deliveries: tuple[Count, ...]  # messages by how they ended
    steps: tuple[StepTime, ...]
    clocks: tuple[ClockShare, ...]
    opened: tuple[str, ...]  # incident ids
    closed: tuple[str, ...]
    reopened: tuple[str, ...]
    still_open: tuple[str, ...]  # at ``until``
    false_alarms: tuple[str, ...]
    missed: tuple[str, ...]  # people found it first
    escalated: tuple[str, ...]  # alert ids
    rectify_due: tuple[Count, ...]  # due in the month; by 按期完成, 逾期完成, 未完成
    rectify_overdue: tuple[str, ...]  # incident ids with something overdue at ``until``
    causes: tuple[Count, ...]  # by department, of incidents reviewed in the month
    satisfaction: tuple[Count, ...]  # of incidents closed in the month
