"""Find an item of a story by what another one calls it: its address, its account, the house that published it.

Each index is made when first asked for: most stories credit, link and repost nothing. Places are those in the story's
items by (published_at, id).
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from analyze.spread.houses import house_of
from caifeng.models import Item

_SCHEME = re.compile(r"^https?://(?:www\.|m\.)?", re.IGNORECASE)
_NUMBER = re.compile(r"[A-Za-z0-9_-]{6,40}")  # what a platform may call a piece, at the end of its address

_Index = Mapping[str, Sequence[int]]


class Published:
    """The items of one story, earliest first, to be asked which earlier one another one means."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._items = items

    def at_address(self, address: str, place: int) -> int | None:
        """The earlier item at this address, or whose id or number at the address's end this is."""
        key = _key(address)
        bare = key.partition("?")[0]
        for index, name in ((self._by_address, key), (self._by_address, bare), (self._by_number, address)):
            if name in index:
                return self._before(index[name], place)
        return None

    def by_account(self, name: str, place: int) -> int | None:
        """The nearest earlier item of the account."""
        found = self._by_account.get(name.strip().casefold())
        return self._before(found, place, lambda other: other.author != self._items[place].author) if found else None

    def by_house(self, name: str, place: int, copied: str) -> int | None:
        """The earlier item of that publisher with the id ``copied`` if there is one, else its nearest earlier one.

        What the publisher itself brought, under the same source and account, is not meant.
        """
        found = self._by_house.get(house_of(name))
        if not found:
            return None
        item = self._items[place]
        at = self._place.get(copied)
        if at is not None and at < place and _holds(found, at) and not _is_same(self._items[at], item):
            return at
        return self._before(found, place, lambda other: not _is_same(other, item))

    def is_earlier(self, one: str, other: str) -> bool:
        """Whether both are items of the story, and the first of them the earlier one."""
        places = self._place
        return one in places and other in places and places[one] < places[other]

    def _before(
        self, places: Sequence[int], place: int, is_meant: Callable[[Item], bool] = lambda _: True
    ) -> int | None:
        """The nearest of the places before ``place`` that is meant; only a few are tried."""
        end = bisect_left(places, place)
        return next((at for at in reversed(places[max(0, end - 8) : end]) if is_meant(self._items[at])), None)

    @cached_property
    def _place(self) -> Mapping[str, int]:
        return {item.id: place for place, item in enumerate(self._items)}

    @cached_property
    def _by_address(self) -> _Index:
        return self._index(lambda item: (_key(item.url),))

    @cached_property
    def _by_number(self) -> _Index:
        """By our own id, and by the last part of the address where it looks like a number."""
        return self._index(lambda item: (item.id, _number(item.url)))

    @cached_property
    def _by_account(self) -> _Index:
        return self._index(lambda item: (item.author.strip().casefold(), item.source.strip().casefold()))

    @cached_property
    def _by_house(self) -> _Index:
        return self._index(lambda item: (house_of(item.source), house_of(item.author)))

    def _index(self, names: Callable[[Item], tuple[str, ...]]) -> _Index:
        found: dict[str, list[int]] = defaultdict(list)
        for place, item in enumerate(self._items):
            for name in dict.fromkeys(names(item)):
                if name:
                    found[name].append(place)
        return found


def _is_same(one: Item, other: Item) -> bool:
    """Whether one account of one source brought both."""
    return (one.source, one.author) == (other.source, other.author)


def _holds(places: Sequence[int], place: int) -> bool:
    at = bisect_left(places, place)
    return at < len(places) and places[at] == place


def _key(address: str) -> str:
    """An address without scheme, ``www.``, fragment and last slash; "" where it is none."""
    if not address.startswith(("http://", "https://", "HTTP")):
        return ""
    return _SCHEME.sub("", address, count=1).partition("#")[0].rstrip("/")


def _number(address: str) -> str:
    last = _key(address).partition("?")[0].rpartition("/")[2]
    return last if _NUMBER.fullmatch(last) else ""
