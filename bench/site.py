"""Three years of archive, published: whole, again, a day later, and the current month; with the memory it took.

    python bench/site.py --folder /tmp/archive [--demo demo] [--days 1095] [--incidents 2000]

The archive is made from the demonstration's frozen briefings, incidents and alerts, with dates and numbers shifted, so
that sizes are those of real editions. Figures are of this machine; the limits beside them are for two cores.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Self

from caifeng import pipeline
from caifeng.demo.run import run_demo
from caifeng.lake.draft import ALERT, BRIEFING
from caifeng.models import Alert, Briefing
from caifeng.workspace import Workspace

_DAY = re.compile(r"(?<!\d)(20\d\d)(-?)(\d\d)\2(\d\d)(?!\d)")
_INCIDENT = re.compile(r"INC-\d{4}-(\d{4})")
_RECENT = timedelta(days=32)  # cases younger than this are in every state
_EACH = 16  # incidents of a cycle


def main() -> None:
    """Make the archive where there is none, and measure."""
    asked = _arguments()
    archive = asked.folder / "archive"
    if not (archive / "caifeng.yml").is_file():
        _make(asked, archive)
    if asked.step:
        sys.stdout.write(f"{json.dumps(_STEPS[asked.step](archive))}\n")
        return
    for name, limit in (("whole", "≤ 180 s"), ("again", ""), ("day", "≤ 15 s, ≤ 400 MB"), ("month", "≤ 10 s")):
        sys.stdout.write(f"{name:6} {_measured(asked, name)}  {limit}\n")
    pages = sorted(path.stat().st_size for path in (archive / "public").rglob("index.html"))
    mean, largest = sum(pages) / len(pages) / 1e3, pages[-1] / 1e3
    sys.stdout.write(f"pages  {len(pages)}: mean {mean:.1f} kB, largest {largest:.1f} kB  ≤ 55 kB\n")


def _measured(asked: argparse.Namespace, step: str) -> str:
    """A step in a process of its own: seconds, peak memory of it and of what it started, what was published."""
    command = [sys.executable, __file__, "--folder", str(asked.folder), "--step", step]
    started = time.perf_counter()
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    seconds = time.perf_counter() - started
    return f"{seconds:6.1f} s  {told.strip()}"


def _publish(archive: Path) -> dict[str, object]:
    workspace = Workspace(archive / "caifeng.yml")
    desk = pipeline.open_desk(workspace)
    started, busy = time.perf_counter(), sum(os.times()[:4])
    with _Peak() as peak:
        done = pipeline.publish(workspace, desk, lambda *_: None)
    seconds, busy = time.perf_counter() - started, sum(os.times()[:4]) - busy
    if done is None:
        raise SystemExit("no briefing in the archive")
    return {"seconds": round(seconds, 1), "cpu": round(busy, 1), "changed": done.changed, "files": done.files,
            "MB": round(done.bytes / 1e6), "peak_MB": round(peak.bytes / 1e6)}  # fmt: skip


class _Peak:
    """The most memory that this process and all that it started held at once, looked at ten times a second (Linux).

    ``getrusage`` would count a page twice: a child that is forked begins with the size of its parent.
    """

    def __init__(self) -> None:
        self.bytes = 0
        self._ended = threading.Event()
        self._watch = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._watch.join()

    def _look(self) -> None:
        while not self._ended.wait(0.1):
            self.bytes = max(self.bytes, sum(map(_held, _tree(os.getpid()))))


def _tree(process: int) -> Iterator[int]:
    yield process
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        for child in _read(task).split():
            if _read(Path(f"/proc/{child}/cmdline")) != _read(Path(f"/proc/{process}/cmdline")):
                yield from _tree(int(child))  # else it has not begun its own program and still lies in our memory


def _held(process: int) -> int:
    """Bytes of a process, shared ones in equal parts; 0 of one that has ended."""
    found = re.search(r"^Pss:\s+(\d+)", _read(Path(f"/proc/{process}/smaps_rollup")), re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


def _whole(archive: Path) -> dict[str, object]:
    subprocess.run(["git", "-C", str(archive), "update-ref", "-d", "refs/heads/gh-pages"], check=True)
    shutil.rmtree(archive / "public", ignore_errors=True)
    return _publish(archive)


def _day(archive: Path) -> dict[str, object]:
    """The newest briefing once more, a day later, as a run would freeze it."""
    workspace = Workspace(archive / "caifeng.yml")
    newest = workspace.lake.briefing(workspace.lake.cards()[-1].date)
    if newest is None:
        raise SystemExit("no briefing in the archive")
    made = BRIEFING.validate_json(_shifted(BRIEFING.dump_json(newest).decode(), timedelta(days=1), None))
    draft = workspace.lake.draft(workspace.run(datetime.now(UTC)))
    draft.briefing(made)
    draft.commit()
    return _publish(archive)


def _month(archive: Path) -> dict[str, object]:
    """The newest month from nothing, as after a change of the theme, with 300 incidents touched."""
    for path in sorted((archive / "incidents").glob("INC-*.yml"))[-300:]:
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("title: ", "title: 又 ", 1), encoding="utf-8")
    return _publish(archive)


_STEPS = {"whole": _whole, "again": _publish, "day": _day, "month": _month}


def _make(asked: argparse.Namespace, archive: Path) -> None:
    demo = asked.demo or asked.folder / "demo"
    if not (demo / "caifeng.yml").is_file():
        run_demo(demo, lambda *_: None, lambda _: None)
    shutil.copytree(demo, archive, ignore=shutil.ignore_patterns("public", "outbox"))
    workspace = Workspace(archive / "caifeng.yml")
    told, alerts = workspace.lake.briefings(), workspace.lake.alerts()
    files = {path.name: path.read_text(encoding="utf-8") for path in sorted((archive / "incidents").glob("INC-*.yml"))}
    first = told[0].date
    draft = workspace.lake.draft("20000101T000000Z-00-00000000")
    cycles = -(-(asked.days - len(told)) // len(told))
    raised: list[Alert] = []
    for cycle in range(cycles, 0, -1):
        back, numbers = timedelta(days=cycle * len(told)), (cycles - cycle) * _EACH
        for briefing in _briefings(told, -back, numbers, first - timedelta(days=asked.days - len(told))):
            draft.briefing(briefing)
        raised += [
            ALERT.validate_json(_shifted(ALERT.dump_json(one).decode(), -back, numbers).replace('"A-', f'"A-{cycle}-'))
            for one in alerts
        ]
        _write_incidents(archive / "incidents", files, (-back, numbers), asked.incidents)
    draft.alerts(raised)
    cases = workspace.incidents(pipeline.open_desk(workspace))
    cases.load()
    draft.caselog(cases.unrecorded())
    draft.commit()


def _briefings(told: tuple[Briefing, ...], back: timedelta, numbers: int, since: date) -> Iterator[Briefing]:
    for briefing in told:
        made = BRIEFING.validate_json(_shifted(BRIEFING.dump_json(briefing).decode(), back, numbers))
        if made.date >= since:
            yield made


def _write_incidents(folder: Path, files: dict[str, str], turn: tuple[timedelta, int], most: int) -> None:
    back, numbers = turn
    closed = [name for name in sorted(files) if "state: 入库" in files[name]]
    names = sorted(files) if -back <= _RECENT else closed  # old cases are closed, all but a few
    for at in range(_EACH):
        if numbers + at + len(files) >= most:
            return
        text = files[names[at % len(names)]]
        own = f"INC-2026-{at + 1:04d}"
        text = _shifted(text.replace(names[at % len(names)].removesuffix(".yml"), own), back, numbers)
        named = _shifted(own, back, numbers)
        (folder / f"{named}.yml").write_text(text, encoding="utf-8")


def _shifted(text: str, span: timedelta, numbers: int | None) -> str:
    """All dates moved; incidents get numbers of their own, where these are given."""

    def moved(found: re.Match[str]) -> str:
        year, dash, month, day = found.groups()
        try:
            then = date(int(year), int(month), int(day)) + span
        except ValueError:
            return found.group()
        return f"{then:%Y{dash}%m{dash}%d}"

    text = _DAY.sub(moved, text)
    if numbers is None:
        return text
    return _INCIDENT.sub(lambda found: f"INC-2025-{numbers + int(found[1]):04d}", text)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--demo", type=Path, help="a finished demonstration; else one is made")
    parser.add_argument("--days", type=int, default=1095)
    parser.add_argument("--incidents", type=int, default=2000)
    parser.add_argument("--step", choices=sorted(_STEPS), help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
