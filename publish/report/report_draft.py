"""处置报告 as data: parts with lines and tables, every line with the items it stands on. Page and .docx agree."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from caifeng.models import Desk, Effect, Incident, Item, SimilarCase, Story, ToneLabel
from caifeng.models.document import Cited, Part


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
