"""The feed is valid Atom whatever the briefings hold, and its ids outlive corrections."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import timedelta

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caifeng.errors import PublishError
from caifeng.models import Correction
from publish.site.feeds import briefing_feed, xml_text
from tests.samples import HOSTILE, hostile_briefing, sample_briefing

BASE = "https://desk.example/briefings"
ATOM = "{http://www.w3.org/2005/Atom}"


def parsed(data: bytes) -> ET.Element:
    return ET.fromstring(data)  # noqa: S314  (our own output)


def corrected() -> Correction:
    day = sample_briefing()
    return Correction(
        date=day.date,
        revision=2,
        at=day.published_at + timedelta(hours=3),
        by="值班长",
        reason="来源更正",
        what="时间",
        old="11 日",
        new="12 日",
    )


def test_an_entry_says_what_the_briefing_says() -> None:
    day = sample_briefing()
    feed = feedparser.parse(briefing_feed([day], BASE))
    assert not feed.bozo
    assert feed.feed.title == "澜川电器 舆情简报"
    assert feed.feed.id.startswith("tag:desk.example,2026:")
    (entry,) = feed.entries
    assert entry.link == f"{BASE}/2026-11/2026-11-17/"
    assert entry.summary == day.conclusion
    assert entry.summary_detail.type == "text/plain"
    assert entry.published == "2026-11-17T00:36:00Z"
    assert entry.updated == entry.published == feed.feed.updated
    assert entry.tags[0].term == day.level.value
    assert entry.rights == "内部资料"


def test_a_correction_moves_the_time_and_the_title_but_not_the_id() -> None:
    day = sample_briefing()
    later = replace(day, revision=2, corrections=(corrected(),))
    first, second = (feedparser.parse(briefing_feed([each], BASE)).entries[0] for each in (day, later))
    assert first.id == second.id
    assert (second.published, second.updated) == ("2026-11-17T00:36:00Z", "2026-11-17T03:36:00Z")
    assert "更正" in second.title


def test_entries_are_the_thirty_newest_first() -> None:
    day = sample_briefing()
    many = [replace(day, date=day.date + timedelta(days=shift)) for shift in range(40)]
    entries = feedparser.parse(briefing_feed(many, BASE)).entries
    assert len(entries) == len({entry.id for entry in entries}) == 30
    assert entries[0].link.endswith("/2026-12/2026-12-26/")


def test_without_an_address_links_are_relative_to_the_feed() -> None:
    root = parsed(briefing_feed([sample_briefing()], ""))
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {"self": "feed.xml", "alternate": "./"}
    entry = root.find(f"{ATOM}entry/{ATOM}link")
    assert entry is not None
    assert entry.get("href") == "2026-11/2026-11-17/"
    assert str(root.findtext(f"{ATOM}id")).startswith("tag:")


def test_two_desks_of_one_host_have_different_ids() -> None:
    one = sample_briefing()
    ids = [feedparser.parse(briefing_feed([each], BASE)).entries[0].id for each in (one, replace(one, desk="别处"))]
    assert ids[0] != ids[1]


def test_hostile_text_stays_text() -> None:
    data = briefing_feed([hostile_briefing(HOSTILE + " ]]></summary><script>alert(1)</script>\x00\x0b\ufffe")], BASE)
    root = parsed(data)
    assert {element.tag.removeprefix(ATOM) for element in root.iter()} <= {
        *("feed", "id", "title", "updated", "link", "author", "name", "generator", "entry", "published"),
        *("category", "rights", "summary"),
    }
    assert "]]></summary><script>alert(1)</script>" in str(root.findtext(f"{ATOM}entry/{ATOM}summary"))


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(), max_size=30))
def test_any_text_gives_well_formed_xml_that_reads_back(text: str) -> None:
    data = briefing_feed([replace(sample_briefing(), desk=text, conclusion=text)], BASE)
    summary = parsed(data).findtext(f"{ATOM}entry/{ATOM}summary") or ""
    assert summary.strip() == xml_text(text).replace("\r\n", "\n").replace("\r", "\n").strip()


def test_a_feed_of_nothing_is_refused() -> None:
    with pytest.raises(PublishError, match="还没有"):
        briefing_feed([], BASE)
