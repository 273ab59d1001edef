"""rota in ``caifeng.yml``, with the calendar files that it names → Duties."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from caifeng.config.fields import Strict, Words, glob
from caifeng.config.ics_files import read_files
from caifeng.config.times import Weekdays, local_moment, minute_of_day
from caifeng.errors import Problem
from caifeng.models import Duty, Occasion
from caifeng.scalars import Day, Duration
from caifeng.shapes import nearest

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FIRST = date(2020, 1, 1)  # a weekly shift without a beginning has always been
_LONGEST = timedelta(days=31)  # of one shift
_DAY = timedelta(days=1)


class RotaEntry(Strict):
    """一班：一次的（from、to 写日期加时刻）、每周的（every）、轮流的（turn）之一，或一批日历文件（ics）。"""

    who: Words = Field(default_factory=list, description="谁值班，须在 people 里；写几个就同时值班，轮流的依次")
    start: str | None = Field(None, alias="from", description="从何时：2026-11-20 08:00；每周的只写时刻 08:00")
    end: str | None = Field(None, alias="to", description="到何时；每周的早于或等于 from 就是次日")
    every: Weekdays | None = Field(None, description="每周的哪几天，如 [周一, 周三]、周一至周五、每天")
    since: Day | None = Field(None, description="每周的从哪一天开始")
    until: Day | None = Field(None, description="每周的、轮流的到哪一天为止")
    turn: Duration | None = Field(None, description="轮流的每人多久，整天数，如 7d")
    ics: Annotated[str, AfterValidator(glob)] | None = Field(
        None, description="日历文件，如 rota/*.ics；日程名称就是值班的人"
    )

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if fault := next(self._faults(), ""):
            raise PydanticCustomError("rota", "{fault}", {"fault": fault})
        return self

    def _faults(self) -> Iterator[str]:
        said = {key for key in ("who", "start", "end", "every", "since", "until", "turn") if getattr(self, key)}
        if self.ics:
            if said:
                yield "写了 ics 就不写别的：谁值班、何时，都以日历文件为准"
        elif not {"who", "start"} <= said:
            yield "who 和 from 须写；用日历文件时只写 ics"
        elif self.turn:
            yield from self._faults_of_turns(said)
        elif self.end is None:
            yield "须写 to：值班到何时；每周的再写 every，轮流的改写 turn"
        elif self.every:
            minute_of_day(self.start)
            minute_of_day(self.end)
            if self.since and self.until and self.since > self.until:
                yield "until 不能早于 since"
        else:
            yield from self._faults_of_one(said, self.end)

    def _faults_of_turns(self, said: set[str]) -> Iterator[str]:
        local_moment(self.start or "")
        if said & {"end", "every", "since"}:
            yield "轮流的只写 who、from、turn，需要时加 until"
        if self.turn and (self.turn % _DAY or not _DAY <= self.turn <= _LONGEST):
            yield f"turn 须是整天数，1d 到 {_LONGEST.days}d"

    def _faults_of_one(self, said: set[str], end: str) -> Iterator[str]:
        lasts = local_moment(end) - local_moment(self.start or "")
        if said & {"since", "until"}:
            yield "since、until 只用于每周的和轮流的"
        if not timedelta() < lasts <= _LONGEST:
            yield f"to 须晚于 from，一班最长 {_LONGEST.days} 天"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rota:
    """The duties of a desk, and what is wrong with the files they come from."""

    duties: tuple[Duty, ...]
    problems: tuple[Problem, ...]


def read_rota(entries: Sequence[RotaEntry], people: Sequence[str], folder: Path | None, zone: ZoneInfo) -> Rota:
    """Every duty of the entries, and what is wrong with the files they name; the entries are checked already.

    ``folder`` is where the files are looked for (None: they are not read); a shift of a file whose title is none of
    ``people`` is told and left out; ``zone`` holds for times without one. Overlapping shifts stay: several on duty.
    """
    duties: list[Duty] = []
    problems: list[Problem] = []
    for entry in entries:
        if not entry.ics:
            duties += _written(entry, zone)
        elif folder is not None:
            for page in read_files(entry.ics, folder, zone, "rota"):
                problems += page.problems
                for occasion in page.occasions:
                    shift = _of_file(occasion, people, zone)
                    duties += shift.duties
                    problems += shift.problems
    return Rota(duties=tuple(duties), problems=tuple(dict.fromkeys(problems)))


def _written(entry: RotaEntry, zone: ZoneInfo) -> Iterator[Duty]:
    """The duties of an entry without a file; its times are those of ``zone``."""
    who = tuple(dict.fromkeys(entry.who))
    if entry.turn:
        yield from _turns(who, local_moment(entry.start or ""), entry.turn, entry.until, zone)
    elif entry.every:
        yield from _weekly(who, entry, zone)
    else:
        start, end = _utc(local_moment(entry.start or ""), zone), _utc(local_moment(entry.end or ""), zone)
        yield from (Duty(person=name, start=start, end=end) for name in who)


def _turns(who: Sequence[str], first: datetime, turn: timedelta, until: date | None, zone: ZoneInfo) -> Iterator[Duty]:
    for place, name in enumerate(who):
        start = first + place * turn
        yield Duty(
            person=name,
            start=_utc(start, zone),
            end=_utc(start + turn, zone),
            rule=f"FREQ=DAILY;INTERVAL={turn.days * len(who)}",
            until=until,
        )


def _weekly(who: Sequence[str], entry: RotaEntry, zone: ZoneInfo) -> Iterator[Duty]:
    begin, end = minute_of_day(entry.start), minute_of_day(entry.end)
    earliest = entry.since or _FIRST
    days = entry.every or ()
    day = next(day for day in (earliest + ahead * _DAY for ahead in range(7)) if day.weekday() in days)
    start = datetime.combine(day, time()) + timedelta(minutes=begin)
    over = timedelta(minutes=end) if end > begin else timedelta(days=1, minutes=end)
    for name in who:
        yield Duty(
            person=name,
            start=_utc(start, zone),
            end=_utc(datetime.combine(day, time()) + over, zone),
            rule=f"FREQ=WEEKLY;BYDAY={','.join(_DAYS[day] for day in days)}",
            until=entry.until,
        )


def _of_file(occasion: Occasion, people: Sequence[str], zone: ZoneInfo) -> Rota:
    """The duties of an event: its title names who, one or several."""
    names = _names(occasion.what, people)
    own = occasion.zone or zone
    start = datetime.combine(occasion.on, occasion.at or time())
    lasts = occasion.lasts if occasion.at else occasion.days * _DAY
    fault, mend = "", ""
    if unknown := [name for name in names if name not in people]:
        fault, mend = f"people 里没有 {unknown[0]}，这一班没有算", nearest(unknown[0], people)
    elif lasts is None or not timedelta() < lasts <= _LONGEST:
        fault, mend = f"没有写到何时，或一班长过 {_LONGEST.days} 天，没有算", "请在日历程序里改好，重新导出"
    if fault or lasts is None:
        where = f"日程 {occasion.on} {occasion.what[:30]}"
        return Rota(duties=(), problems=(Problem(occasion.file, 0, where, fault, mend),))
    series = Duty(
        person="",
        start=_utc(start, own),
        end=_utc(start + lasts, own),
        rule=occasion.rule,
        until=occasion.until,
        also_on=occasion.also_on,
        except_on=occasion.except_on,
        zone=occasion.zone,
    )
    return Rota(duties=tuple(replace(series, person=name) for name in names), problems=())


def _names(title: str, people: Sequence[str]) -> list[str]:
    """Whom a title names: 黎航; 值班：黎航、沈渡."""
    said = re.sub(r"^值班[\s:：]*", "", title.strip())
    if said in people:
        return [said]
    return list(dict.fromkeys(name for name in re.split(r"[、,，;；/\s]+", said) if name)) or [title]


def _utc(local: datetime, zone: ZoneInfo) -> datetime:
    return local.replace(tzinfo=zone).astimezone(UTC)
