"""Bytes → text, by our own decision: labels lie, and mojibake looks like success.

feedparser reads GBK labelled UTF-8 as windows-1252 and a cut UTF-8 feed as iso-8859-2 (measured), so no library
is handed bytes of which the charset is not settled. What cannot be told is refused, never guessed.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

BAD_SHARE = 0.01  # of characters outside ASCII that may be unreadable
COMMON_SHARE = 0.12  # of ideographs, kana and hangul that are everyday ones: running text has 0.3–0.6, mojibake 0–0.05
STRAY_ZEROS = 0.05  # share of zero bytes that are dirt; UTF-16 and UTF-32 have a quarter and more
SAMPLE = 60_000  # bytes on which candidates are compared

# The WHATWG rule: the label gb2312 or gbk means gb18030, big5 means big5-hkscs, latin-1 means windows-1252.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "cp950": "big5hkscs", "iso8859-1": "cp1252",
          "ascii": "cp1252", "shift_jis": "cp932", "euc_kr": "cp949"}  # fmt: skip
_NAMES = {"x-gbk": "gbk", "gb_2312-80": "gb2312", "hz-gb-2312": "hz", "big5-hkscs": "big5hkscs", "x-sjis": "cp932",
          "utf8mb4": "utf-8", "unicode": "utf-16"}  # fmt: skip
_NO_CHARSETS = {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem", "utf-7"}
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
         (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))  # fmt: skip
_LABEL = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.I)
_EAST_ASIAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af\U00020000-\U0003ffff]")
_UNREADABLE = re.compile("[\ufffd\x80-\x84\x86-\x9f\ue000-\uf8ff\ufdd0-\ufdef\x00]")
_EVERYDAY = frozenset(
    "的一是不了在人有我他这這个個们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于於着著下自之年过過发發"
    "后後作里裡用道行所然家种種事成方多经經么麼去法学學如都同现現当當没沒动動面起看定天分还還进進好小部其些主样樣理心她本前开開"
    "但因只从從想实實日军軍者意无無力它与與长長把机機十民第公此已工使情明性知全三又关關点點正业業外将將两兩高间間由问問很最重"
    "新市报報据據月网網被向并並加区區记記电電产產品水政府部门門社文章消息者们表示件名城二四五六七八九百万萬元日今更多通等位次"
    "体體任度信台内內安化司员員"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and the codec that gave it."""

    text: str
    charset: str


def decode(body: bytes, content_type: str = "") -> Decoded | None:
    """The text of a body, or None where no charset gives a plausible one. Never raises, holds no lone surrogate.

    Order: byte order mark, strict UTF-8 (a character cut at the very end is replaced there), ISO-2022/HZ escapes,
    then declared labels, GB18030 and Big5 against each other by the share of everyday characters.
    """
    for mark, codec in _BOMS:
        if body.startswith(mark):
            text = _strict(body[len(mark) :], codec)
            if text is not None and _is_plausible(text):
                return Decoded(text, codec)
    body = next((body[len(mark) :] for mark, _ in _BOMS if body.startswith(mark)), body)  # a mark that lies
    text = _strict(body, "utf-8")
    labels = declared_labels(body, content_type)
    if text is not None and text.count("\x00") <= len(text) * STRAY_ZEROS:
        return _escaped(body, text, labels)
    return _best(body, labels)


def declared_labels(body: bytes, content_type: str) -> tuple[str, ...]:
    """Python codecs that the header and the first 4 KiB name, header first, each in its wider form."""
    named = _LABEL.findall(content_type.encode("ascii", "ignore")) + _LABEL.findall(body[:4096].replace(b"\x00", b""))
    codecs_named = (_codec(label.decode("ascii").lower()) for label in named)
    return tuple(dict.fromkeys(name for name in codecs_named if name))


def _codec(label: str) -> str:
    try:
        name = codecs.lookup(_NAMES.get(label, label)).name
        "".encode(name)  # refuses codecs that are not charsets (base64 …)
    except (LookupError, ValueError):
        return ""
    return "" if name in _NO_CHARSETS else _WIDER.get(name, name)


def _strict(body: bytes, codec: str) -> str | None:
    """The text if every byte fits; bytes of one character cut at the very end become one U+FFFD."""
    try:
        return body.decode(codec)
    except UnicodeDecodeError as error:
        is_cut = len(body) - error.start < 4 and ("end of data" in error.reason or "truncated" in error.reason
                                                  or "incomplete" in error.reason)  # fmt: skip
        return body[: error.start].decode(codec) + "\ufffd" if is_cut else None


def _escaped(body: bytes, text: str, labels: tuple[str, ...]) -> Decoded:
    """Seven-bit bodies may be HZ or ISO-2022; everything else that is strict UTF-8 is UTF-8."""
    if text.isascii() and (b"~{" in body or b"\x1b$" in body):
        for codec in (*labels, "hz"):
            if codec in {"hz", "iso2022_jp"} or codec.startswith("iso2022"):
                escaped = _strict(body, codec)
                if escaped is not None and not escaped.isascii() and _is_plausible(escaped):
                    return Decoded(escaped, codec)
    return Decoded(text, "utf-8")


def _best(body: bytes, labels: tuple[str, ...]) -> Decoded | None:
    """The candidate with the largest share of everyday characters; then a declared one that fits byte for byte."""
    ranked = sorted(_candidates(body, labels), key=lambda codec: -_commonness(body[:SAMPLE].decode(codec, "replace")))
    for codec in ranked:
        text = body.decode(codec, "replace")
        if _has_east_asian(text) and _is_plausible(text):
            return Decoded(text, codec)
    for codec in (*labels, *_wide(body)):
        strict = _strict(body, codec)
        if strict is not None and not _has_east_asian(strict) and _is_plausible(strict):
            return Decoded(strict, codec)
    return None


def _candidates(body: bytes, labels: tuple[str, ...]) -> Iterator[str]:
    yield from dict.fromkeys(("utf-8", *labels, "gb18030", "big5hkscs", *_wide(body)))


def _wide(body: bytes) -> tuple[str, ...]:
    """UTF-16 and UTF-32 without a mark show themselves by zero bytes."""
    return ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be") if b"\x00" in body[:SAMPLE] else ()


def _has_east_asian(text: str) -> bool:
    return _EAST_ASIAN.search(text) is not None


def _commonness(text: str) -> float:
    """Share of everyday characters among the East Asian ones, less the share that is unreadable; 0–1."""
    ideographs = _EAST_ASIAN.findall(text)
    if not ideographs:
        return 0.0
    everyday = sum(1 for char in ideographs if char in _EVERYDAY or "\u3040" <= char <= "\u30ff" or char >= "\uac00")
    return everyday / len(ideographs) - _unreadable_share(text)


def _is_plausible(text: str) -> bool:
    few = 20  # ideographs; below this the share says little
    ideographs = _EAST_ASIAN.findall(text)
    is_language = len(ideographs) < few or _commonness(text) >= COMMON_SHARE
    return is_language and _unreadable_share(text) <= BAD_SHARE


def _unreadable_share(text: str) -> float:
    outside_ascii = sum(1 for char in text if char > "\x7f" or char == "\x00")
    bad = len(_UNREADABLE.findall(text[:-1]))  # a character cut at the end is no sign
    return bad / outside_ascii if outside_ascii else 0.0
