"""What the tests of heat, grade and signals share: the grade of a dossier, whatever else was made of the story."""

from datetime import UTC, datetime

from analyze.dossier import Dossier
from analyze.grading.grade import grade_story
from analyze.grading.signals import find_signals
from caifeng.models import (
    Account,
    Contribution,
    Course,
    Grade,
    Signal,
    Spread,
    Stage,
    Statement,
    StoryType,
    TypeHint,
)

COURSE = Course(stage=Stage.HIGH)
ACCOUNT = Account(summary=Statement(text=""))
UNVERIFIED = TypeHint(type=StoryType.UNVERIFIED, why="", item_ids=())
SPREAD = Spread(
    first_item_id="", first_at=datetime(2026, 11, 16, tzinfo=UTC), steps=(), head_media_item_id=""
)  # fmt: skip


def graded(of: Dossier, course: Course = COURSE, account: Account = ACCOUNT, hint: TypeHint = UNVERIFIED) -> Grade:
    return grade_story(of, course, account, hint)


def signals(
    of: Dossier, course: Course = COURSE, spread: Spread = SPREAD, account: Account = ACCOUNT
) -> dict[str, Signal]:
    """By name."""
    return {signal.name: signal for signal in find_signals(of, course, spread, account)}


def line(parts: tuple[Contribution, ...], *names: str) -> Contribution:
    """The line reached by these names, from the outside in."""
    found = next(part for part in parts if part.name == names[0])
    return line(found.parts, *names[1:]) if len(names) > 1 else found
