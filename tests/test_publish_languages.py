"""Traditional whole, by phrases, never addresses or others' words; English a frame with the same numbers."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caifeng.models import (
    Channel,
    ClockState,
    Confidence,
    IncidentState,
    Level,
    Likelihood,
    SourceState,
    Stage,
    StoryType,
    ToneLabel,
)
from caifeng.models.language import Language, Variant
from publish.languages.english import english, english_date, english_span, is_english
from publish.languages.pages import language_links, render_languages
from publish.languages.traditional import deeper, traditional
from publish.pages.contexts import SiteContext
from tests.samples import hostile_briefing, sample_briefing
from tests.test_publish_pages import html

SITE = SiteContext(base_url="", languages=language_links(tuple(Language)))
VOCABULARIES = (
    Channel, ClockState, Confidence, IncidentState, Level, Likelihood, SourceState, Stage, StoryType, ToneLabel,
)  # fmt: skip


def common(text: str) -> str:
    return traditional(text, Variant.COMMON)


def test_phrases_decide_between_characters() -> None:
    assert common("头发发展，后面的皇后，里程") == "頭髮發展，後面的皇后，里程"
    assert traditional("软件和网络信息", Variant.TAIWAN) == "軟體和網路資訊"


@pytest.mark.parametrize(
    "kept",
    [
        '<a href="https://a.cn/网络/?q=发">',
        '<a id="网络" class="发">',
        "<code>网络</code>",
        "<style>.网{}</style>",
        "](网络/发.md)",
        "{: #网络 .发 }",
        '<a lang="zh-CN">简体',
    ],
)
def test_addresses_ids_and_code_stay(kept: str) -> None:
    assert common(kept) == kept


def test_labels_for_screen_readers_change_with_the_text() -> None:
    assert common('<p aria-label="网络" title="发展">') == '<p aria-label="網絡" title="發展">'


def test_what_was_written_in_traditional_stays_as_written() -> None:
    assert common("港报《內地品牌后臺》称“裏面漏水”，网络热议") == "港報《內地品牌后臺》稱“裏面漏水”，網絡熱議"


def test_every_relative_way_begins_one_step_further_up() -> None:
    assert deeper('<a href="evidence/#i"><img src="a.svg" srcset="b.svg">') == (
        '<a href="../evidence/#i"><img src="../a.svg" srcset="../b.svg">'
    )
    for way in ("#top", "https://a.cn", "https&#58;&#47;&#47;a.cn", "mailto:a@example.cn"):
        assert deeper(f'<a href="{way}">') == f'<a href="{way}">'


@given(st.text())
def test_any_text_is_converted_without_an_error_and_latin_stays(text: str) -> None:
    assert re.sub(r"[^!-~]", "", common(text)) == re.sub(r"[^!-~]", "", text)
    assert deeper(text).replace("../", "") == text.replace("../", "")


def test_long_hostile_text_takes_no_quadratic_time() -> None:
    for text in ("<" * 200_000, "“" * 200_000, "](" * 100_000, "{:" * 100_000, "<script" * 30_000):
        assert common(text) == text and deeper(text) == text


def test_links_between_the_pages_lead_to_one_another() -> None:
    assert language_links(()) == ()
    assert language_links(("en",)) == (("en", "English", "en/"),)
    assert language_links(tuple(Language), "en") == (("zh-CN", "简体", "../"), ("zh-Hant", "繁體", "../zh-hant/"))


def pages(briefing: Any = None) -> Any:
    made = render_languages(briefing or sample_briefing(), SITE)
    return {page.path.split("/")[1]: page for page in made}


def test_pages_stand_below_the_day_and_state_their_language() -> None:
    made = pages()
    assert list(made) == ["zh-hant", "en"]
    assert made["zh-hant"].text.startswith("---\nlang: zh-Hant\n") and "\nlang: en\n" in made["en"].text
    ways = {one.attributes["href"] for one in html(made["zh-hant"]).css("a[hreflang]")}
    assert ways == {"../", "../en/"}


def test_the_traditional_page_has_the_numbers_of_the_simplified_one() -> None:
    text = html(pages()["zh-hant"]).text()
    assert str(sample_briefing().overview.distinct) in text and "總體態勢" in text and "总体态势" not in text


def test_the_english_frame_has_english_labels_and_chinese_words_marked_as_such() -> None:
    made = html(pages()["en"])
    briefing = sample_briefing()
    for one in made.css('[lang^="zh"]'):
        one.decompose()
    assert not re.search(r"[\u3400-\u9fff]", made.text())
    assert f"{briefing.outlook.low}–{briefing.outlook.high}%" in made.text()
    assert english(briefing.outlook.likelihood) in made.text()


def test_every_word_of_the_closed_vocabularies_has_an_english_one() -> None:
    for vocabulary in VOCABULARIES:
        words = [english(str(word)) for word in vocabulary]
        assert all(is_english(str(word)) for word in vocabulary) and len(set(words)) == len(words)


def test_dates_and_spans_are_written_in_english() -> None:
    assert english_date(sample_briefing().date).endswith(" November 2026")
    assert (english_span(1640), english_span(0)) == ("1 d 3 h 20 min", "under 1 min")


def test_hostile_text_stays_text_in_every_language() -> None:
    for page in pages(hostile_briefing()).values():
        made = html(page)
        assert not made.css("script:not([type='application/json']),img[onerror],iframe,object,form,style")
        assert not [tag for tag in made.css("*") if any(name.startswith("on") for name in tag.attributes)]
