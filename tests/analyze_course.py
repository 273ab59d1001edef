"""What the tests of courses share: a story whose items lie so many hours before NOW, looked at from any moment."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from analyze.course.baseline import pace_of
from analyze.course.hours import desk_hours
from analyze.course.run import course_of
from analyze.dossier import Dossier, count_daily
from caifeng.models import Course, Gap, Item
from tests.analyze_stories import NOW, dossier, item


def posts(*hours: float) -> tuple[Item, ...]:
    """Items published so many hours before NOW."""
    return tuple(item(f"p{place:05d}", hours=ago) for place, ago in enumerate(hours))


def seen_at(now: datetime, items: Sequence[Item], zone: str = "Asia/Shanghai") -> Dossier:
    """The dossier of those items that were published by then."""
    known = [one for one in items if one.published_at <= now]
    made = dossier(*known)
    desk = replace(made.desk, zone=ZoneInfo(zone))
    return replace(made, now=now, desk=desk, daily=count_daily(made.items, now))


def course_at(now: datetime, items: Sequence[Item], gaps: tuple[Gap, ...] = (), zone: str = "Asia/Shanghai") -> Course:
    """The course of those items as told then, by a desk that has no others."""
    found = seen_at(now, items, zone)
    return course_of(found, pace_of(desk_hours(found.items), gaps, now))


def gap(first: float, last: float) -> Gap:
    """A gap between so many hours before NOW."""
    return Gap(start=NOW - timedelta(hours=first), end=NOW - timedelta(hours=last))
