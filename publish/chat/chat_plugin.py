"""Apprise's plugins, with their replies kept.

A plugin posts by ``requests.post`` and looks at the HTTP status alone; the error of WeCom, DingTalk, Feishu and Lark
stands in the body, and what kept a connection from coming about is lost. So a plugin is made from a private copy of its
module (a second module object, never in ``sys.modules``) in which the name ``requests`` means our recorder. What was
weighed against it: a fork of the plugins (theirs to keep up, not ours), patching ``requests`` (for the whole process),
and posting by ourselves (then Apprise would parse addresses only).
"""

import importlib.util
import logging
import threading
import time
from concurrent.futures import Future
from io import BytesIO
from types import ModuleType
from typing import Any

import requests
from apprise import Apprise
from apprise.plugins import url_to_dict

from publish.chat.chat_reply import Reply

MOST_BYTES = 65_536  # of a reply; services answer with a few hundred


class Recorder:
    """What a plugin takes for the module ``requests``: sends without redirects, within a wall clock, and keeps replies.

    One message at a time.
    """

    def __init__(self, session: requests.Session, timeout: float) -> None:
        self._session, self._timeout = session, timeout
        self.replies: list[Reply] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(requests, name)

    def post(self, url: str, data: Any = None, json: Any = None, **options: Any) -> requests.Response:
        return self.request("POST", url, data=data, json=json, **options)

    def get(self, url: str, params: Any = None, **options: Any) -> requests.Response:
        return self.request("GET", url, params=params, **options)

    def put(self, url: str, data: Any = None, **options: Any) -> requests.Response:
        return self.request("PUT", url, data=data, **options)

    def request(self, method: str, url: str, **options: Any) -> requests.Response:
        """As ``requests.request``. Raises what it raises; Timeout too where a reply drips."""
        options |= {"timeout": self._timeout, "allow_redirects": False, "stream": True}
        try:
            response = self._in_time(lambda: self._session.request(method, url, **options))
        except requests.RequestException as error:
            self.replies.append(Reply(trouble=type(error).__name__, is_out=_may_be_out(error)))
            raise
        self.replies.append(Reply(status=response.status_code, body=response.content))
        return response

    def _in_time(self, call: Any) -> requests.Response:
        """Run in a thread that is left behind when it is late: a timeout of ``requests`` begins anew with each byte."""
        done: Future[requests.Response] = Future()
        deadline = time.monotonic() + self._timeout
        threading.Thread(target=_run, args=(call, done, deadline), daemon=True).start()
        try:
            return done.result(self._timeout)
        except TimeoutError as error:
            raise requests.ReadTimeout from error


def _run(call: Any, done: "Future[requests.Response]", deadline: float) -> None:
    try:
        with call() as answer:
            done.set_result(_read(answer, deadline))
    except (requests.RequestException, OSError, ValueError) as error:
        done.set_exception(error if isinstance(error, requests.RequestException) else requests.ConnectionError())


def _read(answer: requests.Response, deadline: float) -> requests.Response:
    """The response with the beginning of its body, as one that is wholly read."""
    body = b""
    for part in answer.iter_content(8192):
        body += part
        if len(body) >= MOST_BYTES or time.monotonic() > deadline:
            break
    kept = requests.Response()
    kept.status_code, kept.headers, kept.url, kept.encoding = answer.status_code, answer.headers, "", answer.encoding
    kept.raw = BytesIO(body[:MOST_BYTES])
    return kept


def _may_be_out(error: requests.RequestException) -> bool:
    """Whether the request may have reached the service: not where no connection came about."""
    if isinstance(error, (requests.ConnectTimeout, requests.exceptions.SSLError, requests.exceptions.ProxyError)):
        return False
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return type(reason).__name__ not in ("NewConnectionError", "NameResolutionError", "ConnectTimeoutError")


class Plugin:
    """One chat's address, understood. Not for two threads."""

    def __init__(self, address: str, session: requests.Session, timeout: float) -> None:
        """Raises ValueError, which names nothing of the address, where Apprise does not understand it."""
        parsed, known = url_to_dict(address), Apprise.instantiate(address)  # type: ignore[no-untyped-call]
        if parsed is None or known is None:
            raise ValueError("no Apprise address")
        self.service = str(parsed["schema"])
        self._recorder = Recorder(session, timeout)
        module = _private_copy(type(known).__module__)
        module.__dict__["requests"] = self._recorder
        self._known = getattr(module, type(known).__name__)(**{**parsed, "asset": known.asset})
        self._known.request_rate_per_sec = 0  # we keep time ourselves
        self.room = int(self._known.body_maxlen)  # characters

    def send(self, text: str) -> tuple[tuple[Reply, ...], bool]:
        """Send a text; every reply, and whether Apprise is pleased. Raises nothing that comes from outside."""
        self._recorder.replies.clear()
        is_pleased = bool(self._known.notify(body=text))
        return tuple(self._recorder.replies), is_pleased


def _private_copy(name: str) -> ModuleType:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.loader is None:
        raise ValueError("no Apprise address")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _keep_keys(_record: logging.LogRecord) -> bool:
    """Let nothing through: what these libraries log holds addresses, and an address holds its key."""
    return False


for _name in ("apprise", "urllib3.connectionpool", "urllib3.util.retry"):
    logging.getLogger(_name).addFilter(_keep_keys)
