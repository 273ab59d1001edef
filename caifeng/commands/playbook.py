"""``caifeng playbook``: what is to be done in a case, by whom, until when, and how far it has come."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from caifeng.commands.playbook_material import find_case, playbooks_of
from caifeng.commands.story_show import add, clip, grid, heading, show
from caifeng.errors import UsageError
from caifeng.models import Desk, GateClass, Level, Playbook, ReplyPart, Situation, StepState, StoryType
from caifeng.models.wording import clock, span
from caifeng.playbooks import export as export_files
from caifeng.shell import DEFAULT, AsJson, DeskFile, answer, dump, now, open_desk, plain
from respond.playbooks.choose import acting, chosen
from respond.playbooks.progress import progress


def playbook(
    incident: Annotated[str | None, typer.Argument(help="案件编号，如 INC-2026-0007", metavar="案件")] = None,
    type_: Annotated[StoryType, typer.Option("--type", help="定性")] = StoryType.UNVERIFIED,
    level: Annotated[Level, typer.Option("--level", help="级别")] = Level.YELLOW,
    topic: Annotated[list[str] | None, typer.Option("--topic", help="议题，可写几个")] = None,
    gate: Annotated[list[GateClass] | None, typer.Option("--gate", help="底线，如 伤亡，可写几个")] = None,
    listed: Annotated[bool, typer.Option("--list", help="列出全部预案和适用范围")] = False,
    export: Annotated[Path | None, typer.Option("--export", help="把自带的预案复制到这个目录，供修改")] = None,
    desk: DeskFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """看一个案件（或一类情形）该做什么、谁做、到什么时候，做到了哪一步。"""
    if export is not None:
        _export(export, as_json=as_json)
        return
    workspace, found = open_desk(desk)
    if listed:
        _list(playbooks_of(workspace), as_json=as_json)
    elif incident is not None:
        case = find_case(workspace, found, incident)
        states = progress(case.playbook, case.incident, now())
        _show_case(case.playbook, states, found, as_json=as_json)
    else:
        asked = Situation(type=type_, level=level, topics=tuple(topic or ()), gates=tuple(gate or ()))
        _show_plan(chosen(playbooks_of(workspace), asked), as_json=as_json)


def _export(folder: Path, *, as_json: bool) -> None:
    written = export_files(folder)
    if as_json:
        answer(dump([str(path) for path in written]))
        return
    told = f"写出 {len(written)} 份预案到 {folder}" if written else f"{folder} 里已有同名的文件，没有改动"
    answer(f"{told}；改好后放在 caifeng.yml 旁的 playbooks/ 里即生效，同名的替换自带的。")


def _list(playbooks: Sequence[Playbook], *, as_json: bool) -> None:
    if as_json:
        answer(dump([_plan_json(one) for one in playbooks]))
        return
    table = grid("预案", "来自", "适用", "步骤", right=(3,), wide=(2,))
    for one in playbooks:
        add(
            table,
            clip(one.name, 30),
            "本单位" if one.is_own else "自带",
            "；".join(_case_lines(one)),
            str(len(one.steps)),
        )
    show(table)


def _case_lines(one: Playbook) -> Iterator[str]:
    case = one.case
    named = (("定性", case.types), ("级别", case.levels), ("议题", case.topics), ("底线", case.gates))
    for name, values in (*named, ("部门", case.departments)):
        if values:
            yield f"{name} {'、'.join(map(plain, values))}"
    if one.joins:
        yield "合到选中的预案里"


def _show_plan(one: Playbook, *, as_json: bool) -> None:
    """A playbook for a kind of case: time limits only."""
    if as_json:
        answer(dump(_plan_json(one)))
        return
    if not one.steps:
        raise UsageError("没有适用的预案；用 caifeng playbook --list 看有哪些")
    answer(f"预案：{plain(one.name)}")
    table = grid("步骤", "谁", "时限", "做什么", wide=(3,))
    for step in one.steps:
        add(
            table,
            step.name,
            acting(step, ""),
            f"{step.starts}后 {span(step.within)}",
            f"{step.what}（{step.hint}）" if step.hint else step.what,
        )
    show(table)
    _show_rest(one)


def _show_case(one: Playbook, states: Sequence[StepState], desk: Desk, *, as_json: bool) -> None:
    """A playbook as an incident stands in it: due times, what is done, what is overdue."""
    if as_json:
        answer(dump(_plan_json(one) | {"progress": [_state_json(state) for state in states]}))
        return
    done, late = (sum(getattr(state, name) for state in states) for name in ("is_done", "is_overdue"))
    answer(f"预案：{plain(one.name)}；{len(states)} 步，已做 {done} 步，逾期 {late} 步")
    table = grid("", "步骤", "谁", "应于", "做什么", wide=(4,))
    for state in states:
        step = state.step
        add(table, _mark(state), step.name, clip(step.owner, 12), _local(state.due_at, desk), step.what)
        if state.done_at is not None:
            add(table, "", "", "", _local(state.done_at, desk), f"{state.state}，{plain(state.by)}")
    show(table)
    _show_rest(one)


def _mark(state: StepState) -> Text:
    if state.is_done:
        return Text("✓", style="green")
    return Text("逾期", style="bold red") if state.is_overdue else Text("待做")


def _show_rest(one: Playbook) -> None:
    """Counterparts, the reply's check-list, drafts."""
    if one.counterparts:
        heading("对象与对策")
        for plan in one.counterparts:
            answer(f"{plan.to}：{plain(plan.what)}")
    heading("回复须有")
    answer(" · ".join(one.reply or tuple(ReplyPart)))
    for draft in one.drafts:
        heading(f"范文：{plain(draft.name)}（起草用，采风不发布）")
        answer(draft.text.strip())


def _local(at: datetime, desk: Desk) -> str:
    return clock(at, desk.zone)


def _plan_json(one: Playbook) -> dict[str, Any]:
    plan = asdict(one)
    for step in plan["steps"]:
        step["within_seconds"] = int(step.pop("within").total_seconds())
    return plan


def _state_json(state: StepState) -> dict[str, Any]:
    return {"step": state.step.name, "owner": state.step.owner, "due_at": state.due_at.isoformat(),
            "state": state.state, "done_at": state.done_at.isoformat() if state.done_at else None,
            "by": state.by, "line": state.line}  # fmt: skip
