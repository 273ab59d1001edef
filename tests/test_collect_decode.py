"""Right text or none: never mojibake, whatever the label says."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collect.decode import decode
from tests.shared_data import shared

SIMPLIFIED = "澜川电器的净水机昨天夜里漏水了，我们家的地板都泡坏，客服说这是正常现象，大家要小心。"
TRADITIONAL = "瀾川電器的濾水機昨天夜裡漏水了，我們家的地板都泡壞，客服說這是正常現象，大家要小心。"
LABELS = ["utf-8", "gb2312", "gbk", "gb18030", "big5", "iso-8859-1", "", "x-unknown"]


def labelled(text: str, label: str) -> str:
    return f'<html><head><meta charset="{label}"></head><body>{text * 3}</body></html>'


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize(
    ("text", "charset"),
    [(SIMPLIFIED, "utf-8"), (SIMPLIFIED, "gb18030"), (SIMPLIFIED, "utf-16"), (SIMPLIFIED, "utf-16-be"),
     (SIMPLIFIED, "hz"), (TRADITIONAL, "utf-8"), (TRADITIONAL, "big5"), (TRADITIONAL, "gb18030")],
)  # fmt: skip
def test_text_is_right_under_every_label(text: str, charset: str, label: str) -> None:
    page = labelled(text, label)
    for header in (f"text/html; charset={label}", "text/html"):
        decoded = decode(page.encode(charset, "ignore"), header)
        assert decoded is not None
        assert decoded.text == page.encode(charset, "ignore").decode(charset)


def test_a_character_cut_at_the_end_is_replaced_there_and_nowhere_else() -> None:
    body = (SIMPLIFIED * 5).encode()
    for cut in (1, 2):
        decoded = decode(body[:-cut])
        assert decoded is not None
        assert decoded.text == (SIMPLIFIED * 5)[:-1] + "\ufffd"


def test_a_mark_that_lies_is_not_believed() -> None:
    for mark in (b"\xff\xfe", b"\xef\xbb\xbf"):
        decoded = decode(mark + (SIMPLIFIED * 3).encode("gb18030"))
        assert decoded is not None
        assert decoded.text == SIMPLIFIED * 3


def test_other_languages_are_read_by_their_declared_charset() -> None:
    written = {
        "iso-8859-1": "Crème brûlée à la façon d'été",
        "koi8-r": "Привет, как дела",
        "shift_jis": "これは日本語の文章です。" * 4,
        "euc-kr": "안녕하세요 여러분 " * 5,
    }
    for charset, text in written.items():
        decoded = decode(text.encode(charset), f"text/html; charset={charset}")
        assert decoded is not None
        assert decoded.text == text


@pytest.mark.parametrize(
    "body",
    [SIMPLIFIED.encode() * 3 + TRADITIONAL.encode("big5", "ignore") * 3, bytes(range(128, 256)) * 20, b"\x00" * 500],
    ids=["two charsets in one body", "noise", "zeros"],
)
def test_what_cannot_be_told_is_refused(body: bytes) -> None:
    assert decode(body) is None


@given(st.binary(max_size=400), st.text(max_size=40))
def test_decoding_never_raises_and_never_gives_a_lone_surrogate(body: bytes, content_type: str) -> None:
    decoded = decode(body, content_type)
    assert decoded is None or decoded.text.encode("utf-8") is not None


@given(st.sampled_from(["base64", "hex", "rot13", "idna", "unicode_escape", "undefined", "zip", "utf-7"]), st.binary())
def test_labels_that_are_no_charsets_are_harmless(label: str, body: bytes) -> None:
    decoded = decode(body, f"text/html; charset={label}")
    assert decoded is None or decoded.text.encode("utf-8") is not None


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00~\x1b"), min_size=1))
def test_utf_8_stays_what_it_is(text: str) -> None:
    decoded = decode(text.encode())
    assert decoded is not None
    assert decoded.text == text.removeprefix("\ufeff")


@pytest.mark.shared
def test_a_real_page_is_right_in_every_charset_under_every_label() -> None:
    folder = shared("hostile/generated")
    right = _ideographs((folder / "xinhua_real-utf-8_declared-utf-8.html").read_text("utf-8"))
    pages = sorted(folder.glob("xinhua_real-*.html"))
    assert len(pages) >= 25
    for path in pages:
        decoded = decode(path.read_bytes())
        assert decoded is not None, path.name
        found = _ideographs(decoded.text)
        if "real-big5" in path.name:  # was made by leaving out what Big5 has not
            assert set(found) <= set(right), path.name
            assert len(found) > 1_000, path.name
        else:
            assert found == right, path.name


@pytest.mark.shared
def test_the_label_and_bytes_matrix_is_right_text() -> None:
    folder = shared("hostile/made")
    pages = sorted(folder.glob("cs-label_*"))
    assert len(pages) >= 80
    for path in pages:
        decoded = decode(path.read_bytes())
        assert decoded is not None, path.name
        assert "海燕" in decoded.text, path.name
        assert "\ufffd" not in decoded.text, path.name


@pytest.mark.shared
def test_real_files_of_known_charset_are_right_or_refused() -> None:
    codecs = {"GB2312": "gb18030", "Big5": "big5hkscs"}
    right, wrong = 0, []
    for path in sorted(shared("hostile/encodings_chardet").glob("*/*")):
        codec = codecs.get(path.parent.name, path.parent.name)
        decoded = decode(path.read_bytes())
        if decoded is None or codec == "EUC-TW":  # Python has no EUC-TW
            continue
        expected = path.read_bytes().decode(codec, "replace")
        is_same = decoded.text.lstrip("\ufeff") == expected.lstrip("\ufeff")
        right += is_same
        wrong += [] if is_same else [path.name]
    assert right >= 80
    assert not wrong


def _ideographs(text: str) -> list[str]:
    return re.findall("[\u4e00-\u9fff]", text)
