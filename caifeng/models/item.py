"""条目, 采集: what the world said, and what one collecting brought."""

from dataclasses import dataclass
from datetime import datetime

from caifeng.models.vocabulary import Channel, FailureKind, SourceState


@dataclass(frozen=True, slots=True, kw_only=True)
class Engagement:
    """What readers did, as the source states it; None: not stated."""

    reads: int | None = None
    comments: int | None = None
    reposts: int | None = None
    likes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """条目: one published piece as found. Two times, both aware UTC; texts as written, never folded."""

    id: str  # "i-" + 12 hex digits of the canonical address (or of source and title)
    revision: int  # 1 for the first text seen under this id
    content_hash: str  # SHA-256 hex of title and text with white space collapsed
    source: str  # the name in caifeng.yml, never one found in a text
    channel: Channel
    tier: int
    region: str
    is_official: bool
    url: str  # canonical absolute http(s) address, or "" where the source has none
    title: str
    text: str
    author: str
    credited: str  # 来源 printed in the piece, or ""
    published_at: datetime
    is_time_estimated: bool  # the stated time was missing or absurd: seen_at stands in
    seen_at: datetime
    engagement: Engagement
    repost_of: str = ""  # canonical address, or the id, of the piece that it says it reposts


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One look at a board: where an item stood, and the heat the board itself stated."""

    item_id: str
    source: str
    seen_at: datetime
    rank: int  # 1 is the top
    board_heat: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """失败: what a source could not give, and why. A value, not an exception."""

    source: str
    kind: FailureKind
    address: str
    detail: str  # English, one line, for the log
    message: str  # Chinese, one sentence, for the edition's source health


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """How one source fared: counts, bytes, seconds, and the median delay from publication to sight."""

    source: str
    state: SourceState
    items: int  # found in this harvest
    new: int  # not known before (id and content hash)
    bytes: int
    seconds: float
    delay_seconds: float | None  # median of seen_at - published_at over new items with a stated time
    message: str = ""  # Chinese; the failure's sentence, or a notice
    again_at: datetime | None = None  # the host asked not to be read before


@dataclass(frozen=True, slots=True, kw_only=True)
class Validator:
    """What makes the next GET conditional; saved only after the items are."""

    address: str
    etag: str
    last_modified: str
    read_at: datetime | None = None  # when the whole was read last; None: kept before this was


@dataclass(frozen=True, slots=True, kw_only=True)
class HostRules:
    """What a host answered when asked for its robots.txt; good for a day (RFC 9309, 2.4)."""

    origin: str  # https://example.org
    status: int
    text: str  # "" unless the status is 200
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Harvest:
    """采集: what one collecting brought. ``items`` holds new items and new revisions only."""

    run: str
    started_at: datetime
    finished_at: datetime
    items: tuple[Item, ...]
    sightings: tuple[Sighting, ...]
    failures: tuple[Failure, ...]
    reports: tuple[SourceReport, ...]
    validators: tuple[Validator, ...]  # those that changed
    host_rules: tuple[HostRules, ...] = ()  # those asked for in this harvest
