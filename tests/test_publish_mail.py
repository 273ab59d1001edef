"""SMTP and outbox messengers, against real servers on loopback."""

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caifeng.errors import UsageError
from caifeng.models import DeliveryState
from publish.mail.address import checked_address, recipient_hash, split_addresses
from publish.mail.mail import OutboxMessenger, SmtpMessenger, SmtpServer
from tests.smtp_server import HOST, Post, certificate, free_port, serving

SENDER = "采风 <brief@example.org>"


def letter(recipient: str = "reader@example.org") -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = SENDER
    message["To"] = recipient
    message["Subject"] = "[黄] 11-20 舆情日报"
    message["Message-ID"] = "<20261120.r1.abc@example.org>"
    message["X-Caifeng-Edition"] = "2026-11-20.r1"
    message.set_content("正文\n.\n点号开头的行", cte="base64")
    message.add_alternative("<p>正文</p>", subtype="html", cte="base64")
    return message


@contextmanager
def messenger(port: int, security: str = "none", **changes: object) -> Iterator[SmtpMessenger]:
    trust = changes.pop("trust", None)
    server = SmtpServer(host=HOST, port=port, sender=SENDER, security=security, timeout=3, **changes)  # type: ignore[arg-type]
    opened = SmtpMessenger(server, trust)  # type: ignore[arg-type]
    try:
        yield opened
    finally:
        opened.close()


def test_a_mail_arrives_whole_with_one_envelope_recipient() -> None:
    with serving(Post()) as post, messenger(post.port) as sending:
        assert sending.send(letter(), "reader@example.org").state is DeliveryState.SENT
    (recipient, content), *others = post.received
    assert recipient == "reader@example.org"
    assert not others
    arrived = message_from_bytes(content, policy=SMTP)
    assert arrived["Subject"] == "[黄] 11-20 舆情日报"
    assert arrived.get_body(("plain",)).get_content().splitlines() == ["正文", ".", "点号开头的行"]  # type: ignore[union-attr]


def test_one_connection_carries_many_mails() -> None:
    with serving(Post()) as post, messenger(post.port) as sending:
        outcomes = [sending.send(letter(), f"reader{n}@example.org") for n in range(5)]
    assert [outcome.state for outcome in outcomes] == [DeliveryState.SENT] * 5
    assert len(post.sessions) == 1


def test_refused_and_deferred_recipients_do_not_stop_the_others_and_no_reply_text_is_kept() -> None:
    replies = {"gone@example.org": "550 5.1.1 <gone@example.org> unknown", "busy@example.org": "451 4.7.1 greylisted"}
    with serving(Post(replies=replies)) as post, messenger(post.port) as sending:
        gone, busy, fine = (sending.send(letter(), f"{who}@example.org") for who in ("gone", "busy", "fine"))
    assert (gone.state, gone.detail, gone.is_channel_down) == (DeliveryState.REFUSED, "550 5.1.1", False)
    assert (busy.state, busy.detail) == (DeliveryState.OWED, "451 4.7.1")
    assert fine.state is DeliveryState.SENT
    assert [recipient for recipient, _ in post.received] == ["fine@example.org"]


@pytest.mark.parametrize(
    ("reply", "state"),
    [("554 5.7.1 spam", DeliveryState.REFUSED), ("452 4.2.2 full", DeliveryState.OWED)],
)
def test_the_reply_to_the_text_decides_too(reply: str, state: DeliveryState) -> None:
    with serving(Post(data_reply=reply)) as post, messenger(post.port) as sending:
        assert sending.send(letter(), "reader@example.org").state is state


def test_a_connection_lost_after_the_text_is_uncertain_and_the_next_mail_opens_anew() -> None:
    with serving(Post(drops=1)) as post, messenger(post.port) as sending:
        lost = sending.send(letter(), "a@example.org")
        next_one = sending.send(letter(), "b@example.org")
    assert lost.state is DeliveryState.UNCERTAIN
    assert next_one.state is DeliveryState.SENT
    assert len(post.received) == 2  # the server did have the first one


def test_a_kept_connection_that_the_server_closed_is_opened_once_more() -> None:
    with serving(Post(), timeout=0.3) as post, messenger(post.port) as sending:
        assert sending.send(letter(), "a@example.org").state is DeliveryState.SENT
        time.sleep(0.8)  # the server's idle limit passes
        assert sending.send(letter(), "b@example.org").state is DeliveryState.SENT
    assert len(post.received) == 2


def test_nobody_listening_leaves_the_mail_owed_and_the_channel_down() -> None:
    with messenger(free_port()) as sending:
        outcome = sending.send(letter(), "a@example.org")
    assert (outcome.state, outcome.is_channel_down) == (DeliveryState.OWED, True)


def test_a_server_without_starttls_gets_no_mail_in_the_clear() -> None:
    with serving(Post()) as post, messenger(post.port, "starttls") as sending:
        outcome = sending.send(letter(), "a@example.org")
    assert (outcome.state, outcome.is_channel_down) == (DeliveryState.OWED, True)
    assert not post.received


def test_starttls_and_tls_deliver_to_a_trusted_server_and_not_to_another(tmp_path: Path) -> None:
    server, trust = certificate(tmp_path)
    for security, settings in (("starttls", {"tls_context": server}), ("tls", {"ssl_context": server})):
        with serving(Post(), **settings) as post:
            with messenger(post.port, security, trust=trust) as sending:
                assert sending.send(letter(), "a@example.org").state is DeliveryState.SENT
            with messenger(post.port, security) as sending:
                assert sending.send(letter(), "a@example.org").is_channel_down
            assert len(post.received) == 1


def test_a_refused_login_stops_the_channel_and_shows_no_password(tmp_path: Path) -> None:
    server, trust = certificate(tmp_path)
    with (
        serving(Post(), ssl_context=server, auth_callback=lambda *_: False, auth_require_tls=False) as post,
        messenger(post.port, "tls", trust=trust, user="me", password="canary-secret") as sending,
    ):
        outcome = sending.send(letter(), "a@example.org")
    assert outcome.is_channel_down
    assert "535" in outcome.detail
    assert "canary" not in repr(outcome) + repr(SmtpServer(host="h", port=1, sender="s", password="canary-secret"))


def test_a_banner_that_drips_is_cut_by_the_wall_clock() -> None:
    listener = socket.create_server((HOST, 0))
    done = threading.Event()

    def drip() -> None:
        connection, _ = listener.accept()
        with connection:
            while not done.wait(0.2):
                try:
                    connection.send(b"2")
                except OSError:
                    return

    dripping = threading.Thread(target=drip)
    dripping.start()
    started = time.monotonic()
    try:
        sending = SmtpMessenger(
            SmtpServer(host=HOST, port=listener.getsockname()[1], sender=SENDER, security="none", timeout=0.7)
        )
        assert sending.send(letter(), "a@example.org").is_channel_down
        assert time.monotonic() - started < 3
    finally:
        done.set()
        dripping.join()
        listener.close()


@pytest.mark.parametrize("host", ["mail.example.org", "192.0.2.1", "localhost.example.org"])
def test_sending_in_the_clear_is_refused_for_any_other_machine(host: str) -> None:
    with pytest.raises(UsageError, match="不加密"):
        SmtpMessenger(SmtpServer(host=host, port=25, sender=SENDER, security="none"))


def test_a_local_part_outside_ascii_needs_a_server_that_says_smtputf8() -> None:
    with serving(Post(), enable_SMTPUTF8=False) as post, messenger(post.port) as sending:
        assert sending.send(letter("张三@example.org"), "张三@example.org").state is DeliveryState.REFUSED
    with serving(Post(), enable_SMTPUTF8=True) as post, messenger(post.port) as sending:
        assert sending.send(letter("张三@example.org"), "张三@example.org").state is DeliveryState.SENT
    assert post.options[-1] == "SMTPUTF8"
    assert "To: 张三@example.org".encode() in post.received[0][1]


def test_the_outbox_holds_mail_page_and_text_and_a_second_writing_changes_nothing(tmp_path: Path) -> None:
    outbox = OutboxMessenger(tmp_path / "outbox")
    for _ in range(2):
        assert outbox.send(letter(), "reader@example.org").state is DeliveryState.SENT
    outbox.close()
    files = sorted((tmp_path / "outbox" / "2026-11-20").iterdir())
    assert [file.suffix for file in files] == [".eml", ".html", ".txt"]
    assert "正文" in files[1].read_text(encoding="utf-8")
    assert message_from_bytes(files[0].read_bytes(), policy=SMTP)["To"] == "reader@example.org"
    assert "reader" not in files[0].name


def test_an_outbox_that_cannot_be_written_leaves_the_mail_owed(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file stands where the folder should be", encoding="utf-8")
    outcome = OutboxMessenger(tmp_path / "outbox").send(letter(), "reader@example.org")
    assert (outcome.state, outcome.is_channel_down) == (DeliveryState.OWED, True)


@pytest.mark.parametrize(
    "text",
    ["", "nobody", "@example.org", "a@", "a@b@c.org", "a b@example.org", "a\r\nBcc: x@example.org", "a\x00@example.org",
     "a@exa mple.org", "a@-example.org", "a@example..org", ".a@example.org", "a..b@example.org", "<a@example.org>",
     "a\u202e@example.org", "a@" + "x" * 64 + ".org", "a,b@example.org"],
)  # fmt: skip
def test_what_is_no_address_is_told_so(text: str) -> None:
    assert checked_address(text) is None


def test_an_international_domain_travels_as_punycode_and_hashes_like_it() -> None:
    encoded = checked_address(" Li@澜川.example ")
    assert encoded is not None
    assert re.fullmatch(r"Li@xn--[a-z0-9]+\.example", encoded)
    assert recipient_hash("li@澜川.example", b"key") == recipient_hash(encoded.upper(), b"key")


def test_the_hash_needs_the_key_and_hides_the_address() -> None:
    mark = recipient_hash("reader@example.org", b"one")
    assert len(mark) == 32
    assert mark != recipient_hash("reader@example.org", b"two")
    assert mark == recipient_hash(" Reader@Example.org ", b"one")


def test_a_setting_may_hold_several_addresses() -> None:
    assert split_addresses("a@x.org, b@x.org；c@x.org\n") == ("a@x.org", "b@x.org", "c@x.org")


@given(st.text(max_size=80))
def test_a_checked_address_is_one_line_with_one_at_sign(text: str) -> None:
    address = checked_address(text)
    if address is not None:
        assert address.count("@") == 1
        assert len(address.split()) == 1
        assert checked_address(address) == address
