"""Published → in the source → seen → alerted → sent: python bench/lane.py [--demo] [--board] [--cron] [--json]

--demo   The recorded crisis of examples/lanchuan behind its loopback sources: real looks of the alert lane, one every
         five minutes of the world's time, from several phases of the trigger; mail and chat leave to loopback servers.
         A look in which no source has changed is left out unless ``--every-look``: it can raise nothing but what time
         alone brings. The time that each look really took is added. About six minutes of CPU a phase.
--board  77 days of an hourly hot list (see replay.py): when a line came between two snapshots is not known, so it is
         drawn evenly from the hour before the one that shows it; triggers are simulated. About five minutes of CPU.
--cron   No run at all, arithmetic: an outside trigger every five minutes beside an hourly cron of which 46 % of the
         slots are run (measured: 925 of 2,016), each by itself or in clusters. Seeds are fixed.

An alertable item is one whose arrival raised an alert: it was new in the look that did, and is of the alert's story.
"""

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from math import ceil
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.replay import BOARD, DESK, looks
from caifeng import config, pipeline
from caifeng.demo.exports import write_exports
from caifeng.demo.server import DemoSources, serve
from caifeng.demo.world import World, load_world
from caifeng.evaluation.replay import replay
from caifeng.models import AlertKind
from caifeng.notify import notify
from caifeng.resources import resource
from caifeng.watch import Lane
from caifeng.workspace import Workspace
from tests.chat_server import ChatServer, chatting
from tests.lived_workspace import quiet
from tests.smtp_server import Post, serving

TRIGGER = timedelta(minutes=5)
PHASES = (0.0, 100.0, 200.0)  # seconds by which the trigger is set off from the full five minutes
FIRST, LAST = "2026-11-14 08:00", "2026-11-19 08:00"  # of the crisis, in the desk's zone
SLOT_SHARE = 925 / 2016  # hourly cron slots that were run, measured
STAYS = 0.5  # clusters: how often an hour is as the one before beyond chance; an assumption, days without are rare
DRAWS = 200_000
PASS = 10.0  # seconds that a look and its messages take at worst in the simulations
MAIL = """
mail: {{host: env:SMTP_HOST, port: {port}, security: none, from: env:SMTP_FROM, ledger_key: env:LEDGER_KEY}}
"""
START = 1.6  # seconds that a fresh process needs before its look begins


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds of waiting of so many, and how many waited no longer than ten minutes and an hour."""

    name: str
    n: int
    median: float
    p95: float
    longest: float
    within_10: float  # 0–1
    within_60: float


@dataclass(frozen=True, slots=True)
class Passage:
    """One alertable item of the demo: what each step took, seconds."""

    item: str
    published_at: datetime
    to_seen: float  # from being in the source to the trigger that saw it
    to_alerted: float  # the look
    to_sent: float  # the messages; 0 where they wait for the morning


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("demo", "board", "cron", "every-look", "json"):
        parser.add_argument(f"--{name}", action="store_true")
    parser.add_argument("--phases", type=float, nargs="*", default=PHASES)
    parser.add_argument("--first", default=FIRST)
    parser.add_argument("--last", default=LAST)
    parser.add_argument("--looks", type=int, help="--board: replay so many looks only")
    asked = parser.parse_args()
    found: list[Waits] = []
    if asked.demo:
        found += demo(asked.phases, (asked.first, asked.last), has_every_look=asked.every_look)
    if asked.board:
        found += board(asked.looks)
    if asked.cron:
        found += cron()
    if asked.json:
        sys.stdout.write(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1) + "\n")
        return
    for one in found:
        sys.stdout.write(
            f"{one.name:<66} n {one.n:>6}  median {one.median:7.1f}  95 % {one.p95:8.1f}  longest {one.longest:8.1f} s"
            f" within 10 min {one.within_10:6.1%}  within 60 min {one.within_60:6.1%}\n"
        )


def waits(name: str, seconds: Iterable[float]) -> Waits:
    """What the waits amount to."""
    found = sorted(seconds)
    if not found:
        return Waits(name, 0, 0.0, 0.0, 0.0, 0.0, 0.0)
    return Waits(
        name=name,
        n=len(found),
        median=statistics.median(found),
        p95=found[ceil(0.95 * len(found)) - 1],
        longest=found[-1],
        within_10=sum(one <= 600 for one in found) / len(found),
        within_60=sum(one <= 3600 for one in found) / len(found),
    )


def demo(phases: Sequence[float], span: tuple[str, str], *, has_every_look: bool) -> Iterator[Waits]:
    """The crisis from each phase of the trigger, and what the steps add."""
    every: list[Passage] = []
    for phase in phases:
        with tempfile.TemporaryDirectory() as scratch:
            crisis = _Crisis(Path(scratch), span)
            passages = crisis.live(timedelta(seconds=phase), has_every_look=has_every_look)
        every += passages
        whole = [one.to_seen + one.to_alerted for one in passages]
        yield waits(f"demo, phase {phase:.0f} s: in the source → alerted", whole)
        sys.stderr.write(f"phase {phase:.0f}: {crisis.told()}\n")
    yield waits("demo, all phases: in the source → alerted", [one.to_seen + one.to_alerted for one in every])
    shifted = [(phase - one.published_at.timestamp()) % 300 + one.to_alerted for one in every for phase in range(300)]
    yield waits("demo, the same items at every second of the trigger's phase", shifted)
    yield waits("  in the source → seen (trigger)", [one.to_seen for one in every])
    yield waits("  seen → alerted (start and look)", [one.to_alerted for one in every])
    yield waits("  alerted → sent (mail and chat, not held)", [one.to_sent for one in every if one.to_sent])


class _Crisis:
    """The demo's world, looked at by the real lane."""

    def __init__(self, root: Path, span: tuple[str, str]) -> None:
        self.root = root
        shutil.copy(resource("examples/lanchuan/caifeng.yml"), root / "caifeng.yml")
        shutil.copytree(resource("examples/lanchuan/calendar"), root / "calendar")
        subprocess.run(["git", "init", "--quiet", str(root)], check=True)
        self.workspace = Workspace(root / "caifeng.yml")
        self.zone = pipeline.open_desk(self.workspace).zone
        self.world: World = load_world(resource("examples/lanchuan/world"), self.zone)
        self.first, self.last = (datetime.strptime(at, "%Y-%m-%d %H:%M").replace(tzinfo=self.zone) for at in span)
        self.looks: list[float] = []
        self.raised: list[str] = []
        self.by_time: list[str] = []  # alerts that no arrival raised

    def live(self, phase: timedelta, *, has_every_look: bool) -> list[Passage]:
        """Every passage of the crisis."""
        sources = DemoSources(self.world, self.first)
        chat = ChatServer()
        with serve(sources.respond, 0) as port, serving(Post()) as post, chatting(chat):
            text = self.workspace.desk_file.read_text(encoding="utf-8").replace("127.0.0.1:8765", f"127.0.0.1:{port}")
            self.workspace.desk_file.write_text(text + MAIL.format(port=post.port), encoding="utf-8")
            _set_channels(chat)
            desk = pipeline.open_desk(self.workspace)
            write_exports(self.world, self.first, self.root / "exports")
            pipeline.daily(self.workspace, desk, self.first.astimezone(UTC), None, quiet)
            notify(self.workspace, desk, self.first.astimezone(UTC), quiet)
            lane, found = Lane(self.workspace), []
            for at in self._moments(phase, has_every_look=has_every_look):
                sources.now = at
                write_exports(self.world, at, self.root / "exports")
                found += self._look(lane, at.astimezone(UTC))
        return found

    def _moments(self, phase: timedelta, *, has_every_look: bool) -> Iterator[datetime]:
        at = before = self.first + phase
        changes = sorted({piece.at for piece in self.world.pieces} | {at for e in self.world.board for at in e.points})
        while at < self.last:
            if has_every_look or any(before < change <= at for change in changes):
                yield at
            before, at = at, at + TRIGGER

    def _look(self, lane: Lane, at: datetime) -> list[Passage]:
        desk, began = pipeline.open_desk(self.workspace), time.perf_counter()
        look = lane.look(desk, at, quiet)
        took = time.perf_counter() - began
        self.looks.append(took)
        rises = [alert for alert in look.analysis.alerts if alert.kind is AlertKind.RISE]
        held = {alert.id for alert in rises if alert.unsent_because or (alert.send_from and alert.send_from > at)}
        began = time.perf_counter()
        notify(self.workspace, desk, at, quiet)
        sending = time.perf_counter() - began
        stories = {story.id: story for story in look.analysis.stories}
        found: dict[str, Passage] = {}
        for alert in rises:
            self.raised.append(f"{alert.level} {alert.story_title}")
            members = set(stories[alert.story_id].all_ids)
            new = [item for item in look.harvest.items if item.id in members]
            if not new:
                self.by_time.append(f"{at:%m-%d %H:%M} {alert.level} {alert.story_title}: {alert.reason}")
            for item in new:
                sent = 0.0 if alert.id in held else sending
                waited = (at - item.published_at).total_seconds()
                found[item.id] = Passage(item.id, item.published_at, waited, START + took, sent)
        return list(found.values())

    def told(self) -> str:
        """What was lived through."""
        spent = f"median {statistics.median(self.looks):.1f} s, longest {max(self.looks):.1f} s"
        return f"{len(self.looks)} looks ({spent}), {len(self.raised)} alerts {self.raised}, by time: {self.by_time}"


def _set_channels(chat: ChatServer) -> None:
    people = ("BOSS", "AFTERSALES", "BRAND", "LEGAL", "LI", "LIU")
    os.environ |= {f"MAIL_{name}": f"{name.lower()}@example.org" for name in people}
    os.environ |= {"CHAT_DUTY": chat.gateway, "CHAT_BOSS": chat.gateway}
    os.environ |= {"SMTP_HOST": "127.0.0.1", "SMTP_FROM": "brief@example.org", "LEDGER_KEY": "k" * 32}


def board(limit: int | None) -> Iterator[Waits]:
    """Alerts of the hot list under triggers every five minutes, and under the hourly look that it was recorded by."""
    desk, raised = config.load(DESK).desk, 0
    for step in replay(desk, looks(BOARD, limit)):
        raised += sum(alert.kind is AlertKind.RISE for alert in step.alerts)
    rng = random.Random(1)  # noqa: S311
    triggered = [rng.uniform(0, 300) + START + PASS for _ in range(raised)]
    hourly = [rng.uniform(0, 3600) + START + PASS for _ in range(raised)]
    yield waits("hot list, a trigger every 5 min: listed → alerted", triggered)
    yield waits("hot list, the hourly look it was recorded by", hourly)


def cron() -> Iterator[Waits]:
    """From being in a source to the alert, at moments spread evenly over half a year of hours."""
    rng = random.Random(1)  # noqa: S311
    yield waits("outside trigger every 5 min", [rng.uniform(0, 300) + START + PASS for _ in range(DRAWS)])
    for name, stays in (("each slot by itself", 0.0), (f"in clusters ({STAYS:.0%} as the hour before)", STAYS)):
        is_run = _slots(random.Random(2), stays)  # noqa: S311
        yield waits(f"cron only, {SLOT_SHARE:.0%} of hourly slots, {name}", list(_until_run(is_run, rng)))


def _slots(rng: random.Random, stays: float) -> list[bool]:
    is_run = [True]
    for _ in range(DRAWS // 10):
        is_run.append(is_run[-1] if rng.random() < stays else rng.random() < SLOT_SHARE)
    return [*is_run, True]


def _until_run(is_run: Sequence[bool], rng: random.Random) -> Iterator[float]:
    following = [len(is_run) - 1] * len(is_run)
    for at in range(len(is_run) - 2, -1, -1):
        following[at] = at if is_run[at] else following[at + 1]
    for _ in range(DRAWS):
        moment = rng.uniform(0, len(is_run) - 1)
        yield (following[ceil(moment)] - moment) * 3600 + START + PASS


if __name__ == "__main__":
    main()
