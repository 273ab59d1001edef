"""转载, 传播: who repeats whom, and the way a story took. Every time is aware UTC."""

from dataclasses import dataclass
from datetime import datetime

from caifeng.models.vocabulary import Channel, CopyKind, EdgeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Reprint:
    """A near-copy: counted once for volume, kept as a reprint for spread."""

    item_id: str
    of: str  # id of the earliest observed item with (nearly) this text
    similarity: float  # 0–1; what is measured depends on ``kind``
    kind: CopyKind = CopyKind.NEAR
    by: str = ""  # who said so, where a person did


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """``item_id`` has it from ``of``, an earlier item of the same story; ``why`` says what shows it."""

    item_id: str
    of: str
    kind: EdgeKind
    why: str  # Chinese, with the words or the number that show it


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyNode:
    """关键节点: an item after which the story grew faster, or from which many others have it."""

    item_id: str
    at: datetime
    before: float  # items an hour before it
    after: float  # items an hour after it
    reach: int  # items that have it from this one, directly or not
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelStep:
    """When a story was first seen in a channel."""

    channel: Channel
    at: datetime
    item_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TierCount:
    """Distinct items and reprints of sources of one tier (1 national … 4 individual)."""

    tier: int
    distinct: int
    reprints: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Copying:
    """协同复制: one text published by several accounts within a short time, naming no source."""

    accounts: int
    seconds: float  # from the first to the last
    text: str  # the beginning, as written
    item_ids: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """传播: the earliest item *observed* (perhaps not the first), channels crossed in order, who has it from whom."""

    first_item_id: str
    first_at: datetime
    steps: tuple[ChannelStep, ...]
    head_media_item_id: str  # earliest item of tier 1 or 2 outside 政务, or ""
    edges: tuple[Edge, ...] = ()  # by time of the later item
    edges_total: int = 0  # ``edges`` may be cut
    key_nodes: tuple[KeyNode, ...] = ()  # by time
    tiers: tuple[TierCount, ...] = ()
    copying: tuple[Copying, ...] = ()
