"""Words and keywords."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyze.text import words as module
from analyze.text.words import Segmenter, keywords, words
from tests.analyze_desk import read

TEXT = "澜川电器的净水机半夜漏水，客服说是正常现象，市民向市场监管部门投诉。"


def test_words_leave_blanks_and_punctuation_out() -> None:
    assert words("净水机，漏水了！") == ("净水机", "漏水", "了")


def test_words_are_folded() -> None:
    assert words("颱風 Wi-Fi") == ("台风", "wi-fi")


def test_the_names_of_the_desk_stay_whole() -> None:
    assert "澜川电器" in Segmenter(["澜川电器"]).words(TEXT)
    assert "清涧l5" in Segmenter(["清涧L5"]).words("买了清涧l5两年")


def test_the_words_make_up_the_text() -> None:
    assert "".join(Segmenter().words(TEXT)) == TEXT


@pytest.mark.filterwarnings("ignore::SyntaxWarning", "ignore::DeprecationWarning", "ignore:pkg_resources")
def test_the_slow_cutter_cuts_like_the_fast_one() -> None:
    slow = module._slow_cutter(["澜川电器"])
    assert tuple(slow.cut(TEXT)) == Segmenter(["澜川电器"]).words(TEXT)


def test_keywords_tell_what_it_is_about() -> None:
    found = read("净水机", TEXT * 3, "净水机漏水 客服称正常").keywords
    assert {"净水机", "漏水", "客服"} <= set(found[:5])
    assert len(found) <= 10


def test_keywords_hold_no_newsroom_formulas_numbers_or_single_characters() -> None:
    found = read("净水机", "本报讯 记者昨天从2026年的12345热线获悉，目前相关情况正在调查。").keywords
    assert "调查" in found
    assert not {"记者", "目前", "相关", "情况", "2026", "12345"} & set(found)
    assert all(len(word) > 1 for word in found)


def test_a_word_of_the_title_weighs_more() -> None:
    assert keywords(["漏水"], ["投诉"])[0] == "漏水"
    assert keywords(["投诉"], ["漏水"])[0] == "投诉"


@given(st.lists(st.text(max_size=6), max_size=20), st.lists(st.text(max_size=6), max_size=20))
def test_keywords_are_distinct_and_at_most_ten(title: list[str], text: list[str]) -> None:
    found = keywords(title, text)
    assert len(found) == len(set(found)) <= 10
    assert set(found) <= set(title) | set(text)


def test_keywords_are_no_single_characters_bare_numbers_or_newsroom_words() -> None:
    title, text = ["新", "2026", "客户端", "发布", "净水机"], ["3.14", "责编", "净水机", "公众号", "1月"]
    assert keywords(title, text) == ("净水机",)


def test_a_noun_comes_before_a_verb_as_rare() -> None:
    weights, rarity = module.keyword_weights(), module.inverse_frequencies()
    assert weights["前往"] / rarity["前往"] < weights["净水器"] / rarity["净水器"]


def test_a_new_name_counts_in_the_title() -> None:
    assert "澜玥机" in keywords(["澜玥机", "上市"], ["上市"])


def test_a_word_once_said_in_no_table_is_left_out() -> None:
    assert "澜玥机" not in keywords([], ["无关"] * 70 + ["澜玥机"])


def test_rarity_is_known_for_common_and_rare_words() -> None:
    rarity = module.inverse_frequencies()
    assert len(rarity) <= 120_000
    assert rarity["中国"] < rarity["净水器"]
    assert all(0 <= figure <= 20 for figure in rarity.values())
