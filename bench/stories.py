"""How well and how fast stories are told: B-cubed F1 on named event sets, copies on real news, seconds per telling.

    python bench/stories.py [--json]

Reads CAIFENG_SHARED (../shared by default). Event sets carry no readings, so only the words are measured there.
"""

import argparse
import gzip
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).parents[1]))

from analyze.clusters.cluster import cluster
from analyze.copies.find import find_copies
from analyze.copies.wording import word_items
from analyze.stories.identity import member_ids
from analyze.stories.tell import Evidence, tell
from caifeng.models import Channel, Desk, Engagement, Item, Reading, Tone, ToneLabel

SHARED = Path(os.environ.get("CAIFENG_SHARED", Path(__file__).parents[2] / "shared")) / "data"
DESK = Desk(name="测量", zone=ZoneInfo("Asia/Shanghai"))
SETS = ("event_finance_silver", "finance_masked", "event_og2021", "event_covid_hashtag_silver")  # as in _event_rows
NOW = datetime(2026, 11, 20, tzinfo=UTC)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    figures = [*(_events(name) for name in SETS), _copies(), *(_speed(count) for count in (3_000, 10_000))]
    lines = [json.dumps(figures, ensure_ascii=False)] if parser.parse_args().json else map(str, figures)
    sys.stdout.write("\n".join(lines) + "\n")


def b_cubed(found: Sequence[str], true: Sequence[str]) -> tuple[float, float, float]:
    """Precision, recall and F1, each 0–1 (Bagga and Baldwin 1998)."""
    both, groups, events = Counter(zip(found, true, strict=True)), Counter(found), Counter(true)
    precision = sum(n * n / groups[group] for (group, _), n in both.items()) / len(found)
    recall = sum(n * n / events[event] for (_, event), n in both.items()) / len(found)
    return precision, recall, 2 * precision * recall / (precision + recall)


def pairwise_f1(found: Sequence[str], true: Sequence[str]) -> float:
    """F1 (0–1) over all pairs of items that lie together."""
    right, joined, meant = (
        sum(n * (n - 1) // 2 for n in Counter(groups).values())
        for groups in (zip(found, true, strict=True), found, true)
    )
    return 2 * right / max(joined + meant, 1)


def event_scores(name: str) -> tuple[int, float, float, float, float]:
    """Rows; B-cubed precision, recall, F1 and pairwise F1 of the whole grouping (copies and clusters) on one set."""
    rows = list(_event_rows(name))
    items = [_item(row, f"i-{place:06d}") for place, row in enumerate(rows)]
    label = {id_: found.items[0].id for found in cluster(items, {}, DESK) for id_ in member_ids(found)}
    found, true = [label[item.id] for item in items], [row["event_id"] for row in rows]
    return len(rows), *b_cubed(found, true), pairwise_f1(found, true)


def _events(name: str) -> dict[str, Any]:
    count, *shares = event_scores(name)
    return {"set": name, "n": count} | dict(zip(("p", "r", "b3", "pairs"), (round(s, 3) for s in shares), strict=True))


def _event_rows(name: str) -> Iterator[dict[str, Any]]:
    folder = "event_finance_silver" if name == "finance_masked" else name
    rows = list(_rows(SHARED / "events" / folder / "dev.jsonl.gz"))
    if name == "event_og2021":
        rows = [row | {"text": ""} for row in rows if row["lang"] == "eng"]
    elif name == "event_finance_silver":
        rows = [row | {"text": ""} for row in rows]
    elif name == "finance_masked":
        rows = [row | {"text": "", "title": row["title"].replace(row["company"], "").lstrip(" :：,，")} for row in rows]
    else:
        rows = [row for row in rows if row.get("news_like")]
        sizes = Counter(row["event_id"] for row in rows)
        rows = [row for row in rows if sizes[row["event_id"]] >= 4]
    yield from rows


def _copies() -> dict[str, Any]:
    folder = SHARED / "streams" / "stream_rss_news_cn"
    items = {row["id"]: _item(row, row["id"]) for row in _rows(folder / "dev.jsonl.gz")}
    lead = {
        reprint.item_id: reprint.of for reprint in find_copies(tuple(items.values()), word_items(tuple(items.values())))
    }
    pairs = [row for row in _rows(folder / "body_overlap_candidates.jsonl.gz") if {row["a"], row["b"]} <= items.keys()]
    across = [row for row in pairs if row["source_a"] != row["source_b"] and row["jaccard"] >= 0.6]
    pages = [row for row in pairs if row["source_a"] == row["source_b"] == "人民日报"]
    joined = {(row["a"], row["b"]) for row in pairs if lead.get(row["a"], row["a"]) == lead.get(row["b"], row["b"])}
    return {
        "set": "stream_rss_news_cn",
        "n": len(items),
        "reprints": len(lead),
        "across sources, J ≥ 0.6: joined": f"{sum((row['a'], row['b']) in joined for row in across)}/{len(across)}",
        "pages sharing a footer: joined": f"{sum((row['a'], row['b']) in joined for row in pages)}/{len(pages)}",
    }


def _speed(count: int) -> dict[str, Any]:
    news = list(_rows(SHARED / "streams" / "stream_rss_news_cn" / "dev.jsonl.gz"))
    posts = list(_rows(SHARED / "events" / "event_covid_hashtag_silver" / "dev.jsonl.gz"))
    rows = [*news[: count // 2], *posts][:count]
    items = tuple(_spread_out(_item(row, f"i-{place:06d}"), place) for place, row in enumerate(rows))
    evidence = Evidence(items=items, readings={item.id: _reading(item.id, place) for place, item in enumerate(items)})
    tell(Evidence(items=items[:20], readings=evidence.readings), DESK, NOW)  # loads the dictionaries
    start, cpu = time.perf_counter(), time.process_time()
    stories = tell(evidence, DESK, NOW)
    wall, spent = time.perf_counter() - start, time.process_time() - cpu
    letters = sum(len(item.text) for item in items) // count
    return {
        "told": count,
        "characters": letters,
        "stories": len(stories),
        "wall": round(wall, 2),
        "cpu": round(spent, 2),
    }


def _spread_out(item: Item, place: int) -> Item:
    at = NOW - timedelta(minutes=(place * 7919) % (7 * 1440))
    return Item(**{name: getattr(item, name) for name in Item.__slots__} | {"published_at": at, "seen_at": at})


def _reading(id_: str, place: int) -> Reading:
    tone = Tone(label=list(ToneLabel)[place % 4], probability=0.8, words=())
    return Reading(item_id=id_, revision=1, topics=(), tone=tone, keywords=("甲", "乙"), names=(), gates=())


def _item(row: dict[str, Any], id_: str) -> Item:
    at = datetime.fromisoformat(row["date"])
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return Item(
        id=id_, revision=1, content_hash="", source=str(row["source"]), channel=Channel.NEWS, tier=3, region="",
        is_official=False, url="", title=row.get("title") or "", text=row["text"] or "", author="", credited="",
        published_at=at, is_time_estimated=False, seen_at=at, engagement=Engagement(),
    )  # fmt: skip


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


if __name__ == "__main__":
    main()
