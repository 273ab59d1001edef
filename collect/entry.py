"""The nouns of reading: what a source stated, before it becomes an Item.

They travel between the reading process and the collecting one, so they hold plain strings and numbers only.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from caifeng.models import Engagement, FailureKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One piece as the source states it; strings are cleaned, the time is still as written."""

    url: str = ""  # canonical, or ""
    title: str = ""
    text: str = ""
    author: str = ""
    credited: str = ""
    repost_of: str = ""  # canonical address or, where it is none, the number as the source writes it
    published: str = ""  # as written
    engagement: Engagement = field(default_factory=Engagement)
    rank: int = 0  # boards: 1 is the top
    board_heat: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What went wrong with one address; becomes a Failure once the source is known."""

    kind: FailureKind
    address: str
    detail: str  # English, for the log
    message: str  # Chinese, for the edition
    wait: float = 0.0  # seconds for which the host asked to be left alone


class SourceError(Exception):
    """Stops the reading of one address. Never leaves this package: it becomes a Failure."""

    def __init__(self, kind: FailureKind, address: str, detail: str, message: str, wait: float = 0.0) -> None:
        self.trouble = Trouble(kind=kind, address=address, detail=detail, message=message, wait=wait)
        super().__init__(detail)


class Task(StrEnum):
    """What the reading process can be asked to do with bytes."""

    FEED = "feed"
    LINKS = "links"
    ARTICLE = "article"
    BOARD = "board"
    ROWS = "rows"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One piece of reading: what to do, and what the configuration and the server say about the bytes."""

    task: Task
    address: str  # where the bytes came from; relative links are resolved against it
    content_type: str = ""
    list_selector: str = ""
    items_path: str = ""
    columns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What the bytes held, in the order of the source."""

    entries: tuple[Entry, ...] = ()
    troubles: tuple[Trouble, ...] = ()  # single rows that could not be read
    notice: str = ""  # Chinese: read, but not as it should be


Parse = Callable[[Job, bytes], Parsed]
