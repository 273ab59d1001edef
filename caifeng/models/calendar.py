"""日程: what is known to come – anniversaries, hearings, launches – and the days on which it falls."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """An entry of the risk calendar. A day without a time is the same day in every zone."""

    what: str
    on: date  # the first day, in ``zone``
    at: time | None = None  # local time in ``zone``; None: all day
    zone: ZoneInfo | None = None  # None: the desk's
    days: int = 1  # how many days it lasts
    lasts: timedelta | None = None  # by local clocks, where it has a time and states its end
    rule: str = ""  # RFC 5545 recurrence without its UNTIL: "FREQ=YEARLY"; "": once
    until: date | None = None  # the last day on which it may begin again, in ``zone``
    also_on: tuple[date, ...] = ()
    except_on: tuple[date, ...] = ()
    topics: tuple[str, ...] = ()
    why: str = ""
    lead: timedelta | None = None  # told so long before; None: as every occasion is
    file: str = ""  # the calendar file it stands in; "": caifeng.yml


@dataclass(frozen=True, slots=True, kw_only=True)
class PastOccasion:
    """What the archive holds of the last such occasion: its day and the two after, by the topics named with it."""

    day: date
    distinct: int  # items in the briefings of these days
    days: int  # briefings there are, at most three
    usual: float | None  # items a day over the two weeks before, None without any
    level: str  # the gravest level of these briefings
    story_title: str  # the loudest story, in quotation marks; "" where none was told
    briefing_date: date  # of the briefing that told most


@dataclass(frozen=True, slots=True, kw_only=True)
class Upcoming:
    """An occasion of the next days, what came of it last time, and the stories that touch its topics now."""

    day: date  # the day it begins
    last_day: date
    days_left: int  # 0: today; below 0: it has begun
    at: str  # "09:30" in the desk's zone, "" all day
    what: str
    topics: tuple[str, ...]
    why: str
    file: str  # the calendar file it stands in, "" caifeng.yml
    last: PastOccasion | None
    stories: tuple[tuple[str, str], ...]  # (id, title), gravest first


def days_of(occasion: Occasion, zone: ZoneInfo, first: date, last: date) -> tuple[date, ...]:
    """The days from ``first`` to ``last`` on which the occasion begins, as the clocks of ``zone`` show them, sorted.

    A rule is followed in the occasion's own zone (RFC 5545 §3.3.10), so a change of clocks moves no weekday; its first
    day always counts (§3.8.5.3).
    """
    begun = (_local(occasion, day, zone) for day in _own_days(occasion, first - _DAY, last + _DAY))
    return tuple(sorted({day for day in begun if first <= day <= last}))


def _own_days(occasion: Occasion, first: date, last: date) -> Iterator[date]:
    """Days in the occasion's own zone: by the rule, and those added and taken away by hand."""
    days = {occasion.on, *occasion.also_on}
    if occasion.rule and occasion.on <= last:
        end = min(last, occasion.until) if occasion.until else last
        days.update(_repeated(occasion, first, end))
    return (day for day in days - set(occasion.except_on) if first <= day <= last)


def _repeated(occasion: Occasion, first: date, last: date) -> Iterator[date]:
    start, end = datetime.combine(occasion.on, time()), datetime.combine(last, time())
    moments = iter(rrulestr(occasion.rule, dtstart=start))
    return (moment.date() for moment in takewhile(lambda moment: moment <= end, moments) if moment.date() >= first)


def _local(occasion: Occasion, day: date, zone: ZoneInfo) -> date:
    if occasion.at is None or occasion.zone is None:
        return day
    return datetime.combine(day, occasion.at, tzinfo=occasion.zone).astimezone(zone).date()
