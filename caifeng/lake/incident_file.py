"""Text of an incident file → Incident; or what is wrong with it, each with its line."""

import re

from pydantic import ValidationError

from caifeng.errors import ConfigError, Problem
from caifeng.lake import incident_shape as shape
from caifeng.models import (
    Deed,
    Incident,
    Limit,
    LogEntry,
    LoopRecord,
    Override,
    PublicCase,
    PublicWord,
    Rectification,
    Review,
    RootCause,
)
from caifeng.shapes import shape_problems
from caifeng.strictyaml import Document, parse

NAME = re.compile(r"INC-\d{4}-\d{4}")
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
        raise ConfigError(shape_problems(document, error, shape.IncidentEntry, rest=_REST)) from error
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
        public=_public(said.public) if said.public else None,
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


def _public(said: shape.PublicEntry) -> PublicCase:
    return PublicCase(
        name=said.name,
        title=said.title,
        since=said.since,
        state=said.state,
        summary=said.summary,
        words=tuple(PublicWord(at=one.at, what=one.what, text=one.text, link=one.link) for one in said.words),
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
