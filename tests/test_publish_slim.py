"""Fewer bytes, and a browser makes the same of them: entities, end tags, quotes."""

import re
from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from publish.escape import markdown
from publish.site.slim import slim, slimmed

HOSTILE = "<script>alert(1)</script> &lt;b&gt; &#60;img src=x onerror=alert(1)&#62; \" ' ` = {{x}} {% x %} a.b/c-d_e"


def shape(html: str) -> list[tuple[str | None, dict[str, str | None], str | None]]:
    """Every element with its attributes, and all text."""
    tree = LexborHTMLParser(html)
    return [(node.tag, node.attributes, node.text(deep=False)) for node in tree.css("*")]


def test_needless_entities_become_characters() -> None:
    assert slimmed("<p>11&#45;20 a&#46;b&#47;c &#40;1&#41;</p>") == "<p>11-20 a.b/c (1)</p>"


def test_what_could_open_markup_or_a_reference_stays() -> None:
    kept = "<p>&#60;b&#62; &#38;lt&#59; &#34;&#39;&#96;&#61; &#38;&#35;60&#59; &lt; &#10; &#x2e;</p>"
    assert slimmed(kept) == kept


def test_scripts_styles_templates_and_text_boxes_stay_as_written() -> None:
    kept = "".join(f"<{tag}>a&#46;b</{tag}>" for tag in ("script", "style", "template", "textarea", "title"))
    assert slimmed(f"<p>&#46;</p>{kept}<p>&#46;</p>") == f"<p>.</p>{kept}<p>.</p>"


@given(st.text(max_size=80) | st.just(HOSTILE))
def test_a_browser_makes_the_same_of_it(text: str) -> None:
    escaped = markdown(text)
    html = f'<p title="{escaped}">{escaped}</p><a href="&#46;&#46;&#47;x">{escaped}</a>'
    assert shape(slimmed(html)) == shape(html)
    assert slimmed(slimmed(html)) == slimmed(html)


def test_every_page_below_a_folder_is_rewritten(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "index.html").write_text("<p>a&#46;b</p>")
    (tmp_path / "note.txt").write_text("a&#46;b")
    slim(tmp_path)
    assert (tmp_path / "a" / "index.html").read_text() == "<p>a.b</p>"
    assert (tmp_path / "note.txt").read_text() == "a&#46;b"


TABLE = """<table class="cf-table"><thead><tr><th scope="col">日期</th><th scope="col">条数</th></tr></thead>
<tbody>
<tr><th scope="row">11-20</th><td><p>一</p></td></tr>
<tr><th scope="row">11-19</th><td>二 <a href="numbers/#a.b">3</a></td></tr>
</tbody></table>"""
LISTS = """<ul class="a b"><li id="x">一</li>
<li>二<ol><li>三</li></ol></li></ul><dl><div><dt>甲</dt><dd>乙</dd></div><dt>丙</dt><dd>丁</dd></dl>
<div><p>一</p><p>二 <b>三</b></p>
<section><p>四</p></section></div><p>五</p> 尾"""


def words(html: str) -> list[tuple[str | None, dict[str, str | None], list[str]]]:
    """Every element with its attributes and the words in it."""
    return [(node.tag, node.attributes, node.text(separator=" ").split()) for node in LexborHTMLParser(html).css("*")]


@pytest.mark.parametrize("html", [TABLE, LISTS, f"<article>{LISTS}{TABLE}</article>"])
def test_end_tags_that_a_browser_supplies_are_left_out_and_the_tree_is_the_same(html: str) -> None:
    lean = slimmed(html)
    assert len(lean) < 0.85 * len(html)
    assert words(lean) == words(html)
    assert slimmed(lean) == lean
    assert not re.search("</(?:tr|thead|tbody)>", slimmed(TABLE))


def test_an_end_tag_stays_where_what_follows_would_fall_into_its_element() -> None:
    for kept in ("<p>一</p> 尾", "<p>一</p><a href=x>二</a>", "<ul><li>一</li>尾</ul>", "<p>一</p></a>"):
        assert slimmed(kept) == kept


def test_quotes_stay_where_a_value_needs_them() -> None:
    kept_as_they_are = (
        '<a title="a b">',
        '<a title="a=b">',
        '<a title="">',
        '<a title="a`b">',
        '<a href="a/">',
        "<i a='b' c=\"d\">",
        '<circle r="3"/>',
        '<meta name="caifeng-root" content="x">',
    )
    for kept in kept_as_they_are:
        assert slimmed(kept) == kept
    assert slimmed('<td class="cf-n" title="a b" id="x">') == '<td class=cf-n title="a b" id=x>'


@given(st.text(alphabet=" \t\n\f/'\"=<>`&ab一", max_size=12))
def test_no_value_can_leave_its_attribute(value: str) -> None:
    html = f'<p class="a" title="{escape(value)}" id="b">x</p>'
    assert words(slimmed(html)) == words(html)
