"""A story of a hundred thousand items: briefed, shown, sent, kept, in sizes and times that can be borne."""

import re
import time
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from caifeng.models import Briefing, Item, Person, Reprint
from caifeng.models.card import card_of
from publish.briefing.compose import compose
from publish.briefing.proof import MOST
from publish.mail.digest import DigestRequest, compose_digest
from publish.pages.contexts import Page, SiteContext
from publish.pages.render import render_briefing
from publish.site.feeds import feeds
from tests.analyze_stories import DESK, NOW, item, readings
from tests.briefing_days import a_day
from tests.sample_stories import leak_story
from tests.story_workspace import bench

pytestmark = pytest.mark.filterwarnings("ignore:invalid escape sequence")  # jieba's sources, on first compile
MANY = 100_000


@cache
def crowd() -> tuple[Item, ...]:
    """A hundred thousand posts within two days, by five thousand people."""
    span = timedelta(hours=48) / MANY
    plain = item("i-0", "净水机漏水", "", author="")
    return tuple(
        replace(plain, id=f"i-{n:012x}", title=f"净水机漏水第{n}户", text=f"第{n}户净水机漏水，地板泡坏。",
                author=f"户主{n % 5000}", published_at=NOW - timedelta(hours=48) + n * span, seen_at=NOW)
        for n in range(1, MANY + 1)
    )  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """A briefing of one huge story, and what readers get of it."""

    briefing: Briefing
    pages: tuple[Page, ...]
    seconds: float  # of processor time, from material to pages


@pytest.fixture(scope="module")
def shown() -> Shown:
    items = crowd()
    ids = tuple(one.id for one in items)
    copies = tuple(Reprint(item_id=id_, of=ids[0], similarity=0.9) for id_ in ids[1::2])
    base = leak_story()
    story = replace(base, item_ids=(ids[0], *ids[2::2]), reprints=copies, topics=("产品质量",),
                    spread=replace(base.spread, first_item_id=ids[0], first_at=items[0].published_at))  # fmt: skip
    read = readings(items)
    begun = time.process_time()
    briefing = compose(a_day(read, items, DESK, stories=(story,)))
    pages = render_briefing(briefing, SiteContext(base_url=""))
    return Shown(briefing, pages, time.process_time() - begun)


def test_a_briefing_of_a_hundred_thousand_items_is_made_in_seconds(shown: Shown) -> None:
    (detail,) = shown.briefing.details
    assert len(detail.story.all_ids) == MANY
    assert detail.window_distinct + detail.window_reprints == MANY // 2
    assert shown.seconds < 12


def test_its_pages_have_a_size_that_a_phone_can_bear(shown: Shown) -> None:
    day, proof = shown.pages[:2]
    assert len(day.text) < 200_000
    assert len(proof.text) < 200_000
    items = [page.text.count('<article class="cf-item"') for page in shown.pages if "evidence" in page.path]
    assert (len(items), sum(items)) == (12, MOST)


def test_the_page_says_how_many_it_leaves_out_and_every_link_to_it_has_an_end(shown: Shown) -> None:
    day, proof = shown.pages[:2]
    anchors = set(re.findall(r'id="([^"]+)"', proof.text))
    links = set(re.findall(r'evidence/#([^"]+)"', day.text))
    assert links
    assert links <= anchors
    assert "其余" in proof.text


def test_its_mail_and_feed_stay_small(shown: Shown) -> None:
    person = Person(name="总经理办", mail="MAIL", roles=("executive",))
    request = DigestRequest(briefing=shown.briefing, person=person, address="a@example.org",
                            sender="采风 <brief@example.org>", base_url="", unsubscribe="", key=b"k")  # fmt: skip
    assert len(compose_digest(request).as_bytes()) < 150_000
    files = feeds(DESK, [card_of(shown.briefing)], (), shown.briefing.published_at)
    assert max(len(file.content) for file in files) < 5_000


@pytest.mark.parametrize("command", ["heat", "spread"])
def test_it_is_shown_at_a_terminal(shown: Shown, tmp_path: Path, command: str) -> None:
    (detail,) = shown.briefing.details
    made = bench(tmp_path)
    made.tell("20261117T000000Z-00-0", [detail.story])
    begun = time.process_time()
    assert len(made.shown(command, detail.story.id).splitlines()) < 200
    assert made.json(command, detail.story.id)
    assert time.process_time() - begun < 20


def test_the_frozen_briefing_comes_back_as_it_was(shown: Shown) -> None:
    kept = TypeAdapter(Briefing)
    data = kept.dump_json(shown.briefing, indent=1)
    assert kept.validate_json(data) == shown.briefing
    assert len(data) < 80_000_000
