"""Rows of a set as the Items that the product reads."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from caifeng.errors import UsageError
from caifeng.evaluation.files import Row
from caifeng.models import Channel, Engagement, Item

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_NEWS = ("news", "finance", "rss", "bdci")
_FORUMS = ("ptt", "forum", "bbs", "tieba")
_REVIEWS = ("shopping", "waimai", "hotel", "chnsenticorp", "review")


def item_of(row: Row, id_: str, channel: Channel, at: datetime | None = None) -> Item:
    """An item with the row's title and text; a text that only repeats the title is left out."""
    title, text = row.text("title"), row.text("text", "content", "body")
    title, text = ("", title) if not text else (title, "" if text == title else text)
    moment = at or _EPOCH
    return Item(
        id=id_, revision=1, content_hash="", source=row.text("source"), channel=channel, tier=3, region="",
        is_official=False, url="", title=title, text=text, author="", credited="", published_at=moment,
        is_time_estimated=at is None, seen_at=moment, engagement=Engagement(),
    )  # fmt: skip


def date_of(row: Row) -> datetime | None:
    """The row's ``date`` as an aware UTC datetime; one without a zone counts as UTC; None where there is none."""
    try:
        found = datetime.fromisoformat(row.text("date"))
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def is_measured(row: Row) -> bool:
    """Whether the row belongs to the fifth that the shipped model is never fitted on.

    By hash of its text, or of the company (``code``) it is about: headlines of one company are too much alike. The
    fitting (bench/tone_sets.py) leaves out the same rows.
    """
    title, text, company = row.text("title"), row.text("text"), row.text("code")
    said = text if title == text else title + text
    key = f"company:{company}" if company else "".join(said.split()).lower()
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()[0] % 5 == 0


def channel_of(written: str, path: Path) -> Channel:
    """The channel that was given, or the one the file's name suggests; posts where it suggests none. UsageError."""
    if written:
        try:
            return Channel(written)
        except ValueError as error:
            raise UsageError(
                f"没有渠道 {written!r}；可写：{'、'.join(channel.value for channel in Channel)}"
            ) from error
    name = f"{path.resolve().parent.name}/{path.name}".lower()
    if any(word in name for word in _NEWS):
        return Channel.NEWS
    if any(word in name for word in _FORUMS):
        return Channel.FORUM
    return Channel.REVIEW if any(word in name for word in _REVIEWS) else Channel.WEIBO
