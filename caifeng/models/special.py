"""专报: one grave matter told at length, in a chain of 初报, 续报 and 终报; frozen once it is out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from caifeng.models.briefing import Correction, Decision
from caifeng.models.card import BriefingCard, CardStory
from caifeng.models.document import Cited, Part
from caifeng.models.incident import Incident
from caifeng.models.vocabulary import BriefingKind, Confidence, Level, Likelihood, StoryType


class SpecialKind(StrEnum):
    """Where a special report stands in its chain."""

    FIRST = "初报"
    FURTHER = "续报"
    FINAL = "终报"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """情景: what may come. Likelihood and confidence are said apart; None: nothing on record bears an estimate."""

    name: str
    text: str
    likelihood: Likelihood | None
    confidence: Confidence | None
    basis: str
    item_ids: tuple[str, ...] = ()
    refs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialState:
    """How the matter stood when a report was made: what the next one is compared with."""

    level: Level
    type: StoryType
    gates: tuple[str, ...]  # kinds, or the reason where a gate has none
    distinct: int
    reprints: int
    negative: int
    log_lines: int
    shifts: int
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A former report of the same chain."""

    key: str
    kind: SpecialKind
    part: int
    number: int
    date: date
    published_at: datetime

    @property
    def address(self) -> str:
        """Of its page, from the site's root."""
        return special_address(self.key, self.date)


@dataclass(frozen=True, slots=True, kw_only=True)
class Special:
    """专报 of an incident, or of a story on which no file is open."""

    subject: str  # the incident's id, or the story's
    part: int  # its place in the chain, from 1
    kind: SpecialKind
    number: int  # 专报第 N 期, counted over all of the desk's
    revision: int
    desk: str
    zone: str
    classification: str
    prepared_by: str
    recipients: tuple[str, ...]
    drill: str
    title: str
    why: str  # why it was made, in one sentence
    by: str  # who asked for it; "" where the rules did
    published_at: datetime
    is_late: bool  # a 初报 later than a day after what asks for it
    state: SpecialState
    former: Level | None  # the level of the report before
    incident_id: str  # "" where no file is open
    story_ids: tuple[str, ...]
    topics: tuple[str, ...]
    risk: str  # 核心风险, one sentence
    summary: str  # at most 200 characters
    asks: tuple[Decision, ...]
    parts: tuple[Part, ...]
    scenarios: tuple[Scenario, ...]
    sources: tuple[Cited, ...]
    left_out: int  # items of the stories that the list does not hold
    chain: tuple[Earlier, ...]  # the reports before it, oldest first
    corrections: tuple[Correction, ...] = ()

    @property
    def key(self) -> str:
        """INC-2026-0001-1: names it among all specials."""
        return f"{self.subject}-{self.part}"

    @property
    def date(self) -> date:
        """The day it came out, in the desk's zone."""
        return self.published_at.astimezone(ZoneInfo(self.zone)).date()

    @property
    def level(self) -> Level:
        return self.state.level

    @property
    def address(self) -> str:
        """Of its page, from the site's root: "2026-11/special-INC-2026-0001-1/"."""
        return special_address(self.key, self.date)


def special_address(key: str, day: date) -> str:
    """Where the page of a special report stands, from the site's root."""
    return f"{day:%Y-%m}/special-{key}/"


def earlier(special: Special) -> Earlier:
    """A report as others name it."""
    return Earlier(
        key=special.key,
        kind=special.kind,
        part=special.part,
        number=special.number,
        date=special.date,
        published_at=special.published_at,
    )


def special_links(specials: Sequence[Special], incident: Incident) -> tuple[Earlier, ...]:
    """The reports on an incident, oldest first, as its page and other pages lead to them."""
    ids = {incident.id, *incident.story_ids}
    return tuple(earlier(one) for one in specials if one.subject in ids or one.incident_id in ids)


def special_card(special: Special) -> BriefingCard:
    """The card of a special report: its core risk is the conclusion, its one story the matter."""
    state = special.state
    told = tuple(
        CardStory(
            id=id_,
            title=special.title,
            level=special.level,
            type=state.type,
            distinct=state.distinct,
            topics=special.topics,
            incident_id=special.incident_id,
        )
        for id_ in special.story_ids[:1]
    )
    return BriefingCard(
        kind=BriefingKind.SPECIAL,
        key=special.key,
        date=special.date,
        number=special.number,
        revision=special.revision,
        title=f"专报 第 {special.number} 期（{special.kind}）",
        level=special.level,
        previous_level=special.former,
        conclusion=special.risk,
        published_at=special.published_at,
        is_late=special.is_late,
        distinct=state.distinct,
        negative=state.negative,
        tried=0,
        answered=0,
        stories=told,
        incidents=(special.incident_id,) if special.incident_id else (),
        corrections=special.corrections,
    )
