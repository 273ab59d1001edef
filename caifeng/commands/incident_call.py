"""What the verbs of ``caifeng incident`` share: their options, who acts, and doing it."""

import os
import shutil
import subprocess
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from caifeng.casework import do
from caifeng.commands.incident_show import incident_json, incident_line
from caifeng.errors import UsageError
from caifeng.models import Act, Counterpart, Incident, Means, refused_means
from caifeng.shell import answer, dump, moment_in, open_desk, parse_moment

Id = Annotated[str, typer.Argument(metavar="案件", help="编号，如 INC-2026-0007")]
By = Annotated[str | None, typer.Option("--by", help="谁做的；不写则取 CAIFENG_BY，再取 Git 的用户名")]
At = Annotated[str | None, typer.Option("--at", help="何时做的，如 '2026-11-20 09:30'；不写则为现在")]
Note = Annotated[str, typer.Option("--note", help="说明")]
Why = Annotated[str, typer.Option("--why", help="理由")]
To = Annotated[Counterpart | None, typer.Option("--to", help="对象")]


def means_of(word: str) -> Means:
    """One of the closed list; a word for deleting, hiding or faking is refused with the reason. Raises UsageError."""
    if word in tuple(Means):
        return Means(word)
    raise UsageError(refused_means(word) or f"--means 写成了“{word[:20]}”，只能是 {'、'.join(Means)}")


OfMeans = Annotated[
    Means | None, typer.Option("--means", parser=means_of, metavar="手段", help=f"处置手段： {' '.join(Means)}")
]


@dataclass(frozen=True, slots=True)
class Call:
    """What every verb is called with."""

    id: str
    by: str | None
    at: str | None
    desk: Path
    as_json: bool


def actor(said: str | None, folder: Path) -> str:
    """Who acts: as said, else CAIFENG_BY, else the user of Git. Raises UsageError where nobody is named."""
    name = said or os.environ.get("CAIFENG_BY", "")
    if not name and (git := shutil.which("git")):
        asked = subprocess.run([git, "config", "user.name"], cwd=folder, capture_output=True, text=True, check=False)
        name = asked.stdout.strip()
    if not name.strip():
        raise UsageError("不知道是谁做的：请加 --by '售后部 黎航'，或先设 Git 的 user.name")
    return name.strip()


def perform(call: Call, deed: str, **fields: Any) -> None:
    """Do one act and show what came of it; ``fields`` are those of ``Act``."""
    workspace, desk = open_desk(call.desk)
    moment = moment_in(workspace)
    at = moment if call.at is None else parse_moment(call.at, desk.zone)
    said = Act(deed=deed, by=actor(call.by, workspace.root), at=at)
    tell(do(workspace, desk, call.id, replace(said, **fields), moment), moment, call.as_json)


def tell(incident: Incident, moment: datetime, as_json: bool) -> None:
    """Show an incident as it stands at that moment (aware)."""
    answer(dump(incident_json(incident, moment)) if as_json else incident_line(incident, moment))
