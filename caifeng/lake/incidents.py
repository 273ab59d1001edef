"""incidents/INC-2026-0007.yml: one file a case, edited by people and by Caifeng; the log inside only grows.

What people wrote stays as they wrote it, comments included: Caifeng changes the machine's level, adds stories, and
appends to the log, nothing else.
"""

import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from caifeng.errors import ConfigError, LakeError, Problem
from caifeng.lake.files import write_whole
from caifeng.models import Clock, Incident, IncidentState, Level, LogEntry, Override, StoryType
from caifeng.strictyaml import Document, parse

_NAME = re.compile(r"INC-\d{4}-\d{4}")
_ID = re.compile(r"[A-Za-z]+-[A-Za-z0-9-]+")
_UNITS = {"d": 86400, "h": 3600, "m": 60, "s": 1}
_HEAD = "# 案件档案：可直接编辑；log 只增不改。type 可写 未核实、属实、不符、恶意谣言。\n"


def _duration(value: Any) -> timedelta:
    match = re.fullmatch(r"(\d{1,6})([smhd])", str(value))
    if not match:
        raise ValueError("时长应写成 15m、4h 或 7d")
    return timedelta(seconds=int(match[1]) * _UNITS[match[2]])


def _show_duration(value: timedelta) -> str:
    seconds = int(value.total_seconds())
    unit = next(unit for unit, size in _UNITS.items() if seconds % size == 0)
    return f"{seconds // _UNITS[unit]}{unit}"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Grade(_Strict):
    machine: Level
    human: Level | None = None
    by: str = ""
    why: str = ""


class _Clock(_Strict):
    limit: Annotated[timedelta, BeforeValidator(_duration)]
    norm: str = ""


class _Entry(_Strict):
    at: AwareDatetime
    by: Annotated[str, AfterValidator(str.strip)]
    did: str
    note: str = ""
    evidence: list[str] = []


class _File(_Strict):
    title: str
    stories: list[str]
    type: StoryType = StoryType.UNVERIFIED
    grade: _Grade
    owner: str = ""
    state: IncidentState
    clocks: dict[str, _Clock]
    log: list[_Entry]


# A clock stops at the first log line that did one of these.
STOPS: Mapping[str, tuple[str, ...]] = {
    "到责任人": ("接收", "派责"),
    "首次回应": ("首次回应", "回应"),
    "进展反馈": ("进展反馈",),
}


class IncidentFolder:
    """The folder of incident files."""

    def __init__(self, folder: Path, zone: ZoneInfo) -> None:
        self.folder, self._zone = folder, zone

    def load(self) -> tuple[tuple[Incident, ...], tuple[Problem, ...]]:
        """Every incident that can be read, by id, and what is wrong in those that cannot."""
        incidents: list[Incident] = []
        problems: list[Problem] = []
        for path in sorted(self.folder.glob("*.yml")):
            try:
                incidents.append(_read(path))
            except ConfigError as error:
                problems += error.problems
        return tuple(incidents), tuple(problems)

    def used_numbers(self, year: int) -> tuple[int, ...]:
        """Numbers taken in that year, by readable and unreadable files alike."""
        return tuple(
            int(path.stem[-4:]) for path in self.folder.glob(f"INC-{year}-*.yml") if _NAME.fullmatch(path.stem)
        )

    def save(self, incident: Incident) -> None:
        """Create the file, or bring Caifeng's own part of it up to date."""
        path = self.folder / f"{incident.id}.yml"
        yaml = YAML()
        yaml.width, yaml.allow_unicode = 100_000, True  # people's long lines stay as they are
        yaml.preserve_quotes = True
        yaml.indent(mapping=2, sequence=4, offset=2)
        document = yaml.load(path.read_text(encoding="utf-8-sig")) if path.exists() else self._new(incident)
        recorded = len(document["log"])
        if path.exists() and not _is_prefix(_read(path).log, incident.log):
            raise LakeError(f"{path.name} 的 log 在运行中被人改过，请重新运行")
        document["grade"]["machine"] = incident.machine_level.value
        document["stories"] = _flow(list(incident.story_ids))
        for entry in incident.log[recorded:]:
            document["log"].append(self._entry(entry))
        out = io.StringIO()
        yaml.dump(document, out)
        text = out.getvalue()
        write_whole(path, (text if text.startswith("#") else _HEAD + text).encode())

    def _new(self, incident: Incident) -> CommentedMap:
        clocks = CommentedMap(
            {
                _text(clock.name): _flow_map({"limit": _show_duration(clock.limit), "norm": _text(clock.norm)})
                for clock in incident.clocks
            }
        )
        return CommentedMap(
            title=_text(_visible(incident.title)),
            stories=_flow(list(incident.story_ids)),
            type=incident.type.value,
            grade=_flow_map({"machine": incident.machine_level.value}),
            owner=_text(incident.owner),
            state=incident.state.value,
            clocks=clocks,
            log=CommentedSeq(),
        )

    def _entry(self, entry: LogEntry) -> CommentedMap:
        said: dict[str, Any] = {
            "at": entry.at.astimezone(self._zone).isoformat(timespec="seconds"),
            "by": _text(entry.by),
            "did": _text(entry.did),
        }
        if entry.note:
            said["note"] = _text(entry.note)
        if entry.evidence:
            said["evidence"] = _flow(list(entry.evidence))
        return _flow_map(said)


def _is_prefix(recorded: Sequence[LogEntry], log: Sequence[LogEntry]) -> bool:
    """Whether the log begins with what is in the file, to the second as the file has it."""
    whole = [replace(entry, at=entry.at.replace(microsecond=0)) for entry in log[: len(recorded)]]
    return whole == [replace(entry, at=entry.at.replace(microsecond=0)) for entry in recorded]


def _visible(title: str) -> str:
    """A title from strangers without characters that cannot be seen but turn or hide what people then edit."""
    return "".join(character for character in title if unicodedata.category(character) not in ("Cc", "Cf"))


def _text(value: str) -> str:
    """A text as we write it: quoted unless it is plainly a word, since YAML's dialects differ on marks such as 0?."""
    return str(value) if re.fullmatch(r"[^\W\d_]\w*", value) else DoubleQuotedScalarString(value)


def _flow(values: Sequence[str]) -> CommentedSeq:
    sequence = CommentedSeq([value if _ID.fullmatch(value) else _text(value) for value in values])
    sequence.fa.set_flow_style()
    return sequence


def _flow_map(values: Mapping[str, Any]) -> CommentedMap:
    mapping = CommentedMap(values)
    mapping.fa.set_flow_style()
    return mapping


def _read(path: Path) -> Incident:
    file = f"incidents/{path.name}"
    if not _NAME.fullmatch(path.stem):
        raise ConfigError((Problem(file, 0, "", "文件名须是 INC-年份-四位序号.yml", "如 INC-2026-0001.yml"),))
    try:
        document = parse(path.read_text(encoding="utf-8-sig"), file)
    except UnicodeDecodeError as error:
        raise ConfigError((Problem(file, 0, "", "文件不是 UTF-8 编码", "请另存为 UTF-8"),)) from error
    try:
        said = _File.model_validate(document.data)
    except ValidationError as error:
        raise ConfigError(tuple(_problem(document, detail) for detail in error.errors(include_url=False))) from error
    return _incident(path.stem, said, document)


def _problem(document: Document, detail: ErrorDetails) -> Problem:
    """A pydantic error in one Chinese sentence at its line."""
    path, kind = tuple(detail["loc"]), detail["type"]
    if kind == "missing":
        return document.problem(path[:-1], f"缺少 {path[-1]}", f"请补上 {path[-1]}；其余案件不受影响")
    if kind == "enum":
        options = (
            str(detail.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", "、").replace(", ", "、")
        )
        return document.problem(path, f"{detail['input']!r} 不在可选之列", f"只能是 {options}；其余案件不受影响")
    message = _MESSAGES.get(kind, detail["msg"].removeprefix("Value error, "))
    return document.problem(path, message, "改好这一处即可；其余案件不受影响")


_MESSAGES = {
    "extra_forbidden": "不认识这个键",
    "string_type": "须是文字，不能为空",
    "list_type": "须是列表，如 [甲, 乙]",
    "dict_type": "须是 键: 值 的对照",
    "model_type": "须是 键: 值 的对照",
    "timezone_aware": "时间须带时区，如 2026-11-19T22:50:12+08:00",
    "datetime_parsing": "时间无法辨认，应写成 2026-11-19T22:50:12+08:00",
    "datetime_from_date_parsing": "时间无法辨认，应写成 2026-11-19T22:50:12+08:00",
}


def _incident(name: str, said: _File, document: Document) -> Incident:
    if not said.log:
        raise ConfigError((document.problem(("log",), "log 不能为空", "第一行应是采风写下的 发现"),))
    log = tuple(
        LogEntry(
            at=entry.at.astimezone(UTC), by=entry.by, did=entry.did, note=entry.note, evidence=tuple(entry.evidence)
        )
        for entry in said.log
    )
    grade = said.grade
    return Incident(
        id=name,
        title=said.title,
        story_ids=tuple(said.stories),
        type=said.type,
        machine_level=grade.machine,
        override=Override(level=grade.human, by=grade.by, why=grade.why) if grade.human else None,
        owner=said.owner,
        state=said.state,
        opened_at=log[0].at,
        clocks=tuple(_clock(name, clock, log) for name, clock in said.clocks.items()),
        log=log,
    )


def _clock(name: str, said: _Clock, log: Sequence[LogEntry]) -> Clock:
    stops: list[datetime] = [entry.at for entry in log if entry.did in STOPS.get(name, (name,))]
    return Clock(
        name=name,
        limit=said.limit,
        norm=said.norm,
        started_at=log[0].at,
        stopped_at=min(stops) if stops else None,
    )
