"""What a source states that a piece reposts comes through reading and state."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from caifeng.lake import Lake, tables
from caifeng.models import Harvest, Item
from collect.board import parse_board
from collect.entry import Job, Task
from collect.rows import parse_rows
from tests.analyze_stories import NOW, item

COLUMNS = (("title", "标题"), ("repost_of", "转发自"))


def test_a_file_states_a_repost_by_address_or_number_and_nothing_else_is_guessed() -> None:
    lines = [
        {"标题": "漏水", "转发自": stated} for stated in ("HTTPS://V.example/1?utm_source=a#x", "A1Yqf_9", "", None)
    ]
    body = "\n".join(json.dumps(line) for line in lines).encode()
    job = Job(task=Task.ROWS, address="a.jsonl", columns=COLUMNS)
    assert [e.repost_of for e in parse_rows(job, body).entries] == ["https://v.example/1", "A1Yqf_9", "", ""]


def test_a_board_states_a_repost_by_address() -> None:
    job = Job(task=Task.BOARD, address="https://b.example/api", columns=(("repost_of", "from.url"),))
    body = json.dumps([{"title": "漏水", "from": {"url": "/1"}}, {"title": "起火"}]).encode()
    assert [entry.repost_of for entry in parse_board(job, body).entries] == ["https://b.example/1", ""]


def _commit(lake: Lake, run: str, *items: Item) -> None:
    draft = lake.draft(run)
    draft.harvest(_harvest(run, items))
    draft.commit()


def _harvest(run: str, items: tuple[Item, ...]) -> Harvest:
    return Harvest(
        run=run, started_at=NOW, finished_at=NOW, items=items, sightings=(), failures=(), reports=(), validators=()
    )


def test_a_repost_is_kept_and_files_written_before_there_was_such_a_column_are_still_read(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    _commit(lake, "20261117T000000Z-a", item("a", "漏水", repost_of="https://v.example/1"))
    old = tables.item_table((item("b", "起火"),)).drop_columns(["repost_of"])
    assert (
        tables.items_from(pa.concat_tables([tables.ITEMS.empty_table(), old], promote_options="default"))[0].id == "b"
    )
    (kept,) = lake.items(datetime(2026, 1, 1, tzinfo=UTC))
    assert kept.repost_of == "https://v.example/1"
