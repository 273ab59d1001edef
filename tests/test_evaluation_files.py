"""JSON Lines are read as they lie; what cannot be read is counted or refused in one sentence."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caifeng.errors import UsageError
from caifeng.evaluation.files import Choice, Row, dataset_of, parse_where, read_rows
from tests.evaluation_files import write_lines

ROWS = [{"text": "甲", "lang": "zho", "hot": True}, {"text": "乙", "lang": "eng", "hot": False}, {"text": "丙", "n": 3}]


@pytest.mark.parametrize("name", ["some.jsonl", "some.jsonl.gz"])
def test_plain_and_packed_files_give_the_same_rows(tmp_path: Path, name: str) -> None:
    found = read_rows(write_lines(tmp_path / name, ROWS))
    assert [row.text("text") for row in found.rows] == ["甲", "乙", "丙"]
    assert (found.dataset, found.broken) == ("some", ())


def test_a_packed_file_without_the_suffix_is_read_too(tmp_path: Path) -> None:
    packed = write_lines(tmp_path / "some.jsonl.gz", ROWS).rename(tmp_path / "some.jsonl")
    assert len(read_rows(packed).rows) == 3


def test_broken_lines_are_counted_with_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "some.jsonl"
    path.write_bytes(
        b'\xef\xbb\xbf{"text": "a"}\n\nno json\n[1, 2]\n\xff\xfe\n' + b"[" * 100_000 + b'\n{"text": "b"}\n'
    )
    found = read_rows(path)
    assert [row.line for row in found.rows] == [1, 7]
    assert found.broken == (3, 4, 5, 6)


def test_rows_are_chosen_by_their_fields_and_counted_to_the_limit(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "some.jsonl", ROWS)
    chosen = read_rows(path, Choice(where=parse_where(["lang=eng", "hot=false"])))
    assert [row.line for row in chosen.rows] == [2]
    assert len(read_rows(path, Choice(limit=2)).rows) == 2


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("none.jsonl", None, "找不到"),
        ("bad.jsonl.gz", b"plain text", "不是 gzip"),
        ("cut.jsonl.gz", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcb", "损坏"),
        ("empty.jsonl", b"", "没有可用的行"),
        ("empty.jsonl.gz", b"", "没有可用的行"),
        ("text.jsonl", "不是 JSON\n".encode(), "读坏 1 行"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_one_sentence(
    tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError, match=said):
        read_rows(path)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="是文件夹"):
        read_rows(tmp_path)


def test_a_condition_without_a_sign_is_refused() -> None:
    with pytest.raises(UsageError, match="字段=值"):
        parse_where(["lang"])


def test_a_half_is_named_by_its_folder() -> None:
    assert dataset_of(Path("/data/senti_news/dev.jsonl.gz")) == "senti_news"
    assert dataset_of(Path("/data/my.set.jsonl")) == "my"


@given(
    st.dictionaries(st.text(max_size=5), st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
)
def test_any_object_is_a_row_whose_fields_can_be_asked_for(stated: dict[str, object]) -> None:
    row = Row(1, json.loads(json.dumps(stated)))
    for name in [*stated, "absent"]:
        assert isinstance(row.text(name), str)
        assert isinstance(row.texts(name), tuple)
        assert row.inside(name).line == 1
        assert row.number(name) is None or isinstance(row.number(name), float)
