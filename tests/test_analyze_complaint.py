"""The facts of a complaint, exactly where they stand, with personal numbers hidden."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyze.facts.complaint import complaint_of
from analyze.facts.cues import shipped_cues
from analyze.text.fold import fold
from analyze.text.masking import masked
from analyze.tone.judge import Passage
from caifeng.models import Complaint, Hit, Mention, NameKind

FACTS = ("product", "order", "problem", "demand", "contact")
FORM = (
    "订单：线上官方店，11月10日付款，尾号5127\n"
    "产品：空气炸锅（5升）一台\n"
    "问题描述：下单第二天降价，申请退差价被驳回。客服三次答复不一\n"
    "诉求：退还差价80元，并说明规则\n"
    "联系方式：已留"
)


def passage(text: str) -> Passage:
    return Passage(text, fold(text), ())


def facts(text: str, title: str = "", mentions: tuple[Mention, ...] = ()) -> Complaint:
    fields = passage(title), passage(text)
    return complaint_of(*fields, shipped_cues().find(*fields), mentions)


def told(text: str, title: str = "") -> dict[str, str | None]:
    found = facts(text, title)
    hits: dict[str, Hit | None] = {fact: getattr(found, fact) for fact in FACTS}
    return {fact: hit.written if hit else None for fact, hit in hits.items()}


def test_the_form_of_a_platform_gives_every_fact_line_by_line() -> None:
    assert told(FORM) == {
        "product": "空气炸锅（5升）一台",
        "order": "线上官方店，11月10日付款，尾号5127",
        "problem": "下单第二天降价，申请退差价被驳回",
        "demand": "退还差价80元，并说明规则",
        "contact": "已留",
    }


def test_a_post_gives_what_it_says_and_none_for_what_it_does_not() -> None:
    assert told("上周买了一台电热水壶，用两天就漏水了，客服不理人。要求退款！") == {
        "product": "电热水壶",
        "order": None,
        "problem": "用两天就漏水了",
        "demand": "要求退款",
        "contact": None,
    }
    assert told("") == dict.fromkeys(FACTS)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("订单号：20261120138123456789，到现在没发货", "20261120138123456789"),
        ("快递单号SF1234567890一直没动", "SF1234567890"),
        ("投诉编号：TS2026-00871", "TS2026-00871"),
        ("訂單編號 A20261101 已付款", "A20261101"),
        ("11月3日在官方旗舰店购买的净水机坏了", "11月3日在官方旗舰店购买"),
        ("双十一下单的壶漏电", "双十一下单"),
        ("这壶漏电", None),
    ],
)
def test_an_order_is_a_number_or_when_and_where_it_was_bought(text: str, order: str | None) -> None:
    assert told(text)["order"] == order


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("请联系我13800138000", "138****8000"),
        ("電話 138-0013-8000", "138****8000"),
        ("手机138****1234", "138****1234"),
        ("联系我zhang.san@example.com", "z***@example.com"),
        ("微信号：abc_12345", "微信号：ab****5"),
        ("联系方式：已留", "已留"),
        ("联系方式：未留", None),
        ("订单号20261120138123456789", None),
        ("微博mid 5123456789012345", None),
    ],
)
def test_a_contact_is_found_and_shown_masked(text: str, contact: str | None) -> None:
    shown = told(text)["contact"]
    assert shown is None if contact is None else shown is not None and shown.endswith(contact)


@pytest.mark.parametrize(
    ("text", "demand"),
    [
        ("商家拒绝退款，我要求平台先行赔付", "我要求平台先行赔付"),
        ("希望厂家尽快上门维修。", "希望厂家尽快上门维修"),
        ("必須道歉並賠償損失", "必須道歉並賠償損失"),
        ("拖了五天，给个说法！", "给个说法"),
        ("客服要求我自己寄回维修", None),
        ("商家拒不退款", None),
    ],
)
def test_a_demand_is_what_the_customer_wants_not_what_the_seller_refuses(text: str, demand: str | None) -> None:
    assert told(text)["demand"] == demand


def test_the_desks_own_product_is_preferred_where_no_form_names_one() -> None:
    hit = Hit(term="净水机", field="text", start=3, end=6, written="净水机")
    others = Hit(term="澜川", field="text", start=0, end=2, written="澜川")
    mentions = (
        Mention(name="澜川电器", kind=NameKind.ORGANISATION, hits=(others,)),
        Mention(name="净水机", kind=NameKind.PRODUCT, hits=(hit,)),
    )
    assert facts("澜川的净水机漏水", mentions=mentions).product == hit


def test_the_problem_is_the_clause_of_the_fault_and_the_title_sums_up() -> None:
    assert told("客服不理人。机器半夜漏水，地板泡了。")["problem"] == "机器半夜漏水"
    assert told("标签磨损看不清", "净水机漏电又漏水，老人受惊")["problem"] == "净水机漏电又漏水"
    assert told("上一行\n壶底裂了\n下一行")["problem"] == "壶底裂了"


def test_dodged_spellings_are_found_where_they_stand() -> None:
    text = "我买的净 水機半夜漏★水，要求退*款"
    found = facts(text)
    for fact in FACTS:
        hit: Hit | None = getattr(found, fact)
        assert hit is None or text[hit.start : hit.end] == hit.written
    assert found.demand is not None
    assert found.demand.written == "要求退*款"


def test_personal_data_of_the_made_strings_is_masked_and_nothing_else(shared: Path) -> None:
    strings = json.loads((shared / "hostile/made/strings.json").read_text(encoding="utf-8"))
    for written in strings["pii_positive_synthetic"]:
        assert masked(f"联系{written}谢谢") != f"联系{written}谢谢", written
    for written in strings["pii_negative"]:
        assert masked(f"见 {written} 。") == f"见 {written} 。"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("13800138000", "138****8000"),
        ("138\u200b00138000", "138****8000"),
        ("11010519491231002X", "110****2X"),
        ("4111 1111 1111 1111", "4111****1111"),
        ("张三 AT example DOT com", "张*** AT example DOT com"),
        ("浮点13800138000.55", "浮点13800138000.55"),
        ("12345", "12345"),
    ],
)
def test_masking_hides_the_middle_only(written: str, shown: str) -> None:
    assert masked(written) == shown


@given(
    st.text(alphabet="我买退款要求订单号:：13800 ,。\n漏水客服@a.联系方式漏水壺", max_size=200), st.text(max_size=30)
)
def test_every_fact_stands_inside_the_original(text: str, title: str) -> None:
    found = facts(text, title)
    for fact in FACTS:
        hit: Hit | None = getattr(found, fact)
        if hit is not None:
            field = title if hit.field == "title" else text
            assert 0 <= hit.start < hit.end <= len(field)
            assert hit.written == masked(field[hit.start : hit.end])


@pytest.mark.parametrize(
    "text",
    [
        "要求" * 200_000,
        "1 " * 300_000,
        "a." * 300_000 + "@",
        "买了一台" * 200_000,
        "11月1日在" * 100_000,
        "问题:" * 200_000,
    ],
)
def test_a_megabyte_of_beginnings_is_read_in_a_moment(text: str) -> None:
    body = passage(text)
    spots = shipped_cues().find(passage(""), body)
    started = time.process_time()
    complaint_of(passage(""), body, spots, ())
    assert time.process_time() - started < 0.5
