"""What a briefing says of a story: the likelier side of a forecast, who wrote a sentence, what turned, in few words."""

from dataclasses import replace
from datetime import timedelta

import pytest

from caifeng.models import Account, Confidence, Forecast, Item, Likelihood, Shift, ShiftKind, Statement, Story
from publish.briefing.course_words import course_sentences, shift_sentences, turned_kinds
from publish.briefing.day import Day
from publish.briefing.details import details
from publish.briefing.forecast_words import expected, likelier
from publish.briefing.head import conclusion, matters, outlook
from publish.briefing.voices import attributed
from publish.mail.digest_turn import turn_of
from tests.analyze_stories import NOW
from tests.briefing_days import a_day, a_story, items, reading
from tests.samples import sample_briefing


def told(found: tuple[Item, ...], *shifts: Shift, **more: object) -> tuple[Day, Story]:
    story = a_story(found, "质量", **more)
    account = replace(story.account, shifts=shifts) if shifts else Account(summary=Statement(text=story.title))
    story = replace(story, account=account)
    return a_day({one.id: reading(one, "质量") for one in found}, found, stories=(story,)), story


def shift(kind: ShiftKind, of: Item, text: str = "关于净水机的通报") -> Shift:
    return Shift(kind=kind, at=of.published_at, text=text, item_ids=(of.id,))


def forecast(word: Likelihood) -> Forecast:
    return Forecast(
        made_at=NOW, until=NOW + timedelta(days=1), last=9, low=0, high=4, claim="新增多于 9 条", probability=0.5,
        likelihood=word, confidence=Confidence.MIDDLE, basis="过去 24 小时 9 条",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("word", "claim", "other"),
    [
        (Likelihood.REMOTE, "新增不会多于过去 24 小时的 9 条", Likelihood.NEARLY_CERTAIN),
        (Likelihood.UNLIKELY, "新增不会多于过去 24 小时的 9 条", Likelihood.LIKELY),
        (Likelihood.EVEN, "新增多于过去 24 小时的 9 条", Likelihood.EVEN),
        (Likelihood.VERY_LIKELY, "新增多于过去 24 小时的 9 条", Likelihood.VERY_LIKELY),
    ],
)
def test_the_likelier_side_of_a_forecast_is_said(word: Likelihood, claim: str, other: Likelihood) -> None:
    assert likelier(forecast(word)) == (claim, other)


def test_a_range_of_one_number_is_one_number() -> None:
    assert expected(forecast(Likelihood.EVEN)) == "预计新增 0–4 条（八成区间）"
    assert expected(replace(forecast(Likelihood.EVEN), high=0)) == "预计新增 0 条（八成区间）"


def test_likelihood_and_confidence_stand_in_different_sentences() -> None:
    course = replace(a_story(items("a")).course, forecast=forecast(Likelihood.REMOTE))
    day, story = told(items("a", "b", "c"), course=course)
    said = [one.text for one in course_sentences(day, story) if "八成区间" in one.text]
    assert len(said) == 1
    assert not any(str(word) in part for part in said[0].split("。") if "把握" in part for word in Likelihood)


def test_a_sentence_of_a_medium_names_it_and_a_post_is_quoted() -> None:
    medium, post = items("a", tier=2, source="岚江在线")[0], items("b")[0]
    day, _ = told((medium, post))
    assert attributed(day, Statement(text="已召回。", item_ids=("a",))).text.startswith("已召回（岚江在线，11-1")
    quoted = attributed(day, Statement(text="说是“正常现象”。", item_ids=("b",))).text
    assert quoted.startswith("澜川论坛网帖称：“说是‘正常现象’”（11-1")
    assert quoted.endswith("，未核实）。")
    assert attributed(day, Statement(text="已召回。", item_ids=("x",))).text == "已召回。"


def test_all_that_turned_is_one_line_and_the_weightiest_kind_of_an_item_counts() -> None:
    found = items("a", "b", "c")
    shifts = (
        shift(ShiftKind.NEW_ANGLE, found[0]),
        shift(ShiftKind.NOTICE, found[0]),
        shift(ShiftKind.NOTICE, found[1]),
    )
    day, story = told(found, *shifts, shift(ShiftKind.REFUTED, found[2], "【辟谣】不实！"))
    (said,) = shift_sentences(day, story)
    assert said.text.startswith("转折：辟谣 1 条、官方通报 2 条，最近一条 ")
    assert said.text.endswith("“【辟谣】不实”；此前的定性与研判须重新核对。")
    assert said.item_ids == ("a", "b", "c")
    assert turned_kinds(day, story)[ShiftKind.NOTICE] == 2
    (good,) = shift_sentences(day, replace(story, is_good=True))
    assert "重新核对" not in good.text


def test_what_turned_before_the_window_is_not_told_again() -> None:
    (old,) = items("a")
    old = replace(old, published_at=NOW - timedelta(days=3))
    day, story = told((old,), shift(ShiftKind.REFUTED, old))
    assert list(shift_sentences(day, story)) == []


def test_the_conclusion_names_what_turned_today() -> None:
    found = items("a", "b", "c", tier=3)
    day, _ = told(found, shift(ShiftKind.REFUTED, found[2]))
    said = conclusion(day, matters(day))
    assert "官方已辟谣" in said
    assert len(said) <= 200
    quiet, _ = told(found)
    assert "辟谣" not in conclusion(quiet, matters(quiet))


def test_a_story_that_only_private_accounts_tell_is_called_a_post() -> None:
    private, public = (told(items("a", "b", "c", tier=tier))[0] for tier in (4, 3))
    assert "网帖“" in conclusion(private, matters(private))
    assert "网帖“" not in conclusion(public, matters(public))


def test_the_outlook_prints_the_range_of_the_word_that_it_says() -> None:
    day, _ = told(items("a", "b", "c"))
    said = outlook(day, matters(day))
    assert (said.low, said.high) == Likelihood(said.likelihood).range


def test_the_clocks_of_an_incident_are_one_sentence() -> None:
    day, story = told(items("a", "b", "c"))
    (detail,) = details(day, (story,))
    assert sum("完成“" in one.text for one in detail.facts) <= 1


def test_a_mail_tells_the_turn_of_a_matter_or_nothing() -> None:
    briefing = sample_briefing()
    assert turn_of("S-none", briefing) == ""
    detail = briefing.details[0]
    at = briefing.window_end - timedelta(hours=1)
    turned = Shift(kind=ShiftKind.NOTICE, at=at, text="关于召回的公告", item_ids=("x",))
    story = replace(detail.story, account=replace(detail.story.account, shifts=(turned,)))
    said = turn_of(story.id, replace(briefing, details=(replace(detail, story=story),)))
    assert said.startswith("转折：官方通报，")
    assert said.endswith("“关于召回的公告”")
