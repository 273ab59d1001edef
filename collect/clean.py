"""Every string of a source passes here once: readable text without control characters, and of bounded length."""

import re

from selectolax.lexbor import LexborHTMLParser

TITLE_CAP = 500  # characters
TEXT_CAP = 100_000
MARKUP_CAP = 2_000_000  # a body's HTML beyond this is cut before it is parsed
OPENING = 40  # characters of a text that stand in for a missing title

# C0 and C1 controls (line breaks and tabs are white space, kept until collapsed), lone surrogates, noncharacters
_REMOVED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_BREAKS = re.compile("\r\n?|[\x85\u2028\u2029]")
_BLANKS = re.compile(r"[^\S\n]+")
_BLOCK = re.compile(
    r"<(?=/?(?:p|div|br|li|tr|h[1-6]|section|article|blockquote|pre|table|ul|ol|dl|dt|dd|hr|figure)\b)", re.I
)
_LOOKS_LIKE_HTML = re.compile(r"<[a-zA-Z!/][^<>]*>|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")


def clean_text(text: str) -> str:
    """A text with its lines kept, each without outer blanks, empty ones dropped, at most TEXT_CAP characters."""
    kept = _REMOVED.sub("", _LINE_BREAKS.sub("\n", text))
    lines = (_BLANKS.sub(" ", line).strip() for line in kept.split("\n"))
    return "\n".join(line for line in lines if line)[:TEXT_CAP].rstrip()


def clean_line(text: str, cap: int = TITLE_CAP) -> str:
    """A text on one line of at most ``cap`` characters: titles, names, times."""
    return " ".join(clean_text(text[: 20 * cap]).split())[:cap].rstrip()


def html_to_text(markup: str) -> str:
    """What a reader sees of a piece of HTML: block elements end a line, scripts and styles are left out."""
    if not _LOOKS_LIKE_HTML.search(markup):
        return clean_text(markup)
    tree = LexborHTMLParser(_BLOCK.sub("\n<", _REMOVED.sub("", markup[:MARKUP_CAP])))
    tree.strip_tags(["script", "style", "noscript", "template", "title"])
    return clean_text(tree.text(separator=""))


def html_to_line(markup: str) -> str:
    """A title that may hold HTML, as one plain line."""
    return clean_line(html_to_text(markup[: 20 * TITLE_CAP]))


def opening(text: str) -> str:
    """The first words of a text, for pieces that have no title (posts)."""
    line = clean_line(text)
    first = re.split(r"(?<=[。！？!?…])", line, maxsplit=1)[0]
    return first if len(first) <= OPENING else line[: OPENING - 1] + "…"
