"""观点, 经过, 转折: what is said, by whom, by how many; extracted from items, never written."""

from dataclasses import dataclass
from datetime import datetime

from caifeng.models.evidence import Quote
from caifeng.models.vocabulary import AspectKind, Party, ShiftKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A sentence and the items it stands on; without items it is not published, except about ourselves."""

    text: str
    item_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Aspect:
    """One of 何时 何地 何人 何事 何害, as items state it."""

    kind: AspectKind
    text: str
    item_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """观点: statements that say the same, of one party; share (0–1) of ``total`` items of that party, 95 % Wilson."""

    party: Party
    text: str  # the most central statement, as written
    count: int
    total: int
    share: float
    low: float
    high: float
    quotes: tuple[Quote, ...]  # up to three, from different sources
    item_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """核心诉求: what the public asks for, and in how many of the items that ask for anything."""

    name: str
    count: int
    total: int
    quote: Quote
    item_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """转折: something new against yesterday that re-opens the judgement."""

    kind: ShiftKind
    at: datetime
    text: str
    item_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """经过: a sentence, three to five key facts, the five aspects, the public's demand, views, and what turned."""

    summary: Statement
    facts: tuple[Statement, ...] = ()
    aspects: tuple[Aspect, ...] = ()
    demands: tuple[Demand, ...] = ()  # most named first; the first is the core demand
    views: tuple[View, ...] = ()  # by party, then by count
    shifts: tuple[Shift, ...] = ()  # by time
