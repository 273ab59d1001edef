"""One drill from its first item to its score: the verbs of a real day, in a sandbox, at the pace that was asked."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from caifeng import pipeline
from caifeng.demo.server import serve
from caifeng.drill.clock import Pace, clear_time, set_time
from caifeng.drill.feeds import Feeds, address
from caifeng.drill.judged import Judge
from caifeng.drill.play import DIRECTOR, Players
from caifeng.drill.sandbox import MARK, Sandbox, make_sandbox
from caifeng.drill_scores import save_score
from caifeng.errors import DeliveryError
from caifeng.models import Desk, Item
from caifeng.models.drill import DrillItem, DrillScore, Scenario
from caifeng.notify import notify
from caifeng.watch import Lane
from caifeng.workspace import Workspace
from respond.drills.score import Played, main_incident, score

PORT = 8766
IDLE = timedelta(minutes=30)  # a drill that jumps looks at least so often where nothing new comes
LOOKS = 100  # or so often in all, if it is a long one
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class DrillRun:
    """What a drill left: its sandbox and its score."""

    sandbox: Sandbox
    score: DrillScore


def run_drill(real: tuple[Workspace, Desk], scenario: Scenario, pace: Pace, every: timedelta, tell: Tell) -> DrillRun:
    """Play a scenario through the pipeline in a new sandbox below the real workspace, and score it.

    ``every`` is how often it looks at its sources, in the drill's time. The real lake, incident files, site and
    addresses are not touched. Raises ConfigError, HarvestError, PublishError.
    """
    workspace, desk = real
    started = pace.now()
    began_at = pace.began_at(started, scenario.length)
    shown = {"now": began_at}
    with serve(lambda path: feeds.respond(path, shown["now"]), PORT) as port:
        sandbox = make_sandbox(workspace, desk, scenario, began_at.astimezone(desk.zone).date(), port)
        feeds = Feeds(scenario, sandbox, began_at)
        drill = _Drill(sandbox, pipeline.desk_at(sandbox.workspace, began_at), scenario, tell)
        drill.players = Players(scenario.acts, sandbox, drill.desk, began_at)
        times = looks(scenario, every, is_jumping=pace.speed is None)
        for passed, following in zip(times, (*times[1:], times[-1]), strict=True):
            pace.wait(started, passed)
            shown["now"] = now = began_at + passed
            set_time(sandbox.workspace.root, pace, now, began_at + following)
            feeds.write(now)
            drill.hand_out(began_at, now)
            drill.look(now, is_live=pace.speed is not None)
        clear_time(sandbox.workspace.root)
        return drill.finish(began_at, began_at + scenario.length)


def looks(scenario: Scenario, every: timedelta, *, is_jumping: bool) -> tuple[timedelta, ...]:
    """When a drill looks at its sources, from its start: every ``every``, and at its end.

    One that jumps leaves out looks at which nothing can be new, but not for longer than ``IDLE``
    (in a long drill: than a hundredth of it).
    """
    count = -(-scenario.length // every)
    ticks = [every * number for number in range(count)]
    ticks = [*ticks, scenario.length]
    if not is_jumping:
        return tuple(ticks)
    moments = [one.after for one in scenario.items] + [one.after for one in scenario.boards]
    moments += [one.after for one in scenario.injects] + [one.after for one in scenario.acts]
    busy = {-(-moment // every) for moment in moments}
    stride = max(1, max(IDLE, scenario.length / LOOKS) // every)
    return tuple(tick for number, tick in enumerate(ticks) if number in busy or number % stride == 0 or number == count)


class _Drill:
    """A drill under way."""

    players: Players

    def __init__(self, sandbox: Sandbox, desk: Desk, scenario: Scenario, tell: Tell) -> None:
        self.sandbox, self.desk, self.scenario, self._tell = sandbox, desk, scenario, tell
        self._lane, self._handed = Lane(sandbox.workspace), 0
        self._troubles: set[str] = set()

    def look(self, now: datetime, *, is_live: bool) -> None:
        """People act, the sources are read, stories told, alerts raised; pages follow where people watch them."""
        workspace = self.sandbox.workspace
        if is_live and pipeline.owed_days(workspace.lake, self.desk, now, None):  # pages need an edition to stand in
            pipeline.daily(workspace, self.desk, now, None, _quiet)
        self.players.play(now)
        analysis = self._lane.look(self.desk, now, _quiet).analysis
        for alert in analysis.alerts:
            self._tell(f"{MARK}{self._clock(now)} {alert.kind} [{alert.level}] {alert.story_title}：{alert.reason}")
        self.players.mark(now)
        self.players.play(now)
        self._send(now)

    def hand_out(self, began_at: datetime, now: datetime) -> None:
        """Give people what those who direct the drill have for them by ``now``."""
        injects = sorted(self.scenario.injects, key=lambda one: (one.after, one.to, one.say))
        due = [one for one in injects if began_at + one.after <= now]
        fresh, self._handed = due[self._handed :], len(due)
        lines = [f"{MARK}{self._clock(began_at + one.after)} {DIRECTOR} → {one.to}：{one.say}" for one in fresh]
        for line in lines:
            self._tell(line)
        if lines:
            with (self.sandbox.workspace.root / "演练-导演组.txt").open("a", encoding="utf-8") as file:
                file.writelines(f"{line}\n" for line in lines)

    def finish(self, began_at: datetime, ended_at: datetime) -> DrillRun:
        """Publish the sandbox's site once more, score the drill, keep the score."""
        pipeline.daily(self.sandbox.workspace, self.desk, ended_at, None, _quiet)
        self.players.finish()
        found = score(self.scenario, self._played(began_at, ended_at))
        save_score(self.sandbox.folder, found)
        return DrillRun(self.sandbox, found)

    def _send(self, now: datetime) -> None:
        """Send what is owed to the drill list; a channel that does not work is told once and holds up nothing."""
        try:
            notify(self.sandbox.workspace, self.desk, now, _quiet)
        except DeliveryError as error:
            if str(error) not in self._troubles:
                self._troubles.add(str(error))
                self._tell(f"{MARK}{error}")

    def _played(self, began_at: datetime, ended_at: datetime) -> Played:
        workspace = self.sandbox.workspace
        lake = workspace.lake
        incidents, problems = workspace.incidents(self.desk).load()
        for problem in problems:
            self._tell(f"{MARK}{problem}")
        items = lake.items(began_at - timedelta(days=1))
        matched = _matched(self.scenario, items)
        matter = {item.id for one, item in matched if not one.trap}
        incident = main_incident(incidents, lake.stories(), matter)
        judge = Judge(workspace.root, self.desk, incident, lake.stories()) if incident else None
        return Played(
            id=self.sandbox.id,
            began_at=began_at,
            ended_at=ended_at,
            items=matched,
            stories=lake.stories(),
            alerts=lake.alerts(),
            incidents=incidents,
            skipped=judge.skipped(ended_at) if judge else (),
            findings=judge.findings({item.id: item for item in items}) if judge else (),
            refused=self.players.refused,
        )

    def _clock(self, at: datetime) -> str:
        return f"{at.astimezone(self.desk.zone):%m-%d %H:%M}"


def _matched(scenario: Scenario, items: tuple[Item, ...]) -> tuple[tuple[DrillItem, Item], ...]:
    by_address = {item.url: item for item in items}
    return tuple((one, by_address[address(one)]) for one in scenario.items if address(one) in by_address)


def _quiet(_stage: str, _report: object) -> None:
    """Looks of a drill follow one another too fast for a bar."""
