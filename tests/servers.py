"""Real HTTP servers on loopback for tests: well-behaved, and as ill-behaved as the internet.

    with Site({"/feed": lambda _request: Reply(RSS)}) as site:
        site.url("/feed"); site.host  # "127.0.0.1:PORT", for FetchRules.allow_hosts
        site.requests                 # what really arrived

A route is a function from Request to Reply, or to Raw: then its function plays on the bare socket.
"""

import gzip
import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


@dataclass(frozen=True)
class Request:
    """One request as it arrived."""

    method: str
    path: str
    headers: Mapping[str, str]  # names in lower case
    at: float  # time.monotonic


@dataclass(frozen=True)
class Reply:
    """A plain answer; Content-Length is added unless ``headers`` state one."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Raw:
    """An answer played on the bare socket; the event is set when the site closes."""

    play: Callable[[socket.socket, threading.Event], None]


Route = Callable[[Request], Reply | Raw]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that give up are the point of many tests."""


class Site:
    """A server with routes; unknown paths, robots.txt among them, are 404."""

    def __init__(self, routes: Mapping[str, Route]) -> None:
        self.routes = dict(routes)
        self.requests: list[Request] = []
        self._closing = threading.Event()
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def host(self) -> str:
        """ "127.0.0.1:PORT"."""
        return f"127.0.0.1:{self._server.server_address[1]}"

    def url(self, path: str) -> str:
        """The absolute address of a path."""
        return f"http://{self.host}{path}"

    def paths(self) -> list[str]:
        """Paths asked for, in order, without robots.txt."""
        return [request.path for request in self.requests if request.path != "/robots.txt"]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1  # head and body in one packet: no waiting for a delayed ACK
            timeout = 5

            def do_GET(self) -> None:
                headers = {name.lower(): value for name, value in self.headers.items()}
                request = Request(self.command, self.path, headers, time.monotonic())
                site.requests.append(request)
                answer = site.routes.get(self.path, missing)(request)
                if isinstance(answer, Raw):
                    self.close_connection = True
                    answer.play(self.connection, site._closing)
                else:
                    self._send(answer)

            do_HEAD = do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815

            def _send(self, reply: Reply) -> None:
                self.send_response(reply.status)
                for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(reply.body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Tests stay quiet."""

        return Handler


def missing(_request: Request) -> Reply:
    """The answer to a path without a route."""
    return Reply(status=404)


def html(text: str) -> Reply:
    """An HTML page in UTF-8."""
    return Reply(text.encode(), headers={"Content-Type": "text/html; charset=utf-8"})


def redirect(target: str, status: int = 302) -> Route:
    """Answers every request with a redirect."""
    return lambda _request: Reply(status=status, headers={"Location": target})


def drip(seconds_each: float) -> Route:
    """A body that comes a byte at a time and never ends."""

    def play(connection: socket.socket, closing: threading.Event) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while not closing.wait(seconds_each):
            connection.sendall(b"x")

    return lambda _request: Raw(play)


def silence() -> Route:
    """Accepts the request and never says a word."""
    return lambda _request: Raw(lambda _connection, closing: void(closing.wait(20)))


def cut_body(stated: int, sent: bytes) -> Route:
    """States more bytes than it sends."""
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {stated}\r\n\r\n".encode()
    return lambda _request: Raw(lambda connection, _closing: connection.sendall(head + sent))


def endless_chunks(chunk: bytes) -> Route:
    """A chunked body without end."""

    def play(connection: socket.socket, closing: threading.Event) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while not closing.is_set():
            connection.sendall(f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n")

    return lambda _request: Raw(play)


def huge_headers(size: int) -> Route:
    """An answer whose headers are ``size`` bytes."""
    head = b"HTTP/1.1 200 OK\r\nX-Big: " + b"a" * size + b"\r\nContent-Length: 0\r\n\r\n"
    return lambda _request: Raw(lambda connection, _closing: connection.sendall(head))


def gzip_bomb(megabytes: int) -> Route:
    """Zeros, a thousandth of their size on the wire."""
    body = gzip.compress(bytes(megabytes * 1_000_000))
    return lambda _request: Reply(body, headers={"Content-Encoding": "gzip"})


def void(_value: object) -> None:
    """Drops a value where a function must return None."""
