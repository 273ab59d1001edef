"""期卡: what lists, calendars, feeds and searches need of an edition, so that none of them parses it whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from caifeng.models.briefing import Briefing, Correction
from caifeng.models.story import Story
from caifeng.models.vocabulary import AspectKind, BriefingKind, Level, StoryType, ToneLabel

_SUMMARY = 400  # characters kept in a gist


Day: TypeAlias = date  # a class that has a field ``date`` cannot name the type by it


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
    merged: tuple[str, ...] = ()  # ids of stories that had become part of it

    @property
    def known_as(self) -> tuple[str, ...]:
        """Its id, and those that lead here."""
        return (self.id, *self.merged)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryGist:
    """What the library of cases keeps of a story that a file was opened for."""

    id: str
    known_as: tuple[str, ...]
    first_at: datetime
    items: int  # distinct
    summary: str
    topics: tuple[str, ...]
    gates: tuple[str, ...]  # kinds, or the reason where a gate has none
    keywords: tuple[str, ...]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CardTopic:
    """A topic's count in an edition's window."""

    name: str
    distinct: int
    negative: int
    top_story: str = ""  # title of its largest


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
    gists: tuple[StoryGist, ...] = ()  # of its stories that a file is open for
    gaps: "tuple[Day, ...]" = ()  # days of its 28 on which nothing was collected

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
            CardTopic(name=row.name, distinct=row.distinct, negative=row.negative.count, top_story=row.top_story_title)
            for row in briefing.topics
        ),
        incidents=tuple(sorted(_incidents(briefing))),
        corrections=briefing.corrections,
        gists=tuple(gist_of(detail.story) for detail in briefing.details if detail.incident_id),
        gaps=tuple(point.day for point in briefing.overview.series if point.is_gap),
    )


def gist_of(story: Story) -> StoryGist:
    """A story as the library of cases keeps it."""
    return StoryGist(
        id=story.id,
        known_as=story.known_as,
        first_at=story.first_at,
        items=len(story.item_ids),
        summary=story.account.summary.text[:_SUMMARY],
        topics=story.topics,
        gates=tuple(str(gate.kind or gate.reason) for gate in story.grade.gates),
        keywords=story.keywords,
        places=tuple(aspect.text for aspect in story.account.aspects if aspect.kind is AspectKind.WHERE),
    )


def _stories(briefing: Briefing) -> Iterator[CardStory]:
    told = {detail.story.id: detail.story for detail in briefing.details}
    for matter in briefing.matters:
        yield CardStory(
            id=matter.story_id,
            title=matter.title,
            level=matter.level,
            type=matter.type,
            distinct=matter.distinct,
            topics=told[matter.story_id].topics if matter.story_id in told else (),
            incident_id=matter.incident_id,
            merged=told[matter.story_id].merged if matter.story_id in told else (),
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
                merged=detail.story.merged,
            )


def _incidents(briefing: Briefing) -> set[str]:
    named = {handling.incident.id for handling in briefing.handling}
    named |= {matter.incident_id for matter in briefing.matters} | {detail.incident_id for detail in briefing.details}
    named |= {decision.incident_id for decision in briefing.decisions}
    return named - {""}
