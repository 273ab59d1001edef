"""caifeng silence: people say what they do not want to be told for a while, and why; it all stays on record."""

import difflib
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any

import typer

from caifeng.commands.story_material import find_story
from caifeng.errors import UsageError
from caifeng.models import Desk, Silence
from caifeng.models.alert import ALL
from caifeng.shell import DEFAULT, AsJson, DeskFile, answer, dump, now, open_desk, plain, say
from caifeng.silences import SilenceFile
from caifeng.workspace import Workspace

_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_INCIDENT = re.compile(r"INC-\d{4}-\d{4,9}", re.IGNORECASE)

_About = Annotated[str | None, typer.Argument(help=f"事件编号 S-…、案件编号 INC-…、议题或信源的名称，或 {ALL}")]
_Until = Annotated[str, typer.Option(help="多久或到何时：6h、2d、2026-11-20 20:00；最长 30 天")]
_Why = Annotated[str, typer.Option(help="为什么，会印在预警页上")]
_By = Annotated[str, typer.Option(envvar="CAIFENG_BY", help="谁；也可写进环境变量 CAIFENG_BY")]
_List = Annotated[bool, typer.Option("--list", help="列出全部静默，在前的是眼下有效的")]
_End = Annotated[bool, typer.Option("--end", help="提前结束；原来那一行留着作记录")]


def silence(
    about: _About = None,
    until: _Until = "",
    why: _Why = "",
    by: _By = "",
    end: _End = False,
    show_list: _List = False,
    desk: DeskFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """静默：某个事件、案件、议题或信源一段时间内不发消息；照样判、照样记，预警页写明原因。红级须点名静默。"""
    workspace, found = open_desk(desk)
    file, moment = workspace.silences(found), now().replace(microsecond=0)
    if show_list:
        _show(file, found, moment, as_json)
        return
    if about is None:
        raise UsageError("请写静默什么，如 caifeng silence 产品质量 --until 6h --why 集中答复；看已有的用 --list")
    if not by.strip():
        raise UsageError("没有说是谁：请加 --by 名字，或设环境变量 CAIFENG_BY")
    meant = _meant(workspace, found, about)
    if end:
        changed: Sequence[Silence] = file.end(meant, moment, by, why)
        told = f"已结束：{meant} 的静默；原来的记录留在 {file.path.name}。"
    else:
        if not until.strip() or not why.strip():
            raise UsageError("静默必须写明到何时（--until 6h）和为什么（--why …）")
        added = Silence(about=meant, since=moment, until=_until(until, moment, found), why=why.strip(), by=by.strip())
        file.add(added)
        changed = (added,)
        told = f"已静默：{meant} 到 {_local(changed[0].until, found)}；写在 {file.path.name}，提前结束用 --end。"
    answer(dump([_row(one, moment) for one in changed]) if as_json else told)
    if meant == ALL and not end:
        say("红级预警照发：要静默它，请点名那个事件或案件。")


def _meant(workspace: Workspace, desk: Desk, about: str) -> str:
    """What people mean, as the file has it. Raises UsageError with the nearest there is."""
    said, topics = about.strip(), [topic.name for topic in desk.topics]
    named = [ALL, *topics, *(source.name for source in desk.sources)]
    if said in named:
        return said
    if said.upper().startswith("S-"):
        return find_story(workspace, desk, said).story.id
    if _INCIDENT.fullmatch(said):
        if not (workspace.root / "incidents" / f"{said.upper()}.yml").is_file():
            raise UsageError(f"没有案件 {said.upper()}；incidents/ 里每案一个文件")
        return said.upper()
    near = difflib.get_close_matches(said[:40], named, n=1, cutoff=0.3)
    hint = f"是不是 {near[0]}？" if near else f"可写 S-…、INC-…、{ALL}，或议题：{'、'.join(topics)}"
    raise UsageError(f"没有事件、案件、议题或信源叫 {plain(said[:40])}；{hint}")


def _until(text: str, moment: datetime, desk: Desk) -> datetime:
    """When it ends, of what people type."""
    if match := re.fullmatch(r"\s*(\d{1,4})\s*([mhd])\s*", text, re.ASCII):
        return moment + int(match[1]) * _UNITS[match[2]]
    try:
        typed = datetime.fromisoformat(text.strip())
        if not 2000 <= typed.year < 2200:
            raise ValueError
    except ValueError as error:
        raise UsageError(f"--until {text!r} 无法辨认，应写成 6h、2d 或 2026-11-20 20:00") from error
    return typed if typed.tzinfo else typed.replace(tzinfo=desk.zone)


def _show(file: SilenceFile, desk: Desk, moment: datetime, as_json: bool) -> None:
    """Every silence on record: those in force first, each with who, why and until when."""
    silences, problems = file.load()
    listed = sorted(silences, key=lambda one: (not one.is_on(moment), -one.until.timestamp(), one.about))
    if as_json:
        rows = [_row(one, moment) for one in listed]
        answer(dump({"silences": rows, "problems": [str(problem) for problem in problems]}))
        return
    for problem in problems:
        say(str(problem))
    for one in listed:
        state = "有效" if one.is_on(moment) else "未到" if moment < one.until else "已过"
        who = f"（{plain(one.by)}）" if one.by else ""
        answer(f"{state}  {plain(one.about)}  到 {_local(one.until, desk)}  {plain(one.why)}{who}")
    if not listed:
        answer("没有静默。")


def _local(at: datetime, desk: Desk) -> str:
    return f"{at.astimezone(desk.zone):%Y-%m-%d %H:%M}"


def _row(one: Silence, moment: datetime) -> dict[str, Any]:
    return {
        "about": one.about, "since": one.since.isoformat() if one.since else None, "until": one.until.isoformat(),
        "why": one.why, "by": one.by, "is_on": one.is_on(moment),
    }  # fmt: skip
