"""Sentences are cut as written, without what stands around the telling."""

from hypothesis import given
from hypothesis import strategies as st

from analyze.views.sentences import clause_cut, clean_sentences, grams_of, overlap, sentences_of
from tests.analyze_stories import item


def cut(text: str, most: int = 8) -> list[str]:
    return list(clean_sentences(text, most))


def test_dateline_and_byline_are_no_part_of_a_sentence() -> None:
    assert cut("新华社澜川1月27日电（记者宋以宁 李某）净水机厂商27日宣布召回。") == ["净水机厂商27日宣布召回。"]
    assert cut("本报澜川讯（记者 宋以宁）连日来，多户居民家中漏水。") == ["连日来，多户居民家中漏水。"]
    assert cut("【召回公告】澜川电器召回3200台净水机。") == ["澜川电器召回3200台净水机。"]


def test_navigation_captions_and_credits_are_left_out() -> None:
    text = "点击下方链接。\n责任编辑：张三\n图为漏水现场。\n多户居民家中漏水，地板起鼓。\n版权所有，未经授权。"
    assert cut(text) == ["多户居民家中漏水，地板起鼓。"]


def test_a_page_date_is_no_sentence() -> None:
    assert cut("2026年01月28日\n本报讯 多户居民家中漏水，地板起鼓。") == ["多户居民家中漏水，地板起鼓。"]


def test_half_a_quotation_is_no_sentence() -> None:
    assert cut("他说：“先登记。我们再处理。”多户居民不满意这样的答复。") == ["多户居民不满意这样的答复。"]


def test_a_repost_counts_with_its_own_words_only() -> None:
    assert cut("真的太气人了，必须给说法//@老胡:我家也漏水了。") == ["真的太气人了，必须给说法"]


def test_english_sentences_end_at_periods() -> None:
    assert cut("The maker recalled 3,200 units. Officials opened a case.") == [
        "The maker recalled 3,200 units.",
        "Officials opened a case.",
    ]


def test_a_long_sentence_is_cut_at_a_clause_or_not_at_all() -> None:
    assert clause_cut("多户居民家中漏水，地板起鼓，客服不予受理", 14) == "多户居民家中漏水，地板起鼓"
    assert clause_cut("一" * 200, 120) == ""


def test_both_scripts_compare_alike() -> None:
    assert overlap(grams_of("淨水機漏水了"), grams_of("净水机漏水了")) == 1.0
    assert overlap(frozenset(), grams_of("净水机")) == 0.0


@given(st.text(max_size=400))
def test_every_sentence_stands_in_the_text_as_written(text: str) -> None:
    for sentence in sentences_of(item("a", text=text), 8):
        assert sentence.text in text.replace("\u3000\u3000", "\n")
        assert sentence.text == sentence.text.strip()


def test_hostile_texts_cost_little() -> None:
    for text in (
        "a" * 1_000_000,
        "。" * 100_000,
        "（记者" * 50_000,
        "\ud800净水机漏水。",
        "“" * 99_999,
        "1" * 100_000 + "日",
    ):
        cut(text[:900])
        sentences_of(item("a", text=text), 8)
