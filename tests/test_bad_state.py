"""Dead sources, spoiled files, kills and collisions: the command line ends plainly and what is public stays."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from caifeng import pipeline
from caifeng.workspace import Workspace
from tests.hostile import good_feed, quiet, served, workspace
from tests.servers import Route, Site, missing, silence
from tests.sites import git

pytestmark = pytest.mark.filterwarnings("ignore:invalid escape sequence")  # jieba's sources, on first compile


@dataclass(frozen=True)
class Public:
    """Everything that must not change when a run fails."""

    front: bytes
    tip: str
    briefings: tuple[str, ...]


@dataclass(frozen=True)
class Lived:
    """A workspace that published yesterday's edition, and its servers, which a test may turn bad."""

    workspace: Workspace
    sites: Mapping[str, Site]

    @property
    def root(self) -> Path:
        return self.workspace.root

    def public(self) -> Public:
        front = (self.workspace.public / "index.html").read_bytes()
        return Public(front, git(self.root, "rev-parse", "gh-pages"), self.briefings())

    def briefings(self) -> tuple[str, ...]:
        return tuple(sorted(path.name for path in (self.root / "lake" / "briefings").glob("*.json")))

    def turn(self, route: Route) -> None:
        for site in self.sites.values():
            site.routes["/"] = route

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "caifeng.cli", *arguments, "--desk", str(self.workspace.desk_file)]

    def caifeng(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(self.command(*arguments), capture_output=True, text=True, timeout=60, check=False)

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen[bytes]]:
        """A daily run, killed at the end of the block with the kill that cannot be caught."""
        process = subprocess.Popen(self.command("daily"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            yield process
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()


@pytest.fixture
def lived(tmp_path: Path) -> Iterator[Lived]:
    """Two good sources, and the edition of yesterday."""
    now = datetime.now(UTC)
    with served({name: {"/": good_feed(now - timedelta(days=1, hours=1))} for name in ("甲报", "乙报")}) as sites:
        made = workspace(tmp_path / "desk", sites, timeout="20s")
        pipeline.daily(made, pipeline.open_desk(made), now - timedelta(days=1), None, quiet)
        yield Lived(made, sites)


def until(happened: Callable[[], bool], seconds: float = 30) -> None:
    """Wait for something of another process."""
    ends = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < ends, "it never happened"
        time.sleep(0.005)


def children(pid: int) -> set[int]:
    """Processes that this one started."""
    found = set()
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found |= {int(child) for child in task.read_text().split()}
    return found


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_all_sources_dead_ends_with_4_one_sentence_and_the_last_edition_as_it_was(lived: Lived) -> None:
    before = lived.public()
    lived.turn(missing)
    done = lived.caifeng("daily")
    assert done.returncode == 4, done.stderr
    assert lived.public() == before
    said = "".join(done.stderr.split())
    assert "2个信源只有0个有回应" in said
    assert said.count("不出新刊") == 1
    assert "Traceback" not in done.stderr
    lived.turn(good_feed(datetime.now(UTC)))
    assert lived.caifeng("daily").returncode == 0
    assert len(lived.briefings()) == len(before.briefings) + 1, "what was owed is made up"


def test_a_spoiled_configuration_is_named_by_file_and_line_and_reads_no_source(lived: Lived) -> None:
    before = lived.public()
    text = lived.workspace.desk_file.read_text(encoding="utf-8")
    asked = [len(site.requests) for site in lived.sites.values()]
    lived.workspace.desk_file.write_text(text.replace("topics:", "topcis:"), encoding="utf-8")
    line = text[: text.index("topics:")].count("\n") + 1
    done = lived.caifeng("daily")
    assert done.returncode == 2
    assert f"caifeng.yml:{line}" in done.stderr
    assert "是不是 topics？" in done.stderr.replace("\n", "")
    assert "Traceback" not in done.stderr
    assert [len(site.requests) for site in lived.sites.values()] == asked
    assert lived.public() == before


def spoil_key(text: str) -> tuple[str, int, str]:
    spoiled = text.replace("\nowner:", "\nonwer:")
    return spoiled, spoiled[: spoiled.index("onwer:")].count("\n") + 1, "不认识这个键"


def spoil_merge(text: str) -> tuple[str, int, str]:
    marked = re.sub(r"(?m)^(owner:.*)$", r"<<<<<<< HEAD\n\1\n=======\n\1\n>>>>>>> main", text)
    return marked, marked[: marked.index("<<<<<<<")].count("\n") + 1, "YAML 语法错误"


def spoil_twice(text: str) -> tuple[str, int, str]:
    return f"{text}title: 又一个\n", text.count("\n") + 1, "重复"


def test_spoiled_incident_files_are_named_stay_untouched_and_stop_nothing(lived: Lived) -> None:
    good = sorted((lived.root / "incidents").glob("*.yml"))[0].read_text(encoding="utf-8")
    spoiled = {}
    for number, spoil in enumerate((spoil_key, spoil_merge, spoil_twice), 1):
        path = lived.root / "incidents" / f"INC-{datetime.now(UTC).year}-9{number:03}.yml"
        text, line, reason = spoil(good)
        path.write_text(text, encoding="utf-8")
        spoiled[path] = (text, line, reason)
    checked = lived.caifeng("check")
    assert checked.returncode == 2
    said = checked.stderr.replace("\n", "")
    for path, (_, line, reason) in spoiled.items():
        assert re.search(rf"incidents/{path.name}:{line}\b[^→]*{reason}", said), (path.name, line, said)
    lived.turn(good_feed(datetime.now(UTC)))
    before = lived.public()
    done = lived.caifeng("daily")
    assert done.returncode == 0, done.stderr
    assert len(lived.briefings()) == len(before.briefings) + 1
    assert git(lived.root, "rev-parse", "gh-pages") != before.tip
    assert any("INC-" in spot for spot in lived.workspace.lake.briefings()[-1].blind_spots)
    assert {path: path.read_text(encoding="utf-8") for path in spoiled} == {p: text for p, (text, _, _) in spoiled.items()}


def test_a_second_run_says_that_another_is_at_work_and_a_killed_one_leaves_nothing(lived: Lived) -> None:
    before = lived.public()
    slow = lived.sites["乙报"]
    slow.routes["/"] = silence()
    asked = len(slow.paths())
    with lived.running() as first:
        until(lambda: len(slow.paths()) > asked)
        second = lived.caifeng("daily")
        readers = children(first.pid)
        assert first.poll() is None
    assert second.returncode == 3
    assert "另一个采风正在使用" in second.stderr
    assert "Traceback" not in second.stderr
    assert lived.public() == before
    until(lambda: not any(map(is_running, readers)))
    converges(lived, before)


@pytest.mark.parametrize("moment", ["briefing", "branch"])
def test_a_run_killed_while_it_saves_or_publishes_is_finished_by_the_next(lived: Lived, moment: str) -> None:
    before = lived.public()
    lived.turn(good_feed(datetime.now(UTC)))
    with lived.running() as run:
        until(lambda: len(lived.briefings()) > len(before.briefings))
        if moment == "branch":
            until(lambda: git(lived.root, "rev-parse", "gh-pages") != before.tip)
        assert run.poll() is None
    converges(lived, before)


def converges(lived: Lived, before: Public) -> None:
    """The next run makes the one owed edition and publishes it; nothing of the killed run is left over."""
    lived.turn(good_feed(datetime.now(UTC)))
    done = lived.caifeng("daily")
    assert done.returncode == 0, done.stderr
    assert len(lived.workspace.lake.briefings()) == len(before.briefings) + 1
    after = lived.public()
    assert after.tip != before.tip
    assert after.front != before.front
    left = [path for path in lived.root.rglob("*") if path.name.endswith((".tmp", ".lock", ".new", ".old"))]
    assert [path for path in left if path != lived.root / "lake" / ".lock"] == []
    assert git(lived.root, "worktree", "list").count("\n") == 0
    assert "missing" not in git(lived.root, "fsck", "--no-dangling")
    again = lived.caifeng("daily")
    assert again.returncode == 0, again.stderr
    assert lived.public() == after
    assert os.listdir(lived.root / "outbox")
