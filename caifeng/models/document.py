"""正文的零件: lines and tables that stand on items, as reports are written from and kept as data."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A sentence, the items it stands on, their numbers in the list of evidence, and the lines of the case's log."""

    text: str
    item_ids: tuple[str, ...] = ()
    refs: tuple[int, ...] = ()
    log: tuple[int, ...] = ()  # counted from 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under a header, each row with the numbers of its evidence."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    item_ids: tuple[tuple[str, ...], ...] = ()  # by row; empty: none has any
    refs: tuple[tuple[int, ...], ...] = ()
    log: tuple[tuple[int, ...], ...] = ()  # lines of the case's log by row; empty: none has any


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A chapter, or (``depth`` 2) a section of one."""

    heading: str
    depth: int = 1
    lines: tuple[Line, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """依据: an item of the list at the end."""

    number: int
    item_id: str
    title: str
    source: str
    published_at: datetime
    seen_at: datetime
    url: str
    content_hash: str
