"""silences.yml: what people do not want to be told for a while, and why; they edit it, and Caifeng appends to it.

An entry that makes no sense silences nothing and is reported with its line; the others hold. Nothing is ever taken out:
a silence that people end early keeps its entry, and one more line says when and by whom it ended.
"""

import re
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator
from pydantic_core import PydanticCustomError
from rapidfuzz import fuzz, process

from caifeng.entries import append, entries, line, read, shown
from caifeng.errors import ConfigError, Problem, UsageError
from caifeng.models import Desk, Silence
from caifeng.models.alert import ALL
from caifeng.scalars import Moment, Said
from caifeng.shapes import in_zone

LONGEST = timedelta(days=30)
_HEAD = "# 静默：可直接编辑，过期的留着作记录；写法见文档 configuration.md。\n"
_NAMED = re.compile(r"(?:S-\d{8}-\d{2,9}|INC-\d{4}-\d{4,9})")


def _with_time(value: Any) -> Any:
    if not re.match(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d", str(value)):
        raise PydanticCustomError("moment", "时间无法辨认，应写成 2026-11-20 20:00")
    return value


_Moment = Annotated[Moment, BeforeValidator(_with_time)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    about: Said
    since: _Moment | None = None
    until: _Moment | None = None
    ended: _Moment | None = None
    why: Said | None = None
    by: str = ""

    @model_validator(mode="after")
    def _is_whole(self) -> "_Entry":
        """A silence has an end and a reason; a line that ends one has neither need."""
        missing = [key for key in ("until", "why") if getattr(self, key) is None]
        if missing and not (self.ended and self.until is None):
            mend = "静默必须写明到何时（until）和为什么（why）"
            raise PydanticCustomError("whole", "缺少 {keys}", {"keys": "、".join(missing), "mend": mend})
        return self


@dataclass(frozen=True, slots=True)
class _End:
    """Whatever was silenced about it before is so no longer."""

    about: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SilenceFile:
    """A desk's silences.yml; times without a zone are the desk's."""

    path: Path
    desk: Desk

    def load(self) -> tuple[tuple[Silence, ...], tuple[Problem, ...]]:
        """Every silence that can be read, over or not, in the order of the file, and what is wrong with the rest."""
        unread: list[Problem] = []
        text = read(self.path, unread)
        if not text:
            return (), tuple(unread)
        return self._read(text, datetime.fromtimestamp(self.path.stat().st_mtime, UTC))

    def add(self, silence: Silence) -> None:
        """Write a silence at the end of the file, durably. Raises ConfigError where it, or the file, makes no sense."""
        entry = {"about": silence.about, "since": silence.since, "until": silence.until, "why": silence.why}
        written = self._line(entry | {"by": silence.by})
        _, problems = self._read(written, silence.since or silence.until)
        if problems:
            raise ConfigError(problems)
        append(self.path, written, _HEAD)

    def end(self, about: str, at: datetime, by: str, why: str) -> tuple[Silence, ...]:
        """End what is silenced about ``about`` from ``at`` (aware) on; its entries stay, one more tells of the end.

        Returns the silences that were in force, as they stand now. Raises UsageError where there are none, and
        ConfigError as ``add``.
        """
        silences, _ = self.load()
        ended = tuple(one for one in silences if one.about == about and one.is_on(at))
        if not ended:
            names = "、".join(dict.fromkeys(one.about for one in silences if one.is_on(at)))
            raise UsageError(f"{about} 没有静默可以结束" + (f"；眼下静默的有：{names}" if names else ""))
        append(self.path, self._line({"about": about, "ended": at, "why": why, "by": by}), _HEAD)
        return tuple(replace(one, until=at) for one in ended)

    def _read(self, text: str, written: datetime) -> tuple[tuple[Silence, ...], tuple[Problem, ...]]:
        """``written`` is when an entry without ``since`` was written at the latest."""
        rows: list[Silence | _End] = []
        begun: set[str] = set()
        problems: list[Problem] = []
        for one in entries(text, self.path.name, _Entry, "静默", problems):
            message, mend = self._fault(one.said, written, begun)
            if message:
                problems.append(one.problem(message, mend))
            else:
                begun.add(one.said.about)
                rows.append(self._row(one.said))
        return _cut(rows), tuple(problems)

    def _fault(self, said: _Entry, written: datetime, begun: Collection[str]) -> tuple[str, str]:
        """What is wrong and how to mend it; "" where nothing is."""
        names = [ALL, *(topic.name for topic in self.desk.topics), *(source.name for source in self.desk.sources)]
        if said.about not in names and not _NAMED.fullmatch(said.about):
            near = process.extractOne(said.about[:40], names, scorer=fuzz.ratio, score_cutoff=30)
            mend = f"是不是 {near[0]}？" if near else f"可写 S-…、INC-…、议题或信源的名称，或 {ALL}"
            return f"没有事件、案件、议题或信源叫 {said.about[:40]!r}", mend
        if said.until is None:
            found = "" if said.about in begun else f"前面没有 {said.about} 的静默可以结束"
            return found, "ended 要写在它所结束的静默之后"
        since, until = said.since and in_zone(said.since, self.desk.zone), in_zone(said.until, self.desk.zone)
        if since and until <= since:
            return "until 不晚于 since", "请写一个以后的时间"
        is_too_long = until - (since or written) > LONGEST
        return (f"静默最长 {LONGEST.days} 天" if is_too_long else ""), "请写一个近一些的 until，到时再续"

    def _row(self, said: _Entry) -> Silence | _End:
        if said.ended and said.until is None:
            return _End(said.about, in_zone(said.ended, self.desk.zone))
        return Silence(
            about=said.about,
            until=min(in_zone(moment, self.desk.zone) for moment in (said.until, said.ended) if moment),
            why=said.why or "",
            by=said.by.strip(),
            since=in_zone(said.since, self.desk.zone) if said.since else None,
        )

    def _line(self, said: dict[str, Any]) -> str:
        """An entry of the list, without the line's end; times as the desk's clocks show them."""
        return line({key: self._shown(value) for key, value in said.items() if value})

    def _shown(self, value: str | datetime) -> str:
        if isinstance(value, datetime):
            value = value.astimezone(self.desk.zone).isoformat(" ", timespec="seconds")
        return shown(value)


def _cut(rows: Sequence[Silence | _End]) -> tuple[Silence, ...]:
    """The silences, each over at the first end about the same that stands after it and comes after its beginning."""
    ends: dict[str, list[datetime]] = defaultdict(list)
    silences: list[Silence] = []
    for row in reversed(rows):
        after = ends[row.about]
        if isinstance(row, _End):
            insort(after, row.at)
            continue
        place = bisect_left(after, row.since) if row.since else 0
        silences.append(replace(row, until=min(row.until, *after[place : place + 1])) if after[place:] else row)
    return tuple(reversed(silences))
