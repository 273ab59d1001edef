"""Cleaning, credits, counts: what becomes of the strings of a source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collect.clean import TITLE_CAP, clean_line, clean_text, html_to_line, html_to_text, opening
from collect.counts import count_of, heat_of
from collect.credit import credited_in


def test_html_becomes_what_a_reader_sees() -> None:
    markup = "<p>澜川<b>净水机</b>漏水</p><p>第二段&nbsp;&amp;<br>换行</p><script>alert(1)</script><style>p{}</style>"
    assert html_to_text(markup) == "澜川净水机漏水\n第二段 &\n换行"


def test_plain_text_with_a_smaller_sign_stays_as_written() -> None:
    assert html_to_text("价格 < 100 元，a<b") == "价格 < 100 元，a<b"


def test_control_characters_go_and_format_characters_stay() -> None:
    assert clean_text("a\x00b\x1b[31mc\x9bd\ud800e\u2028f") == "ab[31mcde\nf"
    assert clean_text("a\u202eb\u200bc") == "a\u202eb\u200bc"


def test_lines_are_kept_in_texts_and_joined_in_titles() -> None:
    assert clean_text(" 第一行 \r\n\r\n\t第二行　\n") == "第一行\n第二行"
    assert clean_line("一\n二\t三") == "一 二 三"
    assert len(clean_line("字" * 9_999)) == TITLE_CAP


@given(st.text(alphabet=st.characters()))
def test_whatever_comes_can_be_stored_as_utf_8_and_is_stable(text: str) -> None:
    for cleaned in (clean_text(text), clean_line(text), html_to_text(text), html_to_line(text)):
        assert cleaned.encode("utf-8") is not None
        assert "\x00" not in cleaned
    assert clean_text(clean_text(text)) == clean_text(text)
    assert clean_line(clean_line(text)) == clean_line(text)


def test_a_post_without_a_title_is_called_by_its_opening() -> None:
    assert opening("又漏水了！客服说正常。") == "又漏水了！"
    assert opening("字" * 100) == "字" * 39 + "…"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("来源：岚江日报 2026-11-20\n正文", "岚江日报"),
        ("来源: 环宇社　作者：某某\n正文", "环宇社"),
        ("正文正文。（来源：澜川发布）", "澜川发布"),
        ("來源：港嶼日報\n正文", "港嶼日報"),
        ("转自：澜川日报\n正文", "澜川日报"),
        ("轉載自南嶼時報", "南嶼時報"),
        ("据岚江日报报道，11月17日", "岚江日报"),
        ("據港嶼日報報道，瀾川", "港嶼日報"),
        ("据环宇社记者17日报道", "环宇社"),
        ("据本报报道，昨天", ""),
        ("据了解到的消息", ""),
        ("水的来源：地下水还是江水", ""),
        ("没有写明出处", ""),
        ("来源：", ""),
    ],
)
def test_the_credited_outlet_is_found(text: str, name: str) -> None:
    assert credited_in(text) == name


@given(st.text() | st.text(alphabet="来源：据報道转自记者日1", max_size=60))
def test_looking_for_a_credit_never_raises(text: str) -> None:
    assert len(credited_in(text)) <= 24


@pytest.mark.parametrize(
    ("written", "count"),
    [("1,234", 1234), ("3.2万", 32_000), ("10w+", 100_000), ("2亿", 200_000_000), ("阅读 56", 56), (7, 7), (7.9, 7),
     ("", None), (None, None), (True, None), (float("nan"), None), (float("inf"), None), (-3, None), ("很多", None),
     ("9" * 60, None), (1e300, None)],
)  # fmt: skip
def test_counts_are_read_as_sites_print_them(written: object, count: int | None) -> None:
    assert count_of(written) == count


@given(st.text() | st.floats() | st.integers() | st.none())
def test_a_heat_is_a_finite_number_or_none(written: object) -> None:
    heat = heat_of(written)
    assert heat is None or 0 <= heat < 1e18
