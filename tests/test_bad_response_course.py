"""Levels that flap, clocks that jump and channels that are down, through real looks and real sending."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from caifeng.models import DeliveryState
from tests.chat_server import ChatServer, said
from tests.response_desk import MINUTE, NOW, House, house, said_by

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def made(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path / "desk") as found:
        found.look(NOW)
        yield found


def _gate(made: House, level: str) -> None:
    """The desk's own rule decides the level of what hurts: a level that really moves from look to look."""
    text = made.workspace.desk_file.read_text(encoding="utf-8")
    for other in ("蓝", "黄", "橙"):
        text = text.replace(f"gate: {other}", f"gate: {level}")
    made.workspace.desk_file.write_text(text, encoding="utf-8")


def _rises(chat: ChatServer) -> int:
    """How many messages tell a rise by itself."""
    return sum("】预警：" in text.split("\n")[0] for text in chat.received)


def test_a_level_that_flaps_twenty_times_is_told_once(made: House) -> None:
    made.hurt(NOW + MINUTE)
    looks = []
    for turn in range(20):
        _gate(made, "黄" if turn % 2 == 0 else "蓝")
        at = NOW + (turn + 1) * 5 * MINUTE
        looks.append(made.look(at))
        made.send(at)
    hurt = [[str(one.grade.level) for one in look.analysis.stories if "受伤" in one.title] for look in looks]
    assert hurt == [["黄"], ["蓝"]] * 10
    assert [_rises(chat) for chat in made.chats] == [1, 1]
    assert all(alert.unsent_because for look in looks[1:] for alert in look.analysis.alerts if alert.kind == "预警")
    assert len(list((made.root / "incidents").glob("*.yml"))) == 1


def test_a_clock_a_month_ahead_and_days_back_makes_no_flood_and_loses_no_alert(made: House) -> None:
    made.hurt(NOW + MINUTE)
    moments = [NOW + 5 * MINUTE, NOW + 30 * DAY, NOW - 3 * DAY, NOW + 10 * MINUTE, NOW + 15 * MINUTE]
    looks = []
    for at in moments:
        looks.append(made.look(at))
        made.send(at)
    assert said_by(looks)[0] == "黄"
    assert 1 <= _rises(made.chats[0]) <= 2  # a month on nothing was left to tell; back again it may be told anew
    assert len(made.chats[0].received) <= 4
    assert len(made.post.received) <= 8
    before = len(made.chats[0].received)
    _gate(made, "橙")
    later = made.look(NOW + 20 * MINUTE)
    made.send(NOW + 20 * MINUTE)
    assert said_by([later]) == ["橙"]
    assert len(made.chats[0].received) == before + 1


def test_an_alert_raised_under_a_wrong_clock_is_sent_once_the_clock_is_right(made: House) -> None:
    made.hurt(NOW + MINUTE)
    made.look(NOW - 3 * DAY)
    looked = made.look(NOW + 5 * MINUTE)
    made.send(NOW + 5 * MINUTE)
    told = said_by([looked])
    again = made.look(NOW + 10 * MINUTE)
    made.send(NOW + 10 * MINUTE)
    assert len(made.chats[0].received) == 1, (told, said_by([again]))


def test_a_channel_that_is_down_for_six_hours_folds_what_it_owes_and_holds_up_no_other(tmp_path: Path) -> None:
    down, fine = ChatServer(then=said({"errcode": 45009, "errmsg": "api freq out of limit"}, 503)), ChatServer()
    with house(tmp_path / "desk", chats=(down, fine)) as made:
        made.look(NOW)
        made.hurt(NOW + MINUTE)
        for hour in range(6):
            _gate(made, "黄" if hour < 3 else "橙")
            made.look(NOW + hour * HOUR + 5 * MINUTE)
            states = made.send(NOW + hour * HOUR + 5 * MINUTE)
            assert any(one.channel == "甲群" and one.state is DeliveryState.OWED for one in states)
        assert len(fine.received) >= 2
        assert sum(recipient == "duty@example.org" for recipient, _ in made.post.received) == len(fine.received)
        down.then, tried = said({}), len(down.received)
        made.look(NOW + 6 * HOUR)
        made.send(NOW + 6 * HOUR)
        (only,) = down.received[tried:]
        assert "黄 → 橙" in only
        assert "首次达到黄级" in only
        made.send(NOW + 7 * HOUR)
        assert len(down.received) == tried + 1
