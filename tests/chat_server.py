"""A real chat service on loopback: answers HTTP 200 with an error code in the body, drips, hangs, or redirects."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

HOST = "127.0.0.1"
PLEASED = {
    "wecom": {"errcode": 0, "errmsg": "ok"},
    "dingtalk": {"errcode": 0, "errmsg": "ok"},
    "feishu": {"StatusCode": 0, "StatusMessage": "success", "code": 0, "data": {}, "msg": "success"},
    "telegram": {"ok": True, "result": {"message_id": 1}},
    "gateway": {},
}


@dataclass
class Answer:
    """What one request gets. ``play`` instead writes to the bare connection, until it returns."""

    status: int = 200
    body: bytes = b"{}"
    headers: Mapping[str, str] = field(default_factory=dict)
    play: Callable[[Any, threading.Event], None] | None = None


def said(body: Any, status: int = 200, **headers: str) -> Answer:
    """A JSON answer."""
    return Answer(status, json.dumps(body).encode(), {name.replace("_", "-"): text for name, text in headers.items()})


def hang(_connection: Any, closing: threading.Event) -> None:
    """Take the request and say nothing."""
    closing.wait(30)


def drip(connection: Any, closing: threading.Event) -> None:
    """A status line, then one byte of a header each 50 ms."""
    connection.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not closing.wait(0.05):
        try:
            connection.wfile.write(b"x")
        except OSError:
            return


def hang_up(connection: Any, _closing: threading.Event) -> None:
    """Take the request and close."""
    connection.close_connection = True


class ChatServer:
    """Answers in the order of ``answers``, then with ``then``; keeps every text it was given."""

    def __init__(self, *answers: Answer, then: Answer | None = None) -> None:
        self.answers, self.then = list(answers), then or said(PLEASED["gateway"])
        self.received: list[str] = []  # the texts
        self.paths: list[str] = []
        self.payloads: list[dict[str, Any]] = []
        self.closing = threading.Event()
        self.port = 0
        self._turn = threading.Lock()

    def next(self, path: str, body: bytes) -> Answer:
        payload = json.loads(body)
        with self._turn:
            self.paths.append(path)
            self.payloads.append(payload)
            self.received.append(text_in(payload))
            return self.answers.pop(0) if self.answers else self.then

    @property
    def gateway(self) -> str:
        """The Apprise address of a gateway of one's own."""
        return f"json://{HOST}:{self.port}/SECRETKEY"


def text_in(payload: Mapping[str, Any]) -> str:
    """The message in a payload of any service."""
    inner = payload.get("content") or payload.get("text") or payload.get("message") or ""
    return inner if isinstance(inner, str) else str(inner.get("text") or inner.get("content"))


@contextmanager
def chatting(server: ChatServer) -> Iterator[ChatServer]:
    """Run the server on a free port."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            answer = server.next(self.path, body)
            if answer.play:
                answer.play(self, server.closing)
                return
            self.send_response(answer.status)
            for name, text in ({"Content-Length": str(len(answer.body))} | dict(answer.headers)).items():
                self.send_header(name, text)
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    httpd = ThreadingHTTPServer((HOST, 0), Handler)
    httpd.daemon_threads = True
    httpd.handle_error = lambda *_: None  # type: ignore[method-assign]  # clients that give up
    server.port = httpd.server_address[1]
    runner = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    runner.start()
    try:
        yield server
    finally:
        server.closing.set()
        httpd.shutdown()
        httpd.server_close()
        runner.join(5)


class ToLoopback(HTTPAdapter):
    """A transport that hands what is meant for a service on the internet to a server on loopback, by its host."""

    def __init__(self, ports: Mapping[str, int]) -> None:
        super().__init__()
        self.ports = ports

    def send(self, request: Any, *rest: Any, **options: Any) -> requests.Response:
        parts = urlsplit(request.url)
        request.headers["Host"] = parts.netloc
        request.url = f"http://{HOST}:{self.ports[parts.netloc]}{parts.path}?{parts.query}"
        return super().send(request, *rest, **options)


def session_to(**ports: int) -> requests.Session:
    """A session in which wecom=…, dingtalk=…, feishu=…, lark=… and telegram=… are servers on loopback."""
    hosts = {
        "wecom": "qyapi.weixin.qq.com", "dingtalk": "oapi.dingtalk.com", "feishu": "open.feishu.cn",
        "lark": "open.larksuite.com", "telegram": "api.telegram.org",
    }  # fmt: skip
    session = requests.Session()
    session.mount("https://", ToLoopback({hosts[name]: port for name, port in ports.items()}))
    return session


def until(condition: Callable[[], bool], seconds: float = 5.0) -> bool:
    """Wait for something that another thread does."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    return condition()
