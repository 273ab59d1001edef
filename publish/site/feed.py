"""One feed in two formats: Atom (RFC 4287) and JSON Feed 1.1, with ids that stay (RFC 4151) whatever is corrected."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from caifeng.resources import resource
from publish import escape
from publish.site.plan import SiteFile

# XML 1.0, production [2] Char: these cannot stand in a document, not even as a character reference.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_JSON_FEED = "https://jsonfeed.org/version/1.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry; ``way`` leads from the site's root, ``since`` is the day on which ``name`` became ours."""

    name: str
    since: date  # a day of the desk
    title: str
    way: str
    published: datetime  # aware
    updated: datetime
    summary: str
    tag: str = ""  # a category: a level, a state
    tag_title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed before it is written. ``path`` leads from the site's root and has no suffix; ``name`` is in its id."""

    path: str
    name: str
    title: str
    desk: str
    author: str
    rights: str
    base_url: str  # the root site's absolute address, or "": links are then relative to the feed
    entries: tuple[Entry, ...]
    empty_at: datetime  # aware; stands for the time of change while there is no entry


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """An entry as written; times are RFC 3339 in UTC, every text is legal XML 1.0."""

    id: str
    title: str
    link: str
    published: str
    updated: str
    summary: str
    tag: str
    tag_title: str
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


def feed_files(feed: Feed) -> tuple[SiteFile, SiteFile]:
    """The feed as ``<path>.xml`` and ``<path>.json``, UTF-8."""
    shown = context(feed)
    environment = Environment(
        loader=FileSystemLoader(resource("templates")), autoescape=True, undefined=StrictUndefined
    )
    atom = environment.get_template("feed.xml.j2").render(feed=shown)
    return (
        SiteFile(path=f"{feed.path}.xml", content=f"{atom}\n".encode()),
        SiteFile(path=f"{feed.path}.json", content=_json(shown)),
    )


def context(feed: Feed) -> FeedContext:
    """The feed's context: every text made legal, every link absolute where the site's address is known."""
    root = f"{feed.base_url.rstrip('/')}/" if feed.base_url else "../" * feed.path.count("/")
    updated = max((entry.updated for entry in feed.entries), default=feed.empty_at)
    return FeedContext(
        id=_tag(feed, "2026", feed.name),
        title=xml_text(feed.title),
        updated=_rfc3339(updated),
        self_link=f"{root}{feed.path}.xml",
        site_link=root or "./",
        author=xml_text(feed.author or feed.desk),
        entries=tuple(_entry(feed, entry, root) for entry in feed.entries),
    )


def xml_text(text: str) -> str:
    """The text without the characters that no XML 1.0 document may hold; escaping is the template's."""
    return _NOT_XML.sub("", escape.plain(text))


def _entry(feed: Feed, entry: Entry, root: str) -> FeedEntry:
    return FeedEntry(
        id=_tag(feed, f"{entry.since}", entry.name),
        title=xml_text(entry.title),
        link=f"{root}{quote(entry.way, safe='/#')}",
        published=_rfc3339(entry.published),
        updated=_rfc3339(entry.updated),
        summary=xml_text(entry.summary),
        tag=entry.tag,
        tag_title=entry.tag_title,
        rights=xml_text(feed.rights),
    )


def _json(shown: FeedContext) -> bytes:
    items = [
        {
            "id": entry.id,
            "url": entry.link,
            "title": entry.title,
            "content_text": entry.summary,
            "date_published": entry.published,
            "date_modified": entry.updated,
            **({"tags": [entry.tag]} if entry.tag else {}),
        }
        for entry in shown.entries
    ]
    told = {
        "version": _JSON_FEED,
        "title": shown.title,
        "home_page_url": shown.site_link,
        "feed_url": shown.self_link.removesuffix(".xml") + ".json",
        "language": "zh-CN",
        "authors": [{"name": shown.author}],
        "items": items,
    }
    written = json.dumps(told, ensure_ascii=False, indent=1).replace("<", r"\u003c")  # also where a host calls it HTML
    return f"{written}\n".encode()


def _tag(feed: Feed, since: str, name: str) -> str:
    """RFC 4151: authority, a date on which it was ours, and a name; the desk keeps two desks of one host apart."""
    authority = urlsplit(feed.base_url).hostname or "localhost"
    return f"tag:{authority},{since}:{quote(feed.desk, safe='', errors='replace')}/{quote(name, errors='replace')}"


def _rfc3339(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
