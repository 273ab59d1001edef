"""Titles are chosen among those of the items, cleaned of columns, labels and bait."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyze.stories.headline import choose_title, clean_title
from tests.analyze_stories import item, press


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("08版 -  净水机新国标公开征求意见", "净水机新国标公开征求意见"),
        ("新华社消息丨净水机新国标公开征求意见", "净水机新国标公开征求意见"),
        ("视频：净水机新国标公开征求意见", "净水机新国标公开征求意见"),
        ("净水机新国标公开征求意见｜最前线", "净水机新国标公开征求意见"),
        ("净水机半夜漏水泡坏地板，网友炸锅了！", "净水机半夜漏水泡坏地板"),
        ("净水机漏水，官方回应", "净水机漏水，官方回应"),
        ("净水机抽检，结果显示全部合格", "净水机抽检，结果显示全部合格"),
    ],
)
def test_what_stands_around_a_title_is_cut_off(written: str, shown: str) -> None:
    assert clean_title(written) == shown


def test_a_statement_comes_before_a_question() -> None:
    items = (press("a", "净水机为何半夜漏水？"), press("b", "净水机半夜漏水已致两人受伤"))
    assert choose_title(items, ("a", "b")) == "净水机半夜漏水已致两人受伤"


def test_a_digest_or_a_page_line_comes_last() -> None:
    items = (
        press("a", "8点1氪丨净水机召回；银价大涨；新车发布"),
        press("b", "08版 - 本版责编：张三 李四"),
        press("c", "澜川电器召回净水机三千余台"),
    )
    assert choose_title(items, ("a", "b", "c")) == "澜川电器召回净水机三千余台"


def test_a_post_without_title_lends_its_first_words() -> None:
    assert choose_title((item("a", "", "半夜漏水，地板泡了"),), ("a",)) == "半夜漏水，地板泡了"


@given(st.text(max_size=80))
def test_what_stays_of_a_title_was_written(title: str) -> None:
    shown = clean_title(title)
    written = title.replace("#", " ").replace("＃", " ").split()
    assert "".join(shown.replace("#", " ").replace("＃", " ").split()) in "".join(written)
