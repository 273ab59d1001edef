"""A case's page shows what happened and what was done on one axis, its limits, its people and its file."""

import dataclasses
import json
import random
from datetime import timedelta
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from caifeng.models import (
    Case,
    Deed,
    Effect,
    IncidentState,
    Item,
    Level,
    LogEntry,
    SimilarCase,
    StoryType,
    ToneLabel,
)
from publish.pages.dossier import render_dossiers
from publish.pages.events import Lane, events
from publish.pages.timeline import marked, timeline
from publish.site.material import SiteMaterial
from tests.handling_site import FIRE, NOW, RUMOUR, hostile_material, leak_case, sample_material
from tests.samples import FILE, HOSTILE, ZONE, at, item_id, leak_story
from tests.test_publish_pages import html, skeleton, text_of


def dossier(id_: str = FILE, material: SiteMaterial | None = None) -> LexborHTMLParser:
    return html(next(one for one in render_dossiers(material or sample_material()) if id_ in one.path))


def chart(
    log: tuple[LogEntry, ...] = (), items: dict[str, Item] | None = None
) -> tuple[str, tuple[tuple[str, ...], ...]]:
    full = sample_material()
    drawn = timeline([leak_story()], marked(log), (items or full.items, full.tones), ZONE)
    assert drawn is not None
    return drawn.title, drawn.rows


def test_every_case_has_its_page_at_its_stable_address() -> None:
    assert [page.path for page in render_dossiers(sample_material())] == [
        f"incidents/{RUMOUR}/index.md",
        f"incidents/{FILE}/index.md",
        f"incidents/{FIRE}/index.md",
    ]


def test_machine_and_person_stand_side_by_side() -> None:
    lanes = [" ".join(lane.text().split()) for lane in dossier().css("#decisions ~ .cf-lanes > section")]
    assert "机器 级别 黄" in lanes[0]
    assert "人 级别 橙" in lanes[1]
    assert "涉及未成年人受伤" in lanes[1]


def test_limits_stand_with_their_norms_the_most_pressing_first() -> None:
    rows = [" ".join(row.text().split()) for row in dossier().css(".cf-limits li")]
    assert rows[0].startswith("首次回应 已超时，应于 11-16 23:11")
    assert "时限 30 分 · 依据 S1 ⑻" in rows[0]
    assert rows[2].startswith("权威发布 暂停：等质检")
    assert rows[3].startswith("到责任人 按时完成，用时 9 分")


def test_the_page_does_not_age_its_times_are_absolute() -> None:
    later = dataclasses.replace(sample_material(), now=NOW + timedelta(minutes=7))
    assert render_dossiers(later) == render_dossiers(sample_material())


def test_online_and_offline_acts_stand_in_lanes_of_one_list_by_time() -> None:
    rows = dossier().css(".cf-way")
    lanes = {str(row.attributes["class"]).rpartition("--")[2] for row in rows}
    assert lanes == {"public", "online", "offline", "inside"}
    times = [str(one.attributes["datetime"]) for one in dossier().css(".cf-way time")]
    assert times == sorted(times)
    text = text_of(dossier(), ".cf-way--online")
    assert "首次回应" in text
    assert "致歉 · 对消费者致歉并公布受理电话" in text
    assert "上门走访上门取样" in text_of(dossier(), ".cf-way--offline")


def test_a_correction_shows_beside_the_line_that_stays() -> None:
    text = text_of(dossier(), ".cf-ways")
    assert "联系到 3 名业主" in text
    assert "更正 办理 · 售后部 更正" in text


def test_the_whole_log_is_kept_line_by_line() -> None:
    assert len(dossier().css(".cf-log li")) == len(leak_case().incident.log)


def test_acts_on_the_chart_carry_the_numbers_of_the_list() -> None:
    (source,) = dossier().css("#chart-timeline template[data-figure=timeline]")
    figure = json.loads(unescape(str(source.html).partition(">")[2].rpartition("<")[0]))
    acts = next(trace for trace in figure["data"] if trace.get("mode") == "markers+text")
    assert acts["text"] == [mark.text() for mark in dossier().css(".cf-mark")]


def test_the_charts_title_is_a_finding_and_its_table_has_the_acts() -> None:
    title, rows = chart(leak_case().incident.log)
    assert "每小时最多 1 条" in title
    assert "首次回应在首条发布后 22 小时 24 分（11-17 07:00）" in title
    assert any("4 首次回应" in row[3] for row in rows)
    assert sum(int(row[1]) for row in rows) == len(leak_story().all_ids & sample_material().items.keys())


def test_a_case_nobody_answered_says_so_in_the_title() -> None:
    assert chart()[0].endswith("尚无公开回应")


def test_a_long_case_gets_wider_bars_and_no_endless_chart() -> None:
    ids = leak_story().all_ids
    full = sample_material().items
    spread = {
        id_: dataclasses.replace(full[item_id(1)], id=id_, published_at=NOW - timedelta(days=200 * place))
        for place, id_ in enumerate(ids[:3])
    }
    title, rows = chart(items=spread)
    assert title.startswith("每 7 天最多 1 条")
    assert len(rows) <= 120


def test_without_items_there_is_no_chart_and_the_list_stands() -> None:
    bare = dataclasses.replace(sample_material(), items={})
    assert dossier(material=bare).css("#chart-timeline") == []
    assert dossier(material=bare).css(".cf-way--online") != []


def test_the_closed_loop_is_a_table_of_people_without_addresses() -> None:
    text = text_of(dossier(), "#loop ~ .cf-scroll")
    assert "女童家属已取得滑倒承担医疗费基本满意是" in text
    assert "首批业主未问地板泡坏—未表态否" in text


def test_the_review_goes_down_to_the_department_and_lists_what_will_change() -> None:
    text = text_of(dossier())
    for said in ("生产部 密封圈未做老化试验", "当天回访", "首次回应太晚", "加做老化试验 生产部 · 12-01 前 · 未完成"):
        assert said in text


def test_alerts_of_the_case_stand_with_their_delivery() -> None:
    text = text_of(dossier(), "#alerts ~ * .cf-alerts")
    assert "超过时限" in text
    assert "邮件没有发成（售后部）" in text
    assert "空气炸锅" not in text


def test_parent_and_child_lead_to_each_other() -> None:
    assert dossier().css(f"a[href='../../incidents/{FIRE}/']") != []
    assert dossier(FIRE).css(f"a[href='../../incidents/{FILE}/']") != []


def test_a_refused_edit_is_told_and_the_last_good_state_shown() -> None:
    text = text_of(dossier(), ".cf-refused")
    assert "最近一次修改未被采用，以下按上一次有效的内容显示" in text
    assert f"incidents/{FILE}.yml 第 14 行：不认识的状态 改法：写成 处置" in text
    assert dossier(RUMOUR).css(".cf-refused") == []


def test_a_report_is_linked_where_there_is_one() -> None:
    assert dossier().css("a[href='report/']") == []
    reported = dataclasses.replace(sample_material(), reported=frozenset({FILE}))
    assert dossier(material=reported).css("a[href='report/']") != []


def test_similar_cases_tell_why_and_what_was_done() -> None:
    case = Case(
        id=RUMOUR, title="水壶致癌传闻", summary="", type=StoryType.FALSE, level=Level.YELLOW,
        state=IncidentState.ARCHIVED, tags=(), topics=(), gates=(), keywords=(), places=(), opened_at=at(10, "09:00"),
        closed_at=at(12, "09:00"), first_reply=None, items=9, measures=("澄清事实",), satisfaction=(), causes=(),
        well=(), improve=("澄清太晚",),
    )  # fmt: skip
    full = sample_material()
    fresh = dataclasses.replace(full.cases[1], similar=(SimilarCase(case=case, score=0.4, reasons=("同一议题",)),))
    text = text_of(dossier(FIRE, dataclasses.replace(full, cases=(fresh,))), "#similar ~ .cf-file")
    for said in ("水壶致癌传闻", "相似之处：同一议题", "当时的做法：澄清事实", "历时 2 天", "教训：澄清太晚"):
        assert said in text


def test_effects_are_told_and_not_sold_as_causes() -> None:
    effect = Effect(
        incident_id=FILE, did="首次回应", means=None, by="品牌部", at=NOW, hours=6, volume=None, negative=None,
        negative_before=None, negative_after=None, expected=None, unusual=None, beside=(), text="每小时 12.3 → 4.1 条",
    )  # fmt: skip
    case = dataclasses.replace(leak_case(), effects=(effect,))
    text = text_of(dossier(material=dataclasses.replace(sample_material(), cases=(case,))))
    assert "首次回应（品牌部）：每小时 12.3 → 4.1 条" in text
    assert "不能证明由措施引起" in text


def test_hostile_text_changes_no_structure_and_makes_no_request() -> None:
    good, bad = dossier(), dossier(material=hostile_material(HOSTILE))
    assert bad.css("script, img, iframe, form, style, [onclick]") == []
    assert skeleton(bad) == skeleton(good)


@pytest.mark.parametrize("text", ["", "漏", "\ud800", "\u202e倒", "🫠" * 300, "漏" * 1_000_000])
def test_any_text_gives_a_page(text: str) -> None:
    assert all(page.text.encode() for page in render_dossiers(hostile_material(text)))


@given(
    st.lists(st.tuples(st.timedeltas(timedelta(days=-40), timedelta(days=40)), st.sampled_from(Deed)), max_size=60),
    st.randoms(),
)
@settings(max_examples=40, deadline=None)
def test_the_course_never_depends_on_the_order_of_the_log(
    acts: list[tuple[timedelta, Deed]], dice: random.Random
) -> None:
    log = [LogEntry(at=NOW + ago, by="甲", did=did, note=str(place)) for place, (ago, did) in enumerate(acts)]
    seen = (sample_material().items, {item_id(1): ToneLabel.NEGATIVE})

    def told(lines: list[LogEntry]) -> object:
        chosen = marked(lines)
        return events([leak_story()], lines, chosen, seen[0]), timeline([leak_story()], chosen, seen, ZONE)

    first = told(log)
    dice.shuffle(log)
    assert told(log) == first


def test_an_act_without_a_side_is_neither_online_nor_offline() -> None:
    lines = (LogEntry(at=NOW, by="甲", did="派责"), LogEntry(at=NOW, by="甲", did="回应"))
    assert [event.lane for event in events([], lines, (), {})] == [Lane.INSIDE, Lane.ONLINE]
