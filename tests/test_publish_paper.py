"""Paper in official form: fonts, sizes, margins, headings, page numbers; no word that the page does not have."""

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.shared import Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from caifeng.models import Briefing
from publish.pages.contexts import SiteContext
from publish.pages.special_page import render_special
from publish.paper.day_sheet import day_sheet
from publish.paper.docx_form import sheet_docx
from publish.paper.period_sheet import period_sheet
from publish.paper.report_sheet import special_sheet
from publish.paper.sheet import Sheet
from publish.period.compose import compose_period
from tests.period_days import full_week, week_of
from tests.samples import HOSTILE, hostile_briefing, sample_briefing
from tests.special_samples import chain, special
from tests.test_publish_pages import html

_MARKS = r"〔[^〔〕]*〕|\s|^[一二三四五六七八九十]+、|^（[一二三四五六七八九十]+）"  # what only paper has


def opened(sheet: Sheet) -> Any:
    return docx.Document(io.BytesIO(sheet_docx(sheet)))


def words(document: Any) -> list[str]:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [*(one.text for one in document.paragraphs), *cells]


def test_the_form_is_that_of_official_documents() -> None:
    made = opened(day_sheet(sample_briefing()))
    styles = made.styles
    for name, font, points in (("Title", "黑体", 16), ("Normal", "仿宋", 14), ("Heading 1", "黑体", 14)):
        assert styles[name].font.size == Pt(points)
        assert styles[name].element.rPr.rFonts.get(qn("w:eastAsia")) == font
    page = made.sections[0]
    found = (page.page_width, page.page_height, page.top_margin, page.left_margin)
    assert [round(length.cm, 1) for length in found] == [21.0, 29.7, 3.7, 2.8]


def test_classification_stands_above_and_the_page_number_below_every_page() -> None:
    made = opened(day_sheet(sample_briefing()))
    assert made.sections[0].header.paragraphs[0].text.startswith(sample_briefing().classification)
    footer = made.sections[0].footer.paragraphs[0]
    assert footer.text.startswith("— ") and footer.text.endswith(" —") and "PAGE" in footer._element.xml


def test_headings_are_numbered_as_officials_number_them() -> None:
    made = opened(day_sheet(sample_briefing()))
    first = [one.text for one in made.paragraphs if one.style.name == "Heading 1"]
    assert first[:3] == ["一、今日摘要", "二、总体态势", "三、重点舆情"] and first[-1].endswith("、依据清单")
    assert any(one.text.startswith("（一）") for one in made.paragraphs if one.style.name == "Heading 2")


def test_the_day_on_paper_says_what_the_edition_says() -> None:
    briefing = sample_briefing()
    said = "\n".join(words(opened(day_sheet(briefing))))
    assert briefing.conclusion in said and f"第 {briefing.number} 期" in said
    assert all(matter.title in said for matter in briefing.matters)
    assert all(decision.question in said for decision in briefing.decisions)
    assert f"把握程度：{briefing.outlook.confidence}" in said


def test_a_special_on_paper_says_no_more_than_its_page() -> None:
    for made in chain():
        first, second = (html(page).body for page in render_special(made, SiteContext(base_url="")))
        assert first is not None and second is not None
        page = re.sub(r"\s", "", first.text() + second.text()).replace("2026-", "")
        for line in words(opened(special_sheet(made)))[3:]:
            bare = re.sub(_MARKS, "", line).replace("2026-", "")
            parts = re.split(r"[（）：。；、]|，(?=\d{4})", bare)
            assert all(part in page for part in parts if len(part) > 8 and "SHA" not in part), line


def test_a_week_on_paper_has_the_chapters_and_tables_of_its_report() -> None:
    period = compose_period(week_of(*full_week()))
    made = opened(period_sheet(period))
    said = words(made)
    assert period.conclusion in said and "内部资料" in made.sections[0].header.paragraphs[0].text
    assert all(any(part.heading in one for one in said) for part in period.parts)
    assert len(made.tables) == sum(len(part.tables) for part in period.parts)


def test_the_same_record_gives_the_same_bytes() -> None:
    assert sheet_docx(day_sheet(sample_briefing())) == sheet_docx(day_sheet(sample_briefing()))
    assert sheet_docx(special_sheet(special())) == sheet_docx(special_sheet(special()))


def test_hostile_text_stays_text_on_paper() -> None:
    data = sheet_docx(day_sheet(hostile_briefing()))
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        xml = made.read("word/document.xml").decode()
        assert (
            "<script" not in xml
            and "fldSimple" not in xml
            and "INCLUDE" not in xml.upper().replace(HOSTILE.upper(), "")
        )
    assert docx.Document(io.BytesIO(data)).paragraphs


@settings(max_examples=10)
@given(st.text(max_size=200))
def test_any_text_makes_a_document(text: str) -> None:
    briefing: Briefing = replace(sample_briefing(), conclusion=text, desk=text, classification=text)
    assert opened(day_sheet(briefing)).paragraphs
