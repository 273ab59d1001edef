"""依据: items as they are shown to prove something."""

from dataclasses import dataclass
from datetime import datetime

from caifeng.models.vocabulary import Channel, CopyKind, PieceKind, ToneLabel


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A short excerpt shown as written."""

    item_id: str
    source: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """A line of the list of sensitive information."""

    item_id: str
    at: datetime
    title: str
    source: str
    channel: Channel
    tier: int
    tone: ToneLabel
    topic: str
    url: str
    story_id: str
    tone_machine: ToneLabel | None = None  # what the machine said, where a person has judged
    tone_by: str = ""
    tone_why: str = ""
    kind: PieceKind | None = None
    sensitive: tuple[str, ...] = ()  # classes of sensitive words found


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceItem:
    """An item as shown to prove something: address, both times, hash, excerpt of at most 200 characters."""

    id: str
    revision: int
    title: str
    source: str
    channel: Channel
    tier: int
    url: str
    credited: str
    published_at: datetime
    is_time_estimated: bool
    seen_at: datetime
    content_hash: str
    excerpt: str
    tone: ToneLabel
    tone_probability: float
    tone_words: tuple[str, ...]
    hits: tuple[str, ...]  # terms that made it relevant, as written
    story_id: str
    reprint_of: str
    tone_machine: ToneLabel | None = None  # what the machine said, where a person has judged
    tone_by: str = ""
    tone_why: str = ""
    topics_by: tuple[tuple[str, str], ...] = ()  # (topic, who put the item there by hand)
    kind: PieceKind | None = None
    kind_words: tuple[str, ...] = ()  # as written
    places: tuple[str, ...] = ()  # full names, surest first; empty: unknown
    sensitive: tuple[str, ...] = ()  # "人身安全：烫伤"
    quoted: tuple[str, ...] = ()  # whom it credits or quotes, as written
    harm: tuple[str, ...] = ()  # victims and damage it states, as written
    complaint: tuple[tuple[str, str], ...] = ()  # (fact, as written); "" where the piece does not say
    hearsay: tuple[str, ...] = ()  # words of alarm or hearsay in a post that names no source, as written
    reprint_kind: CopyKind | None = None
    reprint_score: float = 0.0  # 0–1
    reprint_by: str = ""  # who said that it repeats ``reprint_of``, where a person did
