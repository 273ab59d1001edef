"""经过: what happened about a case and what people did about it, as one list by time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from caifeng.models import REPLIES, Deed, Item, LogEntry, Side, Story
from publish.briefing.phrases import deed


class Lane(StrEnum):
    """Where an event belongs."""

    PUBLIC = "舆情"
    ONLINE = "线上"
    OFFLINE = "线下"
    INSIDE = "办理"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing in the course of a case.

    at: when
    lane: 舆情, 线上, 线下, or 办理 for what is neither
    what: in a word
    who: by whom, by what means and towards whom, "" where nobody did it
    text: more, "" where the word says all
    item_ids: what it stands on
    proof: the first of these as found, None where it is no longer kept
    mark: number of the act on the chart, 0 where it is not drawn
    is_correction: it says what an earlier line got wrong
    """

    at: datetime
    lane: Lane
    what: str
    who: str
    text: str
    item_ids: tuple[str, ...]
    proof: Item | None = None
    mark: int = 0
    is_correction: bool = False


_LANES = {Side.ONLINE: Lane.ONLINE, Side.OFFLINE: Lane.OFFLINE}
_SPOKEN = frozenset(REPLIES)
_KEY_NODES = 5  # of a story
_SHIFTS = 12


def events(
    stories: Sequence[Story], log: Sequence[LogEntry], marks: Sequence[LogEntry], items: Mapping[str, Item]
) -> tuple[Event, ...]:
    """Acts and what happened, by time. ``marks`` are the acts that the chart numbers, ``items`` what is at hand."""
    numbers = {id(entry): place for place, entry in enumerate(marks, 1)}
    found = [*(_act(entry, numbers.get(id(entry), 0)) for entry in log), *_happened(stories, items)]
    return tuple(sorted(found, key=lambda event: (event.at, event.lane, event.what, event.text)))


def lane_of(entry: LogEntry) -> Lane:
    """Where an act was done: as its line says; a public reply is online unless it says otherwise."""
    if entry.side is not None:
        return _LANES[entry.side]
    return Lane.ONLINE if entry.did in _SPOKEN else Lane.INSIDE


def _act(entry: LogEntry, mark: int) -> Event:
    what, text = deed(entry)
    means = str(entry.means) if entry.means else ""
    to = f"对{entry.to}" if entry.to else ""
    return Event(
        at=entry.at,
        lane=lane_of(entry),
        what=what,
        who=" · ".join(part for part in (entry.by, means, to) if part),
        text=text,
        item_ids=entry.evidence,
        mark=mark,
        is_correction=entry.did == Deed.CORRECTED,
    )


def _happened(stories: Iterable[Story], items: Mapping[str, Item]) -> Iterator[Event]:
    def public(at: datetime, what: str, text: str, ids: tuple[str, ...]) -> Event:
        proof = items.get(ids[0]) if ids else None
        return Event(at=at, lane=Lane.PUBLIC, what=what, who="", text=text, item_ids=ids, proof=proof)

    for story in stories:
        for step in story.spread.steps:
            first = step.item_id == story.spread.first_item_id
            word = f"最早见于{step.channel}，未必最早" if first else f"扩散到{step.channel}"
            yield public(step.at, word, "", (step.item_id,))
        for node in story.spread.key_nodes[:_KEY_NODES]:
            yield public(node.at, "关键节点", node.why, (node.item_id,))
        for turn in story.course.turns:  # without their items, which mostly stand beside them already
            yield Event(at=turn.at, lane=Lane.PUBLIC, what=f"进入{turn.stage}", who="", text="", item_ids=())
        for shift in story.account.shifts[-_SHIFTS:]:
            yield public(shift.at, str(shift.kind), shift.text, shift.item_ids)
