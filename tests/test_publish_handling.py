"""The month's figures are shown with the month before, and nothing is left out silently."""

import dataclasses
from datetime import UTC, date, datetime

from hypothesis import given, settings
from jinja2 import meta

from caifeng.models import Count, HandlingFigures, HandlingRecord, IncidentState
from caifeng.resources import resource
from publish.pages.contexts import Page
from publish.pages.handling_page import HandlingContext, figure_groups, render_handling
from publish.pages.render import environment
from respond.handling import handling
from tests.case_samples import DESK, NOW, incident
from tests.nouns import nouns
from tests.samples import HOSTILE
from tests.test_publish_pages import html, text_of

ZONE = "Asia/Shanghai"
RECORD = HandlingRecord(
    incidents=(incident(), incident("INC-2026-0008", state=IncidentState.HANDLING, log=incident().log[:3]))
)
MONTHS = (date(2026, 11, 1), date(2026, 10, 1))
FIGURES = tuple(handling(RECORD, month, DESK, NOW) for month in MONTHS)


def shown(path: str, pages: tuple[Page, ...]) -> Page:
    return next(page for page in pages if page.path == path)


def test_there_is_an_index_and_a_page_for_every_month() -> None:
    pages = render_handling(FIGURES, ZONE)
    assert [page.path for page in pages] == [
        "handling/index.md", "handling/2026-11/index.md", "handling/2026-10/index.md",
    ]  # fmt: skip
    tree = html(pages[0])
    assert [node.attributes["href"] for node in tree.css("tbody a")] == ["2026-11/", "2026-10/"]
    assert pages == render_handling(FIGURES[::-1], ZONE)


def test_the_month_is_told_with_the_one_before_and_the_undone_apart() -> None:
    text = text_of(html(shown("handling/2026-11/index.md", render_handling(FIGURES, ZONE))))
    for words in (
        "截至 11-20 09:00",
        "立案20INC-2026-0007",
        "首次回应自发现（重启的从重启）中位 3 小时，最长 3 小时（1 次）；另有 1 次未完成，最久已 4 天",
        "到责任人S1 ⑻2/2（100%，区间 34–100%）",
        "生产部10INC-2026-0007",
        "95% Wilson 区间",
    ):
        assert words in text


def test_figures_lead_to_the_incidents_behind_them() -> None:
    tree = html(shown("handling/2026-11/index.md", render_handling(FIGURES, ZONE)))
    links = {node.attributes.get("href") for node in tree.css("tbody a")}
    assert links == {"../../incidents/INC-2026-0007/", "../../incidents/INC-2026-0008/"}


def test_the_first_month_says_that_there_is_none_before() -> None:
    text = text_of(html(shown("handling/2026-10/index.md", render_handling(FIGURES, ZONE))))
    assert "没有更早的月份可比" in text and "全月" in text


def test_no_month_on_record_reads_well() -> None:
    (index,) = render_handling((), ZONE)
    assert "还没有可统计的月份" in text_of(html(index))


def test_a_name_that_only_the_former_month_has_is_nought_now() -> None:
    later = handling(RECORD, date(2026, 12, 1), DESK, datetime(2026, 12, 20, tzinfo=UTC))
    groups = dict(figure_groups(later, FIGURES[0]))
    assert [(row.name, row.now, row.former) for row in groups["根因部门（本月复盘）"]] == [("生产部", "0", "1")]


@settings(max_examples=40)
@given(nouns(HandlingFigures))
def test_any_figures_can_be_shown(figures: HandlingFigures) -> None:
    known = dataclasses.replace(figures, deliveries=())
    assert len(render_handling((known,), ZONE)) == 2


def test_hostile_names_stay_names() -> None:
    (hostile,) = (Count(name=HOSTILE, n=1, ids=(HOSTILE,)),)
    figures = dataclasses.replace(FIGURES[0], causes=(hostile,), unsent=(hostile,), opened=(HOSTILE,))
    tree = html(render_handling((figures,), ZONE)[1])
    assert not tree.css("script, img, [onclick]")
    assert all(str(node.attributes.get("href")).startswith(("../", "#")) for node in tree.css("a"))


def test_the_template_uses_exactly_its_context() -> None:
    source = (resource("templates") / "handling.md.j2").read_text("utf-8")
    used = meta.find_undeclared_variables(environment(ZONE).parse(source))
    assert used == {field.name for field in dataclasses.fields(HandlingContext)}
