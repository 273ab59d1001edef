"""How tests run a whole harvest against loopback servers."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from caifeng.models import (
    Desk,
    FetchRules,
    Harvest,
    Source,
    SourceKind,
    SourceReport,
)
from collect.harvest import collect
from collect.known import Known
from tests.servers import Reply, Site

NOW = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)
CHINA = ZoneInfo("Asia/Shanghai")


def feed(*items: tuple[str, str, str], minutes: int = 60) -> Reply:
    """An RSS feed of (path, title, text), each a minute older than the one before."""
    body = "".join(
        f"<item><title>{title}</title><link>{path}</link><description>{text}</description>"
        f"<pubDate>{NOW - timedelta(minutes=minutes + place):%a, %d %b %Y %H:%M:%S +0000}</pubDate></item>"
        for place, (path, title, text) in enumerate(items)
    )
    return Reply(f'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>{body}</channel></rss>'.encode())


def harvest(
    *sources: Source, known: Known | None = None, rules: Mapping[str, object] | None = None, now: datetime = NOW
) -> Harvest:
    hosts = tuple({source.address.split("/")[2] for source in sources if source.address.startswith("http")})
    base: dict[str, object] = {"timeout": 2.0, "budget": 30.0, "pause": 0.0, "allow_hosts": hosts, "attempts": 1}
    fetch = FetchRules(**{**base, **(rules or {})})  # type: ignore[arg-type]
    desk = Desk(name="澜川电器", zone=CHINA, sources=sources, fetch=fetch)
    heard: list[SourceReport] = []
    found = asyncio.run(collect(desk, known or Known(), now, "run-1", heard.append))
    assert sorted(report.source for report in heard) == sorted(source.name for source in sources)
    return found


def source(site: Site, path: str, name: str = "澜川日报", kind: SourceKind = SourceKind.FEED, **more: object) -> Source:
    return Source(name=name, kind=kind, address=site.url(path), **more)  # type: ignore[arg-type]


def as_known(found: Harvest, **more: object) -> Known:
    items = {item.id: (item.revision, item.content_hash) for item in found.items}
    validators = {validator.address: validator for validator in found.validators}
    return Known(items=items, validators=validators, **more)  # type: ignore[arg-type]


def titles(found: Harvest) -> list[str]:
    return [item.title for item in found.items]
