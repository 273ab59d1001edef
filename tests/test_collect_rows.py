"""Exports and boards: rows in, entries out, and every bad row told."""

import io
import json
from datetime import datetime

import openpyxl
import pytest

from caifeng.models import FailureKind
from collect.board import parse_board
from collect.entry import Job, Parsed, SourceError, Task
from collect.rows import parse_rows
from tests.shared_data import shared

COLUMNS = (("title", "标题"), ("text", "内容"), ("url", "链接"), ("published", "时间"), ("likes", "点赞"))


def rows(name: str, body: bytes, columns: tuple[tuple[str, str], ...] = COLUMNS) -> Parsed:
    return parse_rows(Job(task=Task.ROWS, address=name, columns=columns), body)


def board(body: str | bytes, path: str = "data.items", columns: tuple[tuple[str, str], ...] = ()) -> Parsed:
    job = Job(task=Task.BOARD, address="https://board.example/api", items_path=path, columns=columns)
    return parse_board(job, body.encode() if isinstance(body, str) else body)


def refused_rows(name: str, body: bytes) -> FailureKind:
    with pytest.raises(SourceError) as caught:
        rows(name, body)
    return caught.value.trouble.kind


def refused_board(body: str, path: str = "data.items") -> FailureKind:
    with pytest.raises(SourceError) as caught:
        board(body, path)
    return caught.value.trouble.kind


CSV = "标题,内容,链接,时间,点赞\n漏水了,半夜漏水,https://v.example/1,2026-11-20 08:30,1.2万\n,,,,\n第二条,正文,,,3\n"


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_csv_is_read_in_every_usual_charset_and_with_every_usual_separator(charset: str, separator: str) -> None:
    first, second = rows("a.csv", CSV.replace(",", separator).encode(charset)).entries
    assert (first.title, first.text, first.url) == ("漏水了", "半夜漏水", "https://v.example/1")
    assert (first.published, first.engagement.likes) == ("2026-11-20 08:30", 12_000)
    assert (second.title, second.url, second.engagement.reads) == ("第二条", "", None)


def test_a_bad_row_is_told_with_file_and_row_and_the_others_go_on() -> None:
    parsed = rows("导出/a.csv", (CSV + "a,b,c,d,e,f\n好的,好,,,\n").encode())
    assert [entry.title for entry in parsed.entries] == ["漏水了", "第二条", "好的"]
    (trouble,) = parsed.troubles
    assert "导出/a.csv 第 5 行" in trouble.message
    assert trouble.kind is FailureKind.FORMAT


def test_json_lines_are_read_line_by_line() -> None:
    lines = [
        '{"标题": "一", "点赞": 5}',
        "",
        "{broken",
        '["no object"]',
        '{"标题": NaN}',
        '{"内容": "二\\ud800"}',
        "{}",
    ]
    parsed = rows("a.jsonl", "\n".join(lines).encode())
    assert [(entry.title, entry.text) for entry in parsed.entries] == [("一", ""), ("", "二")]
    assert [trouble.message.split("第 ")[1][:1] for trouble in parsed.troubles] == ["3", "4", "5", "7"]


def test_a_workbook_is_read_with_its_dates() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["标题", "内容", "链接", "时间", "点赞"])
    sheet.append(["漏水", "=1+1", "https://v.example/1", datetime(2026, 11, 20, 8, 30), 12])  # noqa: DTZ001
    sheet.append([None, None, None, None, None])
    sheet.append([None, None, "https://v.example/2", None, None])
    stream = io.BytesIO()
    book.save(stream)
    parsed = rows("a.xlsx", stream.getvalue())
    (entry,) = parsed.entries
    assert (entry.title, entry.published, entry.engagement.likes) == ("漏水", "2026-11-20T08:30:00", 12)
    assert "第 4 行" in parsed.troubles[0].message


@pytest.mark.parametrize(
    ("name", "body", "kind"),
    [
        ("a.pdf", b"x", FailureKind.FORMAT),
        ("a.xlsx", b"PK\x03\x04 half a file", FailureKind.FORMAT),
        ("a.xlsx", b"", FailureKind.FORMAT),
        ("a.csv", "题目,内容\na,b\n".encode(), FailureKind.FORMAT),
        ("a.csv", b"", FailureKind.FORMAT),
        ("a.jsonl", b"\n", FailureKind.EMPTY),
        ("a.jsonl", bytes(range(128, 256)) * 20, FailureKind.DECODE),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_name(name: str, body: bytes, kind: FailureKind) -> None:
    assert refused_rows(name, body) is kind


def test_a_board_keeps_rank_and_heat() -> None:
    items = [
        {"word": "净水机半夜漏水", "num": 123_456, "href": "/weibo?q=1"},
        {"word": ""},
        {"word": "降温", "num": "8万"},
    ]
    columns = (("title", "word"), ("heat", "num"), ("url", "href"))
    parsed = board(json.dumps({"data": {"items": items}}), columns=columns)
    assert [(entry.title, entry.rank, entry.board_heat) for entry in parsed.entries] == [
        ("净水机半夜漏水", 1, 123_456.0),
        ("降温", 3, 80_000.0),
    ]
    assert parsed.entries[0].url == "https://board.example/weibo?q=1"
    assert "1 行" in parsed.notice


def test_a_board_may_be_a_list_of_words_or_state_its_ranks() -> None:
    assert [entry.title for entry in board('["一", "二"]', path="@").entries] == ["一", "二"]
    (entry,) = board('[{"title": "一", "rank": 7}]', path="").entries
    assert entry.rank == 7


@pytest.mark.parametrize(
    ("body", "path", "kind"),
    [
        ("{}", "data.items", FailureKind.FORMAT),
        ('{"data": {"items": {}}}', "data.items", FailureKind.FORMAT),
        ("<html>请登录</html>", "data.items", FailureKind.FORMAT),
        ("[]", "[[[", FailureKind.FORMAT),
        ("[]", "@", FailureKind.EMPTY),
        ('[{"title": null}, 7, null]', "@", FailureKind.EMPTY),
        ('[{"title": 1e400}, {"title": NaN}]', "@", FailureKind.FORMAT),
        ("[" * 100_000, "@", FailureKind.FORMAT),
        ("[" + "9" * 5_000 + "]", "@", FailureKind.FORMAT),
    ],
)
def test_a_board_that_is_none_is_refused(body: str, path: str, kind: FailureKind) -> None:
    assert refused_board(body, path) is kind


@pytest.mark.shared
def test_torturous_json_is_read_or_refused() -> None:
    files = sorted(shared("hostile/json_torture").rglob("*.json"))
    assert len(files) >= 300
    for path in files:
        try:
            entries = board(path.read_bytes(), path="@").entries
        except SourceError as error:
            assert error.trouble.kind in {FailureKind.FORMAT, FailureKind.DECODE, FailureKind.EMPTY}, path.name
        else:
            assert all(entry.title.encode("utf-8") for entry in entries), path.name
