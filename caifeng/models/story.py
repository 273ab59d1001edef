"""事件: items about one happening, and what follows from them. Every judgement names its evidence."""

from dataclasses import dataclass
from datetime import datetime

from caifeng.models.course import Course, DayCount
from caifeng.models.grading import Grade, Heat, Signal, TypeHint
from caifeng.models.spread import Reprint, Spread
from caifeng.models.views import Account
from caifeng.models.vocabulary import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """事件: items about one happening, across sources, days and both scripts; keeps its id as it grows."""

    id: str  # "S-20261119-04": day it was first told, running number
    title: str  # extracted: the title of the most central item
    item_ids: tuple[str, ...]  # distinct items, by time
    reprints: tuple[Reprint, ...]  # further items, by time
    topics: tuple[str, ...]
    owner: str
    keywords: tuple[str, ...]
    first_at: datetime
    last_at: datetime
    days: tuple[DayCount, ...]
    heat: Heat
    course: Course
    spread: Spread
    account: Account
    signals: tuple[Signal, ...]
    grade: Grade
    hint: TypeHint
    is_good: bool = False  # mostly good news: worth showing, never above 蓝
    merged: tuple[str, ...] = ()  # ids of stories that became part of this one: they lead here
    split_from: str = ""  # id of the story from which this one came apart, or ""
    told_at: datetime | None = None  # what is said holds for this time

    @property
    def stage(self) -> Stage:
        """阶段 at the time it was told."""
        return self.course.stage

    @property
    def known_as(self) -> tuple[str, ...]:
        """Its id, and those that lead here since their stories became part of it."""
        return (self.id, *self.merged)

    @property
    def all_ids(self) -> tuple[str, ...]:
        """Distinct items and reprints."""
        return self.item_ids + tuple(reprint.item_id for reprint in self.reprints)
