"""传播边: from which earlier item of the story each item has it, and the words or the number that show it.

An item has one parent at most, by the strongest sign there is: what it says it reposts (``repost_of``, ``//@name``), an
address in its text, a credited source that published in the story before it, then the text it copies or excerpts. A
parent is always earlier by (published_at, id), so the edges form a forest.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from analyze.dossier import Dossier
from analyze.spread.published import Published
from caifeng.models import CopyKind, CreditKind, Edge, EdgeKind, Item, Reprint

_MOST = 50  # addresses or names of one text that are looked up
_READ = 20_000  # characters of a text that are read
_SHOWN = 60  # characters of an address that are shown
_REPOSTED = re.compile(r"//\s?@([^\s:：@/]{1,30})\s?[:：]")
_ADDRESS = re.compile(r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]{4,500}")
_CREDITED = {CreditKind.ORIGIN: "写明来源“{}”", CreditKind.QUOTED: "文中写有“据{}”"}
_COPIED = {CopyKind.EXACT: "文字相同", CopyKind.HUMAN: "人工认定为转载"}

_Sign = Callable[["_Story", int], Edge | None]


def find_edges(dossier: Dossier) -> tuple[Edge, ...]:
    """One edge an item at most, by the time of the later item; those of items that have left the window come first.

    Of an item that is still here an edge told before to one that has left stays, where nothing stronger is found now.
    """
    told = {edge.item_id: edge for story in dossier.prior for edge in story.spread.edges if edge.of in dossier.retained}
    story = _Story(dossier)
    fresh = {edge.item_id: edge for edge in story.edges()} if len(dossier.every) > 1 or dossier.reprints else {}
    kept = [edge for id_, edge in told.items() if id_ in dossier.retained]
    here = (fresh.get(item.id) or told.get(item.id) for item in dossier.every) if fresh or told else ()
    return (*kept, *(edge for edge in here if edge))


class _Story:
    """A story's items by time, and where each of them may have it from."""

    def __init__(self, dossier: Dossier) -> None:
        self.items = dossier.every
        self.readings = dossier.readings
        self.retained = dossier.retained
        self.reprints: Mapping[str, Reprint] = {reprint.item_id: reprint for reprint in dossier.reprints}
        self.published = Published(dossier.every)

    def edges(self) -> Iterator[Edge]:
        """The strongest edge of each item that has one."""
        for place in range(len(self.items)):
            edge = next((edge for sign in _SIGNS if (edge := sign(self, place))), None)
            if edge:
                yield edge

    def edge(self, place: int, parent: int | None, kind: EdgeKind, why: str) -> Edge | None:
        """The edge to a parent if there is one."""
        if parent is None:
            return None
        return Edge(item_id=self.items[place].id, of=self.items[parent].id, kind=kind, why=why)


def _stated(story: _Story, place: int) -> Edge | None:
    stated = story.items[place].repost_of
    if not stated:
        return None
    parent = story.published.at_address(stated, place)
    return story.edge(place, parent, EdgeKind.REPOST, f"写明转发自 {stated[:_SHOWN]}")


def _named(story: _Story, place: int) -> Edge | None:
    """``//@name:`` in the text, nearest first: whom it reposts, who reposted whom."""
    text = story.items[place].text
    if "//" not in text or "@" not in text:
        return None
    for match in islice(_REPOSTED.finditer(text, 0, _READ), _MOST):
        parent = story.published.by_account(match[1], place)
        if parent is not None:
            return story.edge(place, parent, EdgeKind.REPOST, f"正文写有“//@{match[1]}”")
    return None


def _linked(story: _Story, place: int) -> Edge | None:
    item = story.items[place]
    if "http" not in item.text:
        return None
    for match in islice(_ADDRESS.finditer(item.text, 0, _READ), _MOST):
        parent = story.published.at_address(match[0].rstrip(".,;:!?'()"), place)
        if parent is not None:
            return story.edge(place, parent, EdgeKind.LINK, f"正文有链接 {match[0][:_SHOWN]}")
    return None


def _credited(story: _Story, place: int) -> Edge | None:
    """A credited origin before a quoted source; among a house's items the one that it copies, else the nearest."""
    item = story.items[place]
    reprint = story.reprints.get(item.id)
    for kind, name in _credits(story, item):
        parent = story.published.by_house(name, place, reprint.of if reprint else "")
        if parent is not None:
            return story.edge(place, parent, EdgeKind.CREDIT, _CREDITED[kind].format(name[:_SHOWN]))
    if reprint and reprint.kind is CopyKind.REPRINT:
        return _from_text(story, reprint, EdgeKind.CREDIT, f"写明来源，文字相似 {reprint.similarity:.0%}")
    return None


def _credits(story: _Story, item: Item) -> list[tuple[CreditKind, str]]:
    reading = story.readings.get(item.id)
    found = [(credit.kind, credit.name) for credit in reading.credits if credit.kind in _CREDITED] if reading else []
    found.sort(key=lambda credit: credit[0] is CreditKind.QUOTED)
    return [(CreditKind.ORIGIN, item.credited), *found] if item.credited else found


def _copied(story: _Story, place: int) -> Edge | None:
    reprint = story.reprints.get(story.items[place].id)
    if reprint is None:
        return None
    if reprint.kind is CopyKind.EXCERPT:
        why = f"较短的一篇有 {reprint.similarity:.0%} 见于另一篇"
        return _from_text(story, reprint, EdgeKind.EXCERPT, why)
    why = _COPIED.get(reprint.kind, f"文字相似 {reprint.similarity:.0%}")
    return _from_text(story, reprint, EdgeKind.COPY, why)


def _from_text(story: _Story, reprint: Reprint, kind: EdgeKind, why: str) -> Edge | None:
    """The edge to the item that was copied, which may have left the window."""
    is_earlier = story.published.is_earlier(reprint.of, reprint.item_id) or reprint.of in story.retained
    return Edge(item_id=reprint.item_id, of=reprint.of, kind=kind, why=why) if is_earlier else None


_SIGNS: tuple[_Sign, ...] = (_stated, _named, _linked, _credited, _copied)
