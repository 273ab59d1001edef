"""How long the lake keeps what was collected: first the texts go, later all that says what an item was.

What stays for good: id, content hash, source, channel, tier, both times and counts of every item, so that published
editions still verify as far as that goes; the editions themselves, with their excerpts; and items taken down, whole,
without which nobody could tell what else must not be shown.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pyarrow as pa

from caifeng.lake import Lake
from caifeng.models.desk import Retention

TEXT = ("text",)
SAID = (*TEXT, "title", "url", "author", "credited", "repost_of")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """What pruning one day of sight takes away."""

    day: date  # UTC
    items: int  # rows that lose something
    columns: tuple[str, ...]  # what they lose
    bytes: int  # of the files as they were


def prune(lake: Lake, rules: Retention, now: datetime, run: str) -> tuple[Pruned, ...]:
    """Drop what is older than the rules allow at ``now`` (aware), in one step, and say what.

    The new files count all at once; the old ones are removed when the lake is held next. Hold the lake.
    """
    draft = lake.draft(run)
    done = []
    for one, rows in _days(lake, rules, now):
        draft.pruned(one.day, rows)
        done.append(one)
    if done:
        draft.commit()
    return tuple(done)


def plan(lake: Lake, rules: Retention, now: datetime) -> tuple[Pruned, ...]:
    """What ``prune`` would do, oldest day first; nothing is changed."""
    return tuple(one for one, _ in _days(lake, rules, now))


def _days(lake: Lake, rules: Retention, now: datetime) -> Iterator[tuple[Pruned, pa.Table]]:
    today, spared = now.astimezone(UTC).date(), lake.withdrawn().by_item.keys()
    for day in lake.item_days():
        age = (today - day).days
        columns = SAID if age > rules.items_days else TEXT if age > rules.text_days else ()
        if not columns:
            return  # the days that follow are younger
        rows, size = lake.items_on(day)
        bare, changed = _without(rows, columns, spared)
        if changed:
            yield Pruned(day=day, items=changed, columns=columns, bytes=size), bare


def _without(rows: pa.Table, columns: tuple[str, ...], spared: Collection[str]) -> tuple[pa.Table, int]:
    """The rows with these columns empty, and how many of them lost something."""
    kept, changed = rows.to_pylist(), 0
    for row in kept:
        said = [name for name in columns if row[name] and row["id"] not in spared]
        row.update(dict.fromkeys(said, ""))
        changed += bool(said)
    return pa.Table.from_pylist(kept, schema=rows.schema), changed
