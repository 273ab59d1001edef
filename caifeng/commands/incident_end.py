"""The last verbs of ``caifeng incident``: closing, reviewing, archiving, and what goes back or aside."""

from pathlib import Path
from typing import Annotated

import typer

from caifeng.casework import restore as put_back
from caifeng.commands.incident_call import At, By, Call, Id, Note, Why, perform
from caifeng.errors import UsageError
from caifeng.lake.incident_review import read_review
from caifeng.models import Deed
from caifeng.shell import DEFAULT, AsJson, DeskFile, answer, dump, moment_in, open_desk


def close(
    id_: Id, note: Note = "", by: By = None, at: At = None, desk: DeskFile = DEFAULT, as_json: AsJson = False
) -> None:
    """闭环。缺定性、责任人、回应或未办结的当事人时拒绝，并一次说清缺什么。"""
    perform(Call(id_, by, at, desk, as_json), Deed.CLOSED, note=note)


def review(
    id_: Id,
    source: Annotated[Path | None, typer.Option("--from", help="复盘文件：causes、well、improve、rectify")] = None,
    note: Note = "",
    by: By = None,
    at: At = None,
    desk: DeskFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """复盘：根因到部门、经验、不足、整改；不写 --from 则以案件文件里的 review 为准。"""
    said = read_review(source) if source else None
    perform(Call(id_, by, at, desk, as_json), Deed.REVIEWED, review=said, note=note)


def archive(
    id_: Id,
    tag: Annotated[list[str] | None, typer.Option("--tag", help="案例库的标签，可多次")] = None,
    note: Note = "",
    by: By = None,
    at: At = None,
    desk: DeskFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """入案例库；须先复盘，根因落到部门。"""
    perform(Call(id_, by, at, desk, as_json), Deed.ARCHIVED, tags=tuple(tag or ()), note=note)


def reopen(
    id_: Id, why: Why = "", by: By = None, at: At = None, desk: DeskFile = DEFAULT, as_json: AsJson = False
) -> None:
    """重启：有反转或再次发酵，退回核实定性，时限重新起算。"""
    perform(Call(id_, by, at, desk, as_json), Deed.REOPENED, note=why)


def false_alarm(
    id_: Id, why: Why = "", by: By = None, at: At = None, desk: DeskFile = DEFAULT, as_json: AsJson = False
) -> None:
    """误报：说的不是我们，或不成其为事；计入误报统计。"""
    perform(Call(id_, by, at, desk, as_json), Deed.FALSE_ALARM, note=why)


def link(
    id_: Id,
    story: Annotated[list[str] | None, typer.Option("--story", help="并入的事件，可多次")] = None,
    parent: Annotated[str, typer.Option("--parent", help="所属的案件")] = "",
    note: Note = "",
    by: By = None,
    at: At = None,
    desk: DeskFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """并案：并入事件，或归到上一级案件之下。"""
    if not (story or parent):
        raise UsageError("link 须写 --story 或 --parent")
    perform(Call(id_, by, at, desk, as_json), Deed.LINKED, story_ids=tuple(story or ()), parent=parent, note=note)


def note(
    id_: Id, note: Note = "", by: By = None, at: At = None, desk: DeskFile = DEFAULT, as_json: AsJson = False
) -> None:
    """备注一笔。"""
    perform(Call(id_, by, at, desk, as_json), Deed.NOTE, note=note)


def correct(
    id_: Id, note: Note = "", by: By = None, at: At = None, desk: DeskFile = DEFAULT, as_json: AsJson = False
) -> None:
    """更正前面记错的一笔；原来的那一笔不动。"""
    perform(Call(id_, by, at, desk, as_json), Deed.CORRECTED, note=note)


def restore(id_: Id, desk: DeskFile = DEFAULT, as_json: AsJson = False) -> None:
    """找回案件文件里被删改的经过。"""
    workspace, found = open_desk(desk)
    lines = put_back(workspace, found, id_, moment_in(workspace))
    told = f"{id_}：找回 {lines} 行。" if lines else f"{id_}：经过没有缺行。"
    answer(dump({"incident": id_, "restored": lines}) if as_json else told)
