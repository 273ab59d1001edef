"""定性提示 and titles."""

import pytest

from analyze.dossier import Dossier
from analyze.grading.hint import suggest_type
from analyze.spread.trace import trace
from analyze.stories.headline import choose_title, clean_title
from caifeng.models import Channel, Item, StoryType, TypeHint
from tests.analyze_stories import dossier, item, notice, press

_RUMOUR = "转发给家人！电热水壶煮水会释放锰毒，长期喝致癌，家里有老人孩子的赶紧看看壶底的钢号！"


def hinted(of: Dossier) -> TypeHint:
    return suggest_type(of, trace(of))


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
    hint = hinted(dossier(*items))
    assert hint.type is expected
    assert hint.why.endswith("。")
    assert bool(hint.item_ids) is (expected is not StoryType.UNVERIFIED)


def test_concerted_copies_before_a_refutation_suggest_malice_and_say_so_carefully() -> None:
    posts = [item(f"p{n}", "水壶致癌", _RUMOUR, hours=30 - n / 12, author=f"号{n}") for n in range(5)]
    copies = {one.id: "p0" for one in posts[1:]}
    hint = hinted(dossier(*posts, notice("n", "辟谣：水壶致癌不属实"), copies=copies))
    assert hint.type is StoryType.MALICIOUS
    assert "人工" in hint.why
    assert "n" in hint.item_ids


def test_copies_by_one_account_or_after_the_refutation_are_not_concerted() -> None:
    posts = [item(f"p{n}", "水壶致癌", _RUMOUR, hours=30 - n / 12, author="一人") for n in range(5)]
    late = [item(f"q{n}", "水壶致癌", _RUMOUR, hours=1, author=f"号{n}") for n in range(5)]
    copies = {one.id: "p0" for one in (*posts[1:], *late)}
    refuted = notice("n", "辟谣：水壶致癌不属实", hours=5)
    assert hinted(dossier(*posts, *late, refuted, copies=copies)).type is StoryType.FALSE


@pytest.mark.parametrize(
    "text",
    [
        "接到业主要求召回净水机的诉求后，我局已派员了解情况。",
        "我局正在核实，如属实将依法立案查处。",
        "若造成损失，责任单位须致歉。",
        "目前尚未立案，是否召回待检验结果。",
        "请广大市民不信谣言，耐心等待调查结果。",
    ],
)
def test_conditions_demands_doubts_and_plans_of_an_authority_say_nothing(text: str) -> None:
    assert hinted(dossier(item("a", "净水机漏水"), notice("n", "情况说明", text))).type is StoryType.UNVERIFIED


def test_a_denial_after_a_confirmation_reopens_the_judgement_and_says_so() -> None:
    turned = hinted(dossier(notice("a", "净水机漏水立案调查", hours=9), notice("b", "辟谣：漏水不实传言", hours=1)))
    assert "曾证实" in turned.why
    assert "重新判断" in turned.why
    back = hinted(dossier(notice("a", "辟谣：漏水不实传言", hours=9), notice("b", "净水机漏水立案调查", hours=1)))
    assert "曾否认" in back.why


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("更正：此前关于净水机召回的报道有误", StoryType.FALSE),
        ("关于净水机漏水一文的撤稿说明", StoryType.FALSE),
        ("业主要求本报更正说明", StoryType.UNVERIFIED),
    ],
)
def test_a_medium_that_takes_its_report_back_suggests_that_it_was_wrong(title: str, expected: StoryType) -> None:
    assert hinted(dossier(press("a", "净水机漏水", hours=5), press("b", title))).type is expected


def test_an_authoritys_confirmation_stands_above_a_retraction() -> None:
    found = dossier(notice("n", "净水机漏水立案调查", hours=9), press("b", "更正：此前报道有误"))
    assert hinted(found).type is StoryType.TRUE


def replies(said: str, count: int, total: int) -> Dossier:
    posts = [
        item(
            f"r{n:03d}",
            "",
            said if n < count else "太可怕了，转给大家看看",
            9 - n / 99,
            channel=Channel.WEIBO,
            author=f"{n}",
        )
        for n in range(total)
    ]
    return dossier(item("a", "水壶致癌", hours=10), *posts)


def test_many_replies_that_call_it_a_rumour_suggest_so_with_the_measured_precision() -> None:
    hint = hinted(replies("早就辟谣了，别传了。", 8, 60))
    assert hint.type is StoryType.FALSE
    assert 0.5 < hint.probability < 1
    assert "61 条网民发言中有 8 条" in hint.why
    assert set(hint.item_ids) == {f"r{n:03d}" for n in range(8)}


@pytest.mark.parametrize("said", ["真的假的？", "求辟谣！", "这不是谣言", "希望是假的", "放假了", "", "\ud800谣"])
def test_questions_and_hopes_do_not_count_as_denials(said: str) -> None:
    assert hinted(replies(said, 30, 60)).type is StoryType.UNVERIFIED


def test_a_single_denial_or_a_short_story_suggests_nothing() -> None:
    assert hinted(replies("这是谣言", 2, 60)).type is StoryType.UNVERIFIED
    assert hinted(replies("这是谣言", 3, 6)).type is StoryType.UNVERIFIED


def test_an_official_confirmation_outweighs_what_replies_say() -> None:
    found = replies("这是谣言", 30, 60)
    hint = hinted(dossier(*found.every, notice("n", "电热水壶问题查实，责令召回")))
    assert hint.type is StoryType.TRUE


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
