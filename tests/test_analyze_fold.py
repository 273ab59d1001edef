"""Folding: every dodge folds to the plain spelling, and every folded character knows where it was written."""

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyze.text.fold import fold
from analyze.topics.terms import TermIndex, shadow_of
from tests.analyze_desk import item, shared

PINYIN = {"台风": "taifeng", "漏水": "loushui", "召回": "zhaohui", "维权": "weiquan"}
TRADITIONAL = {"台风": "颱風", "漏水": "漏水", "召回": "召囘", "维权": "維權"}


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("净水机漏水", "净水机漏水"),
        ("華 為", "华为"),
        ("华\u200b为", "华为"),
        ("ＨＵＡＷＥＩ", "huawei"),
        ("Нuаwеi", "huawei"),  # Cyrillic Н, а, е
        ("颱風", "台风"),
        ("台⻛", "台风"),
        ("⾵险", "风险"),
        ("漏·水", "漏水"),
        ("漏_水", "漏水"),
        ("漏|水", "漏水"),
        ("漏\n水", "漏水"),
        ("漏- -水", "漏水"),
        ("清涧 L5", "清涧l5"),
        ("50㎡", "50m2"),
        ("乾隆年间", "乾隆年间"),
        ("召囘", "召回"),
        ("漏，水", "漏,水"),
        ("café", "cafe"),
        ("Москва", "москва"),
    ],
)
def test_a_dodge_folds_to_the_plain_spelling(written: str, folded: str) -> None:
    assert fold(written).text == folded


@pytest.mark.parametrize("written", ["漏。水", "漏\n\n水", "new york", "3.5", "漏……水", "漏——水", "wi-fi", "漏、水"])
def test_what_really_separates_words_stays(written: str) -> None:
    assert fold(written).text == written


def test_a_span_leads_back_to_what_was_written() -> None:
    written = "据悉，淨 水\u200b機今早 50㎡ 漏水"
    folded = fold(written)
    start = folded.text.index("净水机")
    first, last = folded.original_span(start, start + 3)
    assert written[first:last] == "淨 水\u200b機"
    start = folded.text.index("漏水")
    first, last = folded.original_span(start, start + 2)
    assert written[first:last] == "漏水"


def test_a_text_with_a_right_to_left_control_can_be_read_backwards() -> None:
    folded = fold("今天\u202e风台")
    assert folded.is_bidi
    mirrored = folded.mirrored()
    assert mirrored.text.startswith("台风")
    assert mirrored.original_span(0, 2) == (3, 5)


@given(st.text(max_size=60))
def test_every_folded_character_has_its_place_in_order(written: str) -> None:
    folded = fold(written)
    assert len(folded.offsets) == len(folded.text)
    assert list(folded.offsets) == sorted(folded.offsets)
    assert all(0 <= place < len(written) for place in folded.offsets)


@given(
    st.text(alphabet="华为公司漏水招回abcXYZ１２，。 ", max_size=40),
    st.sampled_from(["\u200b", "\u2060", "\ufeff", "\xad"]),
)
def test_invisible_characters_never_change_the_fold(written: str, invisible: str) -> None:
    assert fold(invisible.join(written)).text == fold(written).text


def _respelled(spelling: str, word: str) -> str:
    """A spelling of 台风 done to another word of two characters."""
    if spelling in ("臺風", "颱風"):
        return TRADITIONAL[word]
    if spelling.startswith("ｔ"):
        return "".join(chr(ord(letter) + 0xFEE0) for letter in PINYIN[word])
    if "а" in spelling:
        return PINYIN[word].replace("a", "а").replace("i", "і")
    return spelling.translate({ord("台"): word[0], ord("风"): word[1], ord("⻛"): word[1]})


@pytest.mark.shared
@pytest.mark.parametrize("word", PINYIN)
def test_at_least_95_percent_of_the_known_spellings_match(word: str) -> None:
    spellings = json.loads(shared("hostile", "made", "strings.json").read_text(encoding="utf-8"))["evasion"]
    index = TermIndex([word], ((word, (PINYIN[word],)),))
    texts = [f"今天{_respelled(spelling, word)}的消息" for spelling in spellings]
    missed = [text for text in texts if not index.find(shadow_of(item(text))).has(word)]
    assert len(missed) <= 0.05 * len(texts), missed


@pytest.mark.shared
def test_dropping_separators_makes_hardly_any_match_on_plain_news() -> None:
    """Fewer than 0.1 % of item and word pairs match only across a separator."""
    words = "市场 公司 发生 儿童 投诉 漏水 质量 死亡 起火 安全 维权 召回 价格 事故".split()  # noqa: SIM905
    index = TermIndex(words, ())
    count = across = 0
    with gzip.open(shared("streams", "stream_rss_news_cn", "dev.jsonl.gz"), "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            shadow = shadow_of(item(row["text"], row["title"]))
            finds = index.find(shadow)
            count += len(words)
            hits = {word: [shadow.hit(word, spot) for spot in finds.of(word)] for word in finds.terms}
            across += sum(all(len(hit.written) != len(word) for hit in found) for word, found in hits.items())
    assert across / count <= 0.001
