"""Hostile text made harmless at its sink: one function a sink, named for it.

Measured (publishing notes, 7,161 payloads): ``html.escape`` before Markdown still lets ``[x](javascript:…)`` and
attribute lists through; encoding every active character as a numeric entity lets none through and keeps the text.
"""

import re
import unicodedata
from functools import lru_cache
from urllib.parse import urlsplit

from markupsafe import Markup

from caifeng.models.wording import clipped
from publish.privacy import is_personal, masked

MAX_LINK = 2000  # characters; longer addresses are shown as text only
MAX_LABEL = 40  # characters of a chart label
MAX_NAME = 80  # characters of a file name
MAX_MARKS = 4  # combining marks kept after one base character
MAX_FORMATS = 3  # zero-width characters kept in a row

# Everything CommonMark, python-markdown's extensions, HTML and Jinja give a meaning to. "@" and ":" stop autolinks.
_ACTIVE = re.compile(r"[&<>\"'`\\*_{}\[\]()#+\-.!|~^$%=:/@;\n\t]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]")
# Overrides and embeddings can reorder what stands around them: removed. Tag characters are invisible text: removed.
_BIDI = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
_FORMATS = r"\u00ad\u034f\u180e\u200b-\u200d\u2060-\u2064\u3164\ufeff\ufe00-\ufe0f"
_FORMAT_FLOOD = re.compile(f"([{_FORMATS}]{{{MAX_FORMATS}}})[{_FORMATS}]+")
# Latin, punctuation, signs, Chinese, kana, full width, emoji: no combining mark is among them, and most text is nothing
# else.
_UNMARKED = re.compile(
    r"[\x00-\u02ff\u2000-\u206f\u2100-\u2bff\u3000-\u3029\u3030-\u3098\u309b-\u4dbf\u4e00-\u9fff\uff00-\uffef"
    r"\U0001f000-\U0001faff]*"
)
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "|", ";", "%")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?%?")
_REMEMBERED = 32_768  # short texts: a page prints the same names, words and numbers many times
_SHORT = 240  # characters
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


def plain(text: str) -> str:
    """Text without what no sink may show: controls, reorderings, floods of marks, personal data.

    Words stay as written.
    """
    return masked(_cleaned(text) if len(text) <= _SHORT else clean(text))


def clean(text: str) -> str:
    """As ``plain``, but personal data stays: for settings of the desk's own, such as where to write to leave a list."""
    kept = _BIDI.sub("", _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\x85", "\n")))
    return _cap_marks(_FORMAT_FLOOD.sub(r"\1", kept))


def markdown(text: str) -> Markup:
    """The text for a Markdown page, inside or outside raw HTML, attribute values included.

    Every active character becomes a numeric entity, line ends and tabs become spaces, so nothing a source wrote can
    open markup, end a block or a quoted attribute, or reach another extension.
    """
    kept = plain(text)
    return _encoded(kept) if len(kept) <= _SHORT else _inert(kept)


def chart(text: str) -> str:
    """A Plotly label of at most ``MAX_LABEL`` characters: its pseudo-HTML, templates and TeX are neutralised."""
    line = clipped(plain(text), MAX_LABEL)
    line = line.replace("%{", "％{").replace("$", "＄")
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def embedded_json(json: str) -> Markup:
    """JSON as the text of an HTML element: no character of it can end the element or start an entity."""
    safe = json.replace("&", r"\u0026").replace("<", r"\u003c").replace(">", r"\u003e")
    return Markup(safe.replace("\u2028", r"\u2028").replace("\u2029", r"\u2029").replace("`", r"\u0060"))  # noqa: S704


def link(url: str) -> str:
    """The address when it is an absolute http(s) one without user information or personal data, else ""."""
    address = _BIDI.sub("", _CONTROLS.sub("", url)).replace("\n", "").replace("\t", "").strip()
    if len(address) > MAX_LINK or re.search(r"[\s\\<>\"'`{}|^]", address):
        return ""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return ""
    is_web = parts.scheme in ("http", "https") and address[len(parts.scheme) :].startswith("://")
    return address if is_web and host and "@" not in parts.netloc and not is_personal(address) else ""


def host(url: str) -> str:
    """The host a reader will reach, punycode shown as such; "" for an address ``link`` refuses."""
    name = urlsplit(link(url)).hostname or ""
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError:
        return name


def csv_cell(text: str) -> str:
    """A cell that a spreadsheet shows as text: formulas get a leading apostrophe, plain numbers stay numbers."""
    kept = plain(text)
    if _NUMBER.fullmatch(kept):
        return kept
    return "'" + kept if kept.lstrip(" \u3000\"'").startswith(_FORMULA) or text.startswith(_FORMULA) else kept


def file_name(text: str) -> str:
    """A name for one file on any system: letters, digits, CJK, ``-`` and ``_``; never empty, a path or a device."""
    folded = unicodedata.normalize("NFKC", plain(text)).casefold()
    name = re.sub(r"[^\w\-]+", "-", folded).strip("-_")[:MAX_NAME].strip("-_")
    return f"_{name}" if not name or _RESERVED.fullmatch(name) else name


def _inert(text: str) -> Markup:
    return Markup(_ACTIVE.sub(_entity, text))  # noqa: S704  the one place where text becomes Markup


def _entity(match: re.Match[str]) -> str:
    return " " if match[0] in "\n\t" else f"&#{ord(match[0])};"


def _cap_marks(text: str) -> str:
    if _UNMARKED.fullmatch(text):
        return text
    kept: list[str] = []
    run = 0
    for char in text:
        run = run + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        if run <= MAX_MARKS:
            kept.append(char)
    return "".join(kept)


_cleaned = lru_cache(maxsize=_REMEMBERED)(clean)
_encoded = lru_cache(maxsize=_REMEMBERED)(_inert)
