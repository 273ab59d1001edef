"""Field limits, conditions and products of the topic language, and what is said when one is slipped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyze.topics.grammar import parse
from analyze.topics.limits import Limit
from analyze.topics.rules import (
    All,
    Condition,
    Either,
    Near,
    Not,
    Rule,
    RuleFault,
    Term,
    Weighs,
    is_met_by_nothing,
    to_text,
)

A, B, C, D = Term("净水机"), Term("漏水"), Term("热水壶"), Term("起火")
TITLED = Term("漏水", "title")
WEIBO = Condition(Limit.CHANNEL, "微博")


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("标题:漏水", TITLED),
        ("title:漏水", TITLED),
        ("标题：漏水", TITLED),
        ("标题: 漏水", TITLED),
        ("标题:“漏水”", TITLED),
        ("标题:(漏水 OR 起火)", Either((TITLED, Term("起火", "title")))),
        ("正文:(漏水 NOT 招聘)", All((Term("漏水", "text"), Not(Term("招聘", "text"))))),
        ("净水机 -标题:招聘", All((A, Not(Term("招聘", "title"))))),
        ("净水机 渠道:微博", All((A, WEIBO))),
        ("净水机 AND channel:weibo", All((A, WEIBO))),
        ("净水机 NOT 渠道:(微博 OR 论坛)", All((A, Not(Either((WEIBO, Condition(Limit.CHANNEL, "论坛"))))))),
        ("净水机 地区:广东", All((A, Condition(Limit.REGION, "广东")))),
        ("净水机 层级:1-2", All((A, Condition(Limit.TIER, "1-2")))),
        ("净水机 tier:2-2", All((A, Condition(Limit.TIER, "2")))),
        ("净水机 作者:张三", All((A, Condition(Limit.AUTHOR, "张三")))),
        ("敏感:人身安全", Condition(Limit.SENSITIVE, "人身安全")),
        ("敏感>=3", Weighs(3)),
        ("净水机 AND 敏感 ≥ 2.5", All((A, Weighs(2.5)))),
        ("敏感 AND 漏水", All((Term("敏感"), B))),
        ("{净水机, 热水壶} × {漏水, 起火}", All((Either((A, C)), Either((B, D))))),
        ("{净水机，热水壶}×{漏水、起火}", All((Either((A, C)), Either((B, D))))),
        ("{净水机} * {漏水} x {起火}", All((A, B, D))),
        ("{净水机, 热水壶} ×20 {漏水, 起火}", Near(Either((A, C)), Either((B, D)), 20)),
        ('{"城东, 分公司", 净水机}', Either((Term("城东, 分公司"), A))),
        ("标题:{漏水, 起火}", Either((TITLED, Term("起火", "title")))),
        ('"12:30" 漏水', All((Term("12:30"), B))),
        ("净水机 x 漏水", All((A, Term("x"), B))),
    ],
)
def test_limits_and_products_read_as_people_mean_them(written: str, rule: Rule) -> None:
    assert parse(written) == rule


@pytest.mark.parametrize(
    ("written", "position", "message", "mend"),
    [
        ("标提:漏水", 0, "没有“标提”这个范围", "是不是 标题:？"),
        ("净水机 AND chanel:微博", 8, "没有“chanel”这个范围", "是不是 渠道:？"),
        ("完全无关:漏水", 0, "没有“完全无关”这个范围", "可用的有：标题"),
        ("https://a.example/b", 5, "像网址", '"https://a.example/b"'),
        ("漏水 12:30", 5, "像时间或比分", '"12:30"'),
        (":漏水", 0, "冒号前面缺少", "标题:漏水"),
        ("净水机 标题:", 4, "“标题:”后面缺少词", "标题:漏水"),
        ("标题:NOT 漏水", 0, "“标题:”后面缺少词", "括号"),
        ("标题:正文:漏水", 3, "套在“标题:”里面", "只留一个"),
        ("标题:(敏感>=3)", 4, "不能写在范围里面", "AND"),
        ("净水机 渠道:微薄", 7, "没有“微薄”这个渠道", "是不是 微博？"),
        ("净水机 层级:5", 7, "“5”不是层级", "1 到 4"),
        ("净水机 层级:3-1", 7, "不是层级", "从小到大"),
        ("渠道:微博", 0, "什么都没有要找", "至少写一个要找的词"),
        ("净水机 OR 渠道:微博", 0, "什么都没有要找", "至少写一个要找的词"),
        ("净水机 NEAR/5 渠道:微博", 11, "NEAR 两边只能是词", "外面"),
        ("敏感>=零", 0, "大于 0 的数", "敏感>=3"),
        ("{净水机, 漏水", 0, "左大括号没有配对", "补上 }"),
        ("净水机}", 3, "多了一个右大括号", "去掉它"),
        ("{}", 0, "大括号里是空的", "写上词"),
        ("{净水机,, 漏水}", 5, "少了一个", "逗号"),
        ("{净水机 OR 漏水}", 5, "只能列词", "用逗号隔开"),
        ("{净水机} × 漏水", 6, "后面缺少另一组词", "{净水机, 热水壶}"),
        ("{净水机} ×0 {漏水}", 6, "1 到 9999", "×20"),
        ("漏水" + " NEAR/5 漏水" * 12, 3 + 10 * 10, "连了超过 10 次", "AND"),
    ],
)
def test_a_slip_is_told_with_its_place_and_its_mending(written: str, position: int, message: str, mend: str) -> None:
    fault = parse(written)
    assert isinstance(fault, RuleFault)
    assert message in fault.message
    assert mend in fault.mend
    assert fault.position == position


_words = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters='"＂“”「」『』'), min_size=1, max_size=6
).filter(str.strip)
_leaves = st.one_of(
    st.builds(Term, _words, st.sampled_from(["", "title", "text"])),
    st.sampled_from([WEIBO, Condition(Limit.TIER, "1-3"), Condition(Limit.REGION, "广东 深圳"), Weighs(2.5)]),
    st.builds(Condition, st.just(Limit.SENSITIVE), _words.map(str.strip)),
)
_rules = st.recursive(
    _leaves,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(tuple).map(All),
        st.lists(inner, min_size=2, max_size=3).map(tuple).map(Either),
        inner.map(Not),
    ),
    max_leaves=8,
)


@given(_rules)
def test_a_printed_rule_with_limits_reads_back_as_itself(rule: Rule) -> None:
    back = parse(to_text(rule))
    assert isinstance(back, RuleFault) if is_met_by_nothing(rule) else back == rule


@given(st.text(alphabet='甲乙 ()（）{}×,，:：标题渠道敏感>=NEAR/5ORANDOT"|-', max_size=60))
def test_any_text_made_of_signs_is_read_or_refused_at_a_place_inside_it(written: str) -> None:
    read = parse(written)
    if isinstance(read, RuleFault):
        assert read.message and read.mend
        assert 0 <= read.position <= len(written)


@pytest.mark.parametrize(
    "written",
    ["(" * 4_000, "{" * 4_000, '"' * 3_999, "标题:" * 1_300, "NOT " * 1_000, "甲 OR " * 1_300 + "乙", "-" * 4_000,
     "{" + "甲," * 1_900 + "乙} × {丙}", "敏感>=" * 800, "甲 NEAR/1 " * 500 + "乙", '{"' * 2_000],
)  # fmt: skip
def test_no_rule_of_4000_characters_takes_long(written: str) -> None:
    read = parse(written)
    if not isinstance(read, RuleFault):
        assert parse(to_text(read)) == read
