"""Follow known crises through a replay: when seen, how graded, and how long before the board's top everybody saw it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from caifeng.evaluation.replay import Step
from caifeng.models import Item, Level, Stage, Story

TOP = 10  # ranks of a board that everybody sees
_SHARE = 0.25  # of a story's items that must be of the crisis for the story to count as telling it


@dataclass(frozen=True, slots=True, kw_only=True)
class Crisis:
    """A happening that people know of, and a pattern that its titles match."""

    name: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The level and stage of the crisis' gravest story from a look on, with its title and items."""

    at: datetime
    level: Level
    stage: Stage
    score: float
    items: int
    title: str
    gates: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """How one crisis fared. Times are aware UTC, None: never."""

    name: str
    titles: int  # distinct titles on the board
    relevant: int  # of them matched by the desk
    looks: int  # at which one of them stood on the board
    best_rank: int  # 0: never on the board
    listed_at: datetime | None
    seen_at: datetime | None  # first title that the desk matched
    top_at: datetime | None  # first in the top ten
    yellow_at: datetime | None
    stories: tuple[str, ...]  # ids that told it
    marks: tuple[Mark, ...]

    @property
    def lead(self) -> timedelta | None:
        """Time from the yellow level to the top ten: negative where the level came later; None without either."""
        return self.top_at - self.yellow_at if self.top_at and self.yellow_at else None


@dataclass(slots=True)
class CrisisTrace:
    """Watches the steps of a replay for one crisis."""

    crisis: Crisis
    ids: set[str] = field(default_factory=set)
    relevant: set[str] = field(default_factory=set)
    looks: int = 0
    best_rank: int = 0
    listed_at: datetime | None = None
    seen_at: datetime | None = None
    top_at: datetime | None = None
    yellow_at: datetime | None = None
    stories: dict[str, None] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)

    def observe(self, step: Step) -> None:
        """Take one step in."""
        self._meet(step.items, step.relevant, step.at)
        ranks = [sighting.rank for sighting in step.sightings if sighting.item_id in self.ids]
        if ranks:
            self.looks += 1
            self.best_rank = min([*ranks, self.best_rank or ranks[0]])
            if self.top_at is None and min(ranks) <= TOP:
                self.top_at = step.at
        self._follow(step)

    def result(self) -> Traced:
        """What was seen up to now."""
        return Traced(
            name=self.crisis.name,
            titles=len(self.ids),
            relevant=len(self.relevant),
            looks=self.looks,
            best_rank=self.best_rank,
            listed_at=self.listed_at,
            seen_at=self.seen_at,
            top_at=self.top_at,
            yellow_at=self.yellow_at,
            stories=tuple(self.stories),
            marks=tuple(self.marks),
        )

    def _meet(self, items: Sequence[Item], relevant: frozenset[str], at: datetime) -> None:
        fresh = {item.id for item in items if self.crisis.pattern.search(item.title)}
        if fresh and self.listed_at is None:
            self.listed_at = at
        if fresh & relevant and self.seen_at is None:
            self.seen_at = at
        self.ids |= fresh
        self.relevant |= fresh & relevant

    def _follow(self, step: Step) -> None:
        telling = [story for story in step.stories if self._tells(story)] if self.relevant else []
        if not telling:
            return
        self.stories |= dict.fromkeys(story.id for story in telling)
        gravest = max(telling, key=lambda story: (story.grade.level.rank, story.grade.score, story.id))
        if self.yellow_at is None and gravest.grade.level.rank >= Level.YELLOW.rank:
            self.yellow_at = step.at
        mark = _mark(gravest, step.at)
        if not self.marks or (self.marks[-1].level, self.marks[-1].stage) != (mark.level, mark.stage):
            self.marks.append(mark)

    def _tells(self, story: Story) -> bool:
        of_it = sum(id_ in self.relevant for id_ in story.all_ids)
        return of_it > 0 and of_it >= _SHARE * len(story.all_ids)


def _mark(story: Story, at: datetime) -> Mark:
    return Mark(
        at=at,
        level=story.grade.level,
        stage=story.stage,
        score=story.grade.score,
        items=len(story.all_ids),
        title=story.title,
        gates="；".join(gate.reason for gate in story.grade.gates),
    )
