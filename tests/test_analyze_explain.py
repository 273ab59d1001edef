"""Why an item belongs to a topic or not: every part of the rule, its places, and one sentence for what failed."""

from dataclasses import replace

import pytest

from analyze.topics.explain import Explanation, context
from analyze.topics.inquiry import inquire
from caifeng.models import Channel, Item, SensitiveClass, Topic
from tests.analyze_desk import desk, item

HARM = SensitiveClass(name="人身安全", weight=3, words=("死亡", "受伤"))


def explained(topic: Topic, found: Item) -> Explanation:
    (explanation,), _ = inquire(replace(desk(topic), sensitive=(HARM,)), found)
    return explanation


def why(watch: str, text: str, title: str = "") -> str:
    return "；".join(explained(Topic(name="题", watch=watch), item(text, title)).reasons)


def test_a_match_shows_its_words_where_they_stand() -> None:
    found = item("昨夜家里的濾水機突然漏*水", "求助")
    explanation = explained(Topic(name="题", watch="净水机 AND 漏水"), found)
    assert explanation.is_match
    assert explanation.reasons == ()
    first, second = explanation.verdict.parts
    assert [hit.written for hit in (*first.hits, *second.hits)] == ["濾水機", "漏*水"]
    assert context(found, first.hits[0], 3) == "…家里的【濾水機】突然漏…"


@pytest.mark.parametrize(
    ("watch", "text", "sentence"),
    [
        ("净水机 AND 漏水", "净水机", "AND 右边不成立（漏水：没有出现）"),
        ("净水机 漏水 起火", "净水机", "AND 第 2 项不成立（漏水：没有出现）"),
        ("漏水 OR 起火", "净水机", "OR 连起来的 2 项一项也没有出现"),
        ("召回 OR (净水机 AND 漏水)", "净水机", "最接近的一项是：AND 右边不成立"),
        ("净水机 NOT 招聘", "净水机企业招聘", "出现了要排除的“招聘”"),
        ("净水机 NEAR/3 漏水", "净水机一二三四五漏水", "最近的两处相隔 5 个字"),
        ("净水机 NEAR/3 漏水", "净水机", "NEAR 右边没有出现（漏水）"),
        ("标题:漏水", "漏水", "出现了，但不在标题里"),
        ("净水机 渠道:微博", "净水机", "渠道是新闻"),
        ("净水机 层级:1", "净水机", "信源的层级是 3"),
        ("净水机 作者:张三", "净水机", "没有写明作者"),
        ("净水机 地区:广东", "净水机", "文中也没有写到广东"),
        ("净水机 敏感:人身安全", "净水机未造成人员受伤", "出现的都被否定"),
        ("净水机 敏感>=9", "净水机致人受伤", "权重合计不到 9"),
        ("国产", "推动中国产业升级", "跨在两个词之间，不算：推动中【国产】业升级"),
    ],
)
def test_a_miss_says_which_part_failed(watch: str, text: str, sentence: str) -> None:
    assert sentence in why(watch, text)


def test_near_says_when_its_sides_stand_in_different_fields() -> None:
    assert "一边在标题，一边在正文" in why("净水机 NEAR/3 漏水", "漏水", "净水机")


def test_an_exclusion_tells_its_reason_and_its_place() -> None:
    topic = Topic(name="题", watch="净水机", exclude=("招聘", "排行榜"), exclude_reasons=(("招聘", "与质量无关"),))
    explanation = explained(topic, item("净水机企业招聘"))
    assert explanation.reasons == ("出现了要排除的“招聘”（与质量无关）",)
    assert explanation.verdict.is_met
    assert [(one.word, one.reason, len(one.hits)) for one in explanation.exclusions] == [
        ("招聘", "与质量无关", 1),
        ("排行榜", "", 0),
    ]


def test_limits_of_the_topic_are_told() -> None:
    topic = Topic(name="题", watch="漏水", channels=(Channel.FORUM,))
    assert explained(topic, item("漏水")).reasons == ("渠道是新闻，这个议题只看论坛",)
    topic = Topic(name="题", watch="漏水", regions=("澜川市",))
    assert "地区不符：信源地区是“屏州市”" in explained(topic, item("漏水", region="屏州市")).reasons[0]


def test_denied_gate_and_sensitive_words_are_told_with_what_denies_them() -> None:
    _, (first, second) = inquire(
        replace(desk(gate_words=("死亡",)), sensitive=(HARM,)), item("未造成人员受伤，死亡人数为零，一人死亡")
    )
    assert (first.word, first.by) == ("受伤", "未造成人员")
    assert (second.word, second.by) == ("死亡", "人数为零")


def test_an_explanation_agrees_with_the_match() -> None:
    for watch in ("净水机 NOT 漏水", "起火 OR 漏水", "净水机 NEAR/2 漏水"):
        for text in ("", "净水机", "净水机漏水"):
            explanation = explained(Topic(name="题", watch=watch), item(text))
            assert explanation.is_match is explanation.verdict.is_met
            assert bool(explanation.reasons) is not explanation.is_match


def test_ten_thousand_hits_are_explained_in_time() -> None:
    assert not explained(
        Topic(name="题", watch="净水机 NEAR/1 起火"), item("净水机，漏水漏水，起火漏水漏水。" * 3_000)
    ).is_match
