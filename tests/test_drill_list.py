"""Whom a drill may write to: its list and nobody else. And an archived incident as a drill."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from caifeng.drill.archive import archived_scenario
from caifeng.drill.sandbox import make_sandbox
from caifeng.errors import ConfigError, UsageError
from caifeng.models import Audience, Channel, Engagement, Item
from caifeng.pipeline import open_desk
from tests.chat_server import ChatServer, chatting
from tests.drill_desk import DESK, drilled, scenario, workspace
from tests.lived_workspace import lived
from tests.smtp_server import HOST, Post, serving

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_the_drill_list_alone_gets_mail_and_chat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = Audience(people=(("售后部", "DRILL_MAIL"),), chats=(("值班群", "DRILL_CHAT"),))
    with serving(Post()) as post, chatting(ChatServer()) as room, chatting(ChatServer()) as real_room:
        values = {"REAL_MAIL": "aftersales@real.example", "REAL_BOSS": "boss@real.example", "REAL_HOST": HOST,
                  "REAL_FROM": "brief@real.example", "REAL_KEY": "k", "REAL_CHAT": real_room.gateway,
                  "DRILL_MAIL": "drill@list.example", "DRILL_CHAT": room.gateway}  # fmt: skip
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        real = workspace(tmp_path, DESK.replace("port: 25", f"port: {post.port}"))
        played = scenario(real[1])
        drilled(real, replace(played, length=timedelta(minutes=15), items=played.items[:2], audience=listed))
    assert {recipient for recipient, _ in post.received} == {"drill@list.example"}
    assert room.received
    assert all("演练" in one for one in room.received)
    assert real_room.received == []


def test_a_variable_that_is_not_listed_leads_nowhere_wherever_it_stands(tmp_path: Path) -> None:
    desk = DESK.replace('chats: {值班群: "env:REAL_CHAT"}', 'chats: {值班群: {address: "env:REAL_CHAT", level: 蓝}}')
    real = workspace(tmp_path, desk + 'drills: {people: {总经理办: "env:DRILL_BOSS"}}\n')
    sandbox = make_sandbox(*real, scenario(real[1]), AT.date(), 8766)
    made = open_desk(sandbox.workspace)
    assert [(person.name, person.mail) for person in made.people] == [
        ("售后部", "CAIFENG_DRILL_NOBODY"), ("总经理办", "DRILL_BOSS"),
    ]  # fmt: skip
    assert [(chat.name, chat.address) for chat in made.chats] == [("值班群", "CAIFENG_DRILL_NOBODY")]
    assert made.drills.people == (("总经理办", "DRILL_BOSS"),)
    assert made.mail.host == "REAL_HOST"  # the list has people: the desk's own server brings their mail
    assert made.publish.base_url == ""


def test_two_drills_of_one_day_have_folders_of_their_own(tmp_path: Path) -> None:
    real = workspace(tmp_path)
    names = [make_sandbox(*real, scenario(real[1]), AT.date(), 8766).id for _ in range(2)]
    assert names == ["2026-11-20-漏水伤人", "2026-11-20-漏水伤人-2"]


@pytest.mark.parametrize("name", ["../../etc/passwd", "....", "甲/乙\\丙", "a" * 80, "😀😀"])
def test_no_name_leads_out_of_the_drills_folder(tmp_path: Path, name: str) -> None:
    real = workspace(tmp_path)
    sandbox = make_sandbox(*real, replace(scenario(real[1]), name=name), AT.date(), 8766)
    assert sandbox.folder.resolve().parent == (tmp_path / "drills").resolve()


def piece(number: int, minute: int) -> Item:
    at = AT + minute * MINUTE
    words = f"净水机漏水，老人滑倒受伤，缝针{number}处"
    return Item(
        id=f"i-{number:012d}", revision=1, content_hash=str(number), source="澜川论坛", channel=Channel.FORUM, tier=4,
        region="", is_official=False, url=f"https://bbs.example/{number}", title=words, text=words, author="",
        credited="", published_at=at, is_time_estimated=False, seen_at=at, engagement=Engagement(likes=number),
    )  # fmt: skip


def test_an_archived_incident_is_replayed_with_its_real_spacing_and_without_what_people_did(tmp_path: Path) -> None:
    made = lived(tmp_path / "desk")
    made.look(AT + 20 * MINUTE, [piece(1, 0), piece(2, 7), piece(3, 19)])
    (incident,) = made.told(AT + 20 * MINUTE).opened
    played = archived_scenario(made.workspace, made.desk, incident.id)
    assert [item.after for item in played.items] == [0 * MINUTE, 7 * MINUTE, 19 * MINUTE]
    assert [item.engagement.likes for item in played.items] == [1, 2, 3]
    assert played.acts == ()
    assert played.expected.reply == 30 * MINUTE
    assert [source.name for source in played.sources] == ["澜川论坛"]
    with pytest.raises(UsageError, match="没有案件 INC-2026-0099"):
        archived_scenario(made.workspace, made.desk, "INC-2026-0099")


def test_a_drill_list_that_names_nobody_known_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="people 里没有 售后 → 是不是 售后部") as raised:
        workspace(tmp_path, DESK + 'drills: {people: {售后: "env:X"}, chats: {值班: "env:Y"}}\n')
    assert len(raised.value.problems) == 2
