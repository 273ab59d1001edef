"""How the collecting process and a reading process talk: frames of JSON, and the raw body beside them.

A frame is four bytes of length (big endian) and a payload. Plain JSON, so that nothing a document can do to a
reading process is executed in the collecting one.
"""

import struct
from dataclasses import dataclass

from pydantic import TypeAdapter

from collect.entry import Job, Parsed, Trouble


@dataclass(frozen=True)
class Order:
    """A job and how many seconds it may take."""

    job: Job
    seconds: float


@dataclass(frozen=True)
class Reply:
    """What came of it: exactly one of the two."""

    parsed: Parsed | None = None
    trouble: Trouble | None = None


ORDERS = TypeAdapter(Order)
REPLIES = TypeAdapter(Reply)
LENGTH = struct.Struct(">I")


def frame(payload: bytes) -> bytes:
    """A payload with its length before it."""
    return LENGTH.pack(len(payload)) + payload
