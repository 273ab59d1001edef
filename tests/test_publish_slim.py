"""Entities become characters again where they are as harmless; nothing else changes."""

from html import unescape
from pathlib import Path

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
    assert unescape(slimmed(html)) == unescape(html)
    assert slimmed(slimmed(html)) == slimmed(html)


def test_every_page_below_a_folder_is_rewritten(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "index.html").write_text("<p>a&#46;b</p>")
    (tmp_path / "note.txt").write_text("a&#46;b")
    slim(tmp_path)
    assert (tmp_path / "a" / "index.html").read_text() == "<p>a.b</p>"
    assert (tmp_path / "note.txt").read_text() == "a&#46;b"
