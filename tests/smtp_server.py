"""A real SMTP server on loopback that keeps what it is given, and can refuse, defer, or hang up like bad ones do."""

import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

HOST = "127.0.0.1"


@dataclass
class Post:
    """What arrived, and how the server behaves."""

    replies: Mapping[str, str] = field(default_factory=dict)  # recipient → reply to RCPT, "550 5.1.1 <x> unknown"
    data_reply: str = "250 2.0.0 accepted"
    drops: int = 0  # how many mails are taken and then not acknowledged
    port: int = 0
    received: list[tuple[str, bytes]] = field(default_factory=list)
    sessions: set[int] = field(default_factory=set)
    options: list[str] = field(default_factory=list)

    async def handle_MAIL(self, *call: Any) -> str:  # noqa: N802  (server, session, envelope, address, options)
        envelope, address, options = call[2:]
        envelope.mail_from = address
        self.options += options
        return "250 2.1.0 ok"

    async def handle_RCPT(self, *call: Any) -> str:  # noqa: N802
        envelope, address = call[2:4]
        reply = self.replies.get(address, "250 2.1.5 ok")
        if reply.startswith("2"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.sessions.add(id(session))
        if self.data_reply.startswith("2"):
            self.received += [(recipient, envelope.content) for recipient in envelope.rcpt_tos]
        if self.drops:
            self.drops -= 1
            server.transport.close()
        return self.data_reply


@contextmanager
def serving(post: Post, **settings: Any) -> Iterator[Post]:
    """Run the server; ``settings`` go to aiosmtpd (``ssl_context``, ``tls_context``, ``enable_SMTPUTF8`` …)."""
    post.port = free_port()
    controller = Controller(post, hostname=HOST, port=post.port, **settings)
    controller.start()
    try:
        yield post
    finally:
        controller.stop()


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A fresh certificate for 127.0.0.1: the server's context, and a client's that trusts exactly it."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed, so no test certificate can be made")
    key, cert = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-keyout", str(key), "-out", str(cert), "-subj", "/CN=loopback", "-addext", f"subjectAltName=IP:{HOST}"],
        check=True, capture_output=True,
    )  # fmt: skip
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(cert, key)
    return server, ssl.create_default_context(cafile=cert)
