"""Two statements of one template stay two; two wordings of one statement stay one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyze.copies.near_miss import is_other_statement
from analyze.copies.wording import Wording, word_items
from tests.analyze_stories import press

BODY = (
    "记者从会上了解到，这项工作自去年冬天开始筹备，前后走访了沿街商户和住户，听取了各方面的意见，并且多次修改方案。"
    "有关负责人介绍，下一步将按照先易后难的次序逐段推进，施工期间尽量不影响居民出行，夜间不进行有噪声的作业。"
    "住在附近的居民表示，希望工程能够按期完成，也希望施工单位把围挡设得整齐一些，方便老人和孩子经过。"
    "据悉，沿线的绿化带和公交站点也会一并整修，完工以后道路两侧将增设座椅和遮雨的棚子，方便候车的人们。"
)


def wording(title: str, text: str = "") -> Wording:
    return word_items([press("a", title, text)])["a"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("澜川市发布供暖管网巡查通知", "澜川县发布供暖管网巡查通知"),
        ("济南一商场电梯停运致顾客滞留", "长沙一商场电梯停运致顾客滞留"),
        ("澜川电器公布第3期质量抽查结果", "澜川电器公布第4期质量抽查结果"),
        ("澜川电器公布第三期质量抽查结果", "澜川电器公布第四期质量抽查结果"),
        ("屏州一工厂起火致3人受伤", "屏州一工厂起火致13人受伤"),
        ("屏州一工厂起火致三人受伤", "屏州一工厂起火致十三人受伤"),
        ("澜川电器获1.2亿元融资", "澜川电器获1.5亿元融资"),
        ("11月3日早间公告汇总", "11月4日早间公告汇总"),
        ("澜川电器就净水机漏水致歉", "澜川电器就净水机漏水否认"),
        ("网传净水机致癌一事属实", "网传净水机致癌一事不实"),
        ("澜川电器明日发布新机", "澜川电器明日发布新车"),
        ("王小满出任澜川电器总经理", "李长河出任澜川电器总经理"),
        ("澜川电器股价午后上涨", "澜川电器股价午后下跌"),
        ("关于停水事件的情况通报（一）", "关于停水事件的情况通报（二）"),
        ("关于停水事件的情况通报一", "关于停水事件的情况通报二"),
        ("检测结果显示饮用水样本超标", "检测结果显示饮用水样本未超标"),
        ("屏州明天晴，最高气温12度，北风3级", "屏州明天晴，最高气温15度，北风3级"),
        ("气象台发布大雾黄色预警", "气象台发布大雾橙色预警"),
    ],
)
@pytest.mark.parametrize("is_long", [False, True])
def test_one_deciding_word_makes_another_statement(one: str, other: str, is_long: bool) -> None:
    texts = (one + "。" + BODY, other + "。" + BODY) if is_long else ("", "")
    first, second = wording(one, texts[0]), wording(other, texts[1])
    assert is_other_statement(first, second)
    assert is_other_statement(second, first)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("澜川电器公布质量抽查结果", "快讯：澜川电器公布质量抽查结果"),
        ("2026年澜川电器公布质量抽查结果", "04版 - 澜川电器公布质量抽查结果"),
        ("澜川电器称净水机已召回", "澜川电器表示净水机已召回"),
        ("澜川电器召回3台净水机", "澜川电器召回三台净水机"),
        ("澜川电器召回1200台净水机", "澜川电器召回1,200台净水机"),
        ("澜川电器召回净水机", ""),
    ],
)
def test_another_way_to_write_it_is_no_other_statement(one: str, other: str) -> None:
    assert not is_other_statement(wording(one, BODY), wording(other, BODY))


def test_a_new_dateline_and_slips_of_typing_are_no_other_statement() -> None:
    first = wording("沿街整修开工", "新华社澜川11月3日电（记者 王小满）" + BODY)
    second = wording("沿街整修开工", "本报澜川11月4日电（记者 李长河）" + BODY.replace("走访", "走方"))
    assert not is_other_statement(first, second)


def test_a_slip_of_typing_further_down_is_no_other_statement() -> None:
    assert not is_other_statement(wording("沿街整修", BODY), wording("沿街整修", BODY.replace("孩子", "孩孑")))


@given(st.text(max_size=60), st.text(max_size=60))
def test_contrast_holds_both_ways_and_no_text_contrasts_with_itself(one: str, other: str) -> None:
    first, second = wording(one), wording(other)
    assert not is_other_statement(first, first)
    assert is_other_statement(first, second) in (True, False)


@pytest.mark.parametrize(
    "text", ["", "灯", "零" * 5000, "9" * 5000, "💧" * 300, "\ud800不", "\u202e否认", "不" * 10_000]
)
def test_hostile_texts_are_compared_without_error(text: str) -> None:
    assert not is_other_statement(wording(text, text), wording(text, text))
    assert is_other_statement(wording(text, text), wording("灯亮了", BODY)) in (True, False)
