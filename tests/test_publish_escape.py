"""Hostile text is shown as text at every sink."""

import json
import os
import sys
import unicodedata
from functools import cache
from pathlib import Path

import markdown
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from publish import escape

ROOT = Path(__file__).resolve().parent.parent
HOSTILE = Path(os.environ.get("CAIFENG_SHARED", ROOT.parent / "shared")) / "data" / "hostile"
CONTEXTS = ("{}", "# {}", "- {}", "| a |\n|---|\n| {} |", "> {}", '<p class="x">{}</p>', '<p class="{}">x</p>')
ELEMENTS = {"html", "head", "body", "p", "h1", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "blockquote"}


@cache
def converter() -> markdown.Markdown:
    """python-markdown with the extensions that mkdocs.yml names."""
    configured = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))["markdown_extensions"]
    names = [next(iter(entry)) if isinstance(entry, dict) else entry for entry in configured]
    return markdown.Markdown(extensions=names)


def payloads() -> list[str]:
    if not HOSTILE.is_dir():
        pytest.skip("the hostile strings are not beside this checkout (CAIFENG_SHARED)")
    found: list[str] = json.loads((HOSTILE / "naughty_strings" / "blns.json").read_text("utf-8"))
    found += (HOSTILE / "xss" / "payloads.txt").read_text("utf-8").splitlines()
    made = json.loads((HOSTILE / "made" / "strings.json").read_text("utf-8"))
    return found + [text for group in made.values() for text in group if isinstance(text, str)]


def foreign(html: str) -> list[str]:
    """Elements and attributes that no template of ours wrote."""
    nodes = LexborHTMLParser(html).css("*")
    odd = [str(node.tag) for node in nodes if node.tag not in ELEMENTS]
    return odd + [name for node in nodes for name in node.attributes if name not in ("class", "id")]


def words(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def shown(html: str) -> str:
    body = LexborHTMLParser(html).body
    return words(body.text()) if body else ""


@pytest.mark.shared
@pytest.mark.parametrize("context", CONTEXTS)
def test_no_payload_leaves_its_place_in_markdown(context: str) -> None:
    page = "\n\n".join(context.format(escape.markdown(text)) for text in payloads())
    assert foreign(converter().reset().convert(page)) == []


@pytest.mark.shared
def test_every_payload_reads_back_as_it_was_written() -> None:
    texts = [text for text in payloads() if words(escape.plain(text))]
    page = "\n\n".join(f'<p class="x">{escape.markdown(text)}</p>' for text in texts)
    found = LexborHTMLParser(converter().reset().convert(page)).css("p.x")
    assert [words(node.text()) for node in found] == [words(escape.plain(text)) for text in texts]


@given(st.text(max_size=200))
def test_any_text_in_a_markdown_paragraph_stays_text(text: str) -> None:
    html = converter().reset().convert(f"前 {escape.markdown(text)} 后")
    assert foreign(html) == []
    assert shown(html) == words(f"前 {escape.plain(text)} 后")


def test_plain_text_loses_controls_and_reorderings_but_no_words() -> None:
    assert escape.plain("a\x00b\u202ec\u2066d\x9be") == "abcde"
    assert escape.plain("台\u200b风") == "台\u200b风"


def test_no_mark_hides_among_the_characters_that_are_taken_for_unmarked() -> None:
    marks = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) in ("Mn", "Me")]
    assert len(marks) > 1000
    assert [mark for mark in marks if escape._UNMARKED.fullmatch(mark)] == []


def test_floods_of_marks_and_of_invisible_characters_are_cut() -> None:
    assert len(escape.plain("e" + "\u0301" * 500)) == 1 + escape.MAX_MARKS
    assert len(escape.plain("a" + "\u200b" * 500 + "b")) == 2 + escape.MAX_FORMATS


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", " \x01javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "//host/x", "/x",
     "",      "http:\\\\host", "http:host", "https://user:pw@host/", "https://a.cn@evil.test/", "ftp://host/", "http://",
     "https://h.cn/" + "x" * 9000, 'https://h.cn/"onclick=alert(1)', "https://h.cn/a b", "http://[::1", "https://h:x/"],
)  # fmt: skip
def test_a_link_that_is_not_plainly_http_is_refused(url: str) -> None:
    assert escape.link(url) == ""
    assert escape.host(url) == ""


def test_a_plain_link_stays_and_its_host_is_told() -> None:
    assert escape.link(" https://news.example.cn/a?b=1&c=(2)#d ") == "https://news.example.cn/a?b=1&c=(2)#d"
    assert escape.host("https://news.example.cn:8443/a") == "news.example.cn"


def test_a_look_alike_host_is_shown_in_punycode() -> None:
    assert escape.host("https://pеople.example/") == "xn--pople-zwe.example"


def test_a_chart_label_has_no_markup_template_or_tex_left() -> None:
    label = escape.chart("<a href='javascript:x'>%{customdata} $\\href$</a>")
    assert "<" not in label
    assert "%{" not in label
    assert "$" not in label


def test_a_chart_label_is_short_and_one_line() -> None:
    label = escape.chart("<br>" * 500 + "\u2028\n")
    assert label.count("&lt;br") <= escape.MAX_LABEL
    assert "\n" not in label


def test_embedded_json_cannot_end_its_element_and_reads_back() -> None:
    value = ["</template><script>alert(1)</script>", "<!--", "&quot;", "\u2028", "`"]
    safe = escape.embedded_json(json.dumps(value, ensure_ascii=False))
    assert not set("<>&`") & set(safe)
    assert json.loads(safe) == value


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1", "\r=1", "＝1+1", ";=1", "%0A=1", ' "=1"', "\x00=1"],
)
def test_a_formula_becomes_text_in_a_csv_cell(text: str) -> None:
    assert escape.csv_cell(text).startswith("'")


@pytest.mark.parametrize("text", ["42", "-3", "71%", "3.14", "净水机漏水", "2026-11-20"])
def test_numbers_and_words_are_left_alone_in_a_csv_cell(text: str) -> None:
    assert escape.csv_cell(text) == text


@given(st.text(max_size=400))
def test_any_text_makes_one_safe_file_name(text: str) -> None:
    name = escape.file_name(text)
    assert 0 < len(name) <= escape.MAX_NAME + 1
    assert not set(name) & set('/\\:*?"<>|.\0\n ')


@pytest.mark.parametrize(
    ("text", "name"), [("../../etc/passwd", "etc-passwd"), ("CON", "_con"), ("a/b", "a-b"), ("", "_")]
)
def test_paths_and_devices_are_no_file_names(text: str, name: str) -> None:
    assert escape.file_name(text) == name
