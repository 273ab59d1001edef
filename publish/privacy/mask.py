"""What a reader sees instead of personal data, and the desk's own contacts, which stay."""

import re
from collections.abc import Iterable
from contextvars import ContextVar
from functools import lru_cache

from publish.privacy.address import is_address, is_personal, withheld
from publish.privacy.search import find

_SHORT = 240  # characters
Contacts = frozenset[str]  # numbers without what splits them, addresses in lower case

# Templates call the sinks and know no desk. Where nobody named contacts they are masked too: that leaks nothing.
_PUBLIC: ContextVar[Contacts] = ContextVar("public contacts", default=frozenset())


def contacts_of(written: Iterable[str]) -> Contacts:
    """What the desk gives to the public, as ``mask`` knows it again; ``written`` may have words around a number."""
    said = tuple(written)
    named = (match.plain for one in said for match in find(one))
    return frozenset(key for one in (*said, *named) if (key := _key(one)))


def keep_public(contacts: Contacts) -> None:
    """From here on these contacts leave unmasked, in this thread; called where a desk is opened."""
    _PUBLIC.set(contacts)


def public_contacts() -> Contacts:
    """Those that ``keep_public`` named last, in this thread."""
    return _PUBLIC.get()


def masked(text: str) -> str:
    """The text as every sink has it: the contacts that ``keep_public`` named stay."""
    return _known(text, _PUBLIC.get()) if len(text) <= _SHORT else mask(text, _PUBLIC.get())


def mask(text: str, public: Contacts = frozenset()) -> str:
    """The text with personal data masked, as long as before or nearly; all else, and ``public``, stays as written.

    Masking what is masked changes nothing. Linear in its length.
    """
    if is_address(text):
        return withheld(text) if is_personal(text) else text
    parts: list[str] = []
    place = 0
    for one in find(text):
        if public and _key(one.plain) in public:
            continue
        parts += (text[place : one.start], one.shown)
        place = one.end
    return "".join((*parts, text[place:])) if parts else text


_known = lru_cache(maxsize=32_768)(mask)  # a page prints the same names and numbers many times


def _key(written: str) -> str:
    """A number's digits without +86, an address in lower case."""
    if "@" in written:
        return re.sub(r"\s", "", written).lower()
    kept = re.sub(r"[^0-9A-Za-z]", "", written).lower()
    return re.sub(r"^(?:00)?86(?=1[0-9]{10}$)", "", kept)
