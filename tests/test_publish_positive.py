"""Good stories that others tell are worth showing; the words say why. The page shows what stands beside the day."""

import json
from dataclasses import replace

import pytest
from pydantic import TypeAdapter
from selectolax.lexbor import LexborHTMLParser

from caifeng.models import Briefing, Comparison, Level, Occasion, Person, PieceKind, Positive, ToneLabel
from caifeng.models.card import card_of
from publish.briefing.compose import compose
from publish.briefing.day import Day
from publish.briefing.positive import positives
from publish.mail.digest_beside import beside
from publish.mail.personal import select
from publish.pages import charts
from publish.pages.contexts import SiteContext
from publish.pages.render import render_briefing
from tests.briefing_days import DESK, TODAY, a_day, a_story, edition, items, mention, piece, reading, tone
from tests.samples import HOSTILE, _poison, sample_briefing

GOOD = tone(ToneLabel.POSITIVE, ("见义勇为", 2.0), ("点赞", 1.0), ("惊险", -0.5))
SITE = SiteContext(base_url="")


def good_day(**more: object) -> Day:
    found = (
        *items("a", "b", source="论坛"),
        *items("c", source="日报", tier=2),
    )
    read = {
        one.id: reading(one, "形象", tone=GOOD, mentions=(mention("沈渡"),), names=("澜川电器",), **more)
        for one in found
    }
    return a_day(read, found, stories=(a_story(found, "形象", is_good=True),))


def full() -> Briefing:
    """A briefing in which every section that stands beside the day has something."""
    day = good_day()
    occasions = tuple(
        Occasion(what=what, on=TODAY.replace(day=first), rule="FREQ=WEEKLY", topics=("形象",), why="因为", days=days)
        for what, first, days in (("听证会", 3, 1), ("展会", 2, 3))
    )
    history = (edition(7, ("形象", 5, 1)), edition(6, ("形象", 4, 1)), edition(5, ("质量", 9, 1)))
    editions = tuple(map(card_of, history))
    made = compose(replace(day, desk=replace(DESK, calendar=occasions), history=history, editions=editions))
    beside = {name: getattr(made, name) for name in ("calendar", "calendar_total", "comparison", "positives")}
    return replace(sample_briefing(), **beside)


def page_of(briefing: Briefing) -> LexborHTMLParser:
    return LexborHTMLParser(render_briefing(briefing, SITE)[0].text)


def words(briefing: Briefing) -> str:
    return " ".join(page_of(briefing).text().split())


def test_a_good_story_is_shown_with_who_what_where_from_and_why() -> None:
    (case,) = positives(good_day())
    assert case.who == ("沈渡（3 条提到）",)
    assert case.what.text and case.what.item_ids
    assert case.sources == "3 条、2 个信源；已有省级媒体报道"
    assert case.words == ("见义勇为（3 条）", "点赞（3 条）")
    assert case.suggestion.startswith("可考虑宣传：可转发媒体报道")
    assert case.item_ids == ("a", "b", "c")


def test_while_something_grave_is_on_the_timing_is_questioned() -> None:
    day = good_day()
    (good,) = day.stories
    (other,) = items("z")
    grave = a_story((other,), "质量", id="S-9", grade=replace(good.grade, level=Level.ORANGE))
    read = {**day.readings, "z": reading(other, "质量")}
    (case,) = positives(replace(day, items=(*day.items, other), readings=read, stories=(good, grave)))
    assert "当前有橙级事项在处置，宜择时" in case.suggestion


@pytest.mark.parametrize(
    "day",
    [
        pytest.param(replace(good_day(), stories=(a_story(good_day().items, "形象"),)), id="not good"),
        pytest.param(good_day(piece=piece(PieceKind.MARKETING)), id="advertising"),
        pytest.param(replace(good_day(), items=good_day().items[:2]), id="two items of one source"),
        pytest.param(
            replace(good_day(), items=tuple(replace(one, is_official=True) for one in good_day().items)),
            id="self-praise",
        ),
    ],
)
def test_what_is_no_case_is_not_shown(day: Day) -> None:
    assert positives(day) == ()


def test_the_page_shows_the_comparison_the_calendar_and_the_case() -> None:
    text = words(full())
    for said in (
        "近 7 日声量：澜川电器占",
        "上周同日",
        "只有 ",
        "可能带动：形象",
        "进行中",
        "上次 11-10：其后 2 期日报共 4 条（此前每期常为 5 条）",
        "判为正面的词：见义勇为（3 条）、点赞（3 条）",
        "可考虑宣传",
    ):
        assert said in text


def test_an_edition_sealed_before_has_none_of_these_sections_and_still_loads() -> None:
    adapter = TypeAdapter(Briefing)
    old = json.loads(adapter.dump_json(sample_briefing()))
    for name in ("calendar", "calendar_total", "comparison", "positives"):
        old.pop(name)
    briefing = adapter.validate_json(json.dumps(old))
    assert briefing == sample_briefing()
    assert page_of(briefing).css_first("h2#comparison") is None
    assert "风险日历" not in words(briefing)


def test_a_day_without_any_of_it_says_so() -> None:
    none = replace(
        full(), calendar=(), positives=(), comparison=Comparison(week_ago=TODAY, topics=(), parties=(), basis="")
    )
    assert "近几日没有列入日历的日程" in words(none)
    assert "没有够得上的正面典型" in words(none)


def test_hostile_words_beside_the_day_stay_words() -> None:
    bad = _poison(full(), HOSTILE)
    assert isinstance(bad, Briefing)
    for name in ("calendar", "comparison", "positives"):
        mixed = replace(full(), **{name: getattr(bad, name)})
        tree = page_of(mixed)
        assert [node.tag for node in tree.css("script, img, iframe")] == []
        assert len(tree.css("table")) == len(page_of(full()).css("table"))
        assert all("javascript:" not in str(node.attributes.get("href")) for node in tree.css("a"))


def test_the_chart_is_of_the_parties_or_of_the_weeks() -> None:
    made = full().comparison
    assert made is not None
    voice = charts.comparison(made)
    weeks = charts.comparison(replace(made, parties=()))
    assert voice is not None
    assert "占 " in voice.title
    assert weeks is not None
    assert weeks.title == "比上周同日变化最大：形象 5 → 3 条"
    assert charts.comparison(replace(made, parties=(), topics=())) is None
    assert charts.comparison(None) is None


def test_a_mail_has_one_line_of_each_and_only_what_concerns_the_person() -> None:
    briefing = full()
    boss, other = Person(name="甲"), Person(name="乙", topics=("质量",))
    told = dict(beside(briefing, boss, select(briefing, boss)))
    assert list(told) == ["近日日程", "声量占比", "正面典型"]
    assert "11-17 周二 听证会" in told["近日日程"]
    assert "近日日程" not in dict(beside(briefing, other, select(briefing, other)))


def test_a_case_without_words_is_still_whole() -> None:
    case = Positive(story_id="S", title="题", who=(), what=full().positives[0].what, sources="3 条", words=(),
                    suggestion="可考虑宣传", item_ids=())  # fmt: skip
    assert "可考虑宣传" in words(replace(full(), positives=(case,)))
