"""A sheet as .docx in official form: title 三号黑体, body 四号仿宋, headings 一、（一）, 密级 above, — 1 — below.

Sizes, margins and the order of headings are those of GB/T 9704—2012 as offices print them for reports (requirements of
the form: title 三号, body 四号). The same sheet gives the same bytes.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from zoneinfo import ZoneInfo

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row
from docx.oxml.text.font import CT_RPr
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from caifeng.models.document import Cited, Part, Table
from publish import escape
from publish.paper.sheet import Sheet
from publish.report.report import REFS
from publish.report.report_draft import stamp

# 三号 16 pt, 四号 14 pt, 五号 10.5 pt: the sizes of GB/T 9704 documents as offices print them.
_STYLES = (
    ("Normal", "仿宋", 14.0),
    ("Title", "黑体", 16.0),
    ("Heading 1", "黑体", 14.0),
    ("Heading 2", "楷体", 14.0),
    ("Header", "宋体", 10.5),
    ("Footer", "宋体", 10.5),
)
_BLACK = RGBColor(0, 0, 0)
_ZIPPED_AT = (1980, 1, 1, 0, 0, 0)  # the zip format's first moment: no clock in the bytes
_NUMERALS = "一二三四五六七八九十"
_INDENT = Pt(28)  # two characters of 四号


def sheet_docx(sheet: Sheet) -> bytes:
    """The document's bytes; the same sheet gives the same. Texts from sources stay text: no field, no own links."""
    document = Document()
    _style(document)
    _properties(document, sheet)
    _furniture(document, sheet)
    document.add_paragraph(_text(sheet.title), style="Title")
    for line in sheet.subtitle:
        document.add_paragraph(_text(line)).alignment = WD_ALIGN_PARAGRAPH.CENTER
    count = _Count()
    for part in sheet.parts:
        _part(document, part, count)
    if sheet.has_list:
        _sources(document, sheet, count.chapter())
    out = io.BytesIO()
    document.save(out)
    return _without_times(out.getvalue())


@dataclass(slots=True)
class _Count:
    """Chapters and sections so far."""

    chapters: int = 0
    sections: int = 0

    def chapter(self) -> str:
        self.chapters, self.sections = self.chapters + 1, 0
        return f"{_numeral(self.chapters)}、"

    def section(self) -> str:
        self.sections += 1
        return f"（{_numeral(self.sections)}）"


def _numeral(count: int) -> str:
    """一 … 十, 十一 … 九十九."""
    tens, ones = divmod(count, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_NUMERALS[tens - 1]}十"
    return head + (_NUMERALS[ones - 1] if ones else "")


def _part(document: DocxDocument, part: Part, count: _Count) -> None:
    if part.heading:
        numeral = count.chapter() if part.depth == 1 else count.section()
        document.add_heading(_text(f"{numeral}{part.heading}"), level=part.depth)
    for line in part.lines:
        paragraph = document.add_paragraph(_text(line.text))
        paragraph.paragraph_format.first_line_indent = _INDENT
        paragraph.add_run(_refs(line.refs, line.log)).font.size = Pt(10.5)
    if part.table:
        _table(document, part.table)


def _table(document: DocxDocument, shown: Table) -> None:
    header = (*shown.header, "依据") if shown.refs else shown.header
    logs = shown.log or ((),) * len(shown.rows)
    table = document.add_table(rows=1, cols=len(header), style="Table Grid")
    _repeat(table.rows[0]._tr)  # noqa: SLF001 - python-docx has no other way to its element
    for cell, name in zip(table.rows[0].cells, header, strict=True):
        _cell(cell.paragraphs[0], name, is_bold=True)
    for at, row in enumerate(shown.rows):
        said = (*row, _refs(shown.refs[at], logs[at]) or "—") if shown.refs else row
        for cell, text in zip(table.add_row().cells, said, strict=True):
            _cell(cell.paragraphs[0], text, is_bold=False)
    document.add_paragraph()


def _cell(paragraph: Paragraph, text: str, *, is_bold: bool) -> None:
    run = paragraph.add_run(_text(text))
    run.font.size, run.bold = Pt(10.5), is_bold
    paragraph.paragraph_format.line_spacing = 1.0
    _east_asian(run._element.get_or_add_rPr(), "宋体")  # noqa: SLF001


def _sources(document: DocxDocument, sheet: Sheet, numeral: str) -> None:
    document.add_heading(f"{numeral}依据清单", level=1)
    if not sheet.sources:
        document.add_paragraph("条目已超过保存期限，没有可列的依据。")
    for one in sheet.sources:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.line_spacing = 1.0
        paragraph.add_run(_text(_source(one, sheet))).font.size = Pt(10.5)
        if address := escape.link(one.url):
            paragraph.add_run("　")
            _link(paragraph, address)
    if sheet.left_out:
        document.add_paragraph(f"另有 {sheet.left_out} 条未列，见各期依据表。")


def _source(one: Cited, sheet: Sheet) -> str:
    published, seen = (stamp(at, ZoneInfo(sheet.zone)) for at in (one.published_at, one.seen_at))
    return (
        f"〔{one.number}〕{one.source}《{one.title}》，发布 {published}，采到 {seen}，{one.item_id}，"
        f"SHA-256 {one.content_hash}"
    )


def _link(paragraph: Paragraph, address: str) -> None:
    """A link to a checked http(s) address; the shown text is the address itself."""
    relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link, run, text = OxmlElement("w:hyperlink"), OxmlElement("w:r"), OxmlElement("w:t")
    link.set(qn("r:id"), relation)
    look = OxmlElement("w:rPr")
    for name, value in (("w:sz", "21"), ("w:u", "single")):  # half points; the order is the schema's
        mark = OxmlElement(name)
        mark.set(qn("w:val"), value)
        look.append(mark)
    text.text = _text(address)
    run.extend([look, text])
    link.append(run)
    paragraph._p.append(link)  # noqa: SLF001


def _style(document: DocxDocument) -> None:
    for name, font, points in _STYLES:
        style = document.styles[name]
        if not isinstance(style, ParagraphStyle):
            continue
        style.font.name, style.font.size, style.font.color.rgb = "Times New Roman", Pt(points), _BLACK
        _east_asian(style.element.get_or_add_rPr(), font)
    document.styles["Normal"].paragraph_format.line_spacing = Pt(26)
    document.styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)  # GB/T 9704: 天头 37 mm, 订口 28 mm, 版心 156 × 225
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)


def _east_asian(properties: CT_RPr, font: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), font)


def _furniture(document: DocxDocument, sheet: Sheet) -> None:
    """Number and classification above every page, its number below."""
    section = document.sections[0]
    section.header.paragraphs[0].text = _text(f"{sheet.classification}　　{sheet.mark}")
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run("— ")
    for element in _page_field():
        footer.add_run()._r.append(element)  # noqa: SLF001
    footer.add_run(" —")


def _page_field() -> Iterator[OxmlElement]:  # type: ignore[valid-type]
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = text or None
        yield element


def _repeat(row: CT_Row) -> None:
    """A header row that stands on every page of the table."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row.get_or_add_trPr().append(mark)


def _properties(document: DocxDocument, sheet: Sheet) -> None:
    known, made = document.core_properties, sheet.made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    known.title, known.subject = _text(sheet.title)[:250], _text(sheet.mark)[:250]
    known.author, known.last_modified_by = _text(sheet.author)[:250], ""
    known.comments, known.category = "", _text(sheet.classification)[:250]
    known.language, known.revision = "zh-CN", 1
    known.created = known.modified = made


def _refs(numbers: Sequence[int], log: Sequence[int]) -> str:
    shown = "、".join(map(str, numbers[:REFS]))
    said = [f"依据 {shown} 等 {len(numbers)} 条" if len(numbers) > REFS else f"依据 {shown}"] if numbers else []
    said += [f"记录 {'、'.join(map(str, log))}"] if log else []
    return f"〔{'；'.join(said)}〕" if said else ""


def _text(text: str) -> str:
    """One line that XML can hold."""
    return " ".join(escape.plain(text).split())


def _without_times(data: bytes) -> bytes:
    """The same archive with every file's time set to one moment."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in made.namelist():
            entry = zipfile.ZipInfo(name, _ZIPPED_AT)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            kept.writestr(entry, made.read(name))
    return out.getvalue()
