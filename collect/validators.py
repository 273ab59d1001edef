"""Conditional GET: what we send, and what of an answer may be kept to be sent next time."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx

from caifeng.models import Validator

_PRINTABLE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,254}[\x21-\x7e])?")


def request_headers(known: Validator | None) -> dict[str, str]:
    """The headers that make a GET conditional; a stored value that is no plain header text is left out."""
    if known is None:
        return {}
    named = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in named.items() if _PRINTABLE.fullmatch(value)}


def fresh_validator(address: str, headers: httpx.Headers, now: datetime) -> Validator | None:
    """What the answer offers for next time, or None; a Last-Modified that lies in the future is not believed."""
    etag = headers.get("etag", "")
    modified = headers.get("last-modified", "")
    etag = etag if _PRINTABLE.fullmatch(etag) else ""
    modified = modified if _is_past(modified, now) else ""
    if not (etag or modified):
        return None
    return Validator(address=address, etag=etag, last_modified=modified, read_at=now)


def _is_past(written: str, now: datetime) -> bool:
    try:
        at = parsedate_to_datetime(written)
    except (ValueError, TypeError, OverflowError, IndexError):
        return False
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return bool(_PRINTABLE.fullmatch(written)) and at <= now + timedelta(days=1)
