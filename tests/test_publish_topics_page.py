"""A topic's page shows its year: days, stories, cases; nothing is lost when names collide or a year turns."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from caifeng.models import BriefingCard, Desk, Level, Topic
from caifeng.models.card import CardStory, CardTopic, card_of
from publish.pages.topics_page import render_topics, slugs, stories_of
from tests.samples import HOSTILE, sample_briefing

CARD = card_of(sample_briefing())
TOPIC = Topic(name="产品质量", watch="净水机 AND 漏水", owner="售后部")
DESK = Desk(name="澜川电器", zone=ZoneInfo("Asia/Shanghai"), topics=(TOPIC,))


def told(day: date, level: Level, count: int, id_: str = "S-20261117-01") -> BriefingCard:
    story = CardStory(
        id=id_,
        title=f"{day} 的说法",
        level=level,
        type=CARD.stories[0].type,
        distinct=count,
        topics=("产品质量",),
        incident_id="INC-2026-0007",
    )
    counted = CardTopic(name="产品质量", distinct=count, negative=1)
    return replace(CARD, date=day, key=f"{day}", stories=(story,), topics=(counted,))


def test_a_story_over_several_editions_is_one_line_with_its_highest_level() -> None:
    days = [date(2026, 11, day) for day in (17, 18, 19)]
    levels = (Level.YELLOW, Level.ORANGE, Level.BLUE)
    cards = [told(day, level, count) for day, level, count in zip(days, levels, (3, 9, 2), strict=True)]
    (story,) = stories_of(cards, "产品质量")
    assert (story.first, story.last, story.editions) == (days[0], days[2], 3)
    assert (story.level, story.most) == (Level.ORANGE, 9)
    assert story.address == "2026-11/2026-11-19/#S-20261117-01"


def test_each_year_has_a_page_and_the_newest_stands_at_the_topics_own_address() -> None:
    cards = [told(date(2025, 12, 31), Level.BLUE, 4, "S-20251231-01"), told(date(2026, 1, 1), Level.BLUE, 5)]
    pages = {page.path: page.text for page in render_topics(DESK, cards, ())}
    assert set(pages) == {"topics/index.md", "topics/产品质量/index.md", "topics/产品质量/2025/index.md"}
    assert "S-20251231-01" not in pages["topics/产品质量/index.md"]
    assert "2025&#45;12&#45;31" in pages["topics/产品质量/2025/index.md"]


def test_a_day_without_an_edition_is_unknown_and_not_zero() -> None:
    cards = [told(date(2026, 11, 2), Level.BLUE, 7), told(date(2026, 11, 4), Level.BLUE, 0)]
    shown = next(page.text for page in render_topics(DESK, cards, ()) if page.path == "topics/产品质量/index.md")
    for said in ("2026-11-02：7 条", "2026-11-03：未监测", "2026-11-04：0 条"):
        assert said in shown


def test_topics_whose_names_fold_to_one_address_keep_two() -> None:
    desk = replace(DESK, topics=(TOPIC, replace(TOPIC, name="产品/质量"), replace(TOPIC, name="产品 质量")))
    assert len(set(slugs(desk).values())) == 3
    assert len({page.path for page in render_topics(desk, [CARD], ())}) == 4


def test_hostile_names_and_titles_stay_text() -> None:
    topic = replace(TOPIC, name=HOSTILE)
    story = replace(CARD.stories[0], title=HOSTILE, topics=(HOSTILE,))
    card = replace(CARD, stories=(story,), topics=(CardTopic(name=HOSTILE, distinct=2, negative=0),))
    pages = render_topics(replace(DESK, topics=(topic,)), [card], ())
    assert not any("<script" in page.text or "javascript:" in page.text for page in pages)
    assert all("/" not in page.path.removeprefix("topics/").removesuffix("/index.md") for page in pages[1:])
