"""Built pages without what only costs bytes: needless entities, end tags and quotes that a browser supplies itself.

Every active character of a source's text reaches Markdown as a numeric entity (``publish.escape``). Once Markdown is
done, most of these can no longer open anything. Which end tags may be left out, and before what, is the HTML Standard's
"Optional tags" (13.1.2.4), and here narrower: only where what follows is listed. Which values need no quotes is its
"Unquoted attribute value syntax" (13.1.2.3). Together they are an eighth of a briefing's page.
"""

import re
from pathlib import Path

# Kept as entities: what opens markup (< > &), ends an attribute (" ' ` =), or could make a new reference (# ;).
_HARMLESS = frozenset("!$%()*+,-./:?@[\\]^_{|}~")
_ENTITY = re.compile(r"&#(\d{2,3});")
# Text of these is no markup: it stands as it was written.
_RAW = re.compile(r"(<(script|style|template|textarea|title)\b[^>]*>.*?</\2\s*>)", re.IGNORECASE | re.DOTALL)
_BLOCKS = "p|div|ul|ol|dl|table|section|article|figure|blockquote|header|footer|details|h[1-6]"
_FOLLOWED_BY = {
    "li": "<li|</[uo]l",
    "dt": "<d[td]",
    "dd": "<d[td]|</d(?:l|iv)",
    "td": "<t[dh]|</tr",
    "th": "<t[dh]|</tr",
    "tr": "<tr|</t(?:head|body|able)",
    "thead": "<tbody",
    "tbody": "</table",
    "p": rf"<(?:{_BLOCKS})|</(?:div|section|article|li|dd|td|blockquote|details|figure|header|footer)",
}
_END = re.compile("|".join(rf"</{name}>(?=\s*(?:{after})\b)" for name, after in _FOLLOWED_BY.items()))
# Not <meta>: whoever asks whether a page is ours looks for one as it is written in the theme.
_START = re.compile(r"<(?!meta\b)[a-z][^<>']*[^<>'/]>")
_VALUE = re.compile(r' ([a-z][a-z0-9-]*)="([^"]*)"(?=[\s>])')
_PLAIN = re.compile(r"[^\s\"'=<>`]*[^\s\"'=<>`/]")  # ending in a slash it could be read as that of a void tag


def slim(folder: Path) -> None:
    """Rewrite every HTML file below ``folder`` with fewer bytes and the same meaning; twice gives the same as once."""
    for path in folder.rglob("*.html"):
        path.write_text(slimmed(path.read_text(encoding="utf-8")), encoding="utf-8", newline="")


def slimmed(html: str) -> str:
    """The page with fewer bytes outside scripts, styles, templates and text boxes; a browser makes the same tree."""
    parts = _RAW.split(html)  # text, raw, its tag, text, raw, its tag, …
    return "".join(_lean(part) if index % 3 == 0 else part for index, part in enumerate(parts) if index % 3 != 2)


def _lean(markup: str) -> str:
    return _START.sub(_unquoted, _END.sub("", _ENTITY.sub(_character, markup)))


def _character(match: re.Match[str]) -> str:
    character = chr(int(match[1]))
    return character if character in _HARMLESS else match[0]


def _unquoted(tag: re.Match[str]) -> str:
    return _VALUE.sub(lambda said: f" {said[1]}={said[2]}" if _PLAIN.fullmatch(said[2]) else said[0], tag[0])
