"""A calendar file (iCalendar, RFC 5545) → Occasions; what cannot be read is told, what can is kept."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil.rrule import rrulestr
from icalendar import Calendar, Event, vRecur
from icalendar.error import BrokenCalendarProperty
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from caifeng.errors import Problem
from caifeng.models import Occasion
from caifeng.models.wording import clipped

LARGEST = 2_000_000  # bytes of one file
MOST_RULES = 200  # repeating events of one file
MOST_PROBLEMS = 20  # told of one file, the rest is counted
_MOST_USELESS = 2  # rules of one file that no day fits: the library looks for one up to the year 9999, 2.6 s
_TEXT = 200  # characters of a title or description
_YEARS = 1900, 2200
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_FINER = ("UNTIL", "BYHOUR", "BYMINUTE", "BYSECOND")  # than a day; UNTIL is kept apart
_LOOK_AHEAD = timedelta(days=12 * 366)  # a rule that no day fits for so long is none: 29 February skips eight years
_LONGEST = 366  # days


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPage:
    """What one file gave: occasions, and everything that could not be used."""

    occasions: tuple[Occasion, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_ics(data: bytes, file: str, zone: ZoneInfo) -> CalendarPage:
    """Every event of a calendar file. ``zone`` holds for times without one. Raises nothing on bad data."""
    if len(data) > LARGEST:
        return _refused(file, f"文件超过 {LARGEST // 1_000_000} MB", "请只导出需要的日程")
    try:
        calendars = Calendar.from_ical(data.decode("utf-8-sig"), multiple=True)
        events = [event for calendar in calendars for event in calendar.walk("VEVENT") if isinstance(event, Event)]
    except UnicodeDecodeError:
        return _refused(file, "文件不是 UTF-8 编码", "请另存为 UTF-8")
    except (ValueError, IndexError, KeyError, TypeError, AttributeError, RecursionError) as error:
        return _refused(file, f"不是能读的日历文件（{_line(str(error), 60)}）", "请重新导出为 iCalendar（.ics）")
    page = _Reader(file, zone).read(events)
    if missing := data.upper().count(b"BEGIN:VEVENT") - len(events):
        lost = Problem(file, 0, "", f"文件不完整，有 {missing} 个日程没有读到", "请重新导出这个文件")
        return replace(page, problems=(*page.problems, lost))
    return page if events else _refused(file, "文件里没有日程（VEVENT）", "请重新导出这个文件")


def _refused(file: str, message: str, mend: str) -> CalendarPage:
    return CalendarPage(problems=(Problem(file, 0, "", message, mend),))


class _Reader:
    """Reads the events of one file, and keeps what is wrong with them."""

    def __init__(self, file: str, zone: ZoneInfo) -> None:
        self._file, self._zone = file, zone
        self._problems: list[Problem] = []
        self._rules = self._useless = 0

    def read(self, events: list[Event]) -> CalendarPage:
        moved = _moved(events)
        found: list[Occasion] = []
        for number, event in enumerate(events, start=1):
            if _text(event, "STATUS").upper() == "CANCELLED":
                continue
            try:
                found.append(self._occasion(event, number, moved))
            except BrokenCalendarProperty:
                self._tell(number, event, "无法读取（日期、时间或时长的写法有误）", "请在日历程序里改好，重新导出")
            except (ValueError, OverflowError) as error:
                self._tell(number, event, f"无法读取（{_line(str(error), 80)}）", "请在日历程序里改好，重新导出")
        return CalendarPage(occasions=tuple(found), problems=tuple(self._told()))

    def _occasion(self, event: Event, number: int, moved: Mapping[str, list[date]]) -> Occasion:
        start = _start(event, self._zone)
        single = Occasion(
            what=_line(_text(event, "SUMMARY"), _TEXT) or "未命名日程",
            on=start.day,
            at=start.at,
            zone=start.zone,
            days=_length(event, start),
            lasts=_lasts(event, start),
            topics=_categories(event),
            why=_line(_text(event, "DESCRIPTION"), _TEXT),
            file=self._file,
        )
        if "RECURRENCE-ID" in event:
            if _single(event, "RECURRENCE-ID").params.get("RANGE", ""):
                self._tell(number, event, "“此后全部改期”没有照办，只改了这一次", "请另建一个重复日程")
            return single
        excepted = [*_dates(event, "EXDATE"), *moved.get(_text(event, "UID"), ())]
        listed = replace(
            single,
            also_on=tuple(_day(moment, start.own) for moment in _dates(event, "RDATE")),
            except_on=tuple(sorted({_day(moment, start.own) for moment in excepted})),
        )
        return self._repeating(listed, event, number, start) if "RRULE" in event else listed

    def _repeating(self, occasion: Occasion, event: Event, number: int, start: "_Start") -> Occasion:
        """With its rule; once only, and told, where the rule is of no use."""
        self._rules += 1
        try:
            rule, until = _rule(event, start)
            repeated = replace(occasion, rule=rule, until=until)
            if self._rules > MOST_RULES or self._useless >= _MOST_USELESS:
                raise ValueError("这个文件里重复日程太多，或用不上的规则太多")
            _require_a_day(repeated)
        except ValueError as error:
            self._useless += 1
            self._tell(
                number, event, f"重复规则用不上，只当作一次（{_line(str(error), 80)}）", "请改用按日、周、月、年重复"
            )
            return occasion
        return repeated

    def _told(self) -> Iterator[Problem]:
        yield from self._problems[:MOST_PROBLEMS]
        if (more := len(self._problems) - MOST_PROBLEMS) > 0:
            yield Problem(self._file, 0, "", f"另有 {more} 个日程有类似问题", "请在日历程序里改好，重新导出")

    def _tell(self, number: int, event: Event, message: str, mend: str) -> None:
        where = f"第 {number} 个日程 {_line(_text(event, 'SUMMARY'), 30)}".strip()
        self._problems.append(Problem(self._file, 0, where, message, mend))


@dataclass(frozen=True, slots=True)
class _Start:
    """When an event begins in its own zone; ``own`` is that zone, the desk's where the event names none."""

    day: date
    at: time | None
    zone: ZoneInfo | None
    own: ZoneInfo


def _start(event: Event, zone: ZoneInfo) -> _Start:
    if "DTSTART" not in event:
        raise ValueError("缺少开始时间 DTSTART")
    written = _single(event, "DTSTART")
    moment = written.dt
    if not isinstance(moment, date):
        raise ValueError("开始时间 DTSTART 不是日期")
    if not _YEARS[0] <= moment.year < _YEARS[1]:
        raise ValueError(f"年份 {moment.year} 太远")
    if not isinstance(moment, datetime):
        return _Start(moment, None, None, zone)
    if moment.tzinfo is None:
        return _Start(moment.date(), moment.time(), None, zone)
    own = _zone_named(str(written.params.get("TZID", "")) or str(moment.tzinfo))
    local = moment if own else moment.astimezone(zone)  # a zone of its own making: its offset, then the desk's
    return _Start(local.date(), local.replace(tzinfo=None).time(), own, own or zone)


def _zone_named(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(WINDOWS_TO_OLSON.get(name, name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _length(event: Event, start: _Start) -> int:
    """Days it lasts: an end without a time is the day after the last (RFC 5545 §3.6.1)."""
    last = start.day
    if "DTEND" in event and isinstance(end := _single(event, "DTEND").dt, date):
        is_midnight = not isinstance(end, datetime) or end.time() == time()
        last = _day(end, start.own) - timedelta(days=is_midnight)
    elif "DURATION" in event and isinstance(span := _single(event, "DURATION").dt, timedelta):
        end = datetime.combine(start.day, start.at or time()) + span
        last = end.date() - timedelta(days=end.time() == time())
    return max(1, min((last - start.day).days + 1, _LONGEST))


def _lasts(event: Event, start: _Start) -> timedelta | None:
    """How long it lasts by local clocks; None where it has no time or states no end."""
    if start.at is None:
        return None
    if "DTEND" in event and isinstance(end := _single(event, "DTEND").dt, datetime):
        local = end if end.tzinfo is None else end.astimezone(start.own)
        return local.replace(tzinfo=None) - datetime.combine(start.day, start.at)
    if "DURATION" in event and isinstance(span := _single(event, "DURATION").dt, timedelta):
        return span
    return None


def _day(moment: date | datetime, own: ZoneInfo) -> date:
    if not isinstance(moment, datetime):
        return moment
    return moment.date() if moment.tzinfo is None else moment.astimezone(own).date()


def _moved(events: list[Event]) -> Mapping[str, list[date]]:
    """Moments of a series that another event of the same UID replaces or cancels, by UID."""
    moved: dict[str, list[date]] = {}
    for event in events:
        with suppress(ValueError):  # a broken one is told when the event itself is read
            if "RECURRENCE-ID" in event and isinstance(moment := _single(event, "RECURRENCE-ID").dt, date):
                moved.setdefault(_text(event, "UID"), []).append(moment)
    return moved


def _dates(event: Event, name: str) -> Iterator[date]:
    written = _property(event, name)
    for part in written if isinstance(written, list) else [written] if written is not None else []:
        for entry in part.dts:
            moment = entry.dt[0] if isinstance(entry.dt, tuple) else entry.dt
            if isinstance(moment, date):
                yield moment


def _rule(event: Event, start: _Start) -> tuple[str, date | None]:
    """The rule without what is finer than a day, and its last day. Raises ValueError."""
    written = _property(event, "RRULE")
    if not isinstance(written, vRecur):
        raise ValueError("有几条重复规则" if isinstance(written, list) else "看不懂这条规则")
    if written.get("FREQ", [""])[0] not in _FREQUENCIES:
        raise ValueError("没有按日、周、月或年重复")
    if min(written.get("INTERVAL", (1,)), default=1) < 1:  # the library would look for ever
        raise ValueError("间隔 INTERVAL 小于 1")
    kept: Any = vRecur({key: value for key, value in written.items() if key.upper() not in _FINER})
    return str(kept.to_ical(), "ascii"), _until(next(iter(written.get("UNTIL", ())), None), start)


def _until(moment: object, start: _Start) -> date | None:
    if not isinstance(moment, date):
        return None
    day = _day(moment, start.own)
    if not isinstance(moment, datetime) or start.at is None:
        return day
    local = moment.time() if moment.tzinfo is None else moment.astimezone(start.own).time()
    return day - timedelta(days=local < start.at)  # the rule ends before that day's turn


def _require_a_day(occasion: Occasion) -> None:
    """Raises ValueError for a rule that cannot be read, or that no day fits."""
    start = datetime.combine(occasion.on, time())
    parts = [part for part in occasion.rule.split(";") if not part.startswith("COUNT=")]
    ended = ";".join([*parts, f"UNTIL={start + _LOOK_AHEAD:%Y%m%d}"])
    if next(iter(rrulestr(ended, dtstart=start)), None) is None:
        raise ValueError("没有一天符合规则")


def _property(event: Event, name: str) -> Any:
    """A property as the library made it; its declared type is the union of every kind there is."""
    return event.get(name)


def _single(event: Event, name: str) -> Any:
    """A property that an event has once; the first where a file repeats it."""
    written = _property(event, name)
    return written[0] if isinstance(written, list) else written


def _text(event: Event, name: str) -> str:
    value = _single(event, name)
    return "" if value is None else str(value)


def _categories(event: Event) -> tuple[str, ...]:
    written = _property(event, "CATEGORIES")
    lists = written if isinstance(written, list) else [written] if written is not None else []
    return tuple(dict.fromkeys(_line(str(name), 40) for part in lists for name in getattr(part, "cats", ())))


def _line(text: str, limit: int) -> str:
    return clipped("".join(c if c.isprintable() else " " for c in text), limit)
