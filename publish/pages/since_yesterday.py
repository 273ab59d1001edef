"""与昨日相比: what is new, gone or other in an edition, against the frozen edition of the day before."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from caifeng.models import Briefing, Level
from publish.briefing.phrases import named


class Turn(StrEnum):
    """In which way something is other than the day before."""

    RAISED = "升级"
    LOWERED = "降级"
    NEW = "新列出"
    GONE = "未再列出"
    MORE = "增"
    FEWER = "减"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that is other than the day before.

    turn: in which way
    what: the story's title in quotation marks, or a name of the edition's own ("全天级别", "声量")
    before, now: both values in words; before is "" for what is new, now is "" for what is gone
    story_id: "" for what is no story
    """

    turn: Turn
    what: str
    before: str
    now: str
    story_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """A story as an edition tells it, in detail or among its matters."""

    id: str
    title: str
    level: Level
    distinct: int
    known_as: frozenset[str]


def before(today: Briefing, revisions: Iterable[Briefing]) -> Briefing | None:
    """Of the revisions of the day before, the one that stood when ``today`` was made; None: that day had none yet.

    A later correction of the day before thus never alters a page that is already published.
    """
    stood = [one for one in revisions if _made_at(one) <= _made_at(today)]
    return max(stood, key=lambda one: one.revision, default=None)


def changes(today: Briefing, yesterday: Briefing) -> tuple[Change, ...]:
    """What ``today`` says otherwise than ``yesterday``: levels first, then what is new, gone, more or fewer.

    A story that became part of another counts as that one. "未再列出" says that the edition does not list it any more,
    not that it is over.
    """
    now, before = _stories(today), _stories(yesterday)
    found = [*_of_edition(today, yesterday)]
    met: set[str] = set()
    for story in now:
        former = [one for one in before if one.known_as & story.known_as]
        met |= {one.id for one in former}
        found += _of_story(story, former)
    found += [
        Change(turn=Turn.GONE, what=named(one.title), before=_said(one), now="", story_id=one.id)
        for one in before
        if one.id not in met
    ]
    return tuple(sorted(found, key=lambda change: (list(Turn).index(change.turn), bool(change.story_id))))


def _made_at(briefing: Briefing) -> datetime:
    return max([briefing.published_at, *(correction.at for correction in briefing.corrections)])


def _of_edition(today: Briefing, yesterday: Briefing) -> Iterator[Change]:
    if today.level != yesterday.level:
        turn = _moved(today.level, yesterday.level)
        yield Change(turn=turn, what="全天级别", before=yesterday.level.full, now=today.level.full)
    counts = (today.overview.distinct, yesterday.overview.distinct)
    if counts[0] != counts[1]:
        turn = Turn.MORE if counts[0] > counts[1] else Turn.FEWER
        yield Change(turn=turn, what="声量", before=f"{counts[1]} 条", now=f"{counts[0]} 条")


def _of_story(story: _Told, former: list[_Told]) -> Iterator[Change]:
    """``former`` are the stories of the day before that have since become this one."""
    if not former:
        yield Change(turn=Turn.NEW, what=named(story.title), before="", now=_said(story), story_id=story.id)
        return
    level = max((one.level for one in former), key=lambda level: level.rank)
    distinct = sum(one.distinct for one in former)
    if story.level != level:
        turn = _moved(story.level, level)
        yield Change(turn=turn, what=named(story.title), before=f"{level}", now=f"{story.level}", story_id=story.id)
    if story.distinct != distinct:
        turn = Turn.MORE if story.distinct > distinct else Turn.FEWER
        told = (f"{distinct} 条", f"{story.distinct} 条")
        yield Change(turn=turn, what=named(story.title), before=told[0], now=told[1], story_id=story.id)


def _stories(briefing: Briefing) -> list[_Told]:
    """By level and size, so that the order in which an edition holds them does not matter."""
    told = {
        detail.story.id: _Told(
            id=detail.story.id,
            title=detail.story.title,
            level=detail.override.level if detail.override else detail.story.grade.level,
            distinct=detail.window_distinct,
            known_as=frozenset(detail.story.known_as),
        )
        for detail in briefing.details
    }
    for one in briefing.matters:
        known_as = told[one.story_id].known_as if one.story_id in told else frozenset({one.story_id})
        told[one.story_id] = _Told(
            id=one.story_id, title=one.title, level=one.level, distinct=one.distinct, known_as=known_as
        )
    return sorted(told.values(), key=lambda one: (-one.level.rank, -one.distinct, one.id))


def _moved(now: Level, before: Level) -> Turn:
    return Turn.RAISED if now.rank > before.rank else Turn.LOWERED


def _said(story: _Told) -> str:
    return f"{story.level}，{story.distinct} 条"
