"""An article page → its text, title, author, time and credited origin. Only ever called in the reading process."""

import json
import re
from collections.abc import Iterator

import trafilatura
from selectolax.lexbor import LexborHTMLParser
from trafilatura.settings import Document

from caifeng.models import FailureKind
from collect.clean import clean_line, clean_text, html_to_text
from collect.credit import credited_in, tidy_name
from collect.decode import decode
from collect.entry import Entry, Job, Parsed, SourceError

SHORT = 100  # characters; below this the slower, more thorough extraction gets a try
BYLINE = 600  # characters after the headline in which time and origin are printed
_TIME_NAMES = frozenset({
    "article:published_time", "og:published_time", "og:release_date", "publishdate", "publish_date", "publish-date",
    "pubdate", "publishtime", "publish_time", "pub_date", "datepublished", "weibo:article:create_at",
    "parsely-pub-date", "dc.date.issued", "dcterms.created", "bytedance:published_time", "apub:time",
    "firstpublishedtime",
})  # fmt: skip
_SOURCE_NAMES = frozenset({"source", "contentsource", "mediaid", "og:article:source", "article:source"})
_CLOCK_TIME = re.compile(
    r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?(?:\s*[T|]?\s*\d{1,2}[:：时]\d{1,2}(?:[:：分]\d{1,2})?)?"
)
_AUTHOR_LABEL = re.compile(r"^(?:责任编辑|编辑|作者|记者|文|責任編輯)\s*[/:：|]?\s*")
_NO_AUTHOR = re.compile(r"[:：;；=]|来源|版权|^.{31,}$")


def parse_article(job: Job, body: bytes) -> Parsed:
    """One entry; its address is the job's. Raises SourceError: DECODE, EXTRACT (no text found)."""
    decoded = decode(body, job.content_type)
    if decoded is None:
        raise SourceError(FailureKind.DECODE, job.address, "no plausible charset", "网页的编码无法辨认，未采用")
    document = _extract(decoded.text, job.address)
    text = clean_text(document.text or "") if document else ""
    if document is None or not text:
        raise SourceError(FailureKind.EXTRACT, job.address, "no main text found", "正文提取失败")
    title = clean_line(document.title or "")
    byline = _byline(decoded.text, title)
    meta = _Metadata(decoded.text)
    entry = Entry(
        url=job.address,
        title=title,
        text=text,
        author=_author(document.author or ""),
        credited=tidy_name(meta.source) or credited_in(byline) or credited_in(text),
        published=meta.published or _printed_time(byline) or clean_line(document.date or "", 100),
    )
    return Parsed(entries=(entry,))


def _extract(markup: str, address: str) -> Document | None:
    found = _bare(markup, address, is_fast=True)
    if found is None or len(found.text or "") < SHORT:
        thorough = _bare(markup, address, is_fast=False)
        return max((found, thorough), key=lambda document: len(document.text or "") if document else 0)
    return found


def _bare(markup: str, address: str, *, is_fast: bool) -> Document | None:
    found = trafilatura.bare_extraction(
        markup, url=address, fast=is_fast, with_metadata=True, include_comments=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )  # fmt: skip
    return found if isinstance(found, Document) else None


def _author(written: str) -> str:
    """A person's or a team's name without its label; "" where the page's words are not a name."""
    name = _AUTHOR_LABEL.sub("", clean_line(written, 60)).strip()
    return "" if _NO_AUTHOR.search(name) else name


class _Metadata:
    """What the page says about itself: meta elements, JSON-LD, time elements; the first that is stated."""

    def __init__(self, markup: str) -> None:
        page = LexborHTMLParser(markup)
        self.published = ""
        self.source = ""
        for node in page.css("meta[content]"):
            attributes = node.attributes
            name = (attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or "").lower()
            content = clean_line(attributes.get("content") or "", 100)
            if name in _TIME_NAMES:
                self.published = self.published or content
            elif name in _SOURCE_NAMES:
                self.source = self.source or content
        times = (node.attributes.get("datetime") or "" for node in page.css("time[datetime]"))
        scripts = (node.text() for node in page.css('script[type="application/ld+json"]'))
        self.published = self.published or next(_dates_published(scripts), "") or clean_line(next(times, ""), 100)


def _dates_published(scripts: Iterator[str]) -> Iterator[str]:
    for script in scripts:
        try:
            stated = json.loads(script)
        except (ValueError, RecursionError):
            continue
        for thing in stated if isinstance(stated, list) else [stated]:
            value = thing.get("datePublished") if isinstance(thing, dict) else None
            if isinstance(value, str):
                yield clean_line(value, 100)


def _byline(markup: str, title: str) -> str:
    """The printed lines right after the headline."""
    page = html_to_text(markup)
    at = page.find(title[:20]) if title else -1
    return page[max(at, 0) :][:BYLINE]


def _printed_time(byline: str) -> str:
    """The first date that carries a clock, else the first date."""
    times = [match.group() for match in _CLOCK_TIME.finditer(byline)]
    return next((time for time in times if re.search("[:：时]", time)), times[0] if times else "")
