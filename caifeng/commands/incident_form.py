"""``caifeng incident form``: does what a form asks; what came of it also goes to a file that people are shown."""

import html
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from caifeng.commands.incident_call import tell
from caifeng.commands.incident_show import incident_line
from caifeng.errors import CaifengError, UsageError
from caifeng.forms import LARGEST, do_form, read_form
from caifeng.models import Incident
from caifeng.shell import DEFAULT, AsJson, DeskFile, moment_in, open_desk

_LONGEST = 20_000  # characters of a summary
_Event = Annotated[Path, typer.Argument(metavar="事件文件", help="GitHub 写下的事件，即 $GITHUB_EVENT_PATH")]
_Summary = Annotated[Path | None, typer.Option("--summary", help="另把结果（Markdown）添到这个文件末尾")]


def form(event: _Event, summary: _Summary = None, desk: DeskFile = DEFAULT, as_json: AsJson = False) -> None:
    """照表单（议题表单或手动触发的工作流）记一笔；谁做的取提交表单的账号。"""
    try:
        done, moment = _done(event, desk)
    except CaifengError as error:
        _write(summary, "没有记", str(error))
        raise
    _write(summary, "已记下", incident_line(done, moment))
    tell(done, moment, as_json)


def _done(event: Path, desk_file: Path) -> tuple[Incident, datetime]:
    try:
        with event.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise UsageError(f"读不了事件文件 {event}") from error
    workspace, desk = open_desk(desk_file)
    moment = moment_in(workspace)
    return do_form(workspace, desk, read_form(data, desk.zone, moment), moment), moment


def _write(summary: Path | None, heading: str, text: str) -> None:
    """Nothing in the text is read as Markdown or HTML."""
    if summary is None:
        return
    visible = "".join(one if one.isprintable() or one == "\n" else " " for one in text[:_LONGEST])
    with summary.open("a", encoding="utf-8") as file:
        file.write(f"### {heading}\n\n<pre>{html.escape(visible)}</pre>\n")
