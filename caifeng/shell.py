"""What every command shares: its options, one line for people, one for programs, and a bar while it works."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from caifeng import pipeline
from caifeng.drill.clock import drill_time
from caifeng.errors import UsageError
from caifeng.models import Desk, SourceReport, SourceState
from caifeng.progress import Progress
from caifeng.scalars import parse_duration
from caifeng.workspace import Workspace

screen = Console(stderr=True)  # for people; answers go to standard output
DeskFile = Annotated[Path, typer.Option("--desk", help="配置文件；状态、案件、站点都在它所在的目录")]
Day = Annotated[str | None, typer.Option("--date", help="日期，如 2026-11-20；不写则为应出的最近一期")]
AsJson = Annotated[bool, typer.Option("--json", help="以 JSON 输出，供程序读取")]
DEFAULT = Path("caifeng.yml")
_YEARS = range(2000, 2200)  # whatever the zone, no moment in them overflows


def open_desk(desk_file: Path) -> tuple[Workspace, Desk]:
    """The workspace of a configuration file and the desk it describes, checked."""
    workspace = Workspace(desk_file)
    return workspace, pipeline.desk_at(workspace, now())


def moment_in(workspace: Workspace) -> datetime:
    """This moment as the workspace has it, aware UTC: in a drill that runs faster, the drill's own."""
    return drill_time(workspace.root, now())


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


def parse_moment(text: str, zone: ZoneInfo) -> datetime:
    """A moment as people type it, in their zone unless they name another: 2026-11-20 09:30. Raises UsageError."""
    try:
        found = datetime.fromisoformat(text.strip())
        if found.year not in _YEARS:
            raise ValueError
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UsageError(f"时间 {text!r} 无法辨认，应写成 2026-11-20 09:30") from error


def parse_span(text: str) -> timedelta:
    """A span of time as people type it: 90s, 15m, 6h, 7d. Raises UsageError."""
    found = parse_duration(text)
    if found is None:
        raise UsageError(f"时长 {text[:40]!r} 无法辨认，应写成 30s、15m、6h 或 7d")
    return found


def parse_limits(said: Iterable[str]) -> tuple[tuple[str, timedelta], ...]:
    """Time limits as people type them: 闭环=3d. Raises UsageError."""
    pairs = [one.partition("=") for one in said]
    if any(not name.strip() or not span for name, _, span in pairs):
        raise UsageError("时限应写成 名称=时长，如 闭环=3d")
    return tuple((name.strip(), parse_span(span)) for name, _, span in pairs)


@contextmanager
def show_progress(*, failures: bool = True) -> Iterator[Progress]:
    """A bar while it works; a source that fails is named at once, whatever becomes of the run."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Bar(*columns, console=screen, transient=True) as bar:
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
