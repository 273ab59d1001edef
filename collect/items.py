"""Entries → Items: identity, revision, time. Only what is new or changed becomes an Item."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from caifeng.models import Item, Sighting, Source, SourceKind
from collect.clean import opening
from collect.dates import publication_time
from collect.entry import Entry
from collect.identity import content_hash, item_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """What one source's entries amount to."""

    items: tuple[Item, ...]  # new ones and new revisions
    sightings: tuple[Sighting, ...]
    found: int  # distinct pieces, known ones among them
    left_out: int  # beyond the source's limit


def take_stock(
    source: Source, entries: Iterable[Entry], known: Mapping[str, tuple[int, str]], now: datetime, zone: ZoneInfo
) -> Stock:
    """Items and sightings of one source; beyond ``source.limit`` the newest are kept.

    Known and unchanged pieces take no place of the limit, so what was left out is made up next time.
    """
    pieces = {item.id: (item, entry) for item, entry in _distinct(source, entries, now, zone)}
    is_board = source.kind is SourceKind.BOARD
    changed = [_numbered(item, known) for item, _ in pieces.values() if _is_news(item, known, is_board=is_board)]
    if not is_board:
        changed.sort(key=lambda item: item.published_at, reverse=True)
    kept = tuple(changed[: source.limit])
    seen = list(pieces.values())[: source.limit] if is_board else []
    return Stock(
        items=kept,
        sightings=tuple(_sighting(item, entry) for item, entry in seen),
        found=len(pieces),
        left_out=len(changed) - len(kept),
    )


def _distinct(source: Source, entries: Iterable[Entry], now: datetime, zone: ZoneInfo) -> list[tuple[Item, Entry]]:
    """The first entry of each identity."""
    found: dict[str, tuple[Item, Entry]] = {}
    for entry in entries:
        item = _item(source, entry, now, zone)
        found.setdefault(item.id, (item, entry))
    return list(found.values())


def _item(source: Source, entry: Entry, now: datetime, zone: ZoneInfo) -> Item:
    stamp = publication_time(entry.published, now, zone)
    title = entry.title or opening(entry.text)
    return Item(
        id=item_id(entry.url, source.name, entry.title, entry.text),
        revision=1,
        content_hash=content_hash(title, entry.text),
        source=source.name,
        channel=source.channel,
        tier=source.tier,
        region=source.region,
        is_official=source.is_official,
        url=entry.url,
        title=title,
        text=entry.text,
        author=entry.author,
        credited=entry.credited,
        published_at=stamp.at,
        is_time_estimated=stamp.is_estimated,
        seen_at=now,
        engagement=entry.engagement,
        repost_of=entry.repost_of,
    )


def _is_news(item: Item, known: Mapping[str, tuple[int, str]], *, is_board: bool) -> bool:
    """A board's line is told once; every later look at it is a sighting only."""
    before = known.get(item.id)
    return before is None or (before[1] != item.content_hash and not is_board)


def _numbered(item: Item, known: Mapping[str, tuple[int, str]]) -> Item:
    before = known.get(item.id)
    return replace(item, revision=before[0] + 1) if before else item


def _sighting(item: Item, entry: Entry) -> Sighting:
    return Sighting(
        item_id=item.id, source=item.source, seen_at=item.seen_at, rank=entry.rank, board_heat=entry.board_heat
    )
