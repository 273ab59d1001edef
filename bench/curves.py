"""Curves of real stories: the hours (since 1970) at which each got its distinct items, by set."""

import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta, timezone
from gzip import open as open_packed
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).parents[1]))

from analyze.clusters.cluster import cluster
from caifeng.models import Channel, Desk, Engagement, Item

SHARED = Path(os.environ.get("CAIFENG_SHARED", Path(__file__).parents[2] / "shared")) / "data"
CHINA = timezone(timedelta(hours=8))
_DESK = Desk(name="测量", zone=ZoneInfo("Asia/Shanghai"))
_BLOCK = 14 * 24  # hours of board titles that are clustered at once


def curves() -> dict[str, list[list[float]]]:
    """Ascending hours of every story, by set; titles of boards and news are clustered first, reposts are cascades."""
    news = [row for row in _rows("streams/stream_rss_news_cn") if row["date"] >= "2026-01-20"]
    return {
        "event_og2021": _events(),
        "hot_weibo_hourly": [story for block in _board_blocks() for story in _clustered(block)],
        "propagation_ced": [_cascade(row["nodes"]) for row in _rows("propagation/propagation_ced")],
        "stream_rss_news_cn": _clustered(news),
    }


def board_hours() -> dict[str, list[datetime]]:
    """When each title of hot_weibo_hourly was first seen, by category, and every snapshot under the name ""."""
    seen: set[str] = set()
    found: dict[str, list[datetime]] = defaultdict(list)
    for snapshot in _rows("hotlists/hot_weibo_hourly"):
        at = datetime.fromisoformat(snapshot["snapshot"])
        found[""].append(at)
        for _, title, category, *_ in snapshot["items"]:
            if title not in seen:
                seen.add(title)
                found[category or "无"].append(at)
    return dict(found)


def _events() -> list[list[float]]:
    found: dict[str, list[float]] = defaultdict(list)
    for row in _rows("events/event_og2021"):
        found[row["event_id"]].append(_hour(row["date"]))
    return [sorted(hours) for hours in found.values()]


def _cascade(nodes: Iterable[tuple[str, str, str, str, str]]) -> list[float]:
    return sorted(_hour(at) for _, _, at, *_ in nodes if at.startswith("20"))  # a few lack the year


def _board_blocks() -> list[list[dict[str, Any]]]:
    first: dict[str, str] = {}
    for snapshot in _rows("hotlists/hot_weibo_hourly"):
        for entry in snapshot["items"]:
            first.setdefault(entry[1], snapshot["snapshot"])
    blocks: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for title, at in first.items():
        blocks[int(_hour(at) // _BLOCK)].append({"title": title, "text": "", "date": at, "source": "board"})
    return [blocks[number] for number in sorted(blocks)]


def _clustered(rows: Iterable[Mapping[str, Any]]) -> list[list[float]]:
    items = sorted((_item(row, f"i-{n:06d}") for n, row in enumerate(rows)), key=lambda i: (i.published_at, i.id))
    found = cluster(tuple(items), {}, _DESK)
    return [sorted(item.published_at.timestamp() / 3600 for item in one.items) for one in found]


def _item(row: Mapping[str, Any], id_: str) -> Item:
    at = datetime.fromtimestamp(_hour(row["date"]) * 3600, CHINA)
    return Item(
        id=id_, revision=1, content_hash="", source=str(row["source"]), channel=Channel.NEWS, tier=3, region="",
        is_official=False, url="", title=row.get("title") or "", text=row["text"] or "", author="", credited="",
        published_at=at, is_time_estimated=False, seen_at=at, engagement=Engagement(),
    )  # fmt: skip


def _hour(written: str) -> float:
    at = datetime.fromisoformat(written)
    return (at if at.tzinfo else at.replace(tzinfo=CHINA)).timestamp() / 3600


def _rows(folder: str) -> list[dict[str, Any]]:
    with open_packed(SHARED / folder / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
