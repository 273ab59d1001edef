"""The alert lane killed by SIGKILL at random moments of an hour with alerts and acts: nothing lost, all files whole."""

import multiprocessing
import random
import re
import signal
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path

from caifeng import casework, pipeline
from caifeng.errors import CaifengError, DeliveryError
from caifeng.models import Act, Deed, Incident
from caifeng.notify import LEASE, notify
from caifeng.watch import Lane
from caifeng.workspace import Workspace
from tests.hostile import BODIES
from tests.lived_workspace import quiet
from tests.response_desk import MINUTE, NOW, House, house

KILLS = 22
WORDS = ("冰箱", "风扇", "烤箱", "水壶", "洗衣机", "空调", "电视", "门锁", "灯具", "插座", "热水器", "扫地机")
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["tests.test_bad_response_kill"])


@dataclass(frozen=True)
class Hour:
    """What the hour brought, and how many looks it killed."""

    killed: int
    acts: dict[str, int]  # incident → how many of its acts were answered with a yes


def watch_once(desk_file: Path, at: datetime, began: Connection) -> None:
    """One look and one sending pass at a moment, as the command makes them."""
    workspace = Workspace(desk_file)
    desk = pipeline.desk_at(workspace, at)
    began.send("began")
    with suppress(DeliveryError):
        Lane(workspace).look(desk, at, quiet)
        notify(workspace, desk, at, quiet)


def _killed(made: House, at: datetime, seconds: float) -> bool:
    here, there = _processes.Pipe()
    child = _processes.Process(target=watch_once, args=(made.workspace.desk_file, at, there))
    child.start()
    assert here.poll(30)
    time.sleep(seconds)
    child.kill()
    child.join()
    return child.exitcode == -signal.SIGKILL


def _hour(made: House, dice: random.Random) -> Hour:
    killed, acts = 0, Counter[str]()
    desk = pipeline.open_desk(made.workspace)
    for turn in range(KILLS):
        at = NOW + (turn + 1) * 2.5 * MINUTE
        if turn % 2 == 0:
            number = turn // 2
            made.feed.add(f"澜川{WORDS[number]}{BODIES[number][:8]}", BODIES[number], at)
        killed += _killed(made, at, dice.uniform(0.01, 0.5))
        cases = sorted(path.stem for path in (made.root / "incidents").glob("*.yml"))
        if turn % 4 == 3 and cases:
            id_ = cases[turn % len(cases)]
            deed = Act(deed=Deed.PROGRESS, by="黎航", at=at, note=f"第 {turn} 次进展")
            with suppress(CaifengError):
                casework.do(Workspace(made.workspace.desk_file), desk, id_, deed, at)
                acts[id_] += 1
    return Hour(killed, dict(acts))


def test_kills_at_random_moments_lose_nothing_and_double_no_more_than_promised(tmp_path: Path) -> None:
    with house(tmp_path / "desk") as made:
        made.hear_of_all()
        made.look(NOW)
        hour = _hour(made, random.Random(7))  # noqa: S311 - a course of kills that can be repeated
        for more in range(1, 4):
            at = NOW + 60 * MINUTE + more * (LEASE + MINUTE)
            made.look(at)
            made.send(at)
        assert hour.killed >= 20
        _nothing_is_lost(made)
        _nothing_is_doubled(made)
        _files_are_whole(made, hour)


def _nothing_is_lost(made: House) -> None:
    lake = made.workspace.lake
    alerts = [alert for alert in lake.alerts() if alert.kind == "预警" and not alert.unsent_because]
    told = {item_id for story in lake.stories() for item_id in story.all_ids}
    assert len(told) >= len(WORDS)
    risen = {story.id for story in lake.stories() if story.grade.level != "蓝"}
    assert risen == {alert.story_id for alert in lake.alerts() if alert.kind == "预警"}
    assert len(alerts) >= len(WORDS) / 2
    noticed = {id_ for notice in lake.notices() for id_ in notice.alert_ids}
    assert {alert.id for alert in alerts} <= noticed
    for chat in made.chats:
        said = "\n".join(chat.received)
        missing = [alert.story_title for alert in alerts if alert.story_title not in said]
        assert missing == []


def _nothing_is_doubled(made: House) -> None:
    lake = made.workspace.lake
    ids = Counter(alert.id for alert in lake.alerts())
    assert max(ids.values()) == 1
    for chat in made.chats:
        numbers = Counter(re.findall(r"编号 (N-\w+)", "\n".join(chat.received)))
        assert max(numbers.values()) <= 2
    stories = Counter(id_ for one in _incidents(made) for id_ in one.story_ids)
    assert max(stories.values()) == 1, "one file a story"


def _files_are_whole(made: House, hour: Hour) -> None:
    assert made.json("check")["problems"] == []
    incidents = {one.id: one for one in _incidents(made)}
    for id_, count in hour.acts.items():
        assert sum(line.did == Deed.PROGRESS for line in incidents[id_].log) == count
    for one in incidents.values():
        keys = Counter((line.at, line.did, line.note) for line in one.log)
        assert max(keys.values()) == 1, one.id
    left = {path.name for path in made.root.rglob("*") if path.name.endswith(".tmp")}
    assert left == set()


def _incidents(made: House) -> tuple[Incident, ...]:
    found, problems = made.workspace.incidents(pipeline.open_desk(made.workspace)).load()
    assert problems == ()
    return found
