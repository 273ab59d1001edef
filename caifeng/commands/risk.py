"""caifeng risk: check an assessment, write a new form, list what is assessed and what its topics brought."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from caifeng.errors import UsageError
from caifeng.models import Desk
from caifeng.models.risk import Risk, RiskCase
from caifeng.risk_cases import risk_cases
from caifeng.risks import load_risk, load_risks, template
from caifeng.shell import DEFAULT, AsJson, DeskFile, answer, dump, now, open_desk, plain, say
from caifeng.workspace import Workspace


class Action(StrEnum):
    """What to do with a file."""

    CHECK = "check"
    NEW = "new"


_Do = Annotated[Action | None, typer.Argument(help="check：检查；new：新建一份带说明的表")]
_File = Annotated[Path | None, typer.Argument(help="评估文件，如 risks/取消以旧换新.yml")]
_List = Annotated[bool, typer.Option("--list", help="列出所有评估，和监测议题开启以来的情况")]


def risk(
    action: _Do = None,
    file: _File = None,
    show_list: _List = False,
    desk: DeskFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """决策前的风险评估：情景、可能性与影响、问答、开启的监测议题；检查、新建、列出。"""
    if action is Action.NEW and file is not None:
        _new(file)
        return
    workspace, found = open_desk(desk)
    if action is Action.CHECK and file is not None:
        _show(load_risk(file, found), as_json)
    elif show_list:
        _show_list(workspace, found, as_json)
    else:
        raise UsageError("请写 caifeng risk check 文件、caifeng risk new 文件，或 caifeng risk --list")


def _new(file: Path) -> None:
    if file.suffix != ".yml":
        raise UsageError(f"评估文件须以 .yml 结尾，现为 {file.name}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as out:
            out.write(template())
    except FileExistsError as error:
        raise UsageError(f"{file} 已经存在，没有改动；请换一个名字") from error
    except OSError as error:
        raise UsageError(f"{file} 写不进去（{error.strerror}）；请换一个位置") from error
    answer(f"已写好 {file}，请照注释填写，再用 caifeng risk check {file} 检查。")


def _show(found: Risk, as_json: bool) -> None:
    if as_json:
        answer(dump(_told(found)))
        return
    table = Table("风险", "可能性", "影响", "情景", "责任人", title=plain(found.decision))
    for one in found.scenarios:
        low, high = one.likelihood.range
        likelihood = f"{one.likelihood}（{low}—{high}%）"
        table.add_row(str(one.weight), likelihood, str(one.impact), plain(one.what), plain(one.owner))
    Console().print(table)
    for watch in found.watches:
        answer(f"监测议题 {watch.topic.name}：{watch.since:%Y-%m-%d %H:%M} 至 {watch.until:%Y-%m-%d %H:%M}（UTC）")
    answer(
        f"评估无误：{len(found.scenarios)} 个情景，{len(found.watches)} 个监测议题，结论：{found.verdict or '未定'}。"
    )


def _show_list(workspace: Workspace, desk: Desk, as_json: bool) -> None:
    at = now()
    cases = risk_cases(workspace, desk, (), at)
    for problem in load_risks(workspace.root, desk)[1]:
        say(str(problem))
    if as_json:
        answer(dump([_told(one.risk) | {"watches": _watched(one)} for one in cases]))
        return
    if not cases:
        answer("还没有评估。新建：caifeng risk new risks/….yml")
        return
    table = Table("评估", "实行", "结论", "最高风险", "监测中", "条数", "预警")
    for one in cases:
        on = sum(figures.watch.is_on(at) for figures in one.figures)
        counts = (sum(figures.items for figures in one.figures), sum(len(figures.alerts) for figures in one.figures))
        top = one.risk.scenarios[0]
        cells = (plain(one.risk.decision), str(one.risk.on), str(one.risk.verdict or "未定"), str(top.weight))
        table.add_row(*cells, str(on), *map(str, counts))
    Console().print(table)


def _told(found: Risk) -> dict[str, Any]:
    """An assessment as ``--json`` prints it."""
    return {
        "id": found.id, "decision": found.decision, "owner": found.owner, "when": str(found.on),
        "affected": found.affected, "verdict": found.verdict, "signed": found.signed,
        "scenarios": [
            {"what": one.what, "likelihood": one.likelihood, "range": one.likelihood.range, "impact": one.impact,
             "risk": one.weight, "owner": one.owner}
            for one in found.scenarios
        ],
        "questions": len(found.questions),
        "unanswered": [one.ask for one in found.questions if not one.answer],
    }  # fmt: skip


def _watched(case: RiskCase) -> list[dict[str, Any]]:
    return [
        {"topic": one.watch.topic.name, "from": one.watch.since.isoformat(), "until": one.watch.until.isoformat(),
         "on": one.watch.is_on(case.counted_at), "items": one.items, "negative": one.negative,
         "stories": [story.id for story in one.stories], "alerts": [alert.id for alert in one.alerts]}
        for one in case.figures
    ]  # fmt: skip
