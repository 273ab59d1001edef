"""RSS, Atom and JSON Feed → entries. feedparser is handed clean UTF-8 bytes, never a string (it opens files)."""

import io
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import feedparser
from pydantic import BaseModel, Field, ValidationError

from caifeng.models import Engagement, FailureKind
from collect.clean import clean_line, clean_text, html_to_line, html_to_text
from collect.counts import count_of
from collect.credit import credited_in
from collect.decode import Decoded, declared_labels, decode
from collect.entry import Entry, Job, Parsed, SourceError
from collect.identity import canonical_url
from collect.jsontext import read_json

MOST = 5_000  # entries of one feed that are read
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>", re.I)
_IS_HTML = re.compile(r"\s*(?:<!--.*?-->\s*)*(?:<!doctype\s+html|<html|<head|<body)", re.I | re.S)
_ENTRY_END = re.compile(r"</(?:item|entry)\s*>", re.I)
_DECLARED_AS_UTF8 = '<?xml version="1.0" encoding="utf-8"?>'
_TIMES = ("published", "updated", "created")
_HTML_TYPES = {"text/html", "application/xhtml+xml"}


def parse_feed(job: Job, body: bytes) -> Parsed:
    """Entries of a feed in its own order.

    Raises SourceError: DECODE, NOT_FEED (HTML or anything else in place of a feed), EMPTY.
    """
    decoded = decode(body, job.content_type)
    if decoded is None:
        raise SourceError(FailureKind.DECODE, job.address, "no plausible charset", "内容的编码无法辨认，未采用")
    text = decoded.text.lstrip("\ufeff \t\r\n")
    if not text:
        raise SourceError(FailureKind.EMPTY, job.address, "empty body", "订阅源返回空内容")
    parsed = _json_feed(job, text) if text.startswith("{") else _xml_feed(job, text)
    if not parsed.entries:
        raise SourceError(FailureKind.EMPTY, job.address, "feed without entries", "订阅源里没有任何条目")
    return replace(parsed, notice="；".join(filter(None, (_label_notice(decoded, job, body), parsed.notice))))


def _label_notice(decoded: Decoded, job: Job, body: bytes) -> str:
    """What to tell where no declared label is the charset that gave the text."""
    labels = declared_labels(body, job.content_type)
    fits = not labels or decoded.text.isascii() or decoded.charset.startswith(labels)
    return "" if fits else f"订阅源标注的编码有误，已按 {decoded.charset.upper()} 读取"


def _xml_feed(job: Job, text: str) -> Parsed:
    if _IS_HTML.match(text):
        raise _not_feed(job, "HTML in place of a feed")
    shortened, left_out = _shortened(text)
    markup = _DECLARED_AS_UTF8 + _DECLARATION.sub("", shortened)
    feed = feedparser.parse(
        io.BytesIO(markup.encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8", "content-location": job.address},
        sanitize_html=False,  # bodies become plain text here
        resolve_relative_uris=False,
    )
    if not feed.entries and not feed.version:
        raise _not_feed(job, "neither RSS nor Atom")
    entries = (_entry(entry, job.address) for entry in feed.entries)
    malformed = "订阅源格式有误，已尽量读取" if feed.bozo else ""
    cut = f"只读前 {MOST} 条，略去 {left_out} 条" if left_out else ""
    return Parsed(entries=_with_content(entries), notice="；".join(filter(None, (malformed, cut))))


def _shortened(text: str) -> tuple[str, int]:
    """The feed without the entries beyond MOST, and how many those are; 80,000 entries took feedparser 30 s."""
    ends = [match.end() for match in _ENTRY_END.finditer(text)]
    return (text, 0) if len(ends) <= MOST else (text[: ends[MOST - 1]] + text[ends[-1] :], len(ends) - MOST)


def _entry(entry: Any, address: str) -> Entry:
    """feedparser's entry as ours; every value may be missing or of an odd type."""
    title = html_to_line(_string(entry.get("title")))
    text = _longest_text(entry)
    origin = entry.get("source")
    credited = clean_line(_string(origin.get("title")), 60) if hasattr(origin, "get") else ""
    return Entry(
        url=canonical_url(_string(entry.get("link")), address),
        title=title,
        text=text,
        author=clean_line(_string(entry.get("author")), 60),
        credited=credited or credited_in(text),
        published=next((clean_line(_string(entry[key]), 100) for key in _TIMES if key in entry), ""),
        engagement=Engagement(comments=count_of(entry.get("slash_comments"))),
    )


def _longest_text(entry: Any) -> str:
    """The longest of content and summary, as plain text."""
    details = [*(entry.get("content") or ()), entry.get("summary_detail") or {}]
    texts = [_detail_text(detail) for detail in details if hasattr(detail, "get")]
    return max([*texts, html_to_text(_string(entry.get("summary")))], key=len)


def _detail_text(detail: Any) -> str:
    written = _string(detail.get("value"))
    return html_to_text(written) if detail.get("type") in _HTML_TYPES else clean_text(written)


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


class _Author(BaseModel):
    name: str = ""


class _JsonItem(BaseModel):
    id: str | int | float | None = None
    url: str | None = None
    external_url: str | None = None
    title: str | None = None
    content_html: str | None = None
    content_text: str | None = None
    summary: str | None = None
    date_published: str | None = None
    date_modified: str | None = None
    author: _Author | None = None
    authors: list[_Author] | None = None


class _JsonFeed(BaseModel):
    version: str = Field(min_length=1)
    items: list[Any]


def _json_feed(job: Job, text: str) -> Parsed:
    """https://www.jsonfeed.org/version/1.1/; an item that does not fit is left out and said so."""
    try:
        feed = _JsonFeed.model_validate(read_json(job.address, text))
    except ValidationError as error:
        raise _not_feed(job, f"JSON but no JSON Feed: {error.error_count()} errors") from error
    entries, left_out = [], 0
    for raw in feed.items[:MOST]:
        try:
            entries.append(_json_entry(_JsonItem.model_validate(raw), job.address))
        except ValidationError:
            left_out += 1
    return Parsed(entries=_with_content(entries), notice=f"有 {left_out} 个条目格式不符" if left_out else "")


def _json_entry(item: _JsonItem, address: str) -> Entry:
    plain = clean_text(item.content_text or "")
    text = max(plain, html_to_text(item.content_html or ""), html_to_text(item.summary or ""), key=len)
    authors = [author for author in (*(item.authors or ()), item.author) if author]
    return Entry(
        url=canonical_url(item.url or "", address) if item.url else canonical_url(str(item.id or "")),
        title=html_to_line(item.title or ""),
        text=text,
        author=clean_line("、".join(author.name for author in authors), 60),
        credited=credited_in(text),
        published=clean_line(item.date_published or item.date_modified or "", 100),
    )


def _with_content(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries if entry.title or entry.text)


def _not_feed(job: Job, detail: str) -> SourceError:
    message = "返回的不是订阅源（可能是登录页、验证页或普通网页）"
    return SourceError(FailureKind.NOT_FEED, job.address, detail, message)
