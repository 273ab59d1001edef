"""The duty board says what is overdue first, who was told, who is on duty, and how old it is."""

import dataclasses
import random
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from caifeng.models import Alert, AlertKind, Delivery, DeliveryState, Level, Notice, Recipient
from publish.pages.delivered import deliveries
from publish.pages.duty_page import render_duty
from publish.pages.urgency import by_urgency, case_row
from publish.site.material import Health, SiteMaterial
from tests.handling_site import FIRE, NOW, alert, fire, hostile_material, rumour, sample_material
from tests.samples import FILE, HOSTILE
from tests.test_publish_pages import html, skeleton, text_of


def board(material: SiteMaterial | None = None) -> str:
    return text_of(html(render_duty(material or sample_material())))


def test_the_board_stands_at_its_address() -> None:
    assert render_duty(sample_material()).path == "duty/index.md"


def test_the_first_sentence_names_what_is_overdue_and_who_has_it() -> None:
    tree = html(render_duty(sample_material()))
    assert text_of(tree, ".cf-say--late").startswith("2 件案件超时：“空气炸锅起火视频”的到责任人，责任人 未派")


def test_overdue_is_said_in_words_with_its_time() -> None:
    assert "到责任人 已超时，应于 11-17 08:11" in board()


def test_a_limit_that_runs_says_until_when_and_one_that_stands_still_says_why() -> None:
    text = board()
    assert "进展反馈 11-17 11:56 前" in text
    assert "权威发布 暂停：等质检" in text


def test_overdue_cases_come_first_and_the_gravest_leads() -> None:
    links = [str(a.attributes["href"]) for a in html(render_duty(sample_material())).css(".cf-file h3 a")]
    assert links == [f"../incidents/{FIRE}/", f"../incidents/{FILE}/"]


def test_a_case_that_nobody_took_says_so() -> None:
    cards = [" ".join(card.text().split()) for card in html(render_duty(sample_material())).css(".cf-file")]
    assert ["还没有人接收" in card for card in cards] == [True, False]


def test_untaken_alerts_come_first_with_what_to_do() -> None:
    rows = [" ".join(row.text().split()) for row in html(render_duty(sample_material())).css(".cf-alert")]
    assert "未接" in rows[0]
    assert "先做 15 分钟内电话通知售后部" in rows[0]
    assert len(rows) == 5  # the sixth is older than a day


def test_every_alert_tells_what_became_of_its_messages() -> None:
    text = board()
    assert "值班群是否送达不明（售后部、黎航）" in text  # claimed, and nothing after
    assert "邮件是否送达不明（总经理办）" in text
    assert "邮件已送达（售后部）" in text
    assert "邮件没有发成（售后部）" in text
    assert f"未发：属于未闭环案件 {FILE}" in text
    assert "邮件待发（售后部）；勿扰时段，11-17 09:36 起发送" in text


def test_who_is_on_duty_now_and_next_stands_there() -> None:
    text = board()
    assert "黎航 值到 11-17 19:36" in text
    assert "接下来：柳知遥 11-17 19:36 至 11-18 07:36" in text


def test_a_gap_in_the_rota_is_said_and_whom_alerts_go_to() -> None:
    later = dataclasses.replace(sample_material(), now=NOW + timedelta(days=3))
    assert "现在没有人值班，预警报 总经理办" in board(later)


def test_silences_in_force_carry_reason_end_and_name() -> None:
    text = board()
    assert "同行屏山：静默到 11-18 04:36，对方促销 品牌部" in text
    assert "已过期" not in text


def test_health_names_the_silent_and_the_failed() -> None:
    text = board()
    assert "最近一次看信源 11-17 08:33，2 个信源答复 1 个" in text
    assert "信源静默 城东晚报：已 26 小时没有新条目" in text
    assert "失败 城东晚报：对方服务器出错（500）" in text


def test_a_rectification_past_its_day_is_said_in_words() -> None:
    assert "已逾期 11-10 前 密封圈入厂加做老化试验" in board()


def test_an_empty_board_reads_well() -> None:
    full = sample_material()
    empty = dataclasses.replace(
        full, cases=(), alerts=(), notices=(), deliveries=(), silences=(), rectify=(), health=Health(),
        desk=dataclasses.replace(full.desk, rota=()),
    )  # fmt: skip
    text = board(empty)
    for said in (
        "没有未闭环的案件",
        "近 24 小时没有预警",
        "没有排班表",
        "没有生效的静默",
        "没有未完成的整改",
        "还没有看过信源",
    ):
        assert said in text


def test_the_board_says_how_old_it_is_without_a_script() -> None:
    assert "截至 11-17 08:36" in board()
    assert "2 小时以上，说明监测可能停了" in board()


def test_hostile_text_changes_no_structure_of_the_board() -> None:
    good, bad = html(render_duty(sample_material())), html(render_duty(hostile_material(HOSTILE)))
    assert skeleton(bad) == skeleton(good)
    assert bad.css("script, img, iframe, form, style") == []


def test_the_board_does_not_depend_on_the_order_of_what_is_given() -> None:
    full = sample_material()
    turned = dataclasses.replace(
        full, cases=full.cases[::-1], alerts=full.alerts[::-1], notices=full.notices[::-1],
        deliveries=full.deliveries[::-1], silences=full.silences[::-1],
    )  # fmt: skip
    assert render_duty(turned) == render_duty(full)


def test_a_closed_case_tells_how_long_it_took_and_what_was_kept() -> None:
    row = case_row(rumour(), NOW)
    assert (row.minutes_open, row.met, row.ended, row.overdue) == (2 * 24 * 60, 1, 1, ())


@given(st.lists(st.timedeltas(timedelta(minutes=-900), timedelta(minutes=900)), max_size=8), st.randoms())
@settings(max_examples=50, deadline=None)
def test_urgency_never_depends_on_the_order_given(offsets: list[timedelta], shuffle: random.Random) -> None:
    cases = [
        dataclasses.replace(
            fire(),
            id=f"INC-2026-{place:04}",
            clocks=tuple(dataclasses.replace(one, started_at=NOW + offset) for one in fire().clocks),
        )
        for place, offset in enumerate(offsets)
    ]
    ordered = by_urgency(cases, NOW)
    shuffle.shuffle(cases)
    assert by_urgency(cases, NOW) == ordered
    late = [bool(row.overdue) for row in ordered]
    assert late == sorted(late, reverse=True)


def test_the_newest_attempt_decides_and_a_sent_message_stays_sent() -> None:
    one = alert(9, Level.RED, AlertKind.RISE, timedelta(), told=(Recipient(person="售后部", channel="mail"),))

    def notice(id_: str) -> Notice:
        return Notice(id=id_, channel="mail", persons=("售后部",), alert_ids=("A-9",), level=Level.RED, made_at=NOW)

    def step(id_: str, state: DeliveryState, attempt: int) -> Delivery:
        return Delivery(
            date=NOW.date(), revision=0, channel="mail", recipient_hash="", state=state, attempt=attempt,
            message_id="", at=NOW + timedelta(minutes=attempt), notice=id_,
        )  # fmt: skip

    def said(alert_: Alert, notices: list[Notice], steps: list[Delivery]) -> str:
        return deliveries(notices, steps).told(alert_)[0].state

    tried = [step("N-1", DeliveryState.UNCERTAIN, 1), step("N-1", DeliveryState.SENT, 2)]
    assert said(one, [notice("N-1")], tried) == "已送达，可能收到两次"
    dissolved = [step("N-0", DeliveryState.OWED, 0), *tried[1:]]
    assert said(one, [notice("N-0"), notice("N-1")], dissolved) == "已送达"
    assert said(one, [notice("N-1"), notice("N-0")], dissolved) == "已送达"
    assert said(one, [], []) == "待发"
