"""``caifeng special``: special reports listed, shown, made on demand."""

from collections.abc import Iterator
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from pydantic import TypeAdapter

from caifeng.commands.incident_call import By, actor
from caifeng.models.special import Scenario, Special
from caifeng.shell import DEFAULT, AsJson, DeskFile, answer, dump, moment_in, open_desk, say, show_progress
from caifeng.specials import find_special, make_special, make_specials

app = typer.Typer(help="专报：初报、续报、终报；到橙级自动出，也可随时要。", no_args_is_help=True)

_SPECIAL = TypeAdapter(Special)
_Wanted = Annotated[str, typer.Argument(help="案件或事件的编号，如 INC-2026-0007；或专报编号，如 INC-2026-0007-1")]


@app.command("list", epilog="例：caifeng special list --json")
def list_(desk: DeskFile = DEFAULT, as_json: AsJson = False) -> None:
    """已出的专报，按期号。"""
    workspace, _ = open_desk(desk)
    made = workspace.lake.specials()
    if as_json:
        answer(dump([_listed(one) for one in made]))
        return
    for one in made:
        at = one.published_at.astimezone(ZoneInfo(one.zone))
        answer(f"第 {one.number} 期 {one.key} {one.kind} {one.level} {at:%Y-%m-%d %H:%M} {one.title}")
    if not made:
        say("还没有专报；到橙级会自动出，也可用 caifeng special make 要一期")


@app.command(epilog="例：caifeng special show INC-2026-0007-1")
def show(wanted: _Wanted, desk: DeskFile = DEFAULT, as_json: AsJson = False) -> None:
    """一期专报的全文；写案件编号则为最近一期。"""
    workspace, _ = open_desk(desk)
    found = find_special(workspace.lake.specials(), wanted)
    if as_json:
        data: dict[str, Any] = _SPECIAL.dump_python(found, mode="json")
        answer(dump(data))
        return
    for line in _lines(found):
        answer(line)


@app.command(epilog="例：caifeng special make INC-2026-0007 --why 总经理要求 --by 值班长")
def make(
    wanted: _Wanted,
    why: Annotated[str, typer.Option("--why", help="为什么要这一期，如 总经理要求；印在专报上")],
    by: By = None,
    desk: DeskFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """现在就出一期：没有出过的是初报，未闭环的是续报，已闭环的是终报。下次发布时上站。"""
    workspace, found = open_desk(desk)
    with workspace.lake.hold():
        made = make_special(workspace, found, wanted, why, actor(by, workspace.root), moment_in(workspace))
    answer(dump(_listed(made)) if as_json else f"已出专报第 {made.number} 期（{made.key}，{made.kind}）：{made.risk}")


@app.command(epilog="例：caifeng special due")
def due(desk: DeskFile = DEFAULT, as_json: AsJson = False) -> None:
    """补出到现在应出而未出的专报；平时由 daily 和 watch 自动做。"""
    workspace, found = open_desk(desk)
    with show_progress() as progress, workspace.lake.hold():
        made = make_specials(workspace, found, moment_in(workspace), progress)
    if as_json:
        answer(dump([_listed(one) for one in made]))
        return
    for one in made:
        answer(f"第 {one.number} 期 {one.key} {one.kind}：{one.why}")
    if not made:
        say("没有应出的专报")


def _listed(one: Special) -> dict[str, Any]:
    return {
        "key": one.key,
        "number": one.number,
        "kind": one.kind,
        "level": one.level,
        "published_at": one.published_at.isoformat(),
        "title": one.title,
        "why": one.why,
        "risk": one.risk,
        "address": one.address,
    }


def _lines(one: Special) -> Iterator[str]:
    yield f"专报第 {one.number} 期（{one.kind}） {one.title}（{one.key}，{one.level.full}，{one.classification}）"
    yield f"核心风险：{one.risk}"
    yield f"摘要：{one.summary}"
    yield from (f"需您决定：{ask.question}" for ask in one.asks)
    for part in one.parts:
        yield ""
        yield f"{'#' * part.depth} {part.heading}"
        yield from (line.text for line in part.lines)
        if part.table:
            yield " | ".join(part.table.header)
            yield from (" | ".join(row) for row in part.table.rows)
    yield ""
    yield "# 情景"
    yield from map(_scenario, one.scenarios)


def _scenario(one: Scenario) -> str:
    likelihood = one.likelihood or "未知"
    return f"{one.name}：{one.text}。可能性：{likelihood}。把握程度：{one.confidence or '—'}。理由：{one.basis}"
