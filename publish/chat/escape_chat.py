"""What a text must lose before it stands in a chat message, and where such a message may be cut."""

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from publish.escape import link, plain

ROOM = 2048  # bytes of a service we know nothing of
MAX_WAY = 300  # characters of an address in a message; a longer one would leave no room for words

_FULL_WIDTH = 0xFEE0  # from an ASCII character to its full-width form
# "@" names people, "<…>" does so in Feishu and Slack, "[…](…)" makes a link, the rest is markup.
_WIDE = str.maketrans({char: chr(ord(char) + _FULL_WIDTH) for char in "@<>[]`*~|"})
_UNASKED = re.compile(r"(?i):(?=//)|(?<=www)\.")  # what makes a chat draw a link of its own
_JOINED = re.compile(r"[\u200d\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff]")


def chat(text: str, limit: int) -> str:
    """The text on one line of at most ``limit`` characters: no mention, link or markup of a chat comes from it.

    Characters that a chat gives a meaning to are written in full width, so the words stay readable.
    """
    line = " ".join(plain(text[: 8 * limit + 64]).split())  # cut first: what is cut away is never looked at
    line = _UNASKED.sub(lambda found: chr(ord(found[0]) + _FULL_WIDTH), line.translate(_WIDE))
    return line if len(line) <= limit else _whole(line, limit - 1).rstrip() + "…"


def chat_link(url: str) -> str:
    """The address as a chat may show it: absolute http(s), not overlong, naming nobody; else ""."""
    address = link(url).replace("@", "%40").replace("*", "%2A")
    return address if len(address) <= MAX_WAY else ""


@dataclass(frozen=True, slots=True)
class Room:
    """How much text a service takes, and what it counts."""

    size: int = ROOM
    count: Callable[[str], int] = lambda text: len(text.encode())  # bytes of UTF-8


def json_bytes(text: str) -> int:
    """Bytes of the text in an ASCII JSON request, where a Chinese character takes six."""
    return len(json.dumps(text)) - 2


def utf16_units(text: str) -> int:
    """Characters as JavaScript and Telegram count them."""
    return len(text.encode("utf-16-le")) // 2


def cut(text: str, room: Room, rest: str) -> str:
    """The text as far as it fits, then ``rest`` ("……全部见 …"); between characters as people see them, at a line's end
    where one is near. Where not even ``rest`` fits there is as much of the text as does.
    """
    if room.count(text) <= room.size:
        return text
    tail = "\n" + rest if room.count("\n" + rest) < room.size else ""
    low, high = 0, len(text)
    while low < high:  # the longest beginning that fits
        middle = (low + high + 1) // 2
        low, high = (middle, high) if room.count(text[:middle] + tail) <= room.size else (low, middle - 1)
    kept = _whole(text, low)
    line = kept.rfind("\n")
    return (kept[:line] if line > len(kept) // 2 else kept) + tail


def _whole(text: str, length: int) -> str:
    """The beginning of that many characters or a few less, so that none is torn from its marks, joiner or variant."""
    end = length
    while 0 < end < len(text) and length - end < 32 and _is_inside(text, end):
        end -= 1
    return text[: end or length]


def _is_inside(text: str, place: int) -> bool:
    before, after = text[place - 1], text[place]
    return (
        unicodedata.category(after)[0] == "M"
        or bool(_JOINED.match(after))
        or before == "\u200d"
        or ("\U0001f1e6" <= before <= "\U0001f1ff" and "\U0001f1e6" <= after <= "\U0001f1ff")
    )
