"""caifeng drill: play a scenario, or an archived incident, in a sandbox; list the score sheets of all drills."""

import re
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from caifeng.drill.archive import archived_scenario
from caifeng.drill.clock import Pace
from caifeng.drill.run import run_drill
from caifeng.drill.sandbox import MARK
from caifeng.drill.scenario import load_scenario
from caifeng.drill_scores import load_scores
from caifeng.errors import UsageError
from caifeng.models import Desk
from caifeng.models.drill import DrillChange, DrillScore, Scenario
from caifeng.shell import DEFAULT, AsJson, DeskFile, answer, dump, now, open_desk, parse_span, plain, say
from caifeng.workspace import Workspace
from respond.drills.compare import changes

_INCIDENT = re.compile(r"INC-\d{4}-\d{4,}")

_What = Annotated[str | None, typer.Argument(help="脚本文件，或要重演的案件，如 INC-2026-0007")]
_Speed = Annotated[float | None, typer.Option(min=0.01, max=100_000, help="几倍速；不写则与真实时间同步")]
_AtOnce = Annotated[bool, typer.Option("--at-once", help="不等待，一口气走完")]
_Every = Annotated[str, typer.Option(help="演练里每隔多久看一次信源，如 5m")]
_People = Annotated[
    bool | None, typer.Option("--people/--no-people", help="脚本里各人的处置由程序代演；不写则只在 --at-once 时代演")
]
_List = Annotated[bool, typer.Option("--list", help="列出历次演练的成绩")]


def drill(
    scenario: _What = None,
    speed: _Speed = None,
    at_once: _AtOnce = False,
    every: _Every = "5m",
    people: _People = None,
    show_list: _List = False,
    desk: DeskFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """演练：把脚本或已有案件放进沙盒，走一遍真实流程，计时打分；真实的数据和地址都不碰。"""
    workspace, found = open_desk(desk)
    if show_list:
        _show_list(workspace, as_json)
        return
    if scenario is None:
        raise UsageError("请写脚本文件，如 caifeng drill drills/烫伤.yml；看历次成绩用 caifeng drill --list")
    if at_once and speed is not None:
        raise UsageError("--at-once 与 --speed 只能用一个")
    played = _scenario(workspace, found, scenario)
    if not (at_once if people is None else people):
        played = replace(played, acts=())
    pace = Pace(speed=None if at_once else speed or 1.0, now=now, sleep=time.sleep)
    done = run_drill((workspace, found), played, pace, _every(every), say)
    others, _ = load_scores(workspace.root)
    if as_json:
        answer(dump(_told(done.score, changes(done.score, others))))
        return
    _show(done.score, changes(done.score, others))
    answer(f"成绩：{done.sandbox.folder / 'score.json'}；演练站点：{done.sandbox.workspace.public}")


def _scenario(workspace: Workspace, desk: Desk, named: str) -> Scenario:
    if _INCIDENT.fullmatch(named):
        return archived_scenario(workspace, desk, named)
    return load_scenario(Path(named), desk)


def _every(text: str) -> timedelta:
    found = parse_span(text)
    if found < timedelta(minutes=1):
        raise UsageError("--every 至少 1m")
    return found


def _show_list(workspace: Workspace, as_json: bool) -> None:
    scores, problems = load_scores(workspace.root)
    for problem in problems:
        say(str(problem))
    if as_json:
        answer(dump([_told(one, changes(one, scores)) for one in scores]))
        return
    if not scores:
        answer("还没有演练过。示例脚本见文档 drills.md；开始：caifeng drill drills/….yml --at-once")
        return
    table = Table("演练", "日期", "达标", "发现到预警", "到责任人", "首次回应", "缺的步骤")
    for one in scores:
        times = [_minutes(measure.took) for measure in one.measures]
        cells = (plain(one.drill), f"{one.ended_at:%Y-%m-%d}", f"{one.met}/{one.asked}", *times, str(len(one.missed)))
        table.add_row(*cells)
    Console().print(table)


def _show(score: DrillScore, changed: tuple[DrillChange, ...]) -> None:
    before = {change.name: change.before for change in changed}
    table = Table("项目", "要求", "结果", "达标", "上次", title=f"{MARK}{plain(score.drill)}")
    for measure in score.measures:
        asked = "只计时" if measure.limit is None else f"≤ {_minutes(measure.limit)}"
        former = _minutes(before[measure.name]) if measure.name in before else "—"
        table.add_row(measure.name, asked, _minutes(measure.took), _met(measure.is_met), former)
    for check in score.checks:
        table.add_row(check.name, plain(check.asked), plain(check.found), _met(check.is_met), "—")
    Console().print(table)
    if score.missed:
        answer(f"缺的步骤：{'、'.join(score.missed)}")
    for label, lines in (("误中的干扰项", score.sprung), ("回复检查", score.findings),
                         ("不被接受的处置", score.refused)):  # fmt: skip
        for line in lines:
            answer(f"{label}：{line}")
    answer(f"{MARK}达标 {score.met}/{score.asked}；{score.items} 条信息，{score.alerts} 次预警。")


def _told(score: DrillScore, changed: tuple[DrillChange, ...]) -> dict[str, Any]:
    """A score as ``--json`` prints it; times in seconds."""
    before = {change.name: change for change in changed}
    return {
        "id": score.id, "drill": score.drill, "began_at": score.began_at.isoformat(),
        "ended_at": score.ended_at.isoformat(), "items": score.items, "traps": score.traps, "alerts": score.alerts,
        "incident": score.incident, "met": score.met, "asked": score.asked,
        "measures": [
            {"name": one.name, "seconds": _seconds(one.took), "limit": _seconds(one.limit), "met": one.is_met,
             "before": _seconds(before[one.name].before) if one.name in before else None}
            for one in score.measures
        ],
        "checks": [{"name": one.name, "asked": one.asked, "found": one.found, "met": one.is_met}
                   for one in score.checks],
        "missed": score.missed, "sprung": score.sprung, "findings": score.findings, "refused": score.refused,
    }  # fmt: skip


def _seconds(span: timedelta | None) -> float | None:
    return None if span is None else span.total_seconds()


def _minutes(span: timedelta | None) -> str:
    return "没有做到" if span is None else f"{span.total_seconds() / 60:.0f} 分"


def _met(is_met: bool | None) -> str:
    return "—" if is_met is None else "是" if is_met else "否"
