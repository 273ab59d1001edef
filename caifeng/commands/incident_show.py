"""``caifeng incident list`` and ``show``: open cases by urgency, and one with its clocks, records and log."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.cells import cell_len

from caifeng.models import Clock, ClockState, Desk, Incident
from caifeng.shell import DEFAULT, AsJson, DeskFile, answer, dump, moment_in, open_desk, plain, say
from publish.pages.urgency import by_urgency
from respond.incidents.find import find

_STILL = (ClockState.RUNNING, ClockState.OVERDUE, ClockState.PAUSED)


def list_incidents(
    only_open: Annotated[bool, typer.Option("--open", help="只列未闭环的")] = False,
    desk: DeskFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """列出案件：未闭环的按紧急程度，超时的在前。"""
    workspace, found = open_desk(desk)
    incidents, problems = workspace.incidents(found).load()
    for problem in problems:
        say(str(problem))
    moment = moment_in(workspace)
    urgent = [row.incident for row in by_urgency(incidents, moment)]
    closed = sorted((one for one in incidents if not one.is_open), key=lambda one: one.opened_at, reverse=True)
    chosen = urgent if only_open else [*urgent, *closed]
    if as_json:
        answer(dump([incident_json(one, moment) for one in chosen]))
        return
    for one in chosen:
        answer(_row(one, found, moment))
    if not chosen:
        answer("没有案件。")


def show_incident(
    id_: Annotated[str, typer.Argument(metavar="案件", help="编号，如 INC-2026-0007")],
    desk: DeskFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """看一个案件：定性、级别、时限、闭环记录、经过。"""
    workspace, found = open_desk(desk)
    incidents, _ = workspace.incidents(found).load()
    one = find(incidents, id_)
    for problem in one.problems:
        say(str(problem))
    moment = moment_in(workspace)
    if as_json:
        answer(dump(incident_json(one, moment)))
        return
    answer(f"{one.id}  {plain(one.title)}")
    answer(incident_line(one, moment))
    if one.override:
        said = f"{plain(one.override.by)}：{plain(one.override.why)}"
        answer(f"  人工评级 {one.override.level}（{said}），机器评 {one.machine_level}")
    joined = (*one.story_ids, *((f"属于 {one.parent}",) if one.parent else ()), *one.tags)
    if joined:
        answer(f"  {plain('，'.join(joined))}")
    for clock in one.clocks:
        due = f"{clock.due_at.astimezone(found.zone):%m-%d %H:%M}"
        answer(f"  {clock.name}：{clock.state(moment)}，{due} 到期（{clock.norm}）")
    for record in one.loop:
        done = "已办结" if record.is_closed else "未办结"
        answer(f"  闭环 {plain(record.who)}：{plain(record.plan) or '方案未定'}，{record.satisfaction}，{done}")
    for line in one.log:
        words = " ".join(filter(None, (line.did, line.side, line.means, f"对{line.to}" if line.to else "", line.note)))
        answer(f"  {line.at.astimezone(found.zone):%m-%d %H:%M} {plain(line.by)} {plain(words)}")


def incident_line(one: Incident, moment: datetime) -> str:
    """An incident in one line."""
    late = [clock.name for clock in one.clocks if clock.state(moment) is ClockState.OVERDUE]
    overdue = f"，超时：{'、'.join(late)}" if late else ""
    return f"{one.id} [{one.level}] {one.type}，{one.state}，责任人 {one.owner or '未派'}{overdue}"


def incident_json(one: Incident, moment: datetime) -> dict[str, Any]:
    """An incident as ``--json`` prints it."""
    return {
        "id": one.id,
        "title": one.title,
        "level": one.level,
        "machine_level": one.machine_level,
        "type": one.type,
        "state": one.state,
        "open": one.is_open,
        "owner": one.owner,
        "override": asdict(one.override) if one.override else None,
        "stories": list(one.story_ids),
        "parent": one.parent,
        "tags": list(one.tags),
        "opened_at": one.opened_at.isoformat(),
        "clocks": [_clock(clock, moment) for clock in one.clocks],
        "log": [{"at": line.at.isoformat(), "by": line.by, "did": line.did, "note": line.note, "side": line.side,
                 "means": line.means, "to": line.to, "evidence": list(line.evidence)} for line in one.log],
        "loop": [asdict(record) for record in one.loop],
        "review": asdict(one.review) if one.review else None,
        "problems": [str(problem) for problem in one.problems],
    }  # fmt: skip


def _clock(clock: Clock, moment: datetime) -> dict[str, Any]:
    stopped = clock.stopped_at.isoformat() if clock.stopped_at else None
    return {"name": clock.name, "state": clock.state(moment), "due_at": clock.due_at.isoformat(),
            "started_at": clock.started_at.isoformat(), "stopped_at": stopped,
            "limit_seconds": int(clock.limit.total_seconds()), "norm": clock.norm}  # fmt: skip


def _row(one: Incident, desk: Desk, moment: datetime) -> str:
    """Two lines of the list: numbers are never cut, however narrow the screen."""
    cells = ((one.level, 2), (one.type, 8), (one.state, 8), (plain(one.owner) or "未派", 10))
    shown = "  ".join(text + " " * (width - cell_len(text)) for text, width in cells)
    return f"{one.id}  {shown}  {_next(one, desk, moment)}\n    {plain(one.title)}"


def _next(one: Incident, desk: Desk, moment: datetime) -> str:
    waiting = [clock for clock in one.clocks if clock.state(moment) in _STILL]
    if not one.is_open or not waiting:
        return ""
    first = min(waiting, key=lambda clock: clock.due_at)
    return f"{first.name} {first.due_at.astimezone(desk.zone):%m-%d %H:%M} {first.state(moment)}"
