"""Dead sources, spoiled files, kills and collisions: the command line ends plainly and what is public stays."""

import re
import shutil
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
from tests.command import Said, command
from tests.harvesting import CHINA
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
    cutoff: datetime  # where the window of the owed edition ends

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

    def command(self, verb: str) -> list[str]:
        """A process of its own, for a run that is killed and for the exit code that the shell sees."""
        return [sys.executable, "-m", "caifeng.cli", verb, "--desk", str(self.workspace.desk_file)]

    def caifeng(self, verb: str) -> Said:
        return command(verb, "--desk", str(self.workspace.desk_file))

    def daily(self, now: datetime) -> pipeline.DayRun:
        """A daily run in this process, which spares starting another."""
        return pipeline.daily(self.workspace, pipeline.open_desk(self.workspace), now, None, quiet)

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen[bytes]]:
        """A daily run, killed at the end of the block with the kill that cannot be caught."""
        process = subprocess.Popen(self.command("daily"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            yield process
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    """Two good sources, and the edition of the day before the one that is owed."""
    today = datetime.now(CHINA)
    owed = (today.replace(hour=8, minute=0, second=0, microsecond=0) - timedelta(days=today.hour < 8)).astimezone(UTC)
    former = owed - timedelta(days=1)
    with served({name: {"/": good_feed(former)} for name in ("甲报", "乙报")}) as sites:
        made = workspace(tmp_path_factory.mktemp("state") / "desk", sites, timeout="20s")
        pipeline.daily(made, pipeline.open_desk(made), former + timedelta(minutes=5), None, quiet)
        for site in sites.values():
            site.routes["/"] = good_feed(owed)
        yield Lived(made, sites, owed)


@pytest.fixture
def lived(template: Lived, tmp_path: Path) -> Iterator[Lived]:
    """A copy of it for one test; its servers are good again afterwards."""
    shutil.copytree(template.root, tmp_path / "desk", symlinks=True)
    routes = {name: site.routes["/"] for name, site in template.sites.items()}
    yield Lived(Workspace(tmp_path / "desk" / "caifeng.yml"), template.sites, template.cutoff)
    for name, route in routes.items():
        template.sites[name].routes["/"] = route


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
    done = subprocess.run(lived.command("daily"), capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 4, done.stderr
    assert lived.public() == before
    said = "".join(done.stderr.split())
    assert "2个信源只有0个有回应" in said
    assert said.count("不出新刊") == 1
    assert "Traceback" not in done.stderr


def test_a_spoiled_configuration_is_named_by_file_and_line_and_reads_no_source(lived: Lived) -> None:
    before = lived.public()
    text = lived.workspace.desk_file.read_text(encoding="utf-8")
    asked = [len(site.requests) for site in lived.sites.values()]
    lived.workspace.desk_file.write_text(text.replace("topics:", "topcis:"), encoding="utf-8")
    line = text[: text.index("topics:")].count("\n") + 1
    done = lived.caifeng("daily")
    assert done.code == 2
    assert f"caifeng.yml:{line}" in done.stderr
    assert "是不是 topics？" in done.stderr.replace("\n", "")
    assert "Traceback" not in done.stderr
    assert [len(site.requests) for site in lived.sites.values()] == asked
    assert lived.public() == before


def spoil_key(text: str) -> tuple[str, int, str]:
    spoiled = text.replace("\nowner:", "\nonwer:")
    return spoiled, spoiled[: spoiled.index("onwer:")].count("\n") + 1, "未知的键"


def spoil_merge(text: str) -> tuple[str, int, str]:
    marked = re.sub(r"(?m)^(owner:.*)$", r"<<<<<<< HEAD\n\1\n=======\n\1\n>>>>>>> main", text)
    return marked, marked[: marked.index("<<<<<<<")].count("\n") + 1, "Git 合并冲突"


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
    assert checked.code == 2
    said = checked.stderr.replace("\n", "")
    for path, (_, line, reason) in spoiled.items():
        assert re.search(rf"incidents/{path.name}:{line}\b[^→]*{reason}", said), (path.name, line, said)
    before = lived.public()
    lived.daily(datetime.now(UTC))
    assert len(lived.briefings()) == len(before.briefings) + 1
    assert git(lived.root, "rev-parse", "gh-pages") != before.tip
    assert any("INC-" in spot for spot in lived.workspace.lake.briefings()[-1].blind_spots)
    assert all(path.read_text(encoding="utf-8") == text for path, (text, _, _) in spoiled.items())


def test_an_edition_that_is_late_holds_back_no_alert_about_what_came_since(lived: Lived) -> None:
    now = lived.cutoff + timedelta(hours=20)
    lived.turn(good_feed(now))
    run = lived.daily(now)
    told = {item_id for story in run.analysis.stories for item_id in story.all_ids}
    assert len(run.harvest.items) == 4
    assert {item.id for item in run.harvest.items} <= told


def test_a_second_run_says_that_another_is_at_work_and_kills_at_any_step_leave_nothing(lived: Lived) -> None:
    before, slow = lived.public(), lived.sites["乙报"]
    good, slow.routes["/"] = slow.routes["/"], silence()
    asked = len(slow.paths())
    with lived.running() as first:
        until(lambda: len(slow.paths()) > asked)
        second = lived.caifeng("daily")
        readers = children(first.pid)
        assert first.poll() is None
    assert second.code == 3
    assert "另一个采风正在使用" in second.stderr
    assert "Traceback" not in second.stderr
    assert lived.public() == before
    until(lambda: not any(map(is_running, readers)))
    slow.routes["/"] = good
    with lived.running() as saving:
        until(lambda: lived.briefings() != before.briefings)
        assert saving.poll() is None
    assert git(lived.root, "rev-parse", "gh-pages") == before.tip
    with lived.running() as publishing:
        until(lambda: git(lived.root, "rev-parse", "gh-pages") != before.tip)
        assert publishing.poll() is None
    converges(lived, before)


def converges(lived: Lived, before: Public) -> None:
    """The next run makes the one owed edition and publishes it; nothing of a killed run is left over."""
    done = lived.caifeng("daily")
    assert done.code == 0, done.stderr
    assert len(lived.workspace.lake.briefings()) == len(before.briefings) + 1
    assert {item.source for item in lived.workspace.lake.briefings()[-1].evidence} == {"甲报", "乙报"}
    after = lived.public()
    assert after.front != before.front
    left = {path for path in lived.root.rglob("*") if path.name.endswith((".tmp", ".lock", ".new", ".old"))}
    assert left <= {lived.root / "lake" / ".lock"}
    assert git(lived.root, "worktree", "list").count("\n") == 0
    assert "missing" not in git(lived.root, "fsck", "--no-dangling")
    assert list(lived.workspace.outbox.rglob("*.eml"))
    lived.daily(datetime.now(UTC))
    again = lived.public()
    assert (again.front, again.briefings) == (after.front, after.briefings), "only the duty board tells of a later look"
    assert lived.caifeng("publish").code == 0
    assert lived.public() == again
