"""事件, 热度, 评级: items about one happening, and what follows from them. Every judgement names its evidence."""

from dataclasses import dataclass
from datetime import date, datetime

from caifeng.models.vocabulary import Channel, CopyKind, Level, Stage, StoryType


@dataclass(frozen=True, slots=True, kw_only=True)
class Reprint:
    """A near-copy: counted once for volume, kept as a reprint for spread."""

    item_id: str
    of: str  # id of the earliest observed item with (nearly) this text
    similarity: float  # 0–1; what is measured depends on ``kind``
    kind: CopyKind = CopyKind.NEAR
    by: str = ""  # who said so, where a person did


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """One line of an index that a reader can add up: value × weight = points."""

    name: str
    raw: str  # what was counted, in words: "42 条"
    value: float  # 0–100
    weight: float  # 0–1
    points: float  # value × weight
    item_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat:
    """热度 0–100, the sum of its parts."""

    value: float
    parts: tuple[Contribution, ...]
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelStep:
    """When a story was first seen in a channel."""

    channel: Channel
    at: datetime
    item_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """传播: the earliest item *observed* (perhaps not the first), channels crossed in order, head media."""

    first_item_id: str
    first_at: datetime
    steps: tuple[ChannelStep, ...]
    head_media_item_id: str  # earliest item of tier 1 or 2 outside 政务, or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One measured fact about a story."""

    name: str
    value: float
    text: str  # Chinese, with its number
    item_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """A reason that lifts a grade whatever the score is."""

    reason: str
    floor: Level
    item_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """评级 by the machine: score 0–100 from four sub-indices, gates, and the level that follows."""

    level: Level
    score: float
    parts: tuple[Contribution, ...]
    gates: tuple[Gate, ...]
    version: str

    @property
    def reason(self) -> str:
        """One line that a reader can check."""
        parts = " · ".join(f"{part.name} {part.value:.0f}" for part in self.parts)
        gates = "；".join(gate.reason for gate in self.gates)
        return f"总分 {self.score:.0f}（{parts}）" + (f"；{gates}" if gates else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeHint:
    """What the evidence suggests about 定性; people decide."""

    type: StoryType
    why: str
    item_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """A story's (or a desk's) volume on one day: distinct items, reprints beside them, negatives among the distinct."""

    day: date
    distinct: int
    reprints: int
    negative: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """事件: items about one happening, across sources, days and both scripts; keeps its id as it grows."""

    id: str  # "S-20261119-04": day it was first told, running number
    title: str  # extracted: the title of the most central item
    item_ids: tuple[str, ...]  # distinct items, by time
    reprints: tuple[Reprint, ...]  # further items, by time
    topics: tuple[str, ...]
    owner: str
    keywords: tuple[str, ...]
    first_at: datetime
    last_at: datetime
    days: tuple[DayCount, ...]
    heat: Heat
    stage: Stage
    spread: Spread
    signals: tuple[Signal, ...]
    grade: Grade
    hint: TypeHint
    is_good: bool = False  # mostly good news: worth showing, never above 蓝

    @property
    def all_ids(self) -> tuple[str, ...]:
        """Distinct items and reprints."""
        return self.item_ids + tuple(reprint.item_id for reprint in self.reprints)
