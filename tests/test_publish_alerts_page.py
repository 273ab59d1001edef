"""The pages of alerts list every alert of a day, and a storm neither slows nor swells them."""

import csv
import dataclasses
import io
import time
from datetime import timedelta

from caifeng.models import AlertKind, Level, Recipient
from publish.pages.alerts_page import alert_sections
from publish.pages.contexts import Page
from publish.site.material import SiteMaterial
from publish.site.plan import SiteFile
from tests.handling_site import FIRE, NOW, alert, hostile_material, sample_material
from tests.samples import FILE, HOSTILE
from tests.test_publish_pages import html, skeleton, text_of


def render_alerts(material: SiteMaterial) -> tuple[tuple[Page, ...], tuple[SiteFile, ...]]:
    """The index and every day's page, and every day's table."""
    index, sections = alert_sections(material)
    parts = [section.make() for section in sections]
    pages = (index, *(page for one in parts for page in one.pages))
    return pages, tuple(file for one in parts for file in one.files)


def storm(count: int) -> SiteMaterial:
    told = tuple(Recipient(person=f"人员{n}", channel="mail") for n in range(100))
    raised = tuple(
        alert(
            n, Level.YELLOW, AlertKind.RISE, timedelta(seconds=n / 2), told=told, story_title=f"{n} {'净水机漏水' * 9}"
        )
        for n in range(count)
    )
    return dataclasses.replace(sample_material(), now=NOW, alerts=raised)


def days_of(files: tuple[SiteFile, ...]) -> list[list[list[str]]]:
    """The rows of each day's table, without its head; the longest first."""
    days = [list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))[1:] for file in files]
    return sorted(days, key=len, reverse=True)


def test_each_day_with_alerts_has_a_page_and_a_table() -> None:
    pages, files = render_alerts(sample_material())
    assert [page.path for page in pages] == [
        "alerts/index.md",
        "alerts/2026-11-17/index.md",
        "alerts/2026-11-16/index.md",
    ]
    assert [file.path for file in files] == ["alerts/2026-11-17/alerts.csv", "alerts/2026-11-16/alerts.csv"]


def test_the_index_leads_to_the_days_with_their_counts() -> None:
    tree = html(render_alerts(sample_material())[0][0])
    assert [str(a.attributes["href"]) for a in tree.css(".cf-alertday a")] == [
        "../alerts/2026-11-17/",
        "../alerts/2026-11-16/",
    ]
    assert "未发 1" in text_of(tree)


def test_an_alert_carries_reason_proof_recipients_and_first_step() -> None:
    tree = html(render_alerts(sample_material())[0][1])
    text = text_of(tree, "#A-1")
    for said in (
        "红",
        "预警",
        "空气炸锅起火视频",
        "未接",
        "近24小时 12 条",
        "先做 15 分钟内",
        "澜川论坛",
        "邮件已送达（售后部）",
    ):
        assert said in text
    links = [str(a.attributes["href"]) for a in tree.css("#A-1 a")]
    assert links == [f"../../incidents/{FIRE}/", "https://bbs.example.cn/1"]


def test_an_unsent_alert_is_listed_with_its_reason() -> None:
    assert f"未发：属于未闭环案件 {FILE}" in text_of(html(render_alerts(sample_material())[0][1]), "#A-3")


def test_a_reminder_names_its_limit() -> None:
    assert "（时限：首次回应）" in text_of(html(render_alerts(sample_material())[0][1]), "#A-2")


def test_without_alerts_the_index_says_so() -> None:
    pages, files = render_alerts(dataclasses.replace(sample_material(), alerts=()))
    assert "还没有过预警" in text_of(html(pages[0]))
    assert files == ()


def test_ten_thousand_alerts_fit_one_page_and_all_stand_in_the_table() -> None:
    started = time.perf_counter()
    pages, files = render_alerts(storm(10_000))
    assert time.perf_counter() - started < 10
    biggest = max(pages, key=lambda page: len(page.text))
    assert len(biggest.text.encode()) < 1_000_000
    tree = html(biggest)
    assert len(tree.css(".cf-alert")) + len(tree.css(".cf-lines li")) == len(days_of(files)[0])
    assert len({row[0] for day in days_of(files) for row in day}) == 10_000
    assert sum(len(file.content) for file in files) < 5_000_000


def test_a_table_has_no_cell_that_a_spreadsheet_would_run() -> None:
    _, files = render_alerts(hostile_material("=cmd()|' /C calc'!A0"))
    cells = [cell for row in csv.reader(io.StringIO(files[0].content.decode("utf-8-sig"))) for cell in row]
    assert any("cmd()" in cell for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


def test_hostile_text_changes_no_structure_and_makes_no_request() -> None:
    for good, bad in zip(render_alerts(sample_material())[0], render_alerts(hostile_material(HOSTILE))[0], strict=True):
        assert skeleton(html(bad)) == skeleton(html(good))
        assert html(bad).css("script, img, iframe, form, style, [onclick]") == []


def test_unpaired_surrogates_reach_no_page() -> None:
    pages, files = render_alerts(hostile_material("漏水\ud800\u202e图"))
    assert all(page.text.encode() for page in pages)
    assert all(file.content for file in files)


def test_the_pages_do_not_depend_on_the_order_of_alerts() -> None:
    full = sample_material()
    assert render_alerts(dataclasses.replace(full, alerts=full.alerts[::-1])) == render_alerts(full)
