"""期卡: what lists, calendars, feeds and searches need of an edition, so that none of them parses it whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from caifeng.models.briefing import Briefing, Correction
from caifeng.models.vocabulary import BriefingKind, Level, StoryType, ToneLabel


@dataclass(frozen=True, slots=True, kw_only=True)
class CardStory:
    """A story as an edition told it: one of its matters, or told in detail."""

    id: str
    title: str
    level: Level
    type: StoryType
    distinct: int  # of the edition's window
    topics: tuple[str, ...]
    incident_id: str  # "" where no file is open
    is_matter: bool  # on the first screen


@dataclass(frozen=True, slots=True, kw_only=True)
class CardTopic:
    """A topic's count in an edition's window."""

    name: str
    distinct: int
    negative: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingCard:
    """An edition in a few hundred characters. ``key`` names it among its kind: "2026-11-20", "2026-W47", "2026-11"."""

    kind: BriefingKind
    key: str
    date: date  # the last day of its window; the month of it is the edition it stands in
    number: int
    revision: int
    title: str  # "11-20 日报 第 8 期"
    level: Level
    previous_level: Level | None
    conclusion: str
    published_at: datetime
    is_late: bool
    distinct: int
    negative: int
    tried: int  # sources
    answered: int
    stories: tuple[CardStory, ...] = ()
    topics: tuple[CardTopic, ...] = ()
    incidents: tuple[str, ...] = ()  # every incident it speaks of
    corrections: tuple[Correction, ...] = ()

    @property
    def month(self) -> str:
        """The edition it stands in: "2026-11"."""
        return f"{self.date:%Y-%m}"

    @property
    def address(self) -> str:
        """Of its page, from the site's root: "2026-11/2026-11-20/"."""
        return f"{self.month}/{_FOLDERS[self.kind]}{self.key}/"


_FOLDERS = {
    BriefingKind.DAILY: "",
    BriefingKind.WEEKLY: "",
    BriefingKind.MONTHLY: "monthly-",
    BriefingKind.SPECIAL: "special-",
}


def card_of(briefing: Briefing) -> BriefingCard:
    """The card of a daily briefing."""
    negative = sum(share.count for share in briefing.overview.tones if share.label == ToneLabel.NEGATIVE)
    return BriefingCard(
        kind=BriefingKind.DAILY,
        key=f"{briefing.date}",
        date=briefing.date,
        number=briefing.number,
        revision=briefing.revision,
        title=f"{briefing.date:%m-%d} 日报 第 {briefing.number} 期",
        level=briefing.level,
        previous_level=briefing.previous_level,
        conclusion=briefing.conclusion,
        published_at=briefing.published_at,
        is_late=briefing.is_late,
        distinct=briefing.overview.distinct,
        negative=negative,
        tried=briefing.note.tried,
        answered=briefing.note.answered,
        stories=tuple(_stories(briefing)),
        topics=tuple(
            CardTopic(name=row.name, distinct=row.distinct, negative=row.negative.count) for row in briefing.topics
        ),
        incidents=tuple(sorted(_incidents(briefing))),
        corrections=briefing.corrections,
    )


def _stories(briefing: Briefing) -> Iterator[CardStory]:
    topics = {detail.story.id: detail.story.topics for detail in briefing.details}
    for matter in briefing.matters:
        yield CardStory(
            id=matter.story_id,
            title=matter.title,
            level=matter.level,
            type=matter.type,
            distinct=matter.distinct,
            topics=topics.get(matter.story_id, ()),
            incident_id=matter.incident_id,
            is_matter=True,
        )
    first = {matter.story_id for matter in briefing.matters}
    for detail in briefing.details:
        if detail.story.id not in first:
            yield CardStory(
                id=detail.story.id,
                title=detail.story.title,
                level=detail.override.level if detail.override else detail.story.grade.level,
                type=detail.type,
                distinct=detail.window_distinct,
                topics=detail.story.topics,
                incident_id=detail.incident_id,
                is_matter=False,
            )


def _incidents(briefing: Briefing) -> set[str]:
    named = {handling.incident.id for handling in briefing.handling}
    named |= {matter.incident_id for matter in briefing.matters} | {detail.incident_id for detail in briefing.details}
    named |= {decision.incident_id for decision in briefing.decisions}
    return named - {""}
