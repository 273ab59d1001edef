"""The delivery state machine: at least once, at most twice, and it says which. Over a real SMTP server."""

import logging
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caifeng.errors import LakeError
from caifeng.models import Delivery, DeliveryState
from publish.mail.address import recipient_hash
from publish.mail.deliver import LEASE, Envelope, Mail, deliver, standing
from publish.mail.mail import Outcome, SmtpMessenger, SmtpServer
from tests.smtp_server import HOST, Post, serving

NOW = datetime(2026, 11, 20, 0, 40, tzinfo=UTC)
DAY = date(2026, 11, 20)
KEY = b"k" * 32


class Memory:
    """A ledger in memory; ``refuses`` plays another run that holds every claim."""

    def __init__(self, *records: Delivery, refuses: bool = False) -> None:
        self.records = list(records)
        self.refuses = refuses

    def states(self) -> Iterable[Delivery]:
        return tuple(self.records)

    def append(self, record: Delivery) -> bool:
        if self.refuses and record.state is DeliveryState.CLAIMED:
            return False
        self.records.append(record)
        return True


class Crash(BaseException):
    """The power is cut."""


class Wire:
    """A messenger that answers as told, one outcome a mail, SENT when told nothing more."""

    name = "mail"

    def __init__(self, *outcomes: Outcome) -> None:
        self.outcomes = list(outcomes)
        self.sent: list[tuple[str, str]] = []

    def send(self, message: EmailMessage, recipient: str) -> Outcome:
        self.sent.append((recipient, str(message["Message-ID"])))
        return self.outcomes.pop(0) if self.outcomes else Outcome(DeliveryState.SENT)

    def close(self) -> None:
        """Nothing is open."""


def mail(address: str, day: date = DAY) -> Mail:
    mark = recipient_hash(address, KEY)
    message = EmailMessage(policy=SMTP)
    message["To"] = address
    message["Message-ID"] = f"<{day:%Y%m%d}.r1.{mark}@example.org>"
    message.set_content("正文", cte="base64")
    return Envelope(
        date=day, revision=1, recipient_hash=mark, address=address, message=message,
        message_id=str(message["Message-ID"]),
    )  # fmt: skip


def malformed() -> Mail:
    return Envelope(date=DAY, revision=1, recipient_hash=recipient_hash("nobody", KEY), address="", message=None)


def record(address: str, state: DeliveryState, attempt: int = 1, at: datetime = NOW - timedelta(days=1)) -> Delivery:
    return Delivery(
        date=DAY, revision=1, channel="mail", recipient_hash=recipient_hash(address, KEY), state=state,
        attempt=attempt, message_id="<x@example.org>", at=at,
    )  # fmt: skip


def test_each_of_a_list_is_sent_refused_owed_or_skipped_on_its_own() -> None:
    replies = {"gone@example.org": "550 5.1.1 <gone@example.org> unknown", "busy@example.org": "451 4.7.1 later"}
    who = ["a@example.org", "gone@example.org", "busy@example.org", "a@example.org", "b@example.org"]
    ledger = Memory()
    with serving(Post(replies=replies)) as post:
        smtp = SmtpMessenger(SmtpServer(host=HOST, port=post.port, sender="brief@example.org", security="none"))
        first = deliver([*map(mail, who), malformed()], smtp, ledger, NOW)
        smtp.close()
        again = deliver([*map(mail, who), malformed()], smtp, ledger, NOW + timedelta(hours=2))
        smtp.close()
    expected = [
        DeliveryState.SENT,
        DeliveryState.REFUSED,
        DeliveryState.OWED,
        DeliveryState.SENT,
        DeliveryState.REFUSED,
    ]
    assert [delivery.state for delivery in first] == expected
    assert [delivery.state for delivery in again] == expected
    assert [recipient for recipient, _ in post.received] == ["a@example.org", "b@example.org"]
    assert again[2].attempt == 2  # only the deferred one was tried again
    assert [delivery.attempt for delivery in again if delivery.state is DeliveryState.SENT] == [1, 1]


def test_a_date_already_sent_sends_nothing_and_writes_nothing() -> None:
    ledger = Memory(record("a@example.org", DeliveryState.SENT))
    wire = Wire()
    (delivery,) = deliver([mail("a@example.org")], wire, ledger, NOW)
    assert delivery == ledger.records[0]
    assert not wire.sent
    assert len(ledger.records) == 1


def test_another_date_revision_or_channel_is_another_mail() -> None:
    ledger = Memory(record("a@example.org", DeliveryState.SENT))
    wire = Wire()
    deliver([mail("a@example.org", DAY + timedelta(days=1))], wire, ledger, NOW)
    assert len(wire.sent) == 1


def test_the_claim_is_durable_before_the_network_is_touched() -> None:
    ledger = Memory()

    class Watching(Wire):
        def send(self, message: EmailMessage, recipient: str) -> Outcome:
            assert ledger.records[-1].state is DeliveryState.CLAIMED
            return super().send(message, recipient)

    deliver([mail("a@example.org")], Watching(), ledger, NOW)
    assert [entry.state for entry in ledger.records] == [DeliveryState.CLAIMED, DeliveryState.SENT]


def test_a_ledger_that_cannot_be_written_stops_everything_before_sending() -> None:
    class Broken(Memory):
        def append(self, record: Delivery) -> bool:
            raise LakeError(f"台账无法写入（{record.state}）。")

    wire = Wire()
    with pytest.raises(LakeError):
        deliver([mail("a@example.org")], wire, Broken(), NOW)
    assert not wire.sent


def test_the_loser_of_two_runs_sends_nothing() -> None:
    wire = Wire()
    (delivery,) = deliver([mail("a@example.org")], wire, Memory(refuses=True), NOW)
    assert delivery.state is DeliveryState.CLAIMED
    assert not wire.sent


def test_a_fresh_claim_is_left_alone_and_an_old_one_is_tried_once_more() -> None:
    fresh = Memory(record("a@example.org", DeliveryState.CLAIMED, at=NOW - LEASE / 2))
    stale = Memory(record("a@example.org", DeliveryState.CLAIMED, at=NOW - LEASE))
    wire = Wire()
    assert deliver([mail("a@example.org")], wire, fresh, NOW)[0].state is DeliveryState.CLAIMED
    assert not wire.sent
    (delivery,) = deliver([mail("a@example.org")], wire, stale, NOW)
    assert (delivery.state, delivery.attempt) == (DeliveryState.SENT, 2)
    assert [entry.state for entry in stale.records] == [
        DeliveryState.CLAIMED, DeliveryState.UNCERTAIN, DeliveryState.CLAIMED, DeliveryState.SENT
    ]  # fmt: skip


def test_uncertain_is_tried_once_more_under_the_same_id_then_given_up_and_reported() -> None:
    ledger, lost = Memory(), Outcome(DeliveryState.UNCERTAIN, "no reply after DATA")
    wire = Wire(lost, lost, lost)
    runs = [deliver([mail("a@example.org")], wire, ledger, NOW + timedelta(hours=n))[0] for n in range(4)]
    assert len(wire.sent) == 2
    assert len(set(wire.sent)) == 1
    assert [run.state for run in runs] == [DeliveryState.UNCERTAIN] * 4
    assert [run.detail.startswith("given up") for run in runs] == [False, False, True, True]


def test_a_server_that_takes_mails_and_hangs_up_gets_each_at_most_twice() -> None:
    ledger = Memory()
    with serving(Post(drops=3)) as post:
        smtp = SmtpMessenger(SmtpServer(host=HOST, port=post.port, sender="brief@example.org", security="none"))
        mails = [mail(f"r{n}@example.org") for n in range(5)]
        first = deliver(mails, smtp, ledger, NOW)
        second = deliver(mails, smtp, ledger, NOW + timedelta(hours=1))
        smtp.close()
    assert [delivery.state for delivery in first].count(DeliveryState.UNCERTAIN) == 3
    assert {delivery.state for delivery in second} == {DeliveryState.SENT}
    arrived = [recipient for recipient, _ in post.received]
    assert set(arrived) == {entry.address for entry in mails}
    assert max(map(arrived.count, arrived)) == 2


def test_when_the_channel_goes_down_the_rest_stays_owed_and_goes_out_next_time() -> None:
    ledger = Memory()
    wire = Wire(Outcome(DeliveryState.SENT), Outcome(DeliveryState.OWED, "channel down", is_channel_down=True))
    mails = [mail(f"r{n}@example.org") for n in range(4)]
    first = deliver(mails, wire, ledger, NOW)
    assert [delivery.state for delivery in first] == [DeliveryState.SENT] + [DeliveryState.OWED] * 3
    assert len(wire.sent) == 2
    second = deliver(mails, wire, ledger, NOW + timedelta(minutes=5))
    assert {delivery.state for delivery in second} == {DeliveryState.SENT}
    assert len(wire.sent) == 5


@given(crash_at=st.integers(min_value=0, max_value=40), recipients=st.integers(min_value=1, max_value=6))
def test_a_kill_at_any_step_loses_nobody_and_sends_nobody_three_times(crash_at: int, recipients: int) -> None:
    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 1
        if steps - 1 == crash_at:
            raise Crash

    class Mortal(Memory):
        def append(self, record: Delivery) -> bool:
            step()  # killed before it is durable …
            kept = super().append(record)
            step()  # … or just after
            return kept

    class Cut(Wire):
        def send(self, message: EmailMessage, recipient: str) -> Outcome:
            step()
            outcome = super().send(message, recipient)
            step()
            return outcome

    ledger, wire = Mortal(), Cut()
    mails = [mail(f"r{n}@example.org") for n in range(recipients)]
    for run in range(4):
        try:
            final = deliver(mails, wire, ledger, NOW + run * LEASE)
        except Crash:
            continue
    assert {delivery.state for delivery in final} == {DeliveryState.SENT}
    arrived = [recipient for recipient, _ in wire.sent]
    assert set(arrived) == {entry.address for entry in mails}
    assert len(arrived) <= recipients + 1


@given(st.permutations(["claimed1", "uncertain1", "claimed2", "sent2"]))
def test_the_standing_does_not_depend_on_the_order_of_the_files(order: list[str]) -> None:
    records = [record("a@example.org", DeliveryState(name[:-1]), int(name[-1])) for name in order]
    last = standing(records)
    assert last is not None
    assert (last.state, last.attempt) == (DeliveryState.SENT, 2)


def test_no_address_stands_in_ledger_log_or_representation(caplog: pytest.LogCaptureFixture) -> None:
    ledger = Memory()
    with (
        caplog.at_level(logging.DEBUG),
        serving(Post(replies={"canary@example.org": "550 no canary@example.org"})) as post,
    ):
        smtp = SmtpMessenger(SmtpServer(host=HOST, port=post.port, sender="brief@example.org", security="none"))
        results = deliver([mail("canary@example.org"), malformed()], smtp, ledger, NOW)
        smtp.close()
    logged = "\n".join(entry.getMessage() for entry in caplog.records if entry.name.startswith("publish"))
    assert logged
    assert "canary" not in logged + repr(ledger.records) + repr(results) + repr(mail("canary@example.org"))
