"""The case library is readable, complete, and lets nothing hostile through."""

import dataclasses
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import meta

from caifeng.models import Case, gist_of
from caifeng.resources import resource
from publish.pages.library_page import SHOWN, LibraryContext, render_library
from publish.pages.render import environment
from respond.review.library import case
from tests.case_samples import incident, story_of, wave
from tests.nouns import nouns
from tests.samples import HOSTILE, at
from tests.test_publish_pages import html, text_of

ZONE = "Asia/Shanghai"
LEAK = case(incident(), [gist_of(story_of(wave(5, 5)))])
ALL = frozenset({LEAK.id})


def test_a_case_tells_what_was_done_how_long_it_took_and_what_it_teaches() -> None:
    tree = html(render_library([LEAK], ALL, ZONE))
    text = text_of(tree)
    for words in (
        "净水机漏水投诉",
        "致歉、维修更换",
        "2 天 1 小时",
        "满意 1",
        "生产部：密封圈批次不合格",
        "首次回应过慢",
        "半小时内取得联系",
    ):
        assert words in text
    links = {node.attributes.get("href") for node in tree.css("a")}
    assert {"../incidents/INC-2026-0007/", "../incidents/INC-2026-0007/report/"} <= links


def test_a_report_that_has_no_page_is_not_linked() -> None:
    assert "/report/" not in render_library([LEAK], frozenset(), ZONE).text


def test_every_row_leads_to_its_case() -> None:
    tree = html(render_library([LEAK, replace(LEAK, id="INC-2026-0008")], ALL, ZONE))
    anchors = {node.attributes["id"] for node in tree.css("h3[id]")}
    assert {str(node.attributes["href"]) for node in tree.css("tbody th a")} == {f"#{one}" for one in anchors}


def test_an_empty_library_says_how_it_fills() -> None:
    assert "还没有闭环的案件" in text_of(html(render_library([], frozenset(), ZONE)))


def test_a_large_library_shows_the_newest_and_counts_all() -> None:
    many = [replace(LEAK, id=f"INC-{n:04d}", opened_at=at(1 + n % 20, "09:00")) for n in range(SHOWN + 50)]
    page = render_library(many, ALL, ZONE)
    assert f"已闭环 {SHOWN + 50} 件" in text_of(html(page)) and "其余用 caifeng cases 查阅" in text_of(html(page))
    assert len(page.text) < 1_500_000
    assert page == render_library(list(reversed(many)), ALL, ZONE)


def test_hostile_words_stay_words() -> None:
    poisoned = replace(
        LEAK,
        title=HOSTILE,
        summary=HOSTILE,
        tags=(HOSTILE,),
        topics=(HOSTILE,),
        measures=(HOSTILE,),
        improve=(HOSTILE,),
    )
    tree = html(render_library([poisoned], ALL, ZONE))
    assert not tree.css("script, img, [onclick]")
    assert {str(node.attributes.get("href")).split("/")[0] for node in tree.css("a")} <= {"..", "#INC-2026-0007"}


@settings(max_examples=40)
@given(st.lists(nouns(Case), max_size=3))
def test_any_case_can_be_shown(cases: list[Case]) -> None:
    assert render_library(cases, frozenset(), ZONE).path == "cases/index.md"


def test_the_template_uses_exactly_its_context() -> None:
    source = (resource("templates") / "library.md.j2").read_text("utf-8")
    used = meta.find_undeclared_variables(environment(ZONE).parse(source))
    assert used == {field.name for field in dataclasses.fields(LibraryContext)}
