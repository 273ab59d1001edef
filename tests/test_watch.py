"""The alert lane over real feeds: quiet when nothing is new, quick when something is, and never in the way."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from caifeng import pipeline
from caifeng.errors import LakeError
from caifeng.watch import Lane, Look
from caifeng.workspace import Workspace
from tests.lived_workspace import quiet
from tests.servers import Reply, Request, Site

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HURT = "，用户受伤缝针，要求赔偿。"
DESK = """
desk: 澜川电器
sources:
  - {{name: 澜川论坛, feed: "{forum}", channel: 论坛}}
  - {{name: 岚江在线, feed: "{paper}", channel: 新闻, tier: 2, every: 1h}}
names: {{澜川: [澜川电器]}}
topics:
  - {{name: 产品质量, watch: 净水机, owner: 售后部, gate: 黄}}
gate_words: [受伤, 缝针]
people: {{售后部: {{mail: "env:MAIL_DUTY"}}}}
fetch: {{pause: 0s, timeout: 5s, allow_hosts: ["{host}"]}}
"""


@dataclass
class Paper:
    """A feed that grows, and says 304 to who knows its newest state."""

    name: str
    entries: list[tuple[str, datetime]] = field(default_factory=list)
    reply: Reply | None = None

    def hurt(self, at: datetime) -> None:
        """Two posts that open the desk's gate."""
        self.entries += [("澜川净水机漏水致人受伤", at), ("家里澜川净水机漏水，老人滑倒受伤缝针", at)]

    def __call__(self, request: Request) -> Reply:
        tag = f'"{len(self.entries)}"'
        if self.reply is not None:
            return self.reply
        if request.headers.get("if-none-match") == tag:
            return Reply(status=304, headers={"ETag": tag})
        items = "".join(
            f"<item><title>{title}</title><link>/{self.name}/{number}</link>"
            f"<description>{title}{HURT * ('受伤' in title)}</description>"
            f"<pubDate>{at:%a, %d %b %Y %H:%M:%S +0000}</pubDate></item>"
            for number, (title, at) in enumerate(self.entries)
        )
        body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>{items}</channel></rss>'
        return Reply(body.encode(), headers={"ETag": tag})


@dataclass
class Desk:
    """A desk's folder with two feeds behind it."""

    lane: Lane
    site: Site
    forum: Paper
    paper: Paper

    def look(self, at: datetime) -> Look:
        return self.lane.look(pipeline.open_desk(self.lane.workspace), at, quiet)

    def asked(self) -> list[tuple[str, bool]]:
        """What was requested since last asked: path, and whether conditionally."""
        found = [(request.path, "if-none-match" in request.headers) for request in self.site.requests]
        self.site.requests.clear()
        return sorted(found)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:  # type: ignore[misc]
    forum, paper = Paper("bbs"), Paper("news")
    forum.entries.append(("澜川净水机好用吗", NOW - timedelta(days=2)))
    paper.entries.append(("澜川市今日天气", NOW - timedelta(days=2)))
    with Site({"/forum": forum, "/paper": paper}) as site:
        text = DESK.format(forum=site.url("/forum"), paper=site.url("/paper"), host=site.host)
        (tmp_path / "caifeng.yml").write_text(text, encoding="utf-8")
        yield Desk(Lane(Workspace(tmp_path / "caifeng.yml"), timedelta()), site, forum, paper)


def runs(desk: Desk) -> int:
    return len(list((desk.lane.workspace.root / "lake" / "manifests").glob("*.json")))


def test_a_look_with_nothing_new_asks_conditionally_and_writes_nothing(desk: Desk) -> None:
    first = desk.look(NOW)
    assert first.is_told
    assert {path for path, _ in desk.asked()} == {"/robots.txt", "/forum", "/paper"}
    written = runs(desk)
    second = desk.look(NOW + 5 * MINUTE)
    assert not second.is_told
    assert desk.asked() == [("/forum", True)], "robots.txt is good for a day, and the paper is read once an hour"
    third = desk.look(NOW + 10 * MINUTE)
    assert runs(desk) <= written + 1, "only that the forum now says 304"
    assert (third.analysis.alerts, third.published) == ((), None)


def test_every_source_is_read_at_its_own_pace(desk: Desk) -> None:
    desk.look(NOW)
    desk.asked()
    for minutes in (20, 40, 59):
        desk.look(NOW + minutes * MINUTE)
    assert {path for path, _ in desk.asked()} == {"/forum"}
    desk.look(NOW + 60 * MINUTE)
    assert {path for path, _ in desk.asked()} == {"/forum", "/paper"}
    desk.look(NOW + 80 * MINUTE)
    assert {path for path, _ in desk.asked()} == {"/forum"}


def test_a_host_that_asks_for_rest_is_left_alone_until_then(desk: Desk) -> None:
    desk.forum.reply = Reply(status=503, headers={"Retry-After": "3600"})
    desk.look(NOW)
    desk.asked()
    for minutes in (5, 30, 55):
        desk.look(NOW + minutes * MINUTE)
    assert "/forum" not in {path for path, _ in desk.asked()}
    desk.forum.reply = None
    desk.look(NOW + 61 * MINUTE)
    assert "/forum" in {path for path, _ in desk.asked()}


def test_what_is_new_is_alerted_in_the_same_look_and_only_once(desk: Desk) -> None:
    desk.look(NOW)
    desk.forum.hurt(NOW + 4 * MINUTE)
    look = desk.look(NOW + 5 * MINUTE)
    assert look.is_told
    assert [str(alert.level) for alert in look.analysis.alerts] == ["黄"]
    assert [incident.id for incident in look.analysis.opened] == ["INC-2026-0001"]
    assert NOW + 5 * MINUTE in {proof.seen_at for proof in look.analysis.alerts[0].proof}
    for minutes in (10, 15, 70):
        later = desk.look(NOW + minutes * MINUTE)
        assert [alert for alert in later.analysis.alerts if alert.kind == "预警"] == []


def test_a_process_that_starts_anew_each_time_decides_as_one_that_goes_on(desk: Desk, tmp_path: Path) -> None:
    desk.look(NOW)
    desk.forum.hurt(NOW + 4 * MINUTE)
    anew = Lane(Workspace(desk.lane.workspace.desk_file))
    look = anew.look(pipeline.open_desk(anew.workspace), NOW + 5 * MINUTE, quiet)
    assert len(look.analysis.alerts) == 1
    again = Lane(Workspace(desk.lane.workspace.desk_file))
    assert not again.look(pipeline.open_desk(again.workspace), NOW + 6 * MINUTE, quiet).is_told


def test_a_changed_rule_is_applied_at_the_next_look_though_nothing_came(desk: Desk) -> None:
    desk.look(NOW)
    file = desk.lane.workspace.desk_file
    file.write_text(file.read_text(encoding="utf-8").replace("watch: 净水机", "watch: 天气"), encoding="utf-8")
    look = desk.look(NOW + 5 * MINUTE)
    assert look.is_told
    assert {topic for story in look.analysis.stories for topic in story.topics} == {"产品质量"}
    assert [story.title for story in look.analysis.stories] == ["澜川市今日天气"]


def test_a_look_while_another_run_is_at_work_is_refused_and_loses_nothing(desk: Desk) -> None:
    desk.look(NOW)
    other = Workspace(desk.lane.workspace.desk_file)
    with other.lake.hold(), pytest.raises(LakeError, match="另一个采风"):
        desk.look(NOW + 5 * MINUTE)
    desk.forum.hurt(NOW)
    assert len(desk.look(NOW + 10 * MINUTE).analysis.alerts) == 1


def test_a_clock_that_jumps_back_and_forth_floods_nobody(desk: Desk) -> None:
    desk.look(NOW)
    desk.forum.hurt(NOW)
    assert len(desk.look(NOW + 5 * MINUTE).analysis.alerts) == 1
    for jump in (-3 * 24 * 60, 30, -60, 45):
        look = desk.look(NOW + jump * MINUTE)
        assert [alert for alert in look.analysis.alerts if alert.kind == "预警"] == []


def test_a_board_is_read_whole_each_time_and_is_news_only_where_one_of_our_items_moves(desk: Desk) -> None:
    lines = ["澜川市今日天气", "澜川净水机漏水致人受伤", "电影票房破亿"]

    def board(_: Request) -> Reply:
        return Reply(json.dumps({"items": [{"title": line} for line in lines]}).encode())

    desk.site.routes["/board"] = board
    file = desk.lane.workspace.desk_file
    listed = f'sources:\n  - {{name: 热搜, board: "{desk.site.url("/board")}", items: items, channel: 微博}}'
    file.write_text(file.read_text(encoding="utf-8").replace("sources:", listed, 1), encoding="utf-8")
    assert desk.look(NOW).is_told
    assert not desk.look(NOW + 5 * MINUTE).is_told
    lines[0], lines[2] = lines[2], lines[0]
    assert not desk.look(NOW + 10 * MINUTE).is_told, "what changed places is no matter of ours"
    lines[0], lines[1] = lines[1], lines[0]
    assert desk.look(NOW + 15 * MINUTE).is_told
    assert not desk.look(NOW + 20 * MINUTE).is_told
    assert {sighting.seen_at for sighting in desk.lane.workspace.lake.sightings(NOW)} == {
        NOW + minutes * MINUTE for minutes in (0, 5, 10, 15, 20)
    }, "every rank is on record"


def test_what_another_command_or_a_killed_look_kept_is_told_at_the_next_look(desk: Desk) -> None:
    desk.look(NOW)
    desk.forum.hurt(NOW + 4 * MINUTE)
    workspace = desk.lane.workspace
    pipeline.collect(workspace, pipeline.open_desk(workspace), NOW + 5 * MINUTE, quiet)
    look = desk.look(NOW + 10 * MINUTE)
    assert look.harvest.items == ()
    assert len(look.analysis.alerts) == 1
    assert not desk.look(NOW + 15 * MINUTE).is_told


def test_what_an_address_said_a_week_ago_is_asked_for_whole_once_and_then_conditionally_again(desk: Desk) -> None:
    desk.look(NOW)
    desk.asked()
    later = NOW + timedelta(days=8)
    for minutes, is_conditional in ((0, False), (5, True)):
        assert not desk.look(later + minutes * MINUTE).harvest.items
        assert ("/forum", is_conditional) in desk.asked()


def test_watching_goes_on_until_it_is_told_to_stop_and_survives_a_broken_configuration(desk: Desk) -> None:
    file = desk.lane.workspace.desk_file
    program = (
        "import caifeng.commands.watch as w; from datetime import timedelta; w._SHORTEST = timedelta(seconds=0.2);"
        f"w.watch(desk=__import__('pathlib').Path({str(file)!r}), every='1s', send=False, as_json=True)"
    )
    child = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                             env={**os.environ, "PYTHONUTF8": "1"})  # fmt: skip
    assert child.stdout is not None
    told = [json.loads(child.stdout.readline())]
    assert told[0]["told"]
    sound = file.read_text(encoding="utf-8")
    file.write_text(sound.replace("topics:", "topic:"), encoding="utf-8")
    told.append(json.loads(child.stdout.readline()))
    desk.forum.hurt(datetime.now(UTC))
    deadline = time.monotonic() + 30
    while not told[-1]["alerts"] and time.monotonic() < deadline:
        told.append(json.loads(child.stdout.readline()))
    child.send_signal(signal.SIGTERM)
    _, errors = child.communicate(timeout=30)
    assert child.returncode == 0, errors
    assert told[-1]["alerts"][0]["level"] == "黄"
    assert "先按上一次有效的配置继续" in errors
