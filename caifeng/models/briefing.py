"""简报: a window's selection as frozen data. Pages and mails are rendered from it alone and never recompute."""

from dataclasses import dataclass
from datetime import date, datetime

from caifeng.models.calendar import Upcoming
from caifeng.models.course import Burst
from caifeng.models.evidence import EvidenceItem, ListRow, Quote
from caifeng.models.incident import Incident, Override
from caifeng.models.interval import Share
from caifeng.models.note import DataNote
from caifeng.models.story import Story
from caifeng.models.views import Statement, View
from caifeng.models.vocabulary import ClockState, Level, StoryType


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the executive is asked to decide."""

    question: str
    owner: str
    due_at: datetime | None
    incident_id: str  # "" where no file is open


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One of at most three matters on the first screen."""

    story_id: str
    title: str
    level: Level
    previous_level: Level | None  # None: new today
    trend: str  # "▲" | "─" | "▼", today's volume against the day before
    distinct: int  # items of this story inside the window
    line: str  # numbers in words
    type: StoryType
    spark: tuple[int, ...]  # distinct items a day, oldest first
    incident_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What is likely next: a likelihood word of the fixed scale, and separately the confidence."""

    text: str
    likelihood: str
    low: int  # per cent
    high: int
    confidence: str  # 低 | 中 | 高
    basis: str  # why we think so, in one sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumePoint:
    """A day of the desk's volume; ``low`` and ``high`` are the usual range, None while history is short."""

    day: date
    distinct: int
    reprints: int
    negative: int
    low: float | None
    high: float | None
    is_gap: bool = False  # nothing was collected that day: not calm, unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardLook:
    """Where an item stood on a board at a moment (aware UTC); rank 1 is the top."""

    at: datetime
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardTrack:
    """An item's way on one board (hot list), by time; at least one look."""

    item_id: str
    title: str
    board: str  # the source's name
    looks: tuple[BoardLook, ...]

    @property
    def best(self) -> int:
        """The highest place it held."""
        return min(look.rank for look in self.looks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """总体态势."""

    distinct: int
    reprints: int
    previous_distinct: int | None
    scanned: int  # items collected in the window, relevant or not
    tones: tuple[Share, ...]
    channels: tuple[Share, ...]
    tiers: tuple[Share, ...]
    regions: tuple[Share, ...]
    series: tuple[VolumePoint, ...]
    sentences: tuple[Statement, ...]
    kinds: tuple[Share, ...] = ()  # 体裁
    boards: tuple[BoardTrack, ...] = ()  # items that hot lists showed in the window, the best placed first


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """重点事件: facts, judgement and unknown kept apart."""

    story: Story
    type: StoryType
    incident_id: str
    window_distinct: int
    window_reprints: int
    tones: tuple[Share, ...]
    facts: tuple[Statement, ...]
    judgements: tuple[Statement, ...]
    unknowns: tuple[Statement, ...]
    quotes: tuple[Quote, ...]
    override: Override | None = None  # a person's level, beside the machine's in ``story``
    summary: Statement | None = None  # None: the title says it
    views: tuple[View, ...] = ()  # quotes that say no more than the view are left out
    course: tuple[Statement, ...] = ()  # 演变 in words
    spread: tuple[Statement, ...] = ()  # 传播 in words


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicRow:
    """A topic's day."""

    name: str
    owner: str
    distinct: int
    previous: int | None
    negative: Share
    top_story_id: str
    top_story_title: str
    bursts: tuple[Burst, ...] = ()  # of the topic's volume at the end of the window


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonRow:
    """A topic or a party (the desk, a peer) today, on the same day of the week before, and over seven days."""

    name: str
    today: int  # distinct items of the window
    week_ago: int | None  # None: no briefing of that day, or it did not count this
    week: int  # distinct items of the last seven days, today included
    days: int  # days of the seven that are known
    negative: Share  # of ``week``
    voice: Share | None  # of what all parties together brought in the seven days; None for topics
    negative_today: int = 0
    item_ids: tuple[str, ...] = ()  # of today

    @property
    def change(self) -> str:
        """Today against the week before: +3, −2, ±0; "" where nothing is known of that day."""
        if self.week_ago is None:
            return ""
        moved = self.today - self.week_ago
        return f"+{moved}" if moved > 0 else f"−{-moved}" if moved < 0 else "±0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """对比: topic against topic, against the week before, and the desk against its peers."""

    week_ago: date
    topics: tuple[ComparisonRow, ...]
    parties: tuple[ComparisonRow, ...]  # the desk first, then its peers; empty without peers
    basis: str  # what is counted for a party, in one Chinese sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Positive:
    """正面典型: a good story worth showing, and the words that make it one."""

    story_id: str
    title: str
    who: tuple[str, ...]
    what: Statement
    sources: str  # "12 条、5 个信源，最高为省级媒体"
    words: tuple[str, ...]  # heaviest first, with the items in which they stand: "见义勇为（4 条）"
    suggestion: str
    item_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockView:
    """A clock as it stood when the briefing was made."""

    name: str
    norm: str
    limit_minutes: int
    used_minutes: int  # until stopped, or until the briefing
    state: ClockState
    due_at: datetime
    left_minutes: int | None = None  # from then until due, negative after it; None: kept before this was
    paused: str = ""  # why it stood still then


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """处置进展: an incident and its clocks at the moment of the briefing."""

    incident: Incident
    clocks: tuple[ClockView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """更正: a visible change to a published edition."""

    date: date
    revision: int  # the one that it made
    at: datetime
    by: str
    reason: str
    what: str  # in Chinese words: "总体态势 · 地区 · 第 1 项 · 条数"
    old: str
    new: str
    path: str = ""  # in the frozen JSON: "overview.regions[0].count"
    told: int = 0  # persons to whom the former revision had been sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """简报 of one window; ``revision`` grows by Correction only."""

    date: date
    number: int  # issue number, counted from the desk's first briefing
    revision: int
    desk: str
    zone: str
    window_start: datetime
    window_end: datetime
    published_at: datetime
    is_late: bool
    classification: str
    prepared_by: str
    recipients: tuple[str, ...]
    level: Level
    previous_level: Level | None
    conclusion: str  # at most 200 characters
    decisions: tuple[Decision, ...]
    matters: tuple[Matter, ...]  # at most three
    outlook: Outlook
    blind_spots: tuple[str, ...]
    overview: Overview
    details: tuple[Detail, ...]
    listed: tuple[ListRow, ...]
    listed_total: int  # rows there were; ``listed`` may be cut
    topics: tuple[TopicRow, ...]
    handling: tuple[Handling, ...]
    advice: tuple[Statement, ...]
    note: DataNote
    corrections: tuple[Correction, ...]
    evidence: tuple[EvidenceItem, ...]
    calendar: tuple[Upcoming, ...] = ()
    calendar_total: int = 0  # occasions there were; ``calendar`` may be cut
    comparison: Comparison | None = None
    positives: tuple[Positive, ...] = ()
