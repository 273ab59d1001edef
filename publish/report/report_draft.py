"""处置报告 as data: parts with lines and tables, every line with the items it stands on. Page and .docx agree."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from caifeng.models import Desk, Effect, Incident, Item, SimilarCase, Story, ToneLabel


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportMaterial:
    """What a report is written from.

    ``stories`` are those of the incident that are still known, ``items`` those of the stories that are still kept,
    ``tones`` theirs by item id; ``effects`` and ``similar`` come from the review. ``now`` is aware.
    """

    desk: Desk
    incident: Incident
    stories: tuple[Story, ...]
    items: tuple[Item, ...]
    tones: Mapping[str, ToneLabel]
    effects: tuple[Effect, ...]
    similar: tuple[SimilarCase, ...]
    now: datetime

    @property
    def zone(self) -> ZoneInfo:
        return self.desk.zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A sentence, the items it stands on, and their numbers in the list of evidence."""

    text: str
    item_ids: tuple[str, ...] = ()
    refs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under a header, each row with the numbers of its evidence."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    item_ids: tuple[tuple[str, ...], ...] = ()  # by row; empty: none has any
    refs: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A chapter, or (``depth`` 2) a section of one."""

    heading: str
    depth: int = 1
    lines: tuple[Line, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """依据: an item of the list at the end."""

    number: int
    item_id: str
    title: str
    source: str
    published_at: datetime
    seen_at: datetime
    url: str
    content_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """处置报告: what both the page and the document show."""

    incident_id: str
    title: str
    desk: str
    classification: str
    prepared_by: str
    made_at: datetime
    zone: str
    parts: tuple[Part, ...]
    sources: tuple[Cited, ...]
    left_out: int  # items of the stories that the list does not hold
    drill: str = ""


def stamp(at: datetime, zone: ZoneInfo) -> str:
    """2026-11-20 08:41, in the desk's zone."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"
