"""定性提示 and titles."""

import pytest

from analyze.grading.hint import suggest_type
from analyze.stories.headline import choose_title, clean_title
from caifeng.models import Item, StoryType
from tests.analyze_stories import dossier, item, notice, press


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ((item("a", "净水机漏水，要求召回"),), StoryType.UNVERIFIED),
        ((item("a", "强烈要求厂家道歉并召回"), press("b", "业主要求召回净水机")), StoryType.UNVERIFIED),
        ((item("a", "净水机漏水"), notice("b", "关于净水机漏水问题立案调查的通报")), StoryType.TRUE),
        ((item("a", "净水机漏水"), press("b", "澜川电器致歉并召回三千台净水机")), StoryType.TRUE),
        ((item("a", "水壶致癌"), notice("b", "【辟谣】电热水壶释放锰毒不属实")), StoryType.FALSE),
        (
            (item("a", "水壶致癌"), notice("b", "专项抽查通报", "抽查12批次，全部合格，未检出异常。")),
            StoryType.FALSE,
        ),
        ((notice("a", "网传漏水系谣言", hours=9), notice("b", "净水机漏水立案调查", hours=1)), StoryType.TRUE),
        ((notice("a", "净水机漏水立案调查", hours=9), notice("b", "辟谣：漏水不实传言", hours=1)), StoryType.FALSE),
    ],
)
def test_only_official_words_and_reported_acts_suggest_a_type(items: tuple[Item, ...], expected: StoryType) -> None:
    hint = suggest_type(dossier(*items))
    assert hint.type is expected
    assert hint.why.endswith("。")
    assert bool(hint.item_ids) is (expected is not StoryType.UNVERIFIED)


def test_concerted_copies_before_a_refutation_suggest_malice_and_say_so_carefully() -> None:
    posts = [item(f"p{n}", "水壶致癌", "转发！水壶致癌！", hours=30 - n, author=f"号{n}") for n in range(5)]
    copies = {one.id: "p0" for one in posts[1:]}
    hint = suggest_type(dossier(*posts, notice("n", "辟谣：水壶致癌不属实"), copies=copies))
    assert hint.type is StoryType.MALICIOUS
    assert "人工" in hint.why
    assert "n" in hint.item_ids


def test_copies_by_one_account_or_after_the_refutation_are_not_concerted() -> None:
    posts = [item(f"p{n}", "水壶致癌", hours=30 - n, author="一人") for n in range(5)]
    late = [item(f"q{n}", "水壶致癌", hours=1, author=f"号{n}") for n in range(5)]
    copies = {one.id: "p0" for one in (*posts[1:], *late)}
    refuted = notice("n", "辟谣：水壶致癌不属实", hours=5)
    assert suggest_type(dossier(*posts, *late, refuted, copies=copies)).type is StoryType.FALSE


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("#净水机半夜漏水# 四岁孩子摔倒", "净水机半夜漏水 四岁孩子摔倒"),
        ("【辟谣】水壶释放锰毒不属实", "水壶释放锰毒不属实"),
        ("  多户 居民\n反映漏水 ", "多户 居民 反映漏水"),
        ("【通报】", "【通报】"),
    ],
)
def test_titles_lose_their_marks_and_nothing_else(written: str, shown: str) -> None:
    assert clean_title(written) == shown


def test_the_title_comes_from_a_central_item_of_a_better_source() -> None:
    posts = [item("a", "气死了"), item("b", "#漏水#"), press("c", "多户居民反映净水机夜间漏水", tier=2)]
    assert choose_title(posts, ("a", "b", "c")) == "多户居民反映净水机夜间漏水"


def test_an_item_without_a_title_lends_its_first_words() -> None:
    assert choose_title([item("a", "", "半夜漏水，地板泡了")], ("a",)) == "半夜漏水，地板泡了"
