"""Stories of texts that nobody can read: told, briefed and shown all the same."""

import time
from dataclasses import replace

import pytest

from analyze.read import Reader
from analyze.stories.tell import Evidence, tell
from caifeng.models import Item, Reading, Story
from publish.briefing.compose import compose
from publish.pages.contexts import SiteContext
from publish.pages.render import render_briefing
from tests.analyze_stories import DESK, NOW, item, notice, readings
from tests.briefing_days import a_day

pytestmark = pytest.mark.filterwarnings("ignore:invalid escape sequence")  # jieba's sources, on first compile
TEXTS = {
    "empty": ("", ""),
    "spaces": (" \n\t　", "\u200b\u200d"),
    "one character": ("漏", "漏"),
    "emoji": ("🙂" * 40, "🙂👩\u200d👩\u200d👧" * 99),
    "a megabyte of one letter": ("净水机漏水", "漏" * 1_000_000),
    "the longest title": ("净水机漏水" + "a" * 495, ""),
    "surrogates": ("\ud800净水机漏水\udfff", "\udc80漏水\ud83d"),
    "directions": ("\u202e净水机漏水\u2066", "\u202d漏水受伤\u202c\u200f"),
    "nulls": ("净水机\x00漏水\x1b[31m", "\x00" * 500),
    "ten thousand hits": ("净水机漏水", "净水机漏水受伤" * 10_000),
}


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(DESK)


def bad(name: str) -> tuple[Item, ...]:
    title, text = TEXTS[name]
    posts = tuple(item(f"i-{n:012x}", title, text, hours=9 - n, author=f"甲{n}") for n in range(4))
    return (*posts, notice("i-" + "e" * 12, title, text, 2), item("i-" + "f" * 12, "", "净水机漏水，地板泡坏。", 3))


def told(reader: Reader, items: tuple[Item, ...]) -> tuple[tuple[Story, ...], dict[str, Reading]]:
    """The stories of all of them, relevant or not, as if a topic asked for each."""
    named = readings(items)
    read = {one.item_id: one if one.topics else replace(one, topics=named[one.item_id].topics)
            for one in reader.read_all(items)}  # fmt: skip
    return tell(Evidence(items=items, readings=read), DESK, NOW), read


@pytest.mark.parametrize("name", TEXTS)
def test_texts_that_nobody_can_read_are_told_briefed_and_shown(reader: Reader, name: str) -> None:
    items = bad(name)
    begun = time.process_time()
    stories, read = told(reader, items)
    assert sorted(id_ for story in stories for id_ in story.all_ids) == sorted(one.id for one in items)
    briefing = compose(a_day(read, items, DESK, stories=stories))
    for page in render_briefing(briefing, SiteContext(base_url="")):
        assert len(page.text.encode()) < 400_000
        assert "\x00" not in page.text
        assert "\u202e" not in page.text
    assert time.process_time() - begun < 10
    assert all(detail.story.title for detail in briefing.details)
