"""The governance page prints what the schema and the desk say, so that neither can differ from it."""

import dataclasses

from caifeng.models import AlertRules, Means
from caifeng.resources import resource
from publish.pages.governance import render_governance
from publish.site.plan import FILL
from tests.handling_site import NOW, sample_desk
from tests.samples import HOSTILE


def text(page_text: str) -> str:
    return " ".join(page_text.split())


def test_every_means_that_can_be_recorded_is_printed_and_no_other() -> None:
    page = render_governance(sample_desk(), NOW).text
    listed = page.partition("<ul")[2].partition("</ul>")[0]
    assert [line.strip("</li>") for line in listed.splitlines() if line.startswith("<li>")] == list(Means)


def test_the_hand_written_page_has_one_place_for_it_and_says_what_is_refused() -> None:
    written = (resource("site/docs") / "governance.md").read_text("utf-8")
    assert written.count(FILL) == 1
    assert "删帖" in written


def test_supervisor_direct_lane_routes_and_shifts_come_from_the_desk() -> None:
    page = text(render_governance(sample_desk(), NOW).text)
    assert "<b>督办人</b> 总经理办" in page
    assert "总经理办：红级一出现就直接收到" in page
    assert "产品质量" in page
    assert "转 " not in page
    assert "黎航 11-17 07:36 至 11-17 19:36" in page
    assert "伤亡" in page


def test_a_desk_that_named_nobody_is_told_what_is_missing() -> None:
    bare = dataclasses.replace(sample_desk(), alerts=AlertRules(), rota=())
    page = render_governance(bare, NOW).text
    assert page.count("还没有指定") == 2
    assert "今后 7 天没有排班" in page


def test_no_address_is_ever_printed() -> None:
    assert "MAIL_AFTERSALES" not in render_governance(sample_desk(), NOW).text


def test_hostile_names_stay_text() -> None:
    desk = sample_desk()
    people = tuple(dataclasses.replace(person, name=HOSTILE) for person in desk.people)
    page = render_governance(dataclasses.replace(desk, people=people), NOW).text
    assert "<script>" not in page
    assert "[x](javascript" not in page
