"""Exports bought or made elsewhere: JSON Lines, CSV, XLSX → entries. A bad row is told, the others go on."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import PurePosixPath
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from caifeng.models import Engagement, FailureKind
from collect.clean import clean_line, html_to_line, html_to_text
from collect.counts import count_of
from collect.decode import decode
from collect.entry import Entry, Job, Parsed, SourceError, Trouble
from collect.identity import canonical_url
from collect.jsontext import read_json

FIELDS = (
    "title", "text", "url", "published", "author", "credited", "repost_of", "reads", "comments", "reposts", "likes",
)  # fmt: skip
TROUBLES_KEPT = 100  # of one file; more tell nothing new

Row = Mapping[str, object]
Rows = Iterator[tuple[int, Row | str]]  # row number as a person counts it, and the row or what is wrong with it


def parse_rows(job: Job, body: bytes) -> Parsed:
    """Entries of one file in its own order; ``job.columns`` maps our fields to theirs.

    Raises SourceError: FORMAT (no such format, or a named column is missing), DECODE, EMPTY.
    """
    suffix = PurePosixPath(job.address).suffix.lower()
    read = READERS.get(suffix)
    if read is None:
        message = f"文件 {job.address} 不是 JSON Lines、CSV 或 XLSX"
        raise SourceError(FailureKind.FORMAT, job.address, f"suffix {suffix!r}", message)
    entries: list[Entry] = []
    troubles: list[Trouble] = []
    for number, row in read(job, body):
        entry = row if isinstance(row, str) else _entry(job, row)
        if isinstance(entry, Entry):
            entries.append(entry)
        elif len(troubles) < TROUBLES_KEPT:
            troubles.append(_bad_row(job, number, entry))
    if not entries and not troubles:
        raise SourceError(FailureKind.EMPTY, job.address, "no rows", f"文件 {job.address} 里没有任何数据行")
    return Parsed(entries=tuple(entries), troubles=tuple(troubles))


def _entry(job: Job, row: Row) -> Entry | str:
    names = {field: field for field in FIELDS} | dict(job.columns)
    cells = {field: _written(row.get(name)) for field, name in names.items()}
    title, text = html_to_line(cells["title"]), html_to_text(cells["text"])
    if not title and not text:
        return "标题和正文都是空的"
    counts = {field: count_of(cells[field]) for field in ("reads", "comments", "reposts", "likes")}
    return Entry(
        title=title,
        text=text,
        url=canonical_url(cells["url"]),
        published=clean_line(cells["published"], 100),
        author=clean_line(cells["author"], 60),
        credited=clean_line(cells["credited"], 60),
        repost_of=canonical_url(cells["repost_of"]) or clean_line(cells["repost_of"], 100),
        engagement=Engagement(**counts),
    )


def _written(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return "" if value is None or isinstance(value, bool | dict | list) else str(value)


def _json_lines(job: Job, body: bytes) -> Rows:
    for number, line in enumerate(_text(job, body).split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = read_json(job.address, line)
        except SourceError:
            yield number, "不是有效的 JSON"
            continue
        yield number, row if isinstance(row, dict) else "不是一个 JSON 对象"


def _separated(job: Job, body: bytes) -> Rows:
    text = _text(job, body)
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    header = _checked_header(job, [cell.strip() for cell in next(reader, [])])
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield reader.line_num, f"无法读取（{error}）"
            continue
        if any(cell.strip() for cell in row):
            is_whole = len(row) <= len(header)
            yield reader.line_num, dict(zip(header, row, strict=False)) if is_whole else "列数比表头多"


def _workbook(job: Job, body: bytes) -> Rows:
    try:
        book = openpyxl.load_workbook(io.BytesIO(body), read_only=True, data_only=True, keep_links=False)
        lines = iter(book.worksheets[0].iter_rows(values_only=True))
        header = _checked_header(job, [str(cell or "").strip() for cell in next(lines, ())])
        for number, cells in enumerate(lines, 2):
            if any(cell not in (None, "") for cell in cells):
                yield number, dict(zip(header, cells, strict=False))
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, IndexError, ParseError, EOFError) as error:
        message = f"文件 {job.address} 不是完好的 XLSX"
        raise SourceError(FailureKind.FORMAT, job.address, f"{type(error).__name__}: {error}"[:200], message) from error


def _checked_header(job: Job, header: list[str]) -> list[str]:
    """The header, if it has every column that the configuration names."""
    missing = [theirs for _, theirs in job.columns if theirs not in header]
    if missing:
        message = f"文件 {job.address} 缺少列“{'”“'.join(missing)}”，现有列：{'、'.join(header)[:100]}"
        raise SourceError(FailureKind.FORMAT, job.address, f"columns missing: {missing}", message)
    return header


def _text(job: Job, body: bytes) -> str:
    decoded = decode(body)
    if decoded is None:
        raise SourceError(FailureKind.DECODE, job.address, "no plausible charset", f"文件 {job.address} 的编码无法辨认")
    return decoded.text.lstrip("\ufeff")


def _bad_row(job: Job, number: int, why: str) -> Trouble:
    message = f"文件 {job.address} 第 {number} 行未采用：{why}"
    return Trouble(kind=FailureKind.FORMAT, address=job.address, detail=f"row {number} left out", message=message)


READERS: Mapping[str, Callable[[Job, bytes], Rows]] = {
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
    ".csv": _separated,
    ".tsv": _separated,
    ".xlsx": _workbook,
}
