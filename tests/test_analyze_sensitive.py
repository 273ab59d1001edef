"""Sensitive words by class: found, weighed, denied, and asked for in rules; conditions on the item itself."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from analyze.topics.check import check_rules
from analyze.topics.ruleindex import RuleIndex, desk_terms
from analyze.topics.sensitive import sensitive_in
from analyze.topics.terms import TermIndex, shadow_of
from analyze.topics.watch import Watch, compile_topic
from caifeng.models import Channel, Item, Place, PlaceLevel, SensitiveClass, Topic, TopicMatch
from tests.analyze_desk import desk, item

HARM = SensitiveClass(name="人身安全", weight=3, words=("死亡", "受伤"))
OFFICE = SensitiveClass(name="监管", weight=1, words=("立案", "处罚"))
CLASSES = (HARM, OFFICE)
NANSHAN = Place(code="440305", name="南山区", path="广东省深圳市南山区", level=PlaceLevel.COUNTY, hits=())


def matches(watch: str, found: Item, places: Sequence[Place] = ()) -> tuple[TopicMatch, ...]:
    """What a desk of one topic and two sensitive classes finds."""
    compiled = compile_topic(Topic(name="题", watch=watch), CLASSES)
    assert isinstance(compiled, Watch)
    shadow = shadow_of(found)
    terms = desk_terms(replace(desk(), sensitive=CLASSES), (compiled,))
    return RuleIndex((compiled,)).matches(shadow, TermIndex(terms, ()).find(shadow), frozenset(), places)


def test_sensitive_words_come_with_class_and_weight_title_first() -> None:
    shadow = shadow_of(item("两人受伤，已立案", "一人死亡"))
    found = sensitive_in(CLASSES, shadow, TermIndex(("死亡", "受伤", "立案", "处罚"), ()).find(shadow))
    assert [(one.group, one.weight, one.hit.written, one.hit.field) for one in found] == [
        ("人身安全", 3, "死亡", "title"),
        ("人身安全", 3, "受伤", "text"),
        ("监管", 1, "立案", "text"),
    ]


def test_a_denied_sensitive_word_is_left_out() -> None:
    shadow = shadow_of(item("未造成人员死亡，已立案"))
    found = sensitive_in(CLASSES, shadow, TermIndex(("死亡", "受伤", "立案", "处罚"), ()).find(shadow))
    assert [one.hit.written for one in found] == ["立案"]


@pytest.mark.parametrize(
    ("watch", "text", "is_match"),
    [
        ("净水机 敏感:人身安全", "净水机致两人受伤", True),
        ("净水机 敏感:人身安全", "净水机被立案", False),
        ("净水机 敏感:人身安全", "净水机未造成人员受伤", False),
        ("净水机 NOT 敏感:人身安全", "净水机未造成人员受伤", True),
        ("敏感>=4", "一人受伤，已立案", True),
        ("敏感>=4", "一人受伤，又有人受伤", False),
        ("敏感>=4", "未造成人员受伤，已立案，已处罚", False),
    ],
)
def test_a_rule_asks_for_sensitive_words(watch: str, text: str, is_match: bool) -> None:
    assert bool(matches(watch, item(text))) is is_match


def test_sensitive_words_are_among_the_hits() -> None:
    (match,) = matches("净水机 敏感:人身安全", item("净水机致两人受伤"))
    assert [hit.written for hit in match.hits] == ["净水机", "受伤"]


@pytest.mark.parametrize(
    ("watch", "is_match"),
    [
        ("漏水 渠道:论坛", True),
        ("漏水 渠道:微博", False),
        ("漏水 NOT 渠道:(微博 OR 论坛)", False),
        ("漏水 层级:3", True),
        ("漏水 层级:1-2", False),
        ("漏水 层级:2-4", True),
        ("漏水 作者:張三", True),
        ("漏水 作者:李四", False),
        ("漏水 地区:澜川市", True),
        ("漏水 地区:广东", True),
        ("漏水 地区:深圳", True),
        ("漏水 地区:湖北", False),
        ("标题:漏水", False),
        ("正文:漏水", True),
        ("正文:漏水 标题:求助", True),
        ("漏水 NOT 标题:求助", False),
        ("漏水 OR (求助 渠道:微博)", True),
    ],
)
def test_conditions_hold_against_the_item(watch: str, is_match: bool) -> None:
    found = replace(item("家里漏水", "求助", Channel.FORUM, "岚江省澜川市"), author="记者 张三")
    assert bool(matches(watch, found, (NANSHAN,))) is is_match


def test_a_region_that_no_gazetteer_knows_counts_where_it_is_named() -> None:
    assert matches("漏水 地区:屏州市", item("屏州市一小区漏水"))


def test_products_match_every_pair_and_keep_the_distance() -> None:
    assert matches("{净水机, 热水壶} × {漏水, 起火}", item("热水壶放在那里，忽然就起火了"))
    assert not matches("{净水机, 热水壶} ×3 {漏水, 起火}", item("热水壶放在那里，忽然就起火了"))


def test_an_unknown_class_is_told_with_the_nearest_and_its_place() -> None:
    wrong = replace(desk(Topic(name="题", watch="净水机 AND 敏感:人生安全")), sensitive=CLASSES)
    (problem,) = check_rules(wrong)
    assert "没有“人生安全”这一类（第 12 个字）" in problem.message
    assert problem.mend == "是不是 人身安全？"
    assert problem.caret.endswith("^")


def test_what_a_desk_without_classes_cannot_ask_is_told() -> None:
    (problem,) = check_rules(desk(Topic(name="题", watch="敏感>=3")))
    assert "还没有敏感词" in problem.message


def test_a_sensitive_word_without_anything_to_find_is_told() -> None:
    wrong = replace(desk(), sensitive=(SensitiveClass(name="空", weight=1, words=("……",)),))
    assert [problem.path for problem in check_rules(wrong)] == ["sensitive.空"]
