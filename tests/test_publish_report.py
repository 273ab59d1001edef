"""The handling report says what is on record, on its evidence, the same on the page and in the document."""

import dataclasses
import io
import re
import zipfile
from dataclasses import replace
from datetime import timedelta
from enum import Enum
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import meta
from selectolax.lexbor import LexborHTMLParser

from caifeng.models import Incident, Item, LogEntry, Reprint, Spread, gist_of
from caifeng.models.document import Part
from caifeng.resources import resource
from publish.pages.render import environment
from publish.paper.docx_form import sheet_docx
from publish.paper.report_sheet import report_sheet
from publish.report.report import REFS, SOURCES, ReportContext, ReportMaterial, compose_report, render_report
from publish.report.report_draft import Report
from respond.review.effect import Observed, effects
from respond.review.library import library
from respond.review.similar import CaseIndex
from tests.case_samples import DESK, NOW, incident, story_of, tones_of, wave
from tests.nouns import nouns
from tests.samples import HOSTILE, at
from tests.test_publish_pages import html

CHAPTERS = ["摘要", "经过", "传播与观点", "定性与评级", "时限完成情况", "处置措施", "闭环记录", "复盘"]


def material(case: Incident | None = None, items: tuple[Item, ...] | None = None, **changes: Any) -> ReportMaterial:
    """A closed incident with its story, its effects and one case like it."""
    case, items = case or incident(), wave(70, 20) if items is None else items
    ids = tuple(one.id for one in items)
    spread = (
        Spread(first_item_id=ids[0], first_at=items[0].published_at, steps=(), head_media_item_id=ids[-1])
        if ids
        else None
    )
    story = story_of(items, **({"spread": spread} if spread else {}))
    index = CaseIndex(library([incident("INC-2026-0003", title="净水机半夜漏水")], [gist_of(story)]))
    (known,) = library([incident("INC-2026-0099")], [gist_of(story)])
    made = ReportMaterial(
        desk=DESK,
        incident=case,
        stories=(story,),
        items=items,
        tones=tones_of(items, 60),
        effects=effects(case, (story,), Observed(items=items, tones=tones_of(items, 60), gaps=(), until=NOW)),
        similar=index.similar(known),
        now=NOW,
    )
    return replace(made, **changes)


def part(report: Report, heading: str) -> Part:
    return next(one for one in report.parts if one.heading == heading)


def said(one: Part) -> str:
    return "\n".join(line.text for line in one.lines)


def page(of: ReportMaterial) -> LexborHTMLParser:
    return html(render_report(of)[0])


def document(of: ReportMaterial) -> docx.document.Document:
    return docx.Document(io.BytesIO(sheet_docx(report_sheet(compose_report(of)))))


def test_the_chapters_come_in_the_agreed_order() -> None:
    report = compose_report(material())
    assert [one.heading for one in report.parts if one.depth == 1] == CHAPTERS


def test_items_and_handling_stand_on_one_time_line_with_their_evidence() -> None:
    table = part(compose_report(material()), "经过").table
    assert table is not None
    times = [row[0] for row in table.rows]
    assert times == sorted(times)
    kinds = [row[1] for row in table.rows]
    assert kinds[0] == "舆情" and {"处置", "线上", "线下"} <= set(kinds)
    assert table.refs[0] == (1,)


def test_figures_stand_on_numbered_items_that_the_list_holds() -> None:
    report = compose_report(material())
    (line,) = [one for one in part(report, "摘要").lines if "（去重）" in one.text]
    assert "相关信息 90 条（去重）" in line.text and "负面 60/90" in line.text
    assert len(line.refs) == 90
    numbers = {one.number: one for one in report.sources}
    assert numbers.keys() >= set(line.refs)
    assert numbers[1].content_hash == f"{0:064x}" and numbers[1].url.startswith("https://")


def test_machine_and_people_are_told_apart() -> None:
    text = said(part(compose_report(material()), "定性与评级"))
    assert "定性（人）：属实" in text and "定性提示（机器）" in text
    assert "评级（人）：橙 · Ⅱ 重大，值班长：涉及未成年人" in text and "评级（机器）" in text


def test_time_limits_are_told_with_their_norms() -> None:
    table = part(compose_report(material()), "时限完成情况").table
    assert table is not None
    assert [(row[0], row[-2], row[-1]) for row in table.rows] == [
        ("到责任人", "按时完成", "S1 ⑻"),
        ("首次回应", "超时完成", "S1 ⑻"),
    ]


def test_measures_stand_online_and_offline_and_their_effect_proves_nothing() -> None:
    report = compose_report(material())
    online, offline = part(report, "线上").table, part(report, "线下").table
    assert online is not None and offline is not None
    assert [row[1] for row in online.rows] == ["致歉"] and [row[1] for row in offline.rows] == ["维修更换"]
    assert "比值 0.29" in said(part(report, "成效")) and "不能证明因果" in said(part(report, "成效"))


def test_the_review_names_departments_and_what_is_overdue() -> None:
    report = compose_report(material())
    assert said(part(report, "根因")) == "生产部：密封圈批次不合格"
    table = part(report, "整改").table
    assert table is not None and [row[3] for row in table.rows] == ["已逾期", "2026-11-19"]
    assert "INC-2026-0003" in said(part(report, "相似案例"))


def test_what_is_not_on_record_is_said_not_left_out() -> None:
    bare = incident(log=incident().log[:1], clocks=(), loop=(), review=None, override=None)
    report = compose_report(material(bare, (), stories=(), effects=(), similar=()))
    assert "保存期限" in said(part(report, "传播与观点"))
    assert "尚未复盘" in said(part(report, "复盘"))
    for heading in ("线上", "线下", "成效", "闭环记录", "相似案例"):
        assert said(part(report, heading)).startswith("没有")
    assert document(material(bare, (), stories=(), effects=(), similar=())).paragraphs
    assert "没有可列的依据" in str(page(material(bare, (), stories=(), effects=(), similar=())).text())


def test_every_number_on_the_page_leads_to_its_item() -> None:
    tree = page(material())
    links = {str(node.attributes["href"]) for node in tree.css(".cf-refs a.cf-ev")}
    log = {str(node.attributes["href"]) for node in tree.css("a.cf-ev")} - links
    assert log == {"../#course"}
    shown, listed = render_report(material())
    anchors = {node.attributes["id"] for node in html(listed).css("[id]")}
    assert links and all(link.removeprefix("sources/#") in anchors for link in links)
    assert shown.path == "incidents/INC-2026-0007/report/index.md"
    assert listed.path == "incidents/INC-2026-0007/report/sources.md"


def test_the_template_uses_exactly_its_context() -> None:
    source = (resource("templates") / "report.md.j2").read_text("utf-8")
    used = meta.find_undeclared_variables(environment("Asia/Shanghai").parse(source))
    assert used == {field.name for field in dataclasses.fields(ReportContext)}


def test_a_large_story_lists_what_is_cited_and_says_what_is_left_out() -> None:
    items = wave(600, 200)
    report = compose_report(material(items=items))
    assert (len(report.sources), report.left_out) == (SOURCES, 500)
    assert items[-1].id in {one.item_id for one in report.sources}  # cited on the time line
    first, *listed = render_report(material(items=items))
    assert len(listed) == 3
    assert max(len(page.text) for page in listed) < 100_000
    pages = {f"sources/{page.path.rpartition('sources/')[2].removesuffix('.md')}/": page for page in listed[1:]}
    links = {str(node.attributes["href"]) for node in html(first).css(".cf-refs a.cf-ev")}
    assert any(not link.startswith("sources/#") for link in links)
    for way, _, anchor in (link.partition("#") for link in links):
        assert html(pages.get(way, listed[0])).css(f"#{anchor}")


def test_the_document_has_real_headings_page_numbers_and_the_same_words() -> None:
    made = document(material())
    headings = [one.text for one in made.paragraphs if one.style is not None and one.style.name == "Heading 1"]
    assert headings == [f"{'一二三四五六七八九'[n]}、{name}" for n, name in enumerate([*CHAPTERS, "依据清单"])]
    assert made.paragraphs[0].text == "处置报告：净水机漏水投诉"
    assert "INC-2026-0007" in made.sections[0].header.paragraphs[0].text
    assert "内部资料" in made.sections[0].header.paragraphs[0].text
    assert "PAGE" in made.sections[0].footer._element.xml
    text = "\n".join(one.text for one in made.paragraphs)
    assert all(line.text in text for one in compose_report(material()).parts for line in one.lines)
    assert made.tables[1].rows[0].cells[0].text == "时限"


def test_the_same_record_gives_the_same_bytes() -> None:
    first, second = (sheet_docx(report_sheet(compose_report(material()))) for _ in range(2))
    assert first == second
    shuffled = material()
    shuffled = replace(shuffled, items=tuple(reversed(shuffled.items)))
    assert sheet_docx(report_sheet(compose_report(shuffled))) == first


def test_no_address_but_a_checked_one_becomes_a_link() -> None:
    items = list(wave(20, 20))
    addresses = ("javascript:alert(1)", "file:///etc/passwd", "http://a:b@x.test/", "https://ok.test/p?a=1&b=2")
    for place, address in enumerate(addresses):
        items[place] = replace(items[place], url=address)
    made = material(items=tuple(items[:4]))
    relations = document(made).part.rels.values()
    assert [one.target_ref for one in relations if one.is_external] == ["https://ok.test/p?a=1&b=2"]
    outward = {node.attributes.get("href") for node in html(render_report(made)[1]).css("ol.cf-sources a")}
    assert outward == {"https://ok.test/p?a=1&b=2"}


def _poison(value: Any, text: str) -> Any:
    """``text`` in every free-text field below a log, a title, a review; ids and times stay."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return text
    if isinstance(value, tuple):
        return tuple(_poison(one, text) for one in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changed = {
            field.name: _poison(getattr(value, field.name), text)
            for field in dataclasses.fields(value)
            if field.name not in ("id", "story_ids", "item_ids", "item_id", "evidence", "did", "first_item_id", "url")
        }
        return replace(value, **changed)
    return value


@pytest.mark.parametrize(
    "text", [HOSTILE, "", "漏", "\x00\x0b\ud800\ufffe", "w" * 100_000, "😀" * 50, "]]>&lt;w:fldSimple"]
)
def test_hostile_text_stays_text_on_the_page_and_in_the_document(text: str) -> None:
    made = material(_poison(incident(), text), tuple(_poison(one, text) for one in wave(6, 6)))
    tree = page(made)
    assert not tree.css("script, img, iframe, [onclick]")
    opened = document(made)
    xml = opened.element.xml
    assert "fldSimple w:" not in xml and not re.search(r"<w:instrText>(?!PAGE)", xml)
    assert all(
        one.target_ref.startswith("https://forum.example.cn/") for one in opened.part.rels.values() if one.is_external
    )


@settings(max_examples=15)
@given(nouns(Incident), st.lists(nouns(Item), min_size=1, max_size=3))
def test_any_incident_makes_a_page_and_a_document(case: Incident, items: list[Item]) -> None:
    unique = tuple({one.id: one for one in items}.values())
    made = material(case, unique, effects=effects(case, (), Observed(items=unique, tones={}, gaps=(), until=NOW)))
    assert zipfile.is_zipfile(io.BytesIO(sheet_docx(report_sheet(compose_report(made)))))
    assert all(page.text for page in render_report(made))


def test_a_drills_report_says_so_on_the_page_and_in_the_document() -> None:
    made = material(desk=replace(DESK, drill="漏水演练"))
    assert "【演练】" in page(made).css("h1")[0].text()
    assert document(made).paragraphs[0].text.startswith("【演练：漏水演练】")
    assert "演练" in document(made).sections[0].header.paragraphs[0].text


def test_a_long_log_is_cut_and_says_so() -> None:
    log = tuple(LogEntry(at=at(16, "09:00") + timedelta(seconds=n), by="甲", did="备注") for n in range(10_000))
    report = compose_report(material(incident(log=log)))
    assert "另有 9800 行" in said(part(report, "经过"))


def test_reprints_are_counted_beside_the_distinct() -> None:
    made = material()
    (story,) = made.stories
    copies = tuple(Reprint(item_id=f"i-c{n}", of=story.item_ids[0], similarity=0.9) for n in range(7))
    report = compose_report(replace(made, stories=(replace(story, reprints=copies),)))
    assert "另有转载 7 条" in said(part(report, "摘要"))
    assert REFS >= 1
