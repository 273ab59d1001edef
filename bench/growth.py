"""How telling grows with the number of items: 1,000 to 200,000 real texts over 28 days, then 500 more.

    python bench/growth.py [--json] [--most 200000]

The texts are posts, headlines, reviews and news from ../shared/data, scattered evenly over the days; a
fifth of the readings are negative. CPU seconds and the process's peak memory.
"""

import argparse
import gzip
import itertools
import json
import os
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from analyze.stories.tell import Evidence, Telling, retell
from caifeng.models import Channel, Desk, Engagement, Item, Reading, Tone, ToneLabel

SHARED = Path(os.environ.get("CAIFENG_SHARED", Path(__file__).parents[2] / "shared")) / "data"
SOURCES = ("streams/stream_rss_news_cn", "streams/stream_covid_weibo", "events/event_finance_silver",
           "events/event_covid_hashtag_silver", "hotlists/hot_weibo_daily", "rumors/rumor_weibo21",
           "sentiment/senti_shopping_10cats", "sentiment/senti_ptt_trad", "sentiment/senti_waimai_10k",
           "sentiment/emotion_covid_weibo7", "sentiment/emotion_smp2020_virus",
           "sentiment/senti_weibo2018")  # fmt: skip
DESK = Desk(name="测量", zone=ZoneInfo("Asia/Shanghai"))
NOW = datetime(2026, 11, 20, tzinfo=UTC)
DAYS = 28
COUNTS = (1_000, 10_000, 50_000, 200_000)
ADDED = 500


@dataclass(frozen=True, slots=True)
class Growth:
    """One size: how long all of it took from nothing, and 500 more items after that; seconds and megabytes."""

    items: int
    stories: int
    whole: float
    again: float  # with 500 newer items
    peak_mb: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--most", type=int, default=COUNTS[-1], help="largest number of items")
    given = parser.parse_args()
    texts = list(itertools.islice(_texts(), given.most + ADDED))
    found = [grow(texts, count) for count in COUNTS if count <= min(given.most, len(texts) - ADDED)]
    lines = [json.dumps([asdict(one) for one in found])] if given.json else map(str, found)
    sys.stdout.write("\n".join(lines) + "\n")


def grow(texts: list[tuple[str, str]], count: int) -> Growth:
    """Tell ``count`` of the texts, then 500 more that lie in the newest hour."""
    step = timedelta(days=DAYS) / count
    begin = NOW - timedelta(hours=1)
    # A prime keeps neighbours of one source apart.
    items = tuple(_item(place, *texts[place], begin - step * (place * 7919 % count)) for place in range(count))
    newest = (_item(count + k, *texts[count + k], NOW - timedelta(seconds=7 * k)) for k in range(ADDED))
    first, whole = _timed(items, None)
    second, again = _timed((*items, *newest), first)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Growth(count, len(second.stories), round(whole, 2), round(again, 2), round(peak))


def _timed(items: tuple[Item, ...], before: Telling | None) -> tuple[Telling, float]:
    readings = {item.id: _reading(item.id, place) for place, item in enumerate(items)}
    evidence = Evidence(items=items, readings=readings, prior=before.stories if before else ())
    start = time.process_time()
    told = retell(evidence, DESK, NOW, before.grouping if before else None)
    return told, time.process_time() - start


def _texts() -> Iterator[tuple[str, str]]:
    for name in SOURCES:
        with gzip.open(SHARED / name / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                yield from [(title, "") for title in row["titles"]] if "titles" in row else [_text(row)]


def _text(row: dict[str, str]) -> tuple[str, str]:
    return row.get("title") or "", row.get("text") or ""


def _item(place: int, title: str, text: str, at: datetime) -> Item:
    return Item(
        id=f"i-{place:012x}", revision=1, content_hash="", source=f"源{place % 97}", channel=Channel.NEWS, tier=3,
        region="", is_official=False, url="", title=title, text=text, author="", credited="", published_at=at,
        is_time_estimated=False, seen_at=at, engagement=Engagement(),
    )  # fmt: skip


def _reading(id_: str, place: int) -> Reading:
    label = ToneLabel.NEGATIVE if place % 5 == 0 else ToneLabel.NEUTRAL
    tone = Tone(label=label, probability=0.8, words=())
    return Reading(item_id=id_, revision=1, topics=(), tone=tone, keywords=(), names=(), gates=())


if __name__ == "__main__":
    main()
