"""What the tests of analyze share: an item and a desk in few words, and the real data."""

import os
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from analyze.read import Reader
from caifeng.models import Channel, Desk, Engagement, Item, Reading, Source, SourceKind, Topic

SHARED = Path(os.environ.get("CAIFENG_SHARED", Path(__file__).parents[2] / "shared")) / "data"
SEEN_AT = datetime(2026, 11, 17, 2, 0, tzinfo=UTC)
NAMES = (("澜川电器", ("瀾川電器", "Lanchuan")), ("净水机", ("滤水机", "净饮机", "濾水機")))


def shared(*parts: str) -> Path:
    """A file of the shared data; skips the test where it is absent."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"shared data is absent: {path}")
    return path


def item(
    text: str = "", title: str = "", channel: Channel = Channel.NEWS, region: str = "", source: str = "日报"
) -> Item:
    return Item(
        id="i-1", revision=1, content_hash="", source=source, channel=channel, tier=3, region=region,
        is_official=False, url="", title=title, text=text, author="", credited="", published_at=SEEN_AT,
        is_time_estimated=False, seen_at=SEEN_AT, engagement=Engagement(),
    )  # fmt: skip


def desk(*topics: Topic, gate_words: tuple[str, ...] = (), tags: tuple[str, ...] = ()) -> Desk:
    source = Source(name="日报", kind=SourceKind.FEED, tags=tags)
    return Desk(
        name="测试台", zone=ZoneInfo("Asia/Shanghai"), names=NAMES, topics=topics, gate_words=gate_words,
        sources=(source,),
    )  # fmt: skip


def read(watch: str, text: str, title: str = "") -> Reading:
    """The reading of a text by a desk with one topic."""
    return Reader(desk(Topic(name="题", watch=watch))).read(item(text, title))
