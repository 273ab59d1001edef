"""The Atom feed of the briefings (RFC 4287), with ids that stay (RFC 4151) whatever is corrected later."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from caifeng.errors import PublishError
from caifeng.models import Briefing
from caifeng.resources import resource

FEED_PATH = "feed.xml"
_MOST_ENTRIES = 30
# XML 1.0, production [2] Char: these cannot stand in a document, not even as a character reference.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One briefing in the feed; times are RFC 3339 in UTC, every text is legal XML 1.0."""

    id: str
    title: str
    link: str
    published: str
    updated: str
    summary: str
    level: str
    level_title: str
    rights: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedContext:
    """What ``templates/feed.xml.j2`` shows."""

    id: str
    title: str
    updated: str
    self_link: str
    site_link: str
    author: str
    entries: tuple[FeedEntry, ...]


def briefing_feed(briefings: Sequence[Briefing], base_url: str) -> bytes:
    """The feed of the 30 newest briefings as UTF-8 XML.

    ``base_url`` is the root site's absolute address, or "" for links relative to the feed. Raises PublishError when
    there is no briefing at all.
    """
    if not briefings:
        raise PublishError("还没有任何简报，无法生成订阅源。")
    newest = sorted(briefings, key=lambda briefing: briefing.date, reverse=True)[:_MOST_ENTRIES]
    environment = Environment(
        loader=FileSystemLoader(resource("templates")), autoescape=True, undefined=StrictUndefined
    )
    text = environment.get_template("feed.xml.j2").render(feed=feed_context(newest, base_url))
    return f"{text}\n".encode()


def feed_context(briefings: Sequence[Briefing], base_url: str) -> FeedContext:
    """The feed's context; ``briefings`` are newest first and at least one."""
    first = briefings[0]
    root = f"{base_url.rstrip('/')}/" if base_url else ""
    return FeedContext(
        id=_tag(base_url, "2026", first.desk, "briefings"),
        title=xml_text(f"{first.desk} 舆情简报"),
        updated=_rfc3339(max(_revised_at(briefing) for briefing in briefings)),
        self_link=f"{root}{FEED_PATH}",
        site_link=root or "./",
        author=xml_text(first.prepared_by or first.desk),
        entries=tuple(_entry(briefing, base_url, root) for briefing in briefings),
    )


def xml_text(text: str) -> str:
    """The text without the characters that no XML 1.0 document may hold; escaping is the template's."""
    return _NOT_XML.sub("", text)


def _entry(briefing: Briefing, base_url: str, root: str) -> FeedEntry:
    corrected = f"（更正第 {briefing.revision - 1} 次）" if briefing.revision > 1 else ""
    return FeedEntry(
        id=_tag(base_url, briefing.date.isoformat(), briefing.desk, "briefing"),
        title=xml_text(f"{briefing.date:%Y-%m-%d} 第 {briefing.number} 期 [{briefing.level}]{corrected}"),
        link=f"{root}{briefing.date:%Y-%m}/{briefing.date:%Y-%m-%d}/",
        published=_rfc3339(briefing.published_at),
        updated=_rfc3339(_revised_at(briefing)),
        summary=xml_text(briefing.conclusion),
        level=briefing.level.value,
        level_title=briefing.level.full,
        rights=xml_text(briefing.classification),
    )


def _revised_at(briefing: Briefing) -> datetime:
    return max([briefing.published_at, *(correction.at for correction in briefing.corrections)])


def _tag(base_url: str, day: str, desk: str, name: str) -> str:
    """RFC 4151: authority, a date on which it was ours, and a name; the desk keeps two desks of one host apart."""
    authority = urlsplit(base_url).hostname or "localhost"
    return f"tag:{authority},{day}:{quote(desk, safe='', errors='replace')}/{name}"


def _rfc3339(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
