"""The feeds are valid Atom and JSON whatever the editions hold, and their ids outlive corrections."""

import json
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import feedparser
from hypothesis import given, settings
from hypothesis import strategies as st

from caifeng.models import BriefingCard, Correction, Desk, Topic
from caifeng.models.card import card_of
from caifeng.models.desk import PublishRules
from publish.site.feed import xml_text
from publish.site.feeds import feeds
from publish.site.sitemap import sitemap_index
from tests.samples import HOSTILE, hostile_briefing, sample_briefing, sample_handling

BASE = "https://desk.example/briefings"
ATOM = "{http://www.w3.org/2005/Atom}"
DAY = sample_briefing()
CARD = card_of(DAY)
DESK = Desk(
    name="澜川电器",
    zone=ZoneInfo("Asia/Shanghai"),
    topics=(Topic(name="产品质量", watch="净水机"), Topic(name="企业形象", watch="澜川")),
    publish=PublishRules(base_url=BASE, classification="内部资料"),
)


def made(cards: Sequence[BriefingCard], desk: Desk = DESK) -> dict[str, bytes]:
    files = feeds(desk, cards, [sample_handling().incident], DAY.published_at)
    return {file.path: file.content for file in files}


def parsed(data: bytes) -> ET.Element:
    return ET.fromstring(data)  # noqa: S314  (our own output)


def corrected() -> BriefingCard:
    later = Correction(
        date=DAY.date,
        revision=2,
        at=DAY.published_at + timedelta(hours=3),
        by="值班长",
        reason="来源更正",
        what="时间",
        old="11 日",
        new="12 日",
    )
    return replace(CARD, revision=2, corrections=(later,))


def test_there_is_a_feed_of_editions_cases_corrections_and_each_topic_in_two_formats() -> None:
    names = {path.rpartition(".")[0] for path in made([CARD])}
    assert names == {"feed", "feeds/incidents", "feeds/corrections", "feeds/topics/产品质量", "feeds/topics/企业形象"}
    for path, content in made([CARD]).items():
        if path.endswith(".xml"):
            assert not feedparser.parse(content).bozo
        else:
            assert json.loads(content)["version"] == "https://jsonfeed.org/version/1.1"


def test_an_entry_says_what_the_edition_says() -> None:
    files = made([CARD])
    feed = feedparser.parse(files["feed.xml"])
    assert feed.feed.title == "澜川电器 舆情简报"
    assert feed.feed.id.startswith("tag:desk.example,2026:")
    (entry,) = feed.entries
    assert entry.link == f"{BASE}/2026-11/2026-11-17/"
    assert entry.summary == DAY.conclusion
    assert entry.published == entry.updated == feed.feed.updated == "2026-11-17T00:36:00Z"
    assert entry.tags[0].term == DAY.level.value
    assert entry.rights == "内部资料"
    (item,) = json.loads(files["feed.json"])["items"]
    assert (item["id"], item["url"], item["content_text"]) == (entry.id, entry.link, DAY.conclusion)


def test_a_correction_moves_the_time_and_the_title_but_not_the_id() -> None:
    first, second = (feedparser.parse(made([card])["feed.xml"]).entries[0] for card in (CARD, corrected()))
    assert first.id == second.id
    assert (second.published, second.updated) == ("2026-11-17T00:36:00Z", "2026-11-17T03:36:00Z")
    assert "更正" in second.title
    (told,) = feedparser.parse(made([corrected()])["feeds/corrections.xml"]).entries
    assert "11 日 改为 12 日" in told.summary


def test_entries_are_the_thirty_newest_first_in_whatever_order_cards_come() -> None:
    many = [
        replace(CARD, date=DAY.date + timedelta(days=shift), key=f"{DAY.date + timedelta(days=shift)}",
                published_at=DAY.published_at + timedelta(days=shift))
        for shift in range(40)
    ]  # fmt: skip
    entries = feedparser.parse(made(many)["feed.xml"]).entries
    assert len(entries) == len({entry.id for entry in entries}) == 30
    assert entries[0].link.endswith("/2026-12/2026-12-26/")
    assert made(many) == made(many[::-1])


def test_a_topics_feed_tells_only_the_days_that_counted_it() -> None:
    quiet = replace(CARD, date=DAY.date + timedelta(days=1), key="2026-11-18", topics=())
    entries = feedparser.parse(made([CARD, quiet])["feeds/topics/产品质量.xml"]).entries
    assert [entry.link for entry in entries] == [f"{BASE}/2026-11/2026-11-17/"]


def test_without_an_address_links_are_relative_to_the_feed() -> None:
    files = made([CARD], replace(DESK, publish=PublishRules()))
    root = parsed(files["feed.xml"])
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {"self": "feed.xml", "alternate": "./"}
    deep = parsed(files["feeds/topics/产品质量.xml"]).find(f"{ATOM}entry/{ATOM}link")
    assert deep is not None
    assert deep.get("href") == "../../2026-11/2026-11-17/"


def test_two_desks_of_one_host_have_different_ids() -> None:
    desks = (DESK, replace(DESK, name="别处"))
    ids = [feedparser.parse(made([CARD], desk)["feed.xml"]).entries[0].id for desk in desks]
    assert ids[0] != ids[1]


def test_hostile_text_stays_text() -> None:
    card = card_of(hostile_briefing(HOSTILE + " ]]></summary><script>alert(1)</script>\x00\x0b\ufffe"))
    for path, content in made([card]).items():
        assert b"<script" not in content, path
    root = parsed(made([card])["feed.xml"])
    assert "]]></summary><script>alert(1)</script>" in str(root.findtext(f"{ATOM}entry/{ATOM}summary"))


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(), max_size=30))
def test_any_text_gives_well_formed_xml_that_reads_back(text: str) -> None:
    data = made([replace(CARD, conclusion=text)], replace(DESK, name=text or "台"))["feed.xml"]
    summary = parsed(data).findtext(f"{ATOM}entry/{ATOM}summary") or ""
    assert summary.strip() == xml_text(text).replace("\r\n", "\n").replace("\r", "\n").strip()


def test_the_sitemap_index_leads_to_every_edition_once_and_is_absent_without_an_address() -> None:
    (file,) = sitemap_index(BASE, ["2026-11", "2026-10", "2026-11"])
    found = [element.text for element in parsed(file.content).iter() if element.tag.endswith("loc")]
    assert found == [f"{BASE}/sitemap.xml", f"{BASE}/2026-10/sitemap.xml", f"{BASE}/2026-11/sitemap.xml"]
    assert sitemap_index("", ["2026-11"]) == ()
