"""Alerts on their way: committed as notices, sent by mail and chat, folded where a channel was down."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path

import pytest

from caifeng.errors import DeliveryError
from caifeng.models import Delivery, DeliveryState, Desk
from caifeng.notify import LEASE, WITHIN, notify
from caifeng.workspace import Workspace
from publish.mail.outstanding import fates
from tests.chat_server import Answer, ChatServer, chatting, hang_up, said
from tests.notifying import NOW, alert, desk, environment, quiet, raise_alerts, states, told, workspace
from tests.smtp_server import Post, serving


@contextmanager
def posted(monkeypatch: pytest.MonkeyPatch, *chats: ChatServer, people: int = 2, **post: object) -> Iterator[
    tuple[Desk, Post]
]:  # fmt: skip
    """A desk whose mails and chats go to servers on loopback."""
    with ExitStack() as stack:
        mails = stack.enter_context(serving(Post(**post)))  # type: ignore[arg-type]
        running = [stack.enter_context(chatting(chat)) for chat in chats]
        found = desk(people, [f"群{n}" for n in range(len(chats))], mails.port)
        for name, text in environment(found, [chat.gateway for chat in running]).items():
            monkeypatch.setenv(name, text)
        yield found, mails


def sent(found: Workspace, of: Desk, now: datetime = NOW) -> tuple[Delivery, ...]:
    """One pass, whatever is left owed; what the ledger holds then of this pass."""
    before = len(found.ledger("").states())
    with suppress(DeliveryError):
        notify(found, of, now, quiet)
    return found.ledger("").states()[before:]


def test_an_alert_goes_to_each_by_mail_and_once_to_the_chat_that_names_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with posted(monkeypatch, chat := ChatServer()) as (found, mails):
        raise_alerts(workspace(tmp_path), [alert(1, told(found))])
        done = notify(workspace(tmp_path), found, NOW, quiet)
        again = notify(workspace(tmp_path), found, NOW + timedelta(minutes=5), quiet)
    assert sorted(states(done)) == [("mail", "sent"), ("mail", "sent"), ("群0", "sent")]
    assert again == ()
    assert [recipient for recipient, _ in mails.received] == ["r0@example.org", "r1@example.org"]
    assert len(chat.received) == 1
    assert "告知：值班员0、值班员1" in chat.received[0]
    mail = message_from_bytes(mails.received[0][1], policy=SMTP)
    assert mail["Subject"] == "[橙] 预警：净水机漏水投诉 首次达到橙级"


def test_notices_are_committed_before_anything_leaves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found_then: list[int] = []

    class Watching(ChatServer):
        def next(self, path: str, body: bytes) -> Answer:
            found_then.append(len(workspace(tmp_path).lake.notices()))
            return super().next(path, body)

    with posted(monkeypatch, Watching()) as (found, _):
        raise_alerts(workspace(tmp_path), [alert(1, told(found))])
        notify(workspace(tmp_path), found, NOW, quiet)
    assert found_then == [3]


def test_a_chat_down_for_six_hours_gets_one_message_on_recovery_and_holds_up_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    down, fine = ChatServer(then=said({}, 503)), ChatServer()
    with posted(monkeypatch, down, fine) as (found, mails):
        for hour in range(6):
            at = NOW + timedelta(hours=hour)
            raise_alerts(workspace(tmp_path), [alert(hour, told(found), at)], at)
            with pytest.raises(DeliveryError, match=r"群0 .*待发.*HTTP 503"):
                notify(workspace(tmp_path), found, at, quiet)
        assert len(fine.received) == 6
        assert len(mails.received) == 12
        down.then, tried = said({}), len(down.received)
        recovered = notify(workspace(tmp_path), found, NOW + timedelta(hours=6), quiet)
    assert len(recovered) == len(down.received) - tried == 3  # two matters by themselves, four folded by their topic
    news = "\n".join(down.received[tried:])
    assert all(f"6 小时内 {n + 12} 条" in news for n in range(6))
    assert not notify(workspace(tmp_path), found, NOW + timedelta(hours=7), quiet)


def test_alerts_of_one_matter_that_were_owed_fold_into_one_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with posted(monkeypatch, down := ChatServer(then=said({}, 503))) as (found, _):
        for hour in range(6):
            at = NOW + timedelta(hours=hour)
            one = replace(alert(7, told(found, mail=False), at), id=f"A-{hour}")
            raise_alerts(workspace(tmp_path), [one], at)
            sent(workspace(tmp_path), found, at)
        down.then, tried = said({}), len(down.received)
        (only,) = notify(workspace(tmp_path), found, NOW + timedelta(hours=6), quiet)
    assert len(down.received) == tried + 1
    assert only.state is DeliveryState.SENT
    notice = next(one for one in workspace(tmp_path).lake.notices() if one.id == only.notice)
    assert set(notice.alert_ids) == {f"A-{hour}" for hour in range(6)}


def test_a_reply_that_never_came_is_tried_once_more_under_the_same_id_and_then_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = Answer(play=hang_up)
    with posted(monkeypatch, chat := ChatServer(then=silent)) as (found, _):
        raise_alerts(workspace(tmp_path), [alert(1, told(found, mail=False))])
        for step in range(4):
            sent(workspace(tmp_path), found, NOW + timedelta(minutes=5 * step))
    assert len(chat.received) == 2
    assert len(set(chat.received)) == 1
    (fate,) = fates(workspace(tmp_path).lake.notices(), workspace(tmp_path).ledger("").states())
    assert (fate.state, fate.is_settled, fate.attempts) == (DeliveryState.UNCERTAIN, True, 2)


def test_a_mail_server_that_drops_after_data_gets_each_mail_at_most_twice_under_one_id(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with posted(monkeypatch, people=4, drops=2) as (found, mails):
        raise_alerts(workspace(tmp_path), [alert(1, told(found))])
        first = sent(workspace(tmp_path), found)
        second = sent(workspace(tmp_path), found, NOW + timedelta(minutes=5))
    assert [one.state for one in first].count(DeliveryState.UNCERTAIN) == 2
    assert {one.state for one in second} == {DeliveryState.CLAIMED, DeliveryState.SENT}
    ids = [(recipient, message_from_bytes(content, policy=SMTP)["Message-ID"]) for recipient, content in mails.received]
    assert max(map(ids.count, ids)) == 2
    assert len({recipient for recipient, _ in ids}) == len(set(ids)) == 4


def test_a_person_without_address_is_refused_with_the_reason_and_the_others_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with posted(monkeypatch) as (found, mails):
        monkeypatch.delenv("MAIL_1")
        raise_alerts(workspace(tmp_path), [alert(1, told(found))])
        done = notify(workspace(tmp_path), found, NOW, quiet)
    assert sorted((one.state.value, one.detail) for one in done) == [
        ("refused", "no address: MAIL_1 is empty"), ("sent", "250 2.0.0"),
    ]  # fmt: skip
    assert len(mails.received) == 1


def test_where_nobody_meant_has_an_address_the_supervisor_is_told_instead_and_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with posted(monkeypatch) as (found, mails):
        found = replace(found, alerts=replace(found.alerts, supervisor="值班员1"))
        monkeypatch.delenv("MAIL_0")
        raise_alerts(workspace(tmp_path), [alert(1, told(found)[:1])])
        passes = [states(notify(workspace(tmp_path), found, NOW + timedelta(minutes=5 * n), quiet)) for n in range(4)]
    assert sorted(passes[0]) == [("mail", "refused"), ("mail", "sent")]
    assert passes[1:] == [[], [], []]
    ((recipient, content),) = mails.received
    assert recipient == "r1@example.org"
    body = message_from_bytes(content, policy=SMTP).get_body(("plain",))
    assert body is not None
    assert "原定告知的人都没有可用的地址，改为告知主管" in body.get_content()


def test_who_was_told_before_the_variable_went_needs_nobody_to_stand_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with posted(monkeypatch) as (found, mails):
        found = replace(found, alerts=replace(found.alerts, supervisor="值班员1"))
        raise_alerts(workspace(tmp_path), [alert(1, told(found)[:1])])
        notify(workspace(tmp_path), found, NOW, quiet)
        monkeypatch.delenv("MAIL_0")
        assert notify(workspace(tmp_path), found, NOW + timedelta(minutes=5), quiet) == ()
    assert [recipient for recipient, _ in mails.received] == ["r0@example.org"]


def test_one_of_two_addresses_that_is_greylisted_is_tried_again_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replies = {"late@example.org": "451 4.7.1 later"}
    with posted(monkeypatch, people=1, replies=replies) as (found, mails):
        monkeypatch.setenv("MAIL_0", "soon@example.org, late@example.org, bad address@")
        raise_alerts(workspace(tmp_path), [alert(1, told(found))])
        sent(workspace(tmp_path), found)
        replies.clear()
        raise_alerts(workspace(tmp_path), [alert(2, told(found))], NOW + timedelta(minutes=5))
        sent(workspace(tmp_path), found, NOW + timedelta(minutes=5))
    got = [recipient for recipient, _ in mails.received]
    assert sorted(got) == ["late@example.org", "late@example.org", "soon@example.org", "soon@example.org"]


def test_a_missing_setting_of_one_channel_keeps_it_owed_and_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with posted(monkeypatch, chat := ChatServer()) as (found, mails):
        monkeypatch.delenv("LEDGER_KEY")
        raise_alerts(workspace(tmp_path), [alert(1, told(found))])
        with pytest.raises(DeliveryError, match="LEDGER_KEY"):
            notify(workspace(tmp_path), found, NOW, quiet)
        assert len(chat.received) == 1
        monkeypatch.setenv("LEDGER_KEY", "k" * 32)
        done = notify(workspace(tmp_path), found, NOW + timedelta(minutes=5), quiet)
    assert states(done) == [("mail", "sent")] * 2
    assert len(mails.received) == 2


def test_without_smtp_alerts_lie_in_the_outbox(tmp_path: Path) -> None:
    found = desk(2, [])
    raise_alerts(workspace(tmp_path), [alert(1, told(found))])
    assert states(notify(workspace(tmp_path), found, NOW, quiet)) == [("outbox", "sent")] * 2
    assert len(list((tmp_path / "outbox" / "alerts" / "2026-11-20").glob("*.eml"))) == 2


def test_a_claim_of_a_run_that_died_is_left_alone_for_minutes_and_then_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with posted(monkeypatch, chat := ChatServer()) as (found, _):
        raise_alerts(workspace(tmp_path), [alert(1, told(found, mail=False))])
        notify(workspace(tmp_path), found, NOW, quiet)
        _forget_outcomes(tmp_path)
        with pytest.raises(DeliveryError, match="另一次运行"):
            notify(workspace(tmp_path), found, NOW + LEASE / 2, quiet)
        assert len(chat.received) == 1
        (done,) = notify(workspace(tmp_path), found, NOW + LEASE, quiet)
    assert (done.state, done.attempt) == (DeliveryState.SENT, 2)
    assert len(chat.received) == 2


def _forget_outcomes(tmp_path: Path) -> None:
    """As if the run had been killed before it wrote what became of its messages."""
    (path,) = (tmp_path / "lake" / "deliveries").glob("*.jsonl")
    lines = [line for line in path.read_text().splitlines() if json.loads(line)["state"] in ("owed", "claimed")]
    path.write_text("\n".join(lines) + "\n")


def test_what_could_not_be_sent_for_two_weeks_and_a_clock_that_jumps_make_no_flood(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with posted(monkeypatch, chat := ChatServer()) as (found, _):
        raise_alerts(workspace(tmp_path), [alert(1, told(found, mail=False))])
        assert notify(workspace(tmp_path), found, NOW + WITHIN + timedelta(minutes=1), quiet) == ()
        assert len(notify(workspace(tmp_path), found, NOW - timedelta(days=1), quiet)) == 1
        assert notify(workspace(tmp_path), found, NOW, quiet) == ()
    assert len(chat.received) == 1


def test_ten_thousand_alerts_are_at_most_five_messages_a_channel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with posted(monkeypatch, chat := ChatServer(), people=3) as (found, mails):
        ways = told(found)
        raise_alerts(workspace(tmp_path), [alert(number, ways) for number in range(10_000)])
        notify(workspace(tmp_path), found, NOW, quiet)
        assert notify(workspace(tmp_path), found, NOW + timedelta(minutes=5), quiet) == ()
    assert len(chat.received) <= 5
    assert len(mails.received) <= 15
    assert any("https://brief.example.org/caifeng/alerts/2026-11-20/" in text for text in chat.received)
    assert max(len(content) for _, content in mails.received) < 60_000


def test_threads_that_share_a_ledger_lose_no_line(tmp_path: Path) -> None:
    found = desk(1, [])
    raise_alerts(workspace(tmp_path), [alert(1, told(found))])
    (record, *_) = notify(workspace(tmp_path), found, NOW, quiet)
    ledger = workspace(tmp_path).ledger("20261121T000000Z-00-0")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: ledger.append(replace(record, attempt=number)), range(200)))
    written = ledger.states(NOW + timedelta(hours=12))
    assert {one.attempt for one in written} == set(range(200))
