"""``caifeng report``: the handling report of an incident, at the terminal, as data, or as a document."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import TypeAdapter

from caifeng.casebook import read_casebook
from caifeng.errors import UsageError
from caifeng.models.document import Part
from caifeng.shell import DEFAULT, AsJson, DeskFile, answer, dump, now, open_desk, say
from publish.paper.docx_form import sheet_docx
from publish.paper.report_sheet import report_sheet
from publish.report.report import REFS, compose_report
from publish.report.report_draft import Report

_REPORT = TypeAdapter(Report)

_Incident = Annotated[str, typer.Argument(help="案件编号，如 INC-2026-0007")]
_Docx = Annotated[Path | None, typer.Option("--docx", help="写成 Word 文件，如 报告.docx")]


def report(
    incident: _Incident,
    docx: _Docx = None,
    desk: DeskFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """处置报告：摘要、经过、传播与观点、定性评级、时限、措施与成效、闭环、复盘、依据清单；--docx 写成 Word 文件。"""
    workspace, found = open_desk(desk)
    book, problems = read_casebook(workspace, found, now())
    for problem in problems:
        say(str(problem))
    made = compose_report(book.report(book.incident(incident)))
    if docx is not None:
        _write(docx, sheet_docx(report_sheet(made)))
        say(f"已写成 {docx}")
    if as_json:
        data: dict[str, Any] = _REPORT.dump_python(made, mode="json")
        answer(dump(data))
    elif docx is None:
        for line in _lines(made):
            answer(line)


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise UsageError(f"不能写入 {path}：{error.strerror}；请换一个位置") from error


def _lines(made: Report) -> Iterator[str]:
    yield f"处置报告：{made.title}（{made.incident_id}，{made.classification}）"
    for part in made.parts:
        yield ""
        yield f"{'#' * part.depth} {part.heading}"
        yield from _part(part)
    yield ""
    yield "# 依据清单"
    for one in made.sources:
        yield f"〔{one.number}〕{one.source}《{one.title}》 {one.item_id} {one.url}"
    if made.left_out:
        yield f"另有 {made.left_out} 条未列。"


def _part(part: Part) -> Iterator[str]:
    for line in part.lines:
        yield line.text + _refs(line.refs)
    if part.table:
        yield " | ".join(part.table.header)
        for at, row in enumerate(part.table.rows):
            yield " | ".join(row) + (_refs(part.table.refs[at]) if part.table.refs else "")


def _refs(numbers: tuple[int, ...]) -> str:
    if not numbers:
        return ""
    more = f" 等 {len(numbers)} 条" if len(numbers) > REFS else ""
    return f" 〔{'、'.join(map(str, numbers[:REFS]))}{more}〕"
