"""Mail addresses of subscribers: taken apart, checked, and hashed so that no ledger ever holds one."""

import hashlib
import hmac
import re
import unicodedata

_SEPARATORS = re.compile(r"[,;，；\s]+")
_LOCAL = re.compile(r"[^\s@<>()\[\]\\,:;\"]{1,64}")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_HASH_DIGITS = 32  # 128 bits: no collision among any number of subscribers


def split_addresses(text: str) -> tuple[str, ...]:
    """The addresses in a setting that holds one or several, in order, duplicates included."""
    return tuple(part for part in _SEPARATORS.split(text) if part)


def checked_address(text: str) -> str | None:
    """The address as it goes on the wire, with an international domain in punycode; None when it is not one.

    A local part outside ASCII stays as written: such a mail needs a server with SMTPUTF8 (RFC 6531).
    """
    local, at, domain = text.strip().partition("@")
    if not at or not _is_local(local):
        return None
    try:
        encoded = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    is_host = len(encoded) <= 253 and all(_LABEL.fullmatch(label) for label in encoded.split("."))
    return f"{local}@{encoded}" if is_host else None


def recipient_hash(address: str, key: bytes) -> str:
    """32 hex digits of HMAC-SHA256: the same person's mark in every edition, unguessable without the key.

    Keyed, because a plain hash of an address is found by trying addresses.
    """
    written = (checked_address(address) or address.strip()).casefold()
    return hmac.new(key, written.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:_HASH_DIGITS]


def _is_local(local: str) -> bool:
    is_printable = all(unicodedata.category(char)[0] != "C" for char in local)
    return bool(_LOCAL.fullmatch(local)) and is_printable and ".." not in f".{local}."
