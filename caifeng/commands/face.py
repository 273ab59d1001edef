"""``caifeng face``: what of a case the public may read, and the small site that shows it."""

import re
from dataclasses import replace
from datetime import date
from typing import Annotated

import typer

from caifeng.casework import do
from caifeng.commands.incident_call import At, By, Id, actor
from caifeng.errors import UsageError
from caifeng.facing import build_face, public_cases
from caifeng.models import Act, Desk, Incident, PublicCase, PublicState, PublicWord
from caifeng.shell import DEFAULT, AsJson, DeskFile, answer, dump, moment_in, open_desk, parse_moment
from caifeng.workspace import Workspace

app = typer.Typer(help="公开页：向公众发布案件的说明与进展，另成一个小站。", no_args_is_help=True)
_DEED = "公开进展"


@app.command(
    epilog="例：caifeng face say INC-2026-0007 --name leak --title 净水机漏水 --state 调查中 --text 已停售送检"
)
def say(
    id_: Id,
    text: Annotated[str, typer.Option("--text", help="公开的原文；一字不改地印出")] = "",
    name: Annotated[str, typer.Option("--name", help="公开页的地址，小写字母、数字和 -；第一次必写，定了不再改")] = "",
    title: Annotated[str, typer.Option("--title", help="对公众怎么称呼这件事；第一次必写")] = "",
    state: Annotated[PublicState | None, typer.Option("--state", help="到了哪一步")] = None,
    summary: Annotated[str, typer.Option("--summary", help="一段话说清楚；写了就换掉原来的")] = "",
    what: Annotated[str, typer.Option("--what", help="是什么：情况说明、进展、更正…")] = "进展",
    link: Annotated[str, typer.Option("--link", help="全文的网址")] = "",
    by: By = None,
    at: At = None,
    desk: DeskFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """公开一条说明或进展。只有这里写的才会到公开页，案件的其他内容一概不会。"""
    workspace, found = open_desk(desk)
    moment = moment_in(workspace)
    when = parse_moment(at, found.zone) if at else moment
    known = _case(workspace, id_, found).public
    case = known or _first(name, title, state, when.astimezone(found.zone).date())
    if known and name and name != known.name:
        raise UsageError(f"公开页的地址已经定为 {known.name}，不再改；别处的链接会失效")
    words = (*case.words, PublicWord(at=when, what=what, text=text, link=link)) if text else case.words
    changed = replace(
        case, title=title or case.title, state=state or case.state, summary=summary or case.summary, words=words
    )
    deed = Act(deed=_DEED, by=actor(by, workspace.root), at=when, note=text or changed.state, public=changed)
    do(workspace, found, id_, deed, moment)
    folder = build_face(workspace, found)
    said = {"incident": id_, "name": changed.name, "state": changed.state, "words": len(words), "folder": str(folder)}
    where = f"，已写进 {folder}" if folder else "；caifeng.yml 里还没有 face，公开页没有生成"
    answer(dump(said) if as_json else f"{id_} 公开到“{changed.title}”（{changed.state}，{len(words)} 条）{where}")


@app.command(epilog="例：caifeng face build")
def build(desk: DeskFile = DEFAULT, as_json: AsJson = False) -> None:
    """生成公开页；没有变化就不动。发布站点时也会自动做。"""
    workspace, found = open_desk(desk)
    folder = build_face(workspace, found)
    if folder is None:
        raise UsageError("caifeng.yml 里没有 face，不知道公开页叫什么；加一行 face: {name: …}")
    cases = public_cases(workspace, found)
    said = {"folder": str(folder), "cases": [case.name for case in cases]}
    answer(dump(said) if as_json else f"公开页在 {folder}，{len(cases)} 件")


def _case(workspace: Workspace, id_: str, desk: Desk) -> Incident:
    found = next((one for one in workspace.incidents(desk).load()[0] if one.id == id_), None)
    if found is None:
        raise UsageError(f"没有案件 {id_}；caifeng incident list 可以查到编号")
    return found


def _first(name: str, title: str, state: PublicState | None, since: date) -> PublicCase:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,59}", name):
        raise UsageError("第一次公开要写 --name：公开页的地址，用小写字母、数字和 -，如 leak-2026")
    if not title or state is None:
        raise UsageError(f"第一次公开要写 --title 和 --state（{'、'.join(PublicState)}）")
    return PublicCase(name=name, title=title, since=since, state=state)
