"""Feeds: RSS, Atom and JSON Feed, as they are and as they should not be."""

import time

import pytest

from caifeng.models import FailureKind
from collect.entry import Entry, Job, Parsed, SourceError, Task
from collect.feed import MOST, parse_feed
from tests.shared_data import shared

JOB = Job(task=Task.FEED, address="https://news.example/feed/rss.xml")

RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>澜川日报</title><item><title>净水机&lt;b&gt;漏水&lt;/b&gt;</title><link>../n/1.html?utm_source=rss</link>
<pubDate>Fri, 20 Nov 2026 08:30:00 +0800</pubDate><dc:creator>沈渡</dc:creator><slash:comments>12</slash:comments>
<description>摘要</description><content:encoded><![CDATA[<p>来源：岚江日报</p><p>第一段。</p>]]></content:encoded></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>岚江日报</title><entry><title type="html">标题</title>
<link href="https://news.example/a"/><updated>2026-11-20T08:30:00+08:00</updated>
<source><title>环宇社</title></source><summary type="text">a &lt; b</summary></entry></feed>"""
JSON_FEED = """{"version": "https://jsonfeed.org/version/1.1", "title": "环宇社", "items": [
 {"id": "1", "url": "/n/1", "title": "一", "content_html": "<p>正文</p>", "date_published": "2026-11-20T08:30:00+08:00",
  "authors": [{"name": "甲"}, {"name": "乙"}]},
 {"id": "https://news.example/n/2", "content_text": "没有标题\\ud800"}, {"id": "3", "title": 7}, "no item"]}"""


def parse(text: str | bytes, content_type: str = "") -> Parsed:
    body = text.encode() if isinstance(text, str) else text
    return parse_feed(Job(task=Task.FEED, address=JOB.address, content_type=content_type), body)


def kind(text: str | bytes) -> FailureKind:
    with pytest.raises(SourceError) as caught:
        parse(text)
    return caught.value.trouble.kind


def test_an_rss_item_is_read_whole() -> None:
    (entry,) = parse(RSS).entries
    assert entry == Entry(
        url="https://news.example/n/1.html",
        title="净水机漏水",
        text="来源：岚江日报\n第一段。",
        author="沈渡",
        credited="岚江日报",
        published="Fri, 20 Nov 2026 08:30:00 +0800",
        engagement=entry.engagement,
    )
    assert entry.engagement.comments == 12


def test_an_atom_entry_is_read_whole() -> None:
    (entry,) = parse(ATOM).entries
    assert (entry.url, entry.title, entry.text) == ("https://news.example/a", "标题", "a < b")
    assert (entry.credited, entry.published) == ("环宇社", "2026-11-20T08:30:00+08:00")


def test_a_json_feed_is_read_and_items_that_do_not_fit_are_told() -> None:
    parsed = parse(JSON_FEED)
    first, second = parsed.entries
    assert (first.url, first.title, first.text, first.author) == ("https://news.example/n/1", "一", "正文", "甲、乙")
    assert (second.url, second.text) == ("https://news.example/n/2", "没有标题")
    assert "2 个条目" in parsed.notice


def test_gbk_labelled_utf_8_is_read_right() -> None:
    parsed = parse(RSS.encode("gb18030"), "application/rss+xml; charset=utf-8")
    (entry,) = parsed.entries
    assert (entry.title, entry.text) == ("净水机漏水", "来源：岚江日报\n第一段。")
    assert parsed.notice == "订阅源标注的编码有误，已按 GB18030 读取"


@pytest.mark.parametrize("label", ["", "; charset=utf-8", "; charset=UTF-8"])
def test_an_honest_label_is_not_remarked_upon(label: str) -> None:
    assert parse(RSS.encode(), "application/rss+xml" + label).notice == ""


def test_a_feed_that_is_malformed_gives_what_it_can_and_says_so() -> None:
    parsed = parse(RSS.replace("</channel></rss>", "<item><title>半条"))
    assert parsed.entries[0].title == "净水机漏水"
    assert "格式有误" in parsed.notice


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<!DOCTYPE html><html><body>请先登录<item><title>x</title></item></body></html>", FailureKind.NOT_FEED),
        ("<!-- a --><HTML><head></head></HTML>", FailureKind.NOT_FEED),
        ('{"code": 403, "message": "forbidden"}', FailureKind.NOT_FEED),
        ('{"version": "x", "items": [', FailureKind.FORMAT),
        ("just words", FailureKind.NOT_FEED),
        ("/etc/hostname", FailureKind.NOT_FEED),
        ("http://127.0.0.1:9/feed", FailureKind.NOT_FEED),
        ('<rss version="2.0"><channel><title>x</title></channel></rss>', FailureKind.EMPTY),
        ("", FailureKind.EMPTY),
        (bytes(range(128, 256)) * 20, FailureKind.DECODE),
    ],
)
def test_what_is_no_feed_is_never_an_empty_success(body: str | bytes, expected: FailureKind) -> None:
    assert kind(body) is expected


@pytest.mark.parametrize("link", ["javascript:alert(1)", " \x0bjavascript:alert(1)", "data:text/html,x", "file:///etc"])
def test_a_link_that_is_no_web_address_is_dropped(link: str) -> None:
    (entry,) = parse(RSS.replace("../n/1.html?utm_source=rss", link)).entries
    assert not entry.url


def test_an_endless_feed_is_cut_and_says_so() -> None:
    item = "<item><title>第{}条</title><link>https://news.example/{}</link></item>"
    items = "".join(item.format(number, number) for number in range(12_000))
    began = time.monotonic()
    parsed = parse(f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>')
    assert time.monotonic() - began < 15
    assert len(parsed.entries) == MOST
    assert str(12_000 - MOST) in parsed.notice
    assert "格式" not in parsed.notice


@pytest.mark.shared
def test_every_feed_of_feedparsers_own_tests_is_read_or_refused() -> None:
    files = sorted(path for path in shared("feeds/feedparser_tests").rglob("*") if path.is_file())
    read, refused = 0, dict.fromkeys(FailureKind, 0)
    for path in files:
        try:
            read += bool(parse(path.read_bytes()).entries)
        except SourceError as error:
            refused[error.trouble.kind] += 1
    assert len(files) == 1_363
    assert read >= 290
    assert read + sum(refused.values()) == len(files)
    assert refused[FailureKind.DECODE] <= 7


@pytest.mark.shared
def test_captured_json_feeds_are_read_whole() -> None:
    counts = [len(parse(path.read_bytes()).entries) for path in sorted(shared("feeds/captured_json").glob("*.json"))]
    assert len(counts) == 14
    assert min(counts) >= 5
    assert sum(counts) >= 2_100


@pytest.mark.shared
def test_bombs_and_outside_entities_are_not_expanded() -> None:
    folders = ("hostile/xml_bombs_defusedxml/xmltestdata", "hostile/generated", "hostile/made")
    files = [path for folder in folders for path in sorted(shared(folder).glob("*.x*")) if path.is_file()]
    assert len(files) >= 30
    hostname = shared("hostile").joinpath("/etc/hostname")
    secret = hostname.read_text().strip() if hostname.exists() else "no such secret"
    for path in files:
        try:
            entries = parse(path.read_bytes()).entries
        except SourceError:
            continue
        told = "".join(entry.title + entry.text for entry in entries)
        assert secret not in told, path.name
        assert len(told) < 200_000, path.name
