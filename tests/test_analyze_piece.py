"""What kind of piece an item is, told from its words and its layout."""

import time
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from analyze.facts.cues import shipped_cues
from analyze.facts.piece import read_piece
from analyze.text.fold import fold
from analyze.tone.judge import Passage
from caifeng.models import Channel, Item, Piece, PieceKind
from tests.analyze_desk import item

NEWS, NOTICE, COMMENT, COMPLAINT, QUESTION, MARKETING, SPAM = PieceKind

WORLD = [
    row
    for path in sorted((Path(__file__).parents[1] / "examples/lanchuan/world").glob("*.yml"))
    for row in yaml.safe_load(path.read_text(encoding="utf-8"))
]


def passage(text: str) -> Passage:
    return Passage(text, fold(text), ())


def read(of: Item) -> Piece:
    return read_piece(passage(of.title), passage(of.text), of, ())


def kind(channel: Channel, title: str, text: str) -> PieceKind:
    return read(item(text, title, channel)).kind


@pytest.mark.parametrize(
    ("channel", "title", "text"),
    [
        (Channel.PRESS, "图书馆延长周末开放", "本报讯（记者 甲乙）记者从市图书馆获悉，本周起闭馆时间延至21时。"),
        (
            Channel.NEWS,
            "净水机漏水 多名消费者要求退款",
            "某社11月12日电 消费者反映机器漏水，客服拒赔。公司称正在核实。",
        ),
        (Channel.NEWS, "市监局通报对某公司立案调查", "记者11月18日从市监局获悉，该局通报称已对某公司立案。"),
        (Channel.OVERSEAS, "濾水機漏水 女童受傷", "【本報訊】多名住戶投訴濾水機漏水，廠商回應指正跟進。"),
        (Channel.APP, "警方打掉一个刷单诈骗团伙", "据警方介绍，嫌疑人以兼职日结为名诱人刷单，涉案百万元。"),
        (Channel.WEIBO, "", "【两车相撞致三人受伤】据当地媒体报道，12日晚一辆货车与轿车相撞，警方正在调查。（某社）"),
        (Channel.WEIBO, "某地地铁二号线明年通车", ""),
        (Channel.NEWS, "前三季度出口增长", ""),
        (Channel.NEWS, "为什么净水机卖不动了，该怎么办？", ""),
        (Channel.APP, "水价会涨吗？", ""),
        (Channel.PRESS, "路灯怎么亮起来？", "记者从市政部门获悉，本月起更换路灯。"),
    ],
)
def test_reports_are_news(channel: Channel, title: str, text: str) -> None:
    assert kind(channel, title, text) is NEWS


@pytest.mark.parametrize(
    ("channel", "title", "text"),
    [
        (
            Channel.GOVERNMENT,
            "关于儿童玩具抽查结果的通报",
            "我局抽查30批次，现将结果通报如下。\n某市市监局\n2026年11月14日",
        ),
        (
            Channel.WEIBO,
            "",
            "【情况说明】针对网传视频，我司高度重视，已成立调查组，后续情况将及时公布。感谢社会各界监督。",
        ),
        (Channel.WECHAT, "致歉声明", "对于此次停水给您带来的不便，我公司深表歉意。特此声明。"),
        (Channel.GOVERNMENT, "警情通报", "11月12日，我局接到报警。经查，犯罪嫌疑人已被抓获，案件正在进一步侦办。"),
        (
            Channel.NEWS,
            "关于召回部分电热水壶的公告",
            "本公司自即日起召回2509批次产品，特此公告。\n某某电器有限公司\n2026年11月18日",
        ),
        (Channel.GOVERNMENT, "關於加強燃氣安全檢查的通告", "為保障安全，現就有關事項通告如下。特此通告。"),
        (Channel.WEIBO, "【辟谣】水壶有毒？不实！", "经核实，网传内容不实，请广大市民不信谣、不传谣。"),
    ],
)
def test_what_an_authority_or_a_firm_declares_is_a_notice(channel: Channel, title: str, text: str) -> None:
    assert kind(channel, title, text) is NOTICE


def test_an_official_source_makes_a_notice_of_what_a_newsroom_would_report() -> None:
    told = item("市气象台预计明晚降温，请注意添衣。", "明起降温", Channel.GOVERNMENT)
    assert read(replace(told, is_official=True)).kind is NOTICE


@pytest.mark.parametrize(
    ("channel", "title", "text"),
    [
        (Channel.PRESS, "召回之后，更该补上信任（锐评）", "召回不是终点。企业理应把话说清楚，岂能一退了之。"),
        (Channel.WEIBO, "", "散步看到师傅跳下去救小孩，太帅了[泪]为他点赞"),
        (Channel.WEIBO, "", "我觉得这家的炸锅颜色好看，哈哈今晚烤红薯"),
        (Channel.REVIEW, "", "味道一般，分量不够，下次不点了"),
        (Channel.REVIEW, "", "包装没有破损，送得很快，满意"),
        (Channel.FORUM, "", "下雨天心情悶悶的，報告好多完全不想動"),
        (Channel.WEIBO, "", "[泪][泪][泪]"),
        (Channel.WEIBO, "", "啊" * 80),
    ],
)
def test_opinion_and_everyday_posts_are_comments(channel: Channel, title: str, text: str) -> None:
    assert kind(channel, title, text) is COMMENT


@pytest.mark.parametrize(
    ("channel", "title", "text"),
    [
        (Channel.WEIBO, "", "我上个月买的净水机半夜漏水，客服三天不回复，要求退款并给个说法"),
        (Channel.FORUM, "客服打了三天没人接", "新买的壶用两天就坏了，售后互相推，我要求更换"),
        (Channel.REVIEW, "", "等了两个小时才送到，汤全洒了"),
        (
            Channel.REVIEW,
            "空气炸锅保价被拒",
            "产品：空气炸锅\n问题描述：下单第二天降价，客服不处理\n诉求：退差价\n联系方式：已留",
        ),
        (
            Channel.GOVERNMENT,
            "小区噪音扰民",
            "尊敬的领导您好，我要反映楼下工地夜间施工，物业不作为，恳请有关部门尽快处理。",
        ),
        (Channel.OTHER, "濾水機漏水", "我買的濾水機漏水，客服敷衍，要求退款賠償。"),
        (Channel.REVIEW, "", "里面有虫子，商家不承认，差评"),
    ],
)
def test_a_grievance_with_goods_and_a_fault_is_a_complaint(channel: Channel, title: str, text: str) -> None:
    found = read(item(text, title, channel))
    assert found.kind is COMPLAINT
    assert found.complaint is not None


@pytest.mark.parametrize(
    ("channel", "title", "text"),
    [
        (Channel.FORUM, "求推荐修自行车的摊子", "有没有街坊知道老师傅搬哪去了？"),
        (Channel.FORUM, "加湿器喷白灰正常吗？", "请问用自来水是不是不行，在线等"),
        (Channel.QA, "为什么双十一越来越冷清？", ""),
        (Channel.QA, "如何看待某公司召回净水机？", "近日某公司宣布召回。"),
        (Channel.WEIBO, "", "请问这款壶底部有水垢怎么办？有没有人知道"),
        (Channel.FORUM, "求助：濾水機漏水怎麼辦？", "有沒有人遇到過，請教一下怎麼解決"),
    ],
)
def test_asking_for_help_or_advice_is_a_question(channel: Channel, title: str, text: str) -> None:
    assert kind(channel, title, text) is QUESTION


@pytest.mark.parametrize(
    ("channel", "title", "text"),
    [
        (Channel.WECHAT, "年终礼遇", "这款净饮机匠心打造，下单备注口令立减200元，点击链接立即购买。（广告）"),
        (Channel.WEIBO, "", "限时优惠！原价1299现价399，前100名送豪礼，点击链接立即下单 #好物#"),
        (Channel.NEWS, "火锅加盟哪家好", "诚邀加盟，全国招商，免费培训，加盟热线4001234567，一站式专业团队为您服务。"),
        (
            Channel.NEWS,
            "舆情监测怎么做",
            "众所周知，大数据时代企业需要监测系统，如某某通，全天候实时监控，帮助企业提前预警，可以选择采用。",
        ),
        (
            Channel.OVERSEAS,
            "家電選購指南",
            "小編推薦使用這款淨水器，領先品牌，限時優惠，立即購買再享折扣，掃描二維碼，歡迎諮詢。",
        ),
        (Channel.VIDEO, "", "宝子们看这里，左下角小黄车，买一送一，只要399，手慢无"),
    ],
)
def test_promotion_is_marketing(channel: Channel, title: str, text: str) -> None:
    assert kind(channel, title, text) is MARKETING


@pytest.mark.parametrize(
    ("channel", "title", "text"),
    [
        (Channel.WEIBO, "", "手机兼职日结，在家赚钱不收押金，加微信abc12345"),
        (Channel.FORUM, "代开发票", "各类发票代开，量大优惠，加QQ群详谈"),
        (Channel.WEIBO, "", "贷款秒批，无视征信，黑户可贷，加V详聊"),
        (Channel.FORUM, "", "时时彩计划群，注册送彩金，稳赚不赔，私聊我"),
        (Channel.OTHER, "", "手機兼職，日賺三百，零風險，加微❋信詳談".replace("❋", "*")),
        (Channel.WEIBO, "", "加群领红包" * 20),
        (Channel.WEIBO, "", "看 http://a.cn/1 http://a.cn/2 http://a.cn/3 http://a.cn/4 http://a.cn/5"),
    ],
)
def test_lures_and_repetition_are_spam(channel: Channel, title: str, text: str) -> None:
    assert kind(channel, title, text) is SPAM


@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("cut", [None, 6000])
def test_the_two_seed_documents_are_promotional_compilations_on_every_channel(
    shared: Path, channel: Channel, cut: int | None
) -> None:
    seeds = sorted((shared.parent / "seeds").glob("*.txt"))
    if not seeds:
        pytest.skip(f"the seeds are absent: {shared.parent / 'seeds'}")
    for seed in seeds:
        text = seed.read_text(encoding="utf-8")[:cut]
        for title in ("", text.partition("\n")[0]):
            found = read(item(text, title, channel))
            assert found.kind is MARKETING
            assert found.probability > 0.9
            assert len(found.reasons) >= 3


@pytest.mark.parametrize(
    ("source", "channel", "expected"),
    [("澜川市市场监管局通报", Channel.GOVERNMENT, NOTICE), ("消费投诉平台", Channel.REVIEW, COMPLAINT)],
)
def test_the_demos_notices_and_complaints_are_told_as_such(source: str, channel: Channel, expected: PieceKind) -> None:
    for row in WORLD:
        if row["source"] == source and "text" in row:
            told = replace(item(row["text"], row["title"], channel), is_official=expected is NOTICE)
            assert read(told).kind is expected, row["id"]


def test_reasons_stand_in_the_original_where_they_say() -> None:
    told = item("我买的淨 水機漏★水了，客服不回復，要求退款", "退*款難", Channel.FORUM)
    for hit in read(told).reasons:
        field = told.title if hit.field == "title" else told.text
        assert field[hit.start : hit.end] == hit.written


def test_a_telephone_number_among_the_reasons_is_masked() -> None:
    reasons = read(item("限时优惠，欢迎来电13800138000", "", Channel.WEIBO)).reasons
    assert "138****8000" in [hit.written for hit in reasons]
    assert not any("13800138000" in hit.written for hit in reasons)


def test_without_any_sign_the_channel_decides_and_says_so_by_giving_no_reason() -> None:
    for channel, expected in ((Channel.NEWS, NEWS), (Channel.WEIBO, COMMENT), (Channel.QA, QUESTION)):
        found = read(item("山有木兮木有枝", "", channel))
        assert (found.kind, found.reasons) == (expected, ())


@given(st.text(max_size=300), st.text(max_size=40), st.sampled_from(Channel))
@example("\ud800" * 30, "\udfff", Channel.WEIBO)
@example("\u202e款退求要", "", Channel.REVIEW)
@example("", "", Channel.NEWS)
def test_any_text_gets_a_kind_with_at_most_five_reasons_inside_it(text: str, title: str, channel: Channel) -> None:
    found = read(item(text, title, channel))
    assert 0 < found.probability <= 1
    assert len(found.reasons) <= 5
    for hit in found.reasons:
        assert 0 <= hit.start < hit.end <= len(title if hit.field == "title" else text)


@pytest.mark.parametrize(
    "text",
    [
        "啊" * 1_000_000,
        "退款客服" * 250_000,
        "如何？\n" * 100_000,
        "软件,如" * 100_000,
        "1" * 300_000,
        "http" * 100_000,
    ],
)
def test_a_megabyte_takes_no_longer_than_its_beginning_and_end(text: str) -> None:
    told, body = item(text, "", Channel.REVIEW), passage(text)
    read_piece(passage(""), passage(""), told, ())  # the table is loaded once
    started = time.process_time()
    read_piece(passage(""), body, told, ())
    assert time.process_time() - started < 0.5


def test_every_cue_speaks_in_the_field_it_stands_in() -> None:
    body = "记者从市局获悉" + "平" * 3000 + "特此通报"
    spots = shipped_cues().find(passage("关于检查的通告"), passage(body))
    fields = {"title": "关于检查的通告", "text": body}
    assert {"title", "text"} == {spot.field for spot in spots}
    assert all(fields[spot.field][spot.start : spot.end] == spot.term for spot in spots)
    assert "特此通报" in [spot.term for spot in spots]
