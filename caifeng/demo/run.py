"""Eight days of the fictional organisation, in order, through the same verbs that a real day runs."""

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from caifeng import pipeline
from caifeng.demo.exports import write_exports
from caifeng.demo.people import do_what_people_did
from caifeng.demo.server import DemoSources, serve
from caifeng.demo.world import load_world
from caifeng.errors import UsageError
from caifeng.models import Desk
from caifeng.notify import notify
from caifeng.progress import Progress
from caifeng.resources import resource
from caifeng.watch import Lane
from caifeng.workspace import Workspace

PORT = 8765
DAYS = 8
LAST = datetime(2026, 11, 20)  # noqa: DTZ001 - a date of the recorded world; the desk's zone is added below
SLOTS = (time(20), time(8))  # looks at the sources in a day; the last one makes the briefing
MARKER = ".caifeng-demo"


@dataclass(frozen=True, slots=True)
class DemoSummary:
    """What the demo did."""

    root: Path
    items: int
    stories: int
    incidents: int
    briefings: int
    mails: int


def run_demo(root: Path, progress: Progress, tell: Callable[[str], None]) -> DemoSummary:
    """Make a fresh workspace at ``root`` and live eight days in it. Raises UsageError when the folder is not ours."""
    workspace = _fresh(root)
    desk = pipeline.open_desk(workspace)
    world = load_world(resource("examples/lanchuan/world"), desk.zone)
    sources = DemoSources(world, LAST.replace(tzinfo=desk.zone))
    with serve(sources.respond, PORT) as port:
        if port != PORT:
            _move_port(workspace, port)
            desk = pipeline.open_desk(workspace)
        for back in range(DAYS - 1, -1, -1):
            _live(workspace, desk, sources, LAST - timedelta(days=back), progress)
            tell(_told(workspace))
    return _summary(workspace, desk)


def _fresh(root: Path) -> Workspace:
    """A new workspace in a Git repository of its own; an older demo of ours is replaced, anything else refused."""
    if root.exists() and any(root.iterdir()) and not (root / MARKER).is_file():
        raise UsageError(f"{root} 不是空目录，也不是以前的示例；请用 --folder 换一个目录")
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    (root / MARKER).write_text("示例目录，可整个删除\n", encoding="utf-8")
    for file in ("caifeng.yml", "silences.yml"):
        shutil.copy(resource(f"examples/lanchuan/{file}"), root / file)
    shutil.copytree(resource("examples/lanchuan/calendar"), root / "calendar")
    for folder in ("risks", "drills"):
        shutil.copytree(resource(f"examples/lanchuan/{folder}"), root / folder)
    # Two people who log at once: both lines stay.
    (root / ".gitattributes").write_text("incidents/*.yml merge=union\n", encoding="utf-8")
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(root)], check=True)
    return Workspace(root / "caifeng.yml")


def _move_port(workspace: Workspace, port: int) -> None:
    text = workspace.desk_file.read_text(encoding="utf-8")
    workspace.desk_file.write_text(text.replace(f"127.0.0.1:{PORT}", f"127.0.0.1:{port}"), encoding="utf-8")


def _live(workspace: Workspace, desk: Desk, sources: DemoSources, day: datetime, progress: Progress) -> None:
    """One day: a look at the sources since yesterday's briefing, then the daily run at the cutoff."""
    for slot in SLOTS:
        local = datetime.combine(day if slot is SLOTS[-1] else day - timedelta(days=1), slot, tzinfo=desk.zone)
        now = local.astimezone(UTC)
        do_what_people_did(workspace, desk, local)
        sources.now = local
        write_exports(sources.world, local, workspace.root / "exports")
        if slot is SLOTS[-1]:
            pipeline.daily(workspace, desk, now, None, progress)
            pipeline.send(workspace, desk, day.date(), now, progress)
        else:
            Lane(workspace).look(desk, now, progress)
        notify(workspace, desk, now, progress)


def _told(workspace: Workspace) -> str:
    newest = workspace.lake.cards()[-1]
    return f"{newest.date} 第 {newest.number} 期 [{newest.level}] {newest.conclusion}"


def _summary(workspace: Workspace, desk: Desk) -> DemoSummary:
    lake = workspace.lake
    incidents, _ = workspace.incidents(desk).load()
    return DemoSummary(
        root=workspace.root,
        items=len(lake.known(since=LAST.date() - timedelta(days=30))),
        stories=len(lake.stories()),
        incidents=len(incidents),
        briefings=len(lake.cards()),
        mails=len(list(workspace.outbox.rglob("*.eml"))),
    )
