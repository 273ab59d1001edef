"""Text of an incident file → Incident; or what is wrong with it, each with its line."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import replace

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from caifeng.errors import ConfigError, Problem
from caifeng.lake import incident_shape as shape
from caifeng.models import (
    Deed,
    Incident,
    Limit,
    LogEntry,
    LoopRecord,
    Means,
    Override,
    Rectification,
    Review,
    RootCause,
)
from caifeng.strictyaml import Document, parse

NAME = re.compile(r"INC-\d{4}-\d{4}")
MOST = 20  # problems named of one file
_REST = "；其余案件不受影响"


def read_incident(name: str, data: bytes) -> tuple[Incident, Document]:
    """What the file of that name (without .yml) says, without clocks; and the lines where it says so.

    Raises ConfigError with every Problem found.
    """
    file = f"incidents/{name}.yml"
    if not NAME.fullmatch(name):
        raise ConfigError((Problem(file, 0, "", "文件名须是 INC-年份-四位序号.yml", "如 INC-2026-0001.yml"),))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError((Problem(file, 0, "", "文件不是 UTF-8 编码", "请另存为 UTF-8"),)) from error
    if conflicts := _conflicts(text, file):
        raise ConfigError(conflicts)
    document = parse(text, file)
    try:
        said = shape.IncidentEntry.model_validate(document.data)
    except ValidationError as error:
        raise ConfigError(shape_problems(document, error, shape.IncidentEntry, _REST)) from error
    if wrong := _contradictions(said, document):
        raise ConfigError(wrong)
    return _incident(name, said), document


def _conflicts(text: str, file: str) -> tuple[Problem, ...]:
    """Every unresolved merge conflict with the lines that conflict."""
    marks = [
        (number, line[0])
        for number, line in enumerate(text.split("\n"), 1)
        if re.match(r"(?:<{7}|>{7})(?:\s|$)|={7}\r?$", line)
    ]
    opened = middle = 0
    found = []
    for number, mark in marks:
        if mark == "<":
            opened, middle = number, 0
        elif mark == "=" and opened:
            middle = number
        elif mark == ">" and opened and middle:
            sides = f"{opened + 1}–{middle - 1} 行与 {middle + 1}–{number - 1} 行不一样"
            message = f"第 {opened}–{number} 行是没有解决的 Git 合并冲突：{sides}"
            mend = f"两边都是 log 的行就都留下，其余选定一边；然后删去第 {opened}、{middle}、{number} 行的标记"
            found.append(Problem(file, opened, "", message, mend))
            opened = middle = 0
    return tuple(found)


def _contradictions(said: shape.IncidentEntry, document: Document) -> tuple[Problem, ...]:
    """What single keys cannot show."""
    found = []
    grade = said.grade
    if grade.human and not (grade.by.strip() and grade.why.strip()):
        found.append(document.problem(("grade", "human"), "人工评级要写明是谁评的、为什么", "请补上 by 和 why" + _REST))
    for number, line in enumerate(said.log):
        if line.did == Deed.PAUSED and not line.note.strip():
            found.append(document.problem(("log", number), "暂停计时没有写理由", "请补上 note" + _REST))
    return tuple(found)


def shape_problems(
    document: Document, error: ValidationError, root: type[BaseModel], rest: str = ""
) -> tuple[Problem, ...]:
    """What is wrong with a file that should have the shape ``root``, as far as people read; that there is more too.

    ``rest`` ends every mend: what becomes of the others meanwhile.
    """
    details = error.errors(include_url=False, include_context=True)
    found = [_problem(document, detail, root) for detail in details[:MOST]]
    if len(details) > MOST:
        found.append(document.problem((), f"还有 {len(details) - MOST} 处不对", "先改好以上各处"))
    return tuple(replace(one, mend=one.mend + rest) for one in found)


def _problem(document: Document, detail: ErrorDetails, root: type[BaseModel]) -> Problem:
    """A pydantic error in one Chinese sentence at its line."""
    path, kind = tuple(detail["loc"]), detail["type"]
    if kind == "missing":
        return document.problem(path[:-1], f"缺少 {path[-1]}", f"请补上 {path[-1]}")
    if kind == "extra_forbidden":
        known = _keys(path[:-1], root)
        near = difflib.get_close_matches(str(path[-1])[:50], known, n=1, cutoff=0.5)
        mend = f"是不是 {near[0]}？" if near else f"可用的键：{'、'.join(known)}"
        return document.problem(path, f"不认识这个键 {str(path[-1])[:50]!r}", mend)
    if kind == "enum":
        expected = str(detail.get("ctx", {}).get("expected", ""))
        options = expected.replace("'", "").replace(" or ", "、").replace(", ", "、")
        return document.problem(path, f"{str(detail['input'])[:50]!r} 不在可选之列", f"只能是 {options}")
    if kind == "refused_means":
        return document.problem(path, detail["msg"], f"可用的手段见文档，如 {'、'.join(list(Means)[:3])}")
    return document.problem(path, _MESSAGES.get(kind, detail["msg"]), "改好这一处即可")


def _keys(path: Sequence[str | int], root: type[BaseModel]) -> list[str]:
    """The keys that may stand at a path of a file of that shape."""
    models: dict[str, type[BaseModel]] = {
        "grade": shape.GradeEntry,
        "clocks": shape.ClockEntry,
        "loop": shape.LoopEntry,
        "review": shape.ReviewEntry,
        "causes": shape.CauseEntry,
        "rectify": shape.RectifyEntry,
        "log": shape.LogLine,
    }
    named = [models[part] for part in path if isinstance(part, str) and part in models]
    return list((named[-1] if named else root).model_fields)


_MESSAGES = {
    "string_type": "须是文字，不能为空",
    "string_too_short": "不能为空",
    "string_pattern_mismatch": "应写成 INC-2026-0001 这样的案件号",
    "list_type": "须是列表，如 [甲, 乙]",
    "too_short": "不能为空，第一行应是采风写下的 发现",
    "dict_type": "须是 键: 值 的对照",
    "model_type": "须是 键: 值 的对照",
    "timezone_aware": f"时间须带时区，如 {shape.EXAMPLE_TIME}",
    "datetime_parsing": f"时间无法辨认，应写成 {shape.EXAMPLE_TIME}",
    "datetime_from_date_parsing": f"时间无法辨认，应写成 {shape.EXAMPLE_TIME}",
}


def _incident(name: str, said: shape.IncidentEntry) -> Incident:
    log = tuple(map(_entry, said.log))
    grade = said.grade
    found = [entry.at for entry in log if entry.did == Deed.FOUND] or [entry.at for entry in log]
    return Incident(
        id=name,
        title=said.title,
        story_ids=tuple(said.stories),
        type=said.type,
        machine_level=grade.machine,
        override=Override(level=grade.human, by=grade.by, why=grade.why) if grade.human else None,
        owner=said.owner,
        state=said.state,
        opened_at=min(found),
        clocks=(),
        log=log,
        parent=said.parent,
        tags=tuple(said.tags),
        loop=tuple(map(_loop, said.loop)),
        review=review_said(said.review) if said.review else None,
        limits=tuple(Limit(name=key, limit=one.limit, norm=one.norm) for key, one in said.clocks.items()),
    )


def _entry(line: shape.LogLine) -> LogEntry:
    return LogEntry(
        at=line.at,
        by=line.by,
        did=line.did,
        note=line.note,
        evidence=tuple(line.evidence),
        side=line.side,
        means=line.means,
        to=line.to,
        level=line.level,
    )


def _loop(said: shape.LoopEntry) -> LoopRecord:
    return LoopRecord(
        who=said.who,
        has_contact=said.contact,
        problem=said.problem,
        plan=said.plan,
        satisfaction=said.satisfaction,
        is_closed=said.closed,
    )


def review_said(said: shape.ReviewEntry) -> Review:
    """The 复盘 that an entry of that shape says."""
    return Review(
        causes=tuple(RootCause(department=one.department, what=one.what) for one in said.causes),
        well=tuple(said.well),
        improve=tuple(said.improve),
        rectify=tuple(
            Rectification(what=one.what, owner=one.owner, due=one.due, done=one.done) for one in said.rectify
        ),
    )
