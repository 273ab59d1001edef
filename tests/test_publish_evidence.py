"""依据: whatever a source or a person wrote is shown as text in every field of an item's evidence."""

from dataclasses import replace

import pytest

from caifeng.models import EvidenceItem
from publish.pages.render import render_briefing
from tests.samples import sample_briefing
from tests.test_publish_escape import payloads
from tests.test_publish_pages import SITE, html

SAFE = {"class", "id", "datetime", "href", "rel", "target", "title", "translate", "download"}


def hostile(item: EvidenceItem, text: str) -> EvidenceItem:
    """The item with the text wherever words of others are shown."""
    several = (text, text)
    return replace(
        item, title=text, source=text, credited=text, excerpt=text, url=text, tone_words=several, hits=several,
        tone_by=text, tone_why=text, topics_by=((text, text),), kind_words=several, places=several, sensitive=several,
        quoted=several, harm=several, hearsay=several, complaint=((text, text),), reprint_by=text, reprint_of=text,
    )  # fmt: skip


@pytest.mark.shared
def test_no_payload_leaves_its_field() -> None:
    briefing, found = sample_briefing(), payloads()
    known = {str(node.tag) for node in html(render_briefing(briefing, SITE)[1]).css("*")}
    for at in range(0, len(found), 40):
        items = tuple(
            replace(hostile(briefing.evidence[0], text), id=f"i-{at + place:012x}")
            for place, text in enumerate(found[at : at + 40])
        )
        page = html(render_briefing(replace(briefing, evidence=items), SITE)[1])
        assert {str(node.tag) for node in page.css("*")} <= known
        for node in page.css("*"):
            assert set(node.attributes) <= SAFE
            assert not str(node.attributes.get("href") or "").lower().startswith(("javascript:", "data:", "vbscript:"))


def test_the_hint_to_verify_shows_its_words() -> None:
    briefing = sample_briefing()
    first = replace(briefing.evidence[0], hearsay=("网传", "小心"))
    page = html(render_briefing(replace(briefing, evidence=(first,)), SITE)[1])
    assert "须核实：网传、小心" in page.css(f'[id="{first.id}"]')[0].text()
    assert first.id in page.css(f'[id="{first.id}"] dl')[0].text()
