"""Speed of the reading of single items: one core, real news cut at 650 characters (python bench/read.py)."""

import gzip
import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).parents[1]))

from analyze.read import Reader
from bench.tone_sets import SHARED
from caifeng.models import Channel, Desk, Engagement, Item, Topic

_LENGTH = 650
_SEEN = datetime(2026, 1, 30, tzinfo=UTC)


def desk() -> Desk:
    """Ten topics in the manner of a company's desk."""
    terms = ("漏水", "召回", "起火", "投诉", "维权", "裁员", "处罚", "造假", "致癌", "价格")
    topics = tuple(
        Topic(
            name=term,
            watch=f"(电器 OR 家电 OR 汽车 OR 手机 OR 企业) AND ({term} NEAR/60 (公司 OR 客服 OR 监管)) NOT 招聘",
        )
        for term in terms
    )
    names = (("比亚迪", ("BYD", "比亞迪")), ("华为", ("Huawei", "華為")), ("小米", ("Xiaomi",)))
    return Desk(
        name="测量", zone=ZoneInfo("Asia/Shanghai"), names=names, topics=topics, gate_words=("死亡", "受伤", "儿童")
    )


def items() -> list[Item]:
    """The stream's items with a text, cut at 650 characters."""
    path = SHARED / "data" / "streams" / "stream_rss_news_cn" / "dev.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        Item(
            id=row["id"], revision=1, content_hash="", source=row["source"], channel=Channel.NEWS, tier=2, region="",
            is_official=False, url="", title=row["title"], text=row["text"][:_LENGTH], author="", credited="",
            published_at=_SEEN, is_time_estimated=False, seen_at=_SEEN, engagement=Engagement(),
        )
        for row in rows if len(row["text"]) >= _LENGTH
    ]  # fmt: skip


def main() -> None:
    start = time.perf_counter()
    reader = Reader(desk())
    pieces = items()
    reader.read(pieces[0])
    ready = time.perf_counter() - start
    best = min(_seconds(reader, pieces) for _ in range(3))
    count = len(pieces)
    sys.stdout.write(
        f"{count} items, {count / best:.0f} items/s ({best / count * 1e6:.0f} µs each), ready in {ready:.2f} s\n"
    )


def _seconds(reader: Reader, pieces: list[Item]) -> float:
    start = time.process_time()
    reader.read_all(pieces)
    return time.process_time() - start


if __name__ == "__main__":
    main()
