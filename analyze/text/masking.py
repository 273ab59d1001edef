"""Hide the middle of what identifies a person: telephone, e-mail, identity card, bank card."""

import re
from collections.abc import Callable

_GAP = r"[\s\-\u200b-\u200f\u2060\ufeff]?"  # people break numbers up to dodge filters
_MOBILE = rf"(?<!\d)1{_GAP}[3-9]\d(?:{_GAP}\d){{8}}(?![.．]?\d)"
_LANDLINE = r"(?<![\d-])0\d{2,3}[\s-]?\d{7,8}(?![\d-])"
_LABEL = r"[A-Za-z0-9-]{1,63}"
_MAIL = (
    rf"(?:[A-Za-z0-9][A-Za-z0-9._+\-]{{0,63}}|[\u4e00-\u9fff]{{2,4}}(?=\s(?i:at)\s))(?:@|＠|\s(?i:at)\s)"
    rf"{_LABEL}(?:(?:[.．]|\s(?i:dot)\s){_LABEL}){{1,4}}"
)
_HANDLE = r"(?:微信号?|薇信|[Vv]信|[Vv][Xx]|[Ww][Xx]|[Qq]{2}群?)[:：是为]?\s?[A-Za-z0-9_\-]{5,20}"
_CITIZEN = r"(?<!\d)\d{6}(?:1[89]|１[８９]|2[01]|２[０１])\d{2}[\d]{4}\d{3}[\dXxＸｘ](?![\dA-Za-z])"
_ISLAND = r"(?<![A-Za-z\d])[A-Z](?:[1289]\d{8}(?!\d)|\d{6}[(（][\dA][)）])"
_CARD = r"(?<!\d)[3-6]\d{3}(?:[\s-]?\d{4}){2}[\s-]?\d{1,7}(?![.．]?\d)"
_PERSONAL = re.compile(
    f"(?P<handle>{_HANDLE})|(?P<mail>{_MAIL})|(?P<citizen>{_CITIZEN})|(?P<mobile>{_MOBILE})|(?P<landline>{_LANDLINE})"
    f"|(?P<island>{_ISLAND})|(?P<card>{_CARD})"
)


def masked(written: str) -> str:
    """The text with personal numbers and addresses hidden: 138****8000, z***@example.com.

    Reads at most the first 2,000 characters with care; what follows is cut off, since evidence is never that long.
    """
    return _PERSONAL.sub(_hide, written[:2000])


def _hide(found: re.Match[str]) -> str:
    kind = found.lastgroup or ""
    text = found[0]
    if kind == "card" and not _passes_luhn(text):
        return text
    return _HIDERS[kind](text)


def _hide_mail(text: str) -> str:
    split = re.search(r"@|＠|\s(?i:at)\s", text)
    return text[0] + "***" + (text[split.start() :] if split else "")


def _hide_middle(keep_first: int, keep_last: int) -> Callable[[str], str]:
    return lambda text: text[:keep_first] + "****" + text[-keep_last:]


def _passes_luhn(number: str) -> bool:
    """Whether a number's check digit is right (ISO/IEC 7812-1); a message id of 16 digits mostly fails."""
    digits = [int(character) for character in number if character.isdigit()][::-1]
    return sum(digits[0::2]) % 10 == -sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2]) % 10


def _hide_handle(text: str) -> str:
    end = re.search(r"[A-Za-z0-9_\-]{5,20}$", text)
    start = end.start() if end else 0
    return text[: start + 2] + "****" + text[-1]


_HIDERS: dict[str, Callable[[str], str]] = {
    "handle": _hide_handle,
    "mail": _hide_mail,
    "citizen": _hide_middle(3, 2),
    "mobile": _hide_middle(3, 4),
    "landline": _hide_middle(3, 2),
    "island": _hide_middle(1, 2),
    "card": _hide_middle(4, 4),
}
