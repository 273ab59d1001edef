"""Which headlines are one story: one fact in other words, or its two sides; not one template about two subjects."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyze.clusters.cluster import cluster
from analyze.clusters.contraries import are_contrary
from analyze.text.words import Segmenter
from tests.analyze_stories import DESK, press

SEGMENTER = Segmenter()
APART = """
青川市发布洪水红色预警 三千人转移|青川县发布洪水红色预警 三千人转移
江都市一化工厂爆炸致5人遇难|江都县一化工厂爆炸致5人遇难
河源县中学食堂三百名学生腹泻|河源市中学食堂三百名学生腹泻
南山区暂停所有校外培训机构|南山县暂停所有校外培训机构
长沙县一商场起火 无人员伤亡|长沙市一商场起火 无人员伤亡
吉安市一幼儿园教师虐童被拘留|吉安县一幼儿园教师虐童被拘留
浦江县官方通报男子坠楼事件|浦城县官方通报男子坠楼事件
江苏省高考成绩今日公布|浙江省高考成绩今日公布
衡阳一小区燃气爆炸 4人受伤|西宁一小区燃气爆炸 4人受伤
宜宾发生4.2级地震 震源深度10千米|甘孜发生4.2级地震 震源深度10千米
秘鲁一架小型飞机坠毁致3人遇难|挪威一架小型飞机坠毁致6人遇难
石岭市副市长周启明接受审查调查|石岭市副市长罗永杰接受审查调查
临江市市长贺砚舟辞职获批准|临江市市长韩立群辞职获批准
作家林晚秋因病去世 享年八十岁|作家陈子墨因病去世 享年八十岁
歌手苏念安官宣结婚|歌手许知远官宣结婚
法院判处贪官王海波无期徒刑|法院判处贪官李建军无期徒刑
星河银行行长张立新被带走调查|星河银行行长赵德海被带走调查
云峰手机宣布召回十万台新机|云峰手机宣布召回十万台新车
云峰科技今晚发布新机 售价三千元起|云峰科技今晚发布新车 售价三千元起
""".strip().splitlines()
ONE_FACT = """
秘鲁一架小型飞机坠毁致3人遇难|秘鲁一架飞机坠毁 机上3人全部遇难
石岭市副市长周启明被查|石岭市副市长周启明接受纪律审查和监察调查
宜宾发生4.2级地震 震源深度10千米|四川宜宾4.2级地震 多地有震感
远航汽车召回五万辆轿车 刹车存隐患|因刹车隐患 远航汽车将召回五万辆轿车
衡阳小区燃气爆炸致4人受伤|湖南衡阳一小区燃气爆炸 已致4伤
衡阳小区燃气爆炸致4人受伤|衡阳小区燃气爆炸致6人受伤
云峰科技发布折叠屏新机 售价九千元|云峰科技折叠屏手机发布 起售价九千元
江苏高考成绩今日公布|江苏公布高考成绩 考生今起可查分
河源一中学食堂疑食物中毒 三百学生腹泻|河源中学食堂食物中毒 三百名学生腹泻
青川县发布洪水红色预警 三千人转移|洪水红色预警 青川县紧急转移三千人
演员周启明就酒驾事件致歉|演员周启明酒驾被查 发文致歉
央行下调存款准备金率0.5个百分点|央行宣布降准0.5个百分点 存款准备金率下调
地铁五号线信号故障 早高峰列车晚点|早高峰地铁五号线故障 列车晚点半小时
吉安一幼儿园教师虐童被拘留|吉安幼儿园虐童教师被行政拘留
台风海葵登陆福建东山 风力十二级|台风海葵在福建东山沿海登陆 中心风力12级
演员周启明就酒驾事件致歉|演员周启明否认酒驾事件
远航汽车就刹车失灵致歉|远航汽车否认刹车失灵
大熊猫暖暖产下双胞胎|大熊猫暖暖顺利诞下龙凤双胞胎
""".strip().splitlines()


@pytest.mark.parametrize("pair", APART)
def test_one_template_about_two_subjects_is_two_stories(pair: str) -> None:
    assert _stories(pair) == 2


@pytest.mark.parametrize("pair", ONE_FACT)
def test_one_fact_in_other_words_or_with_two_sides_is_one_story(pair: str) -> None:
    assert _stories(pair) == 1


def test_complaints_about_the_desks_own_in_two_places_are_one_story() -> None:
    assert _stories("青川市净水机漏水泡坏了地板|青川县净水机漏水泡坏了地板") == 1


def test_a_headline_that_only_says_more_contradicts_nothing() -> None:
    short, long = (_tagged(title) for title in ("秘鲁一架小型飞机坠毁", "秘鲁一架小型飞机坠毁致3人遇难"))
    assert not are_contrary(short, long)
    assert not are_contrary((), long)


@given(st.text(max_size=40), st.text(max_size=40))
def test_contradiction_works_both_ways_and_nothing_contradicts_itself(one: str, other: str) -> None:
    mine, theirs = _tagged(one), _tagged(other)
    assert are_contrary(mine, theirs) == are_contrary(theirs, mine)
    assert not are_contrary(mine, mine)


def _stories(pair: str) -> int:
    one, other = pair.split("|")
    return len(cluster((press("a", one, hours=5), press("b", other, hours=2, source="乙报")), {}, DESK))


def _tagged(title: str) -> tuple[tuple[str, str], ...]:
    return tuple(SEGMENTER.tagged(title))
