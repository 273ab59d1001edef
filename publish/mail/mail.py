"""Messengers: how one mail leaves, by SMTP or as a file, and what became of it, as a value."""

import os
import re
import smtplib
import socket
import ssl
import threading
from dataclasses import dataclass, field
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import parseaddr
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path
from typing import Literal, Protocol, TypeVar

from caifeng.errors import UsageError
from caifeng.models import DeliveryState
from publish.mail.address import checked_address

_M = TypeVar("_M", contravariant=True)
_ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one message. ``detail`` is English and holds no address, whatever the server said."""

    state: DeliveryState  # SENT, REFUSED (for good), OWED (try again later) or UNCERTAIN (it may have arrived)
    detail: str = ""
    is_channel_down: bool = False  # nothing more can leave in this run: stop, keep the rest owed, tell the operator


class Messenger(Protocol[_M]):
    """A way out for messages of one kind: mails, or the texts of a chat."""

    @property
    def name(self) -> str:
        """The channel in the ledger."""

    def send(self, message: _M, recipient: str) -> Outcome:
        """Hand the message over for one recipient; expected failures are outcomes, never exceptions."""

    def close(self) -> None:
        """Let go of whatever is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """Where mails are handed in. ``timeout`` is the wall clock of each reply, in seconds."""

    host: str
    port: int
    sender: str  # "采风 <brief@example.org>"; its address is the envelope sender
    security: Literal["tls", "starttls", "none"] = "tls"
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 30.0


class SmtpMessenger:
    """Sends over one kept connection, encrypted unless the server is this machine itself. Not for two threads."""

    name = "mail"

    def __init__(self, server: SmtpServer, trust: ssl.SSLContext | None = None) -> None:
        """Nothing is opened yet. ``trust`` replaces the system's certificate authorities.

        Raises UsageError for a sender that is no address, or an unencrypted server elsewhere.
        """
        sender = checked_address(parseaddr(server.sender)[1])
        if sender is None:
            raise UsageError("发件人地址无效：请在发件人变量中写 名称 <邮箱@域名>。")
        if server.security == "none" and not _is_loopback(server.host):
            raise UsageError("不加密的发信只允许本机地址：请把 mail.security 改为 tls 或 starttls。")
        self._server = server
        self._sender = sender
        self._trust = trust or ssl.create_default_context()
        self._client: smtplib.SMTP | None = None

    def send(self, message: EmailMessage, recipient: str) -> Outcome:
        is_kept = self._client is not None
        outcome = self._attempt(message, recipient)
        # A server may close a connection it finds idle or long used; nothing was handed over, so open once anew.
        return self._attempt(message, recipient) if is_kept and outcome.is_channel_down else outcome

    def close(self) -> None:
        client, self._client = self._client, None
        if client is None:
            return
        try:
            client.quit()
        except (smtplib.SMTPException, OSError):
            client.close()  # it was going away anyhow

    def _attempt(self, message: EmailMessage, recipient: str) -> Outcome:
        try:
            client = self._client = self._client or self._connected()
            refusal = self._envelope(client, recipient)
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            return _channel_down(error)
        return refusal or self._content(client, _wire_bytes(message, recipient))

    def _connected(self) -> smtplib.SMTP:
        server, name = self._server, self._sender.rpartition("@")[2]  # EHLO tells our domain, not this machine's name
        if server.security == "tls":
            client: smtplib.SMTP = _PatientSmtpSsl(
                server.host, server.port, name, timeout=server.timeout, context=self._trust
            )
        else:
            client = _PatientSmtp(server.host, server.port, name, timeout=server.timeout)
        try:
            if server.security == "starttls":
                client.starttls(context=self._trust)  # raises where it is not offered: there is no way back to plain
            client.ehlo_or_helo_if_needed()
            if server.user:
                client.login(server.user, server.password)
        except (smtplib.SMTPException, OSError):
            client.close()
            raise
        return client

    def _envelope(self, client: smtplib.SMTP, recipient: str) -> Outcome | None:
        """Sender and recipient; None when the server took both."""
        if not recipient.isascii() and not client.has_extn("smtputf8"):
            return Outcome(DeliveryState.REFUSED, "server lacks SMTPUTF8")
        code, reply = client.mail(self._sender, () if recipient.isascii() else ("SMTPUTF8",))
        if code != 250:  # our sender, or the server as a whole: not this recipient's fault
            raise smtplib.SMTPSenderRefused(code, reply, self._sender)
        code, reply = client.rcpt(recipient)
        if code in (250, 251):
            return None
        if code == 421:
            raise smtplib.SMTPServerDisconnected
        client.rset()
        return _by_code(code, reply)

    def _content(self, client: smtplib.SMTP, content: bytes) -> Outcome:
        try:
            return _by_code(*client.data(content))
        except smtplib.SMTPDataError as error:  # refused before the text was sent
            return _by_code(error.smtp_code, error.smtp_error)
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            return Outcome(DeliveryState.UNCERTAIN, f"no reply after DATA: {type(error).__name__}")

    def _drop(self) -> None:
        if self._client is not None:
            self._client.close()
        self._client = None


class OutboxMessenger:
    """Writes each mail into a folder instead of sending it: ``<date>/<hash>.eml``, ``.html``, ``.txt``.

    For previews, and for desks whose mail leaves by other hands. SENT means written.
    """

    name = "outbox"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: EmailMessage, recipient: str) -> Outcome:
        """Write the mail; the file name derives from the Message-ID, so a second writing replaces the first.

        Raises ValueError for a message that is neither a digest nor a notice (it names no day).
        """
        day = str(message["X-Caifeng-Edition"] or message["X-Caifeng-Notice"])[:10]
        base = self._folder / date.fromisoformat(day).isoformat()
        stem = sha256(str(message["Message-ID"]).encode()).hexdigest()[:16]
        try:
            base.mkdir(parents=True, exist_ok=True)
            for kind, suffix in (("html", "html"), ("plain", "txt")):
                part = message.get_body((kind,))
                if part is not None:
                    _write(base / f"{stem}.{suffix}", str(part.get_content()).encode())
            _write(base / f"{stem}.eml", _wire_bytes(message, recipient))
        except OSError as error:
            return Outcome(DeliveryState.OWED, f"cannot write: {type(error).__name__}", is_channel_down=True)
        return Outcome(DeliveryState.SENT, "written")

    def close(self) -> None:
        """Nothing is open."""


class _WallClock:
    """Cuts a reply that drips: smtplib's own timeout starts anew with every byte."""

    sock: socket.socket | None
    timeout: float

    def getreply(self) -> tuple[int, bytes]:
        timer = threading.Timer(self.timeout, _hang_up, (self.sock,))
        timer.daemon = True
        timer.start()
        try:
            return super().getreply()  # type: ignore[misc,no-any-return]  # smtplib.SMTP stands behind us
        finally:
            timer.cancel()


class _PatientSmtp(_WallClock, smtplib.SMTP):
    pass


class _PatientSmtpSsl(_WallClock, smtplib.SMTP_SSL):
    pass


def _hang_up(sock: socket.socket | None) -> None:
    if sock is not None:
        try:
            socket.socket.shutdown(sock, socket.SHUT_RDWR)  # not SSLSocket's own: it would pull the rug from the reader
        except OSError:
            return  # closed meanwhile, which is what we wanted


def _by_code(code: int, reply: bytes | str) -> Outcome:
    """RFC 5321 4.2.1: 2 done, 4 try again, 5 never; anything else is no answer at all."""
    found = _ENHANCED.match(reply if isinstance(reply, str) else reply.decode("ascii", "replace"))
    detail = f"{code} {found[0]}" if found else str(code)
    match code // 100:
        case 2:
            return Outcome(DeliveryState.SENT, detail)
        case 4:
            return Outcome(DeliveryState.OWED, detail, is_channel_down=code == 421)
        case 5:
            return Outcome(DeliveryState.REFUSED, detail)
        case _:
            return Outcome(DeliveryState.UNCERTAIN, f"unreadable reply {code}")


def _channel_down(error: Exception) -> Outcome:
    code = getattr(error, "smtp_code", None)
    detail = f"channel down: {type(error).__name__}" + (f" {code}" if code is not None else "")
    return Outcome(DeliveryState.OWED, detail, is_channel_down=True)


def _wire_bytes(message: EmailMessage, recipient: str) -> bytes:
    return message.as_bytes(policy=SMTP if recipient.isascii() else SMTPUTF8)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _write(path: Path, content: bytes) -> None:
    """All of it or nothing: written beside, synced, renamed."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with beside.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(path)
