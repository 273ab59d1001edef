"""silences.yml: what people do not want to be told for a while, and why; they edit it, and Caifeng appends to it.

An entry that makes no sense silences nothing and is reported with its line; the others hold. Nothing is ever taken out:
a silence that people end early keeps its entry, and one more line says when and by whom it ended.
"""

import difflib
import io
import re
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError
from rapidfuzz import fuzz, process
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from caifeng.entries import append, documents, not_utf8
from caifeng.errors import ConfigError, Problem, UsageError
from caifeng.models import Desk, Silence
from caifeng.strictyaml import Document

ALL = "全部"
LONGEST = timedelta(days=30)
_HEAD = "# 静默：可直接编辑，过期的留着作记录；写法见文档 configuration.md。\n"
_REST = "；其余静默不受影响"
_NAMED = re.compile(r"(?:S-\d{8}-\d{2,9}|INC-\d{4}-\d{4,9})")
_YEARS = range(2000, 2200)


def _moment(value: Any) -> datetime:
    try:
        if not re.match(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d", str(value)):
            raise ValueError
        moment = datetime.fromisoformat(str(value))
        if moment.year not in _YEARS:
            raise ValueError
    except ValueError as error:
        raise ValueError("时间无法辨认，应写成 2026-11-20 20:00") from error
    return moment


def _said(value: str) -> str:
    if not value.strip():
        raise ValueError("不能为空")
    return value.strip()


_Moment = Annotated[datetime, BeforeValidator(_moment)]
_Text = Annotated[str, AfterValidator(_said)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    about: _Text
    since: _Moment | None = None
    until: _Moment | None = None
    ended: _Moment | None = None
    why: _Text | None = None
    by: str = ""

    @model_validator(mode="after")
    def _is_whole(self) -> "_Entry":
        """A silence has an end and a reason; a line that ends one has neither need."""
        missing = [key for key in ("until", "why") if getattr(self, key) is None]
        if missing and not (self.ended and self.until is None):
            raise PydanticCustomError("whole", "缺少 {keys}", {"keys": "、".join(missing)})
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
        try:
            text = self.path.read_text(encoding="utf-8-sig")
            written = datetime.fromtimestamp(self.path.stat().st_mtime, UTC)
        except FileNotFoundError:
            return (), ()
        except UnicodeDecodeError:
            return (), (not_utf8(self.path.name),)
        return self._read(text, written)

    def add(self, silence: Silence) -> None:
        """Write a silence at the end of the file, durably. Raises ConfigError where it, or the file, makes no sense."""
        entry = {"about": silence.about, "since": silence.since, "until": silence.until, "why": silence.why}
        line = self._line(entry | {"by": silence.by})
        _, problems = self._read(line, silence.since or silence.until)
        if problems:
            raise ConfigError(problems)
        append(self.path, line, _HEAD)

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
        for document in documents(text, self.path.name, problems, _REST):
            for path, said in _entries(document, problems):
                message, mend = self._fault(said, written, begun)
                if message:
                    problems.append(document.problem(path, message, mend + _REST))
                else:
                    begun.add(said.about)
                    rows.append(self._row(said))
        return _cut(rows), tuple(problems)

    def _fault(self, said: _Entry, written: datetime, begun: Collection[str]) -> tuple[str, str]:
        """What is wrong and how to mend it; "" where nothing is."""
        topics = [topic.name for topic in self.desk.topics]
        if said.about not in (ALL, *topics) and not _NAMED.fullmatch(said.about):
            near = process.extractOne(said.about[:40], [ALL, *topics], scorer=fuzz.ratio, score_cutoff=30)
            mend = f"是不是 {near[0]}？" if near else f"可写 S-…、INC-…、议题名称或 {ALL}"
            return f"没有事件、案件或议题叫 {said.about[:40]!r}", mend
        if said.until is None:
            found = "" if said.about in begun else f"前面没有 {said.about} 的静默可以结束"
            return found, "ended 要写在它所结束的静默之后"
        since, until = said.since and self._utc(said.since), self._utc(said.until)
        if since and until <= since:
            return "until 不晚于 since", "请写一个以后的时间"
        is_too_long = until - (since or written) > LONGEST
        return (f"静默最长 {LONGEST.days} 天" if is_too_long else ""), "请写一个近一些的 until，到时再续"

    def _row(self, said: _Entry) -> Silence | _End:
        if said.ended and said.until is None:
            return _End(said.about, self._utc(said.ended))
        return Silence(
            about=said.about,
            until=min(self._utc(moment) for moment in (said.until, said.ended) if moment),
            why=said.why or "",
            by=said.by.strip(),
            since=self._utc(said.since) if said.since else None,
        )

    def _utc(self, moment: datetime) -> datetime:
        return (moment if moment.tzinfo else moment.replace(tzinfo=self.desk.zone)).astimezone(UTC)

    def _line(self, said: dict[str, Any]) -> str:
        """An entry of the list, without the line's end; times as the desk's clocks show them."""
        shown = {key: self._shown(value) for key, value in said.items() if value}
        entry = CommentedMap(shown)
        entry.fa.set_flow_style()
        yaml = YAML()
        yaml.width, yaml.allow_unicode = 100_000, True
        out = io.StringIO()
        yaml.dump([entry], out)
        return out.getvalue().strip()

    def _shown(self, value: str | datetime) -> str:
        """Quoted unless it is plainly a word, without what cannot be seen."""
        if isinstance(value, datetime):
            value = value.astimezone(self.desk.zone).isoformat(" ", timespec="seconds")
        shown = " ".join("".join(c if c.isprintable() else " " for c in value).split())
        quoted: str = shown if re.fullmatch(r"[^\W\d_]\w*", shown) else DoubleQuotedScalarString(shown)
        return quoted


def _entries(document: Document, problems: list[Problem]) -> Iterator[tuple[tuple[str | int, ...], _Entry]]:
    """The entries of a document that have their shape, each with its path."""
    data = document.data
    if not data:
        return
    if not isinstance(data, list):
        mend = "每条一行，以“- {about: …}”开头" + _REST
        problems.append(document.problem((), "应是静默的列表", mend))
        return
    for place, said in enumerate(data):
        try:
            yield (place,), _Entry.model_validate(said)
        except ValidationError as error:
            problems += [_problem(document, (place, *one["loc"]), one) for one in error.errors(include_url=False)]


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


def _problem(document: Document, path: tuple[str | int, ...], detail: ErrorDetails) -> Problem:
    """A pydantic error in one Chinese sentence at its line."""
    kind = detail["type"]
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(str(path[-1]), _Entry.model_fields, n=1, cutoff=0.5)
        mend = f"是不是 {near[0]}？" if near else f"可用的键：{'、'.join(_Entry.model_fields)}"
        return document.problem(path, f"未知的键 {path[-1]!r}", mend + _REST)
    if kind == "missing":
        return document.problem(path[:-1], f"缺少 {path[-1]}", f"请补上 {path[-1]}: …{_REST}")
    said = {"string_type": "须是文字，不能为空", "model_type": "须是 键: 值 的对照"}.get(kind, detail["msg"])
    mend = "静默必须写明到何时（until）和为什么（why）" if kind == "whole" else "请改好这一处"
    return document.problem(path, said.removeprefix("Value error, "), mend + _REST)
