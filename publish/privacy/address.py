"""Personal data in a web address, which cannot be masked and still lead anywhere: such an address is not shown."""

import re
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from publish.privacy.match import DataKind
from publish.privacy.search import find

WITHHELD = "（链接含个人信息，已隐去）"
_ADDRESS = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)
# What stands behind these words in a path is the number of a piece, however much it looks like a mobile.
_PIECE = re.compile(
    r"/(?:questions?|answer|p|a|articles?|status|details?|news|items?|id|videos?|posts?|threads?|topics?|q|s|u|t|content)/"
    r"(?:[a-z]+_)?[0-9]{8,20}(?=$|[/.?#])",
    re.IGNORECASE,
)
_NUMERIC = {DataKind.MOBILE, DataKind.CARD, DataKind.REST}


def is_address(text: str) -> bool:
    """Whether the text is a web address and nothing else."""
    return text[:4] in ("http", "HTTP") and bool(_ADDRESS.fullmatch(text))


@lru_cache(maxsize=4096)
def is_personal(address: str) -> bool:
    """Whether the address holds personal data, as written or percent-encoded."""
    said = unquote(address, errors="replace")
    pieces = [found.span() for found in _PIECE.finditer(said.partition("?")[0])]
    return any(
        one.kind is not DataKind.ADDRESS
        and not (one.kind in _NUMERIC and any(start <= one.start < end for start, end in pieces))
        for one in find(said)
    )


def withheld(address: str) -> str:
    """What is shown of an address that holds personal data: its host."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        host = ""
    return f"{host if host and not find(host) else ''}{WITHHELD}"
