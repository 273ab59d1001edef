"""群消息: one chat robot as a messenger, through Apprise, with the reply read and judged."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import requests

from caifeng.models import ChatRules, DeliveryState, Desk
from publish.chat.chat_plugin import Plugin
from publish.chat.chat_reply import judged
from publish.chat.escape_chat import ROOM, Room, json_bytes, utf16_units
from publish.mail.mail import Outcome
from publish.mail.rate import TokenBucket

TIMEOUT = 20.0  # seconds of wall clock for one message

# What the services state: WeCom 2048 bytes of text; DingTalk and Feishu 20 KB of request, which Apprise writes in ASCII
# JSON; Telegram 4096 characters. The frame around the text takes some of it.
_ROOMS = {
    "wecombot": Room(2048),
    "dingtalk": Room(19_500, json_bytes),
    "feishu": Room(19_500, json_bytes),
    "lark": Room(19_500, json_bytes),
    "tgram": Room(4096, utf16_units),
}
# Addresses as the services show them, and as Apprise wants them; WeCom's it knows by itself.
_NATIVE = (
    (re.compile(r"https://oapi\.dingtalk\.com/robot/send\?access_token=([\w-]+)"), r"dingtalk://\1/"),
    (re.compile(r"https://open\.feishu\.cn/open-apis/bot/v2/hook/([\w-]+)/?"), r"feishu://\1/"),
    (re.compile(r"https://open\.larksuite\.com/open-apis/bot/v2/hook/([\w-]+)/?"), r"lark://\1/"),
)


class ChatMessenger:
    """Sends texts to one chat. ``name`` is the chat's; expected failures are outcomes. Not for two threads."""

    def __init__(self, name: str, plugin: Plugin, bucket: TokenBucket, limit: int = 0) -> None:
        """``limit`` in bytes replaces what is known of the service; 0 keeps that."""
        self.name = name
        self._plugin, self._bucket = plugin, bucket
        self.room = (
            Room(min(limit, plugin.room)) if limit else _ROOMS.get(plugin.service, Room(min(plugin.room, 2 * ROOM)))
        )

    def send(self, message: str, recipient: str) -> Outcome:  # noqa: ARG002  the address is the chat itself
        """Send one text that fits ``room``."""
        if not self._bucket.take():
            return Outcome(DeliveryState.OWED, "rate limit of the chat, not tried", is_channel_down=True)
        replies, is_pleased = self._plugin.send(message)
        return judged(self._plugin.service, replies, is_pleased=is_pleased)

    def close(self) -> None:
        """Nothing is open: the session belongs to who gave it."""


@dataclass(frozen=True, slots=True)
class NoChat:
    """A chat that is not set up: nothing can be sent, and ``why`` says what is missing (English, no address)."""

    name: str
    why: str
    room: Room = field(default_factory=Room)

    def send(self, message: str, recipient: str) -> Outcome:  # noqa: ARG002  there is no way out
        return Outcome(DeliveryState.REFUSED, self.why)

    def close(self) -> None:
        """Nothing is open."""


def chat_messenger(
    rules: ChatRules, desk: Desk, environment: Mapping[str, str], bucket: TokenBucket, session: requests.Session
) -> ChatMessenger | NoChat:
    """The messenger of one chat; its address comes from the environment alone.

    In a drill only variables of the drill list are read.
    """
    if desk.drill and rules.address not in dict(desk.drills.chats).values():
        return NoChat(rules.name, "a drill writes to its own list only")
    address = environment.get(rules.address, "").strip()
    if not address:
        return NoChat(rules.name, f"chat not set up: {rules.address} is empty")
    try:
        return ChatMessenger(rules.name, Plugin(_apprise(address), session, TIMEOUT), bucket, rules.limit)
    except ValueError:
        return NoChat(rules.name, f"chat not set up: {rules.address} is no Apprise address")


def _apprise(address: str) -> str:
    for native, ours in _NATIVE:
        if native.fullmatch(address):
            return native.sub(ours, address)
    return address
