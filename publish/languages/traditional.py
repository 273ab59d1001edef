"""A rendered Markdown page in Traditional characters, phrase by phrase (OpenCC); addresses, ids and code stay.

Quotations and titles that were written in Traditional characters stay as their authors wrote them.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from opencc import OpenCC

from caifeng.models.language import Variant

_CODE = re.compile(r"<(script|style|code|pre)\b")
_TAG = re.compile(r"(<[^<>]*>|\{:[^{}\n]*\}|\]\([^()\n]*\))")
_SAID = re.compile(r'((?:aria-label|title|alt|content|data-edition|data-k)=")([^"]*)(")')
_WAY = re.compile(r'((?:href|src|srcset)=")(?!(?:https?|mailto|data)(?::|&#58;)|[#/])([^"]*)(")')
_QUOTED = re.compile(r"(“[^“”]*”|《[^《》]*》|「[^「」]*」|『[^『』]*』)")
_SIMPLIFIED = re.compile(r'\blang="zh(?:-|&#45;)CN"')
_HAN = re.compile(r"[\u3400-\u9fff]")


def traditional(text: str, variant: Variant) -> str:
    """The page in Traditional characters. Only what readers read changes: text, labels, titles."""
    return "".join(part if is_code else _block(part, variant) for part, is_code in _parts(text))


def deeper(text: str) -> str:
    """The page's text for a folder one below: every relative way begins one step further up."""
    return "".join(part if is_code else _TAG.sub(_lifted, part) for part, is_code in _parts(text))


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, and whether each is an element with code; one that is not closed is none. Linear."""
    at, unclosed = 0, set[str]()
    for found in _CODE.finditer(text):
        if found.start() < at or found[1] in unclosed:
            continue
        end = text.find(f"</{found[1]}>", found.end())
        if end < 0:
            unclosed.add(found[1])
            continue
        end += len(found[1]) + 3
        yield text[at : found.start()], False
        yield text[found.start() : end], True
        at = end
    yield text[at:], False


def _lifted(tag: re.Match[str]) -> str:
    return _WAY.sub(r"\1../\2\3", tag[0])


def _block(block: str, variant: Variant) -> str:
    parts = _TAG.split(block)
    return "".join(
        _tag(part, variant) if place % 2 else part if place and _is_kept(parts[place - 1]) else _text(part, variant)
        for place, part in enumerate(parts)
    )


def _is_kept(tag: str) -> bool:
    """Whether what follows the tag is said to be Simplified: the name of the other page."""
    return _SIMPLIFIED.search(tag) is not None


def _tag(tag: str, variant: Variant) -> str:
    return _SAID.sub(lambda said: f"{said[1]}{_text(said[2], variant)}{said[3]}", tag)


def _text(text: str, variant: Variant) -> str:
    """What stands outside tags; where the whole or a quotation in it is Traditional already, that stays."""
    if not _HAN.search(text):
        return text
    parts = _QUOTED.split(text)
    if len(parts) == 1:
        return text if _is_traditional(text) else _convert(text, variant)
    return "".join(part if _is_traditional(part) else _convert(part, variant) for part in parts)


def _is_traditional(text: str) -> bool:
    """Whether it has characters that only Traditional has, and none outside what Taiwan's Big5 encodes."""
    han = "".join(_HAN.findall(text))
    return han.encode("cp950", "ignore").decode("cp950") == han and str(_converter("t2s").convert(han)) != han


def _convert(text: str, variant: Variant) -> str:
    return _converter(variant).convert(text) if _HAN.search(text) else text


@lru_cache(maxsize=4)
def _converter(configuration: str) -> OpenCC:
    return OpenCC(configuration)
