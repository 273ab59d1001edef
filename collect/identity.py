"""When are two findings the same piece, and when is its text another one.

Feeds' own identifiers change at each fetch or are used twice, so a piece is its canonical address.
"""

import hashlib
import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

ADDRESS_CAP = 2_000  # characters
_TRACKING = re.compile(
    r"(?:utm_\w*|spm|scm|from|share\w*|isappinstalled|fbclid|gclid|wfr|_t|timestamp_share|hmsr|hmpl|hmcu)", re.I
)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SPACE_OR_CONTROL = re.compile(r"[\x00-\x20\x7f-\x9f\ud800-\udfff]")
_HOST = re.compile(r"[^\s/?#@\\%<>\"'`{}|^]+")


def canonical_url(address: str, base: str = "") -> str:
    """The address as one of its many spellings, or "" where it is no plain absolute http(s) address.

    Scheme and host are lower case; default port, fragment and tracking parameters go; the query is sorted.
    Idempotent: the canonical form of a canonical form is itself.
    """
    try:
        joined = urljoin(base, address.strip()) if base else address.strip()
        parts = urlsplit(_SPACE_OR_CONTROL.sub(_percent, joined))
        port = parts.port
    except ValueError:
        return ""
    host = (parts.hostname or "").rstrip(".")
    is_odd = "\\" in joined or "@" in parts.netloc or not _HOST.fullmatch(host)
    if parts.scheme not in _DEFAULT_PORTS or is_odd or len(joined) > ADDRESS_CAP:
        return ""
    shown = f"[{host}]" if ":" in host else host
    netloc = shown if port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{shown}:{port}"
    return urlunsplit((parts.scheme, netloc, _escaped(parts.path) or "/", _query(parts.query), ""))


def item_id(url: str, source: str, title: str, text: str) -> str:
    """ "i-" and 12 hex digits of the canonical address; without one, of source and title (or text)."""
    key = url or "\n".join((source, title or text))
    return "i-" + hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:12]


def content_hash(title: str, text: str) -> str:
    """SHA-256 hex of title and text with white space collapsed: a new line break is not a new text."""
    collapsed = " ".join(title.split()) + "\n" + " ".join(text.split())
    return hashlib.sha256(collapsed.encode("utf-8", "replace")).hexdigest()


def is_same_site(url: str, base: str) -> bool:
    """Whether two addresses share a host, or one host lies under the other (``www.`` apart)."""
    one, other = _site(url), _site(base)
    return bool(one) and (one == other or one.endswith("." + other) or other.endswith("." + one))


def _site(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _query(query: str) -> str:
    """Parameters are never decoded: GBK escapes must survive."""
    pairs = (pair for pair in query.split("&") if pair)
    return "&".join(sorted(_escaped(pair) for pair in pairs if not _TRACKING.fullmatch(pair.partition("=")[0])))


def _escaped(part: str) -> str:
    return quote(part, safe="%/:@!$&'()*+,;=~-._?[]|", errors="replace")


def _percent(match: re.Match[str]) -> str:
    return quote(match.group(), errors="replace")
