"""Nouns ↔ Parquet: flat columns where DuckDB is to ask questions, JSON where a noun is nested."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pydantic import TypeAdapter

from caifeng.models import Channel, Engagement, Item, Reading, Sighting, Story

_TIME = pa.timestamp("us", tz="UTC")
ITEMS = pa.schema(
    [
        ("id", pa.string()), ("revision", pa.int32()), ("content_hash", pa.string()), ("source", pa.string()),
        ("channel", pa.string()), ("tier", pa.int8()), ("region", pa.string()), ("is_official", pa.bool_()),
        ("url", pa.string()), ("title", pa.string()), ("text", pa.string()), ("author", pa.string()),
        ("credited", pa.string()), ("published_at", _TIME), ("is_time_estimated", pa.bool_()), ("seen_at", _TIME),
        ("reads", pa.int64()), ("comments", pa.int64()), ("reposts", pa.int64()), ("likes", pa.int64()),
        ("repost_of", pa.string()),  # rows of older files lack it
    ]
)  # fmt: skip
SIGHTINGS = pa.schema(
    [
        ("item_id", pa.string()), ("source", pa.string()), ("seen_at", _TIME),
        ("rank", pa.int32()), ("board_heat", pa.float64()),
    ]
)  # fmt: skip
READINGS = pa.schema(
    [
        ("item_id", pa.string()), ("revision", pa.int32()), ("topics", pa.list_(pa.string())),
        ("tone", pa.string()), ("maker", pa.string()), ("json", pa.string()),
    ]
)  # fmt: skip
STORIES = pa.schema(
    [("id", pa.string()), ("title", pa.string()), ("level", pa.string()), ("heat", pa.float64()), ("json", pa.string())]
)
_ISSUED, _UPON, _GONE, _GROUND = b"issued", b"upon", b"gone", b"ground"
_STORY_ID = re.compile(r"S-\d{8}-\d+")
_DAYS_KEPT = 60  # longer than any story lives, or any day is made up
_COUNTS = ("reads", "comments", "reposts", "likes")
_READING, _STORY = TypeAdapter(Reading), TypeAdapter(Story)


def parquet(table: pa.Table) -> bytes:
    """Parquet bytes, zstd, with page checksums."""
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd", write_page_checksum=True)
    return buffer.getvalue()


def table(data: bytes) -> pa.Table:
    """Parquet bytes → Arrow table; page checksums are verified."""
    # Not read_table, which asks of each small file what a folder of large ones would need: three times as long.
    return pq.ParquetFile(io.BytesIO(data), page_checksum_verification=True).read(use_threads=False)


def item_table(items: Sequence[Item]) -> pa.Table:
    """Items as rows."""
    flat = [name for name in ITEMS.names if name not in _COUNTS]
    rows = [
        {name: getattr(item, name) for name in flat} | {name: getattr(item.engagement, name) for name in _COUNTS}
        for item in items
    ]
    return pa.Table.from_pylist(rows, schema=ITEMS)


def items_from(found: pa.Table) -> tuple[Item, ...]:
    """Rows as Items, times in UTC (DuckDB gives the zone of the machine)."""
    return tuple(_item(row) for row in found.select(ITEMS.names).cast(ITEMS).to_pylist())


def _item(row: dict[str, Any]) -> Item:
    engagement = Engagement(**{name: row.pop(name) for name in _COUNTS})
    repost_of = row["repost_of"] or ""  # null in rows of files written before there was such a column
    return Item(**{**row, "channel": Channel(row["channel"]), "repost_of": repost_of}, engagement=engagement)


def sighting_table(sightings: Sequence[Sighting]) -> pa.Table:
    """Sightings as rows."""
    rows = [{name: getattr(sighting, name) for name in SIGHTINGS.names} for sighting in sightings]
    return pa.Table.from_pylist(rows, schema=SIGHTINGS)


def sightings_from(found: pa.Table) -> tuple[Sighting, ...]:
    """Rows as Sightings, times in UTC."""
    return tuple(Sighting(**row) for row in found.select(SIGHTINGS.names).cast(SIGHTINGS).to_pylist())


def reading_table(readings: Sequence[Reading], maker: str) -> pa.Table:
    """Readings as rows: topics and tone for questions, the whole as JSON."""
    rows = [
        {
            "item_id": reading.item_id,
            "revision": reading.revision,
            "topics": list(reading.topic_names()),
            "tone": reading.tone.label,
            "maker": maker,
            "json": _READING.dump_json(reading).decode(),
        }
        for reading in readings
    ]
    return pa.Table.from_pylist(rows, schema=READINGS)


def reading_from(json: str) -> Reading:
    """JSON → Reading."""
    return _READING.validate_json(json)


@dataclass(frozen=True, slots=True)
class Step:
    """That rows hold only what changed since another run, and which stories of it are told no more."""

    upon: str
    gone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stated:
    """What a file of stories says of itself."""

    step: Step | None = None  # None: it is whole
    ground: str = ""  # a digest of what people had written that it was told by


def story_table(stories: Sequence[Story], issued: Sequence[str] = (), stated: Stated | None = None) -> pa.Table:
    """Stories as rows; beside them, in the file's metadata, the last id issued on each of the last days."""
    rows = [
        {
            "id": story.id,
            "title": story.title,
            "level": story.grade.level,
            "heat": story.heat.value,
            "json": _STORY.dump_json(story).decode(),
        }
        for story in stories
    ]
    given = _last_issued((*issued, *(id_ for story in stories for id_ in story.known_as)))
    said = {_ISSUED: " ".join(given).encode()}
    if stated is not None:
        said[_GROUND] = stated.ground.encode()
    if stated is not None and stated.step is not None:
        said |= {_UPON: stated.step.upon.encode(), _GONE: " ".join(stated.step.gone).encode()}
    return pa.Table.from_pylist(rows, schema=STORIES.with_metadata(said))


def step_of(rows: pa.Table) -> Step | None:
    """What the rows are a step upon; None where they are all that was told."""
    said = rows.schema.metadata or {}
    return Step(said[_UPON].decode(), tuple(said[_GONE].decode().split())) if _UPON in said else None


def ground_of(rows: pa.Table) -> str:
    """A digest of what people had written that the stories were told by; "" where it was not kept."""
    said: dict[bytes, bytes] = rows.schema.metadata or {}
    return said.get(_GROUND, b"").decode()


def stories_upon(steps: Sequence[pa.Table]) -> tuple[Story, ...]:
    """What the last of these told, each but the first a step upon the one before it; hottest first."""
    if len(steps) < 2:
        return tuple(story_from(row["json"]) for rows in steps for row in rows.to_pylist())
    found: dict[str, str] = {}
    for rows in steps:
        step = step_of(rows)
        gone = set(step.gone) if step else set()
        found = {id_: json for id_, json in found.items() if id_ not in gone}
        found |= {row["id"]: row["json"] for row in rows.to_pylist()}
    return tuple(sorted(map(story_from, found.values()), key=lambda story: (-story.heat.value, story.id)))


def issued_in(rows: pa.Table) -> tuple[str, ...]:
    """The last id issued on each of the last days, oldest first; none of a file written before they were kept."""
    return tuple((rows.schema.metadata or {}).get(_ISSUED, b"").decode().split())


def _last_issued(ids: Sequence[str]) -> list[str]:
    """Of ids such as S-20261119-04 the last of each day, of the newest days."""
    last: dict[str, str] = {}
    for id_ in ids:
        if _STORY_ID.fullmatch(id_):
            last[id_[:10]] = max(last.get(id_[:10], ""), id_, key=lambda one: (len(one), one))
    return [last[day] for day in sorted(last)[-_DAYS_KEPT:]]


def story_from(json: str) -> Story:
    """JSON → Story."""
    return _STORY.validate_json(json)


def story_in(rows: pa.Table, id_: str) -> Story | None:
    """The story of that id, or the one it became part of; only rows that name the id are parsed."""
    named = rows.filter(pc.match_substring(rows["json"], f'"{id_}"'))
    stories = (story_from(row["json"]) for row in named.to_pylist())
    return next((story for story in stories if id_ in story.known_as), None)
