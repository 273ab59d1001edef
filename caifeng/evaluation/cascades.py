"""A post with its reposts, as rumour sets hold them, as the dossier of one story.

``node_fields`` names the columns of ``nodes``: mid, parent_mid (empty: of the post itself), date, user_hash, text.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone

from analyze.dossier import Dossier, count_daily
from caifeng.evaluation.files import Row
from caifeng.evaluation.items import date_of, item_of
from caifeng.models import Channel, Desk, Item

_CHINA = timezone(timedelta(hours=8))
_FIELDS = ("mid", "parent_mid", "date", "user_hash", "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Repost:
    """One repost as the set states it; times without a zone are China's."""

    id: str
    of: str  # id of the repost it reposts, "" where that is the post itself
    at: datetime
    account: str
    text: str


def has_reposts(row: Row) -> bool:
    """Whether the row brings reposts."""
    return bool(row.stated.get("nodes"))


def is_untuned(row: Row) -> bool:
    """Whether the row lies in the odd half by SHA-1 of the id, on which the words were not chosen."""
    return int(hashlib.sha1(row.text("id").encode("utf-8", "replace"), usedforsecurity=False).hexdigest(), 16) % 2 == 1


def reposts_of(row: Row) -> tuple[Repost, ...]:
    """The row's reposts by time; those whose time cannot be read are left out."""
    return tuple(sorted(_reposts(row), key=lambda repost: (repost.at, repost.id)))


def dossier_of(row: Row, desk: Desk, *, has_parents: bool = True, channel: Channel = Channel.WEIBO) -> Dossier:
    """The story that the post and its reposts make, seen just after the last; without parents only times are known."""
    reposts = reposts_of(row)
    first = item_of(row, "post", channel, date_of(row))
    at = min([first.published_at, *(repost.at - timedelta(seconds=1) for repost in reposts[:1])])
    items = [replace(first, tier=4, published_at=at, seen_at=at, author="post")]
    items += [_item(repost, items[0], channel, has_parents=has_parents) for repost in reposts]
    every, now = tuple(items), items[-1].published_at + timedelta(seconds=1)
    return Dossier(
        items=every, copies=(), every=every, reprints=(), readings={}, sightings=(), prior=(), retained=frozenset(),
        desk=desk, daily=count_daily(every, now), baseline=20.0, now=now,
    )  # fmt: skip


def _reposts(row: Row) -> Iterator[Repost]:
    fields = row.texts("node_fields") or _FIELDS
    nodes = row.stated.get("nodes")
    for node in nodes if isinstance(nodes, list) else ():
        if isinstance(node, list):
            one = Row(row.line, dict(zip(fields, node, strict=False)))
            at = _time(one.text("date"))
            if at and one.text("mid"):
                yield Repost(
                    id=one.text("mid"), of=one.text("parent_mid"), at=at,
                    account=one.text("user_hash"), text=one.text("text"),
                )  # fmt: skip


def _time(written: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(written)
        return (at if at.tzinfo else at.replace(tzinfo=_CHINA)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _item(repost: Repost, post: Item, channel: Channel, *, has_parents: bool) -> Item:
    return replace(
        post, id=repost.id, channel=channel, title="", text=repost.text, author=repost.account,
        published_at=repost.at, seen_at=repost.at, repost_of=(repost.of or post.id) if has_parents else "",
    )  # fmt: skip
