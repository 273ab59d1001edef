"""Small things to keep in a lake, and a lake that keeps them."""

from datetime import UTC, date, datetime, timedelta

from caifeng.lake import Lake
from caifeng.models import (
    Channel,
    Delivery,
    DeliveryState,
    Engagement,
    Harvest,
    Item,
)

NOW = datetime(2026, 11, 20, 1, 2, 3, 456789, tzinfo=UTC)


def item(number: int = 1, *, revision: int = 1, seen: datetime = NOW, text: str = "正文") -> Item:
    return Item(
        id=f"i-{number:012x}",
        revision=revision,
        content_hash=f"{number:032x}{revision:032x}",
        source="澜川日报",
        channel=Channel.PRESS,
        tier=3,
        region="澜川市",
        is_official=False,
        url="https://example.org/1",
        title="标题",
        text=text,
        author="",
        credited="",
        published_at=seen - timedelta(hours=1),
        is_time_estimated=False,
        seen_at=seen,
        engagement=Engagement(reads=3),
    )


def harvest(*items: Item, run: str = "r1", **parts: tuple[object, ...]) -> Harvest:
    empty: dict[str, tuple[object, ...]] = {"sightings": (), "failures": (), "reports": (), "validators": ()}
    return Harvest(run=run, started_at=NOW, finished_at=NOW, items=items, **(empty | parts))  # type: ignore[arg-type]


def commit(lake: Lake, run: str, *items: Item) -> None:
    draft = lake.draft(run)
    draft.harvest(harvest(*items, run=run))
    draft.commit()


def delivery(state: DeliveryState = DeliveryState.CLAIMED) -> Delivery:
    return Delivery(
        date=date(2026, 11, 20), revision=1, channel="mail", recipient_hash="0" * 32, state=state, attempt=1,
        message_id="<1@example.org>", at=NOW,
    )  # fmt: skip
