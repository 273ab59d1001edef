"""What every command shares: its options, one line for people, one for programs, and a bar while it works."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from caifeng import pipeline
from caifeng.errors import UsageError
from caifeng.models import Desk, SourceReport, SourceState
from caifeng.workspace import Workspace

screen = Console(stderr=True)  # for people; answers go to standard output
DeskFile = Annotated[Path, typer.Option("--desk", help="配置文件；状态、案件、站点都在它所在的目录")]
Day = Annotated[str | None, typer.Option("--date", help="日期，如 2026-11-20；不写则为应出的最近一期")]
AsJson = Annotated[bool, typer.Option("--json", help="以 JSON 输出，供程序读取")]
DEFAULT = Path("caifeng.yml")


def open_desk(desk_file: Path) -> tuple[Workspace, Desk]:
    """The workspace of a configuration file and the desk it describes, checked."""
    workspace = Workspace(desk_file)
    return workspace, pipeline.open_desk(workspace)


def now() -> datetime:
    """This moment, aware UTC."""
    return datetime.now(UTC)


def parse_day(text: str | None) -> date | None:
    """A date as people type it; None stays None. Raises UsageError."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"日期 {text!r} 无法辨认，应写成 2026-11-20") from error


@contextmanager
def show_progress(*, failures: bool = True) -> Iterator[pipeline.Progress]:
    """A bar while it works; a source that fails is named at once, whatever becomes of the run."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=screen, transient=True) as bar:
        task = bar.add_task("开始", total=None)

        def progress(stage: str, report: SourceReport | None) -> None:
            if report is None:
                bar.reset(task, description=stage, total=None)
                return
            bar.update(task, description=f"采集 {report.source}", advance=1)
            if failures and report.state in (SourceState.FAILED, SourceState.PARTIAL):
                say(f"{report.source}：{report.state}。{report.message}")

        yield progress


def say(line: str, style: str = "") -> None:
    """One line for people on standard error: never cut, never read as markup, control characters taken out."""
    screen.print(_visible(line), markup=False, highlight=False, soft_wrap=True, style=style)


def plain(text: str) -> str:
    """Text from strangers as data: no control characters reach the terminal, no markup is read."""
    return "".join(character if character.isprintable() else " " for character in text).replace("[", "［")


def dump(value: Any) -> str:
    """JSON as every ``--json`` prints it."""
    return json.dumps(value, ensure_ascii=False, indent=1, default=str)


def answer(line: str) -> None:
    """One line (or block) of the answer on standard output, control characters taken out."""
    typer.echo(_visible(line))


def _visible(text: str) -> str:
    return "".join(character if character.isprintable() or character == "\n" else " " for character in text)
