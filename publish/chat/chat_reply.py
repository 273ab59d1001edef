"""What a chat service answered, judged: WeCom, DingTalk, Feishu and Lark say HTTP 200 and put the error in the body."""

import json
import re
from dataclasses import dataclass
from typing import Any

from caifeng.models import DeliveryState
from publish.mail.mail import Outcome

# Too fast, or busy: the same message may go later. WeCom 45009, 45033; DingTalk 130101, 90018; Feishu 11232, 9499,
# 99991400; Telegram 429.
_LATER = frozenset({-1, 45009, 45033, 130101, 90018, 11232, 9499, 99991400, 429})
_FIELDS = {
    "wecombot": ("errcode",),
    "dingtalk": ("errcode",),
    "feishu": ("code", "StatusCode"),
    "lark": ("code", "StatusCode"),
    "tgram": ("ok",),
}
_ANY = ("errcode", "code", "StatusCode", "ok", "success")  # a gateway of one's own may hand on any of them
_NUMBER = re.compile(r"-?\d{1,12}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer to one request; ``trouble`` instead where there was none."""

    status: int = 0
    body: bytes = b""  # its beginning
    trouble: str = ""  # the kind of exception
    is_out: bool = True  # whether the request may have reached the service


def judged(service: str, replies: tuple[Reply, ...], *, is_pleased: bool) -> Outcome:
    """What became of one message, from every answer to the requests that Apprise made for it, in order.

    ``service`` is Apprise's schema; ``is_pleased`` is what Apprise itself thinks, which alone counts where a service
    is not reached by HTTP. Details are English and hold nothing of what the service said but its numbers.
    """
    if not replies:
        unsure = Outcome(DeliveryState.UNCERTAIN, "the messenger reports a failure")
        return Outcome(DeliveryState.SENT) if is_pleased else unsure
    outcomes = [_outcome(service, reply) for reply in replies]
    bad = next((one for one in outcomes if one.state is not DeliveryState.SENT), None)
    if bad is None:
        return outcomes[-1]
    is_partly_sent = any(one.state is DeliveryState.SENT for one in outcomes)
    return Outcome(DeliveryState.UNCERTAIN, f"sent in part: {bad.detail}") if is_partly_sent else bad


def _outcome(service: str, reply: Reply) -> Outcome:
    if reply.trouble:
        state = DeliveryState.UNCERTAIN if reply.is_out else DeliveryState.OWED
        return Outcome(state, reply.trouble, is_channel_down=True)
    said = _said(reply.body)
    code = _code(service, said)
    if code is not None and code != 0 and reply.status < 500:
        return _by_code(code, str(said.get("msg", "")), f"HTTP {reply.status}, code {code}")
    return _by_status(reply.status) or _by_silence(service, reply, is_answered=code == 0)


def _by_code(code: int, message: str, detail: str) -> Outcome:
    is_malformed = code == 9499 and "bad request" in message.lower()  # Feishu: one number for two things
    if code in _LATER and not is_malformed:
        return Outcome(DeliveryState.OWED, detail, is_channel_down=True)
    return Outcome(DeliveryState.REFUSED, detail)


def _by_status(status: int) -> Outcome | None:
    """What the HTTP status decides by itself; None for success.

    502 comes from a gateway whose service is down; behind 504 the service may have done it.
    """
    detail = f"HTTP {status}"
    if 200 <= status < 300:
        return None
    if 300 <= status < 400:
        return Outcome(DeliveryState.REFUSED, f"{detail}, redirects are not followed")
    if status == 504:
        return Outcome(DeliveryState.UNCERTAIN, detail, is_channel_down=True)
    if status in (408, 425, 429) or status >= 500:
        return Outcome(DeliveryState.OWED, detail, is_channel_down=True)
    return Outcome(DeliveryState.REFUSED, detail)


def _by_silence(service: str, reply: Reply, *, is_answered: bool) -> Outcome:
    """Success without an error code: from a service that always states one, it is no answer at all."""
    if service in _FIELDS and not is_answered:
        return Outcome(DeliveryState.UNCERTAIN, f"HTTP {reply.status}, unreadable reply")
    return Outcome(DeliveryState.SENT, f"HTTP {reply.status}")


def _said(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _code(service: str, said: dict[str, Any]) -> int | None:
    """The error code: 0 for success, None where none is stated."""
    fields = _FIELDS.get(service, _ANY)
    codes = [code for field in fields if field in said and (code := _number(field, said, service)) is not None]
    return next((code for code in codes if code), 0 if codes else None)


def _number(field: str, said: dict[str, Any], service: str) -> int | None:
    value = said[field]
    if field in ("ok", "success"):
        stated = said.get("error_code")
        number = stated if isinstance(stated, int) and not isinstance(stated, bool) else 1
        return 0 if value is True else number if value is False else None
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        value = int(value)
    if not isinstance(value, int):
        return None
    is_http_like = service not in _FIELDS and 200 <= value < 300  # gateways that repeat the status as their code
    return 0 if is_http_like else value
