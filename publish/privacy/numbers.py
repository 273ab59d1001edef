"""Numbers that name a person: identity cards, mobiles, bank cards; told from other numbers by checksum and form."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from publish.privacy.match import DataKind

_GAP = r"[ \-._]{0,2}"
_FREE, _END = r"(?<![0-9])(?<![0-9]\.)", r"(?![0-9A-Za-z])(?!\.[0-9])"
_MOBILE = re.compile(rf"{_FREE}(?:\(?\+?(?:00)?86\)?{_GAP})?1{_GAP}[3-9](?:{_GAP}[0-9]){{9}}{_END}")
_IDENTITY = re.compile(rf"{_FREE}[1-8](?:{_GAP}[0-9]){{16}}{_GAP}[0-9Xx]{_END}")
_OLD_IDENTITY = re.compile(rf"{_FREE}[1-8][0-9]{{5}} ?[0-9]{{6}} ?[0-9]{{3}}{_END}")
_CARD = re.compile(rf"{_FREE}(?:[3456]|2[2-7]|95)(?:[ \-.]?[0-9]){{11,18}}{_END}")
_TAIWAN = re.compile(rf"(?<![0-9A-Za-z])[A-Z][ \-]?[12](?:[ \-]?[0-9]){{8}}{_END}", re.IGNORECASE)
_HONG_KONG = re.compile(r"(?<![0-9A-Za-z])[A-Z]{1,2}[0-9]{6} ?[(\[][0-9A][)\]]", re.IGNORECASE)
_CALLED = re.compile(  # Latin words that may touch the number they announce
    r"(?:tel|phone|mobile|mob|wechat|weixin|wx|vx|vx|v|qq|call|cell|whatsapp|dh|sj|id|no|sfz|card)$", re.IGNORECASE
)
_LETTER = re.compile(r"[A-Za-z]+$")
_MOBILE_FORMS = {
    (11,), (3, 4, 4), (4, 4, 3), (3, 3, 5), (3, 8), (7, 4), (3, 2, 3, 3), (3, 2, 2, 4), (5, 6), (6, 5), (4, 7),
    (5, 3, 3), (1,) * 11, (1, 2, 4, 4), (1, 3, 3, 4), (3, 2, 2, 2, 2), (1, 2, 2, 2, 2, 2), (5, 2, 2, 2), (3, 4, 2, 2),
}  # fmt: skip
_OTHER = re.compile(
    r"(?:mid|uid|微博|订单|訂單|单号|編號|编号|流水|快递|运单|商品|货号|条码|批次|isbn|文号|案号|代码|期刊|序列号|id)[^，。；\n]{0,6}$",
    re.IGNORECASE,
)
_SAID_CARD = re.compile(r"(?:卡号|卡號|银行卡|銀行卡|储蓄卡|信用卡|借记卡|账号|賬號|账户|帳戶)[^，。；\n]{0,12}$")
_SAID_IDENTITY = re.compile(r"(?:身份证|身份證|证件号|公民身份)[^，。；\n]{0,12}$")
_PROVINCES = frozenset(  # GB/T 2260
    str(code)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for code in range(first, last + 1)
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999: ISO 7064:1983, MOD 11-2
_TAIWAN_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"  # in the order of their numbers, from 10
_CONTEXT = 24  # characters before a number that may say what it is


@dataclass(frozen=True, slots=True)
class Number:
    """A number found in a folded text, and what a reader sees instead."""

    kind: DataKind
    start: int
    end: int
    shown: str
    plain: str


def numbers(text: str) -> Iterator[Number]:
    """Every number of a folded text that names a person; those of different kinds may overlap. Linear time."""
    for kind, pattern, told in _RULES:
        place = 0
        while found := pattern.search(text, place):
            shown = told(found, text[max(0, found.start() - _CONTEXT) : found.start()])
            if shown:
                yield Number(kind, *found.span(), shown, re.sub(r"[^0-9A-Za-z]", "", found[0]).lower())
            place = found.end() if shown else found.start() + 1


def _mobile(found: re.Match[str], before: str) -> str:
    if not _stands_free(before):
        return ""
    digits = re.sub(r"[^0-9]", "", found[0])
    prefix = "+86 " if len(digits) > 11 else ""
    groups = tuple(map(len, re.findall(r"[0-9]+", found[0])))
    # With a prefix the first groups may be it alone, or it and the beginning.
    forms = {groups, groups[1:], (groups[0] - len(digits) + 11, *groups[1:])} if prefix else {groups}
    return f"{prefix}{digits[-11:-8]}****{digits[-4:]}" if forms & _MOBILE_FORMS else ""


def _identity(found: re.Match[str], before: str) -> str:
    digits = re.sub(r"[^0-9Xx]", "", found[0]).upper()
    if not _stands_free(before) or digits[:2] not in _PROVINCES or not _is_day(digits[6:10], digits[10:14]):
        return ""
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    is_whole = "10X98765432"[total % 11] == digits[17]
    return digits[:3] + "*" * 15 if is_whole or _SAID_IDENTITY.search(before) else ""


def _old_identity(found: re.Match[str], before: str) -> str:
    digits = found[0].replace(" ", "")
    is_one = digits[:2] in _PROVINCES and _is_day(f"19{digits[6:8]}", digits[8:12]) and digits[2:4] != "00"
    return digits[:3] + "*" * 12 if is_one and _stands_free(before) and not _OTHER.search(before) else ""


def _card(found: re.Match[str], before: str) -> str:
    digits = re.sub(r"[^0-9]", "", found[0])
    groups = tuple(map(len, re.findall(r"[0-9]+", found[0])))
    is_grouped = len(groups) > 1
    is_other = bool(_OTHER.search(before)) and not is_grouped and not _SAID_CARD.search(before)
    is_formed = not is_grouped or set(groups) == {1} or groups[:3] == (4, 4, 4) or groups[0] == 6 or groups == (4, 6, 5)
    if is_other or not is_formed or not _stands_free(before) or not _is_issued(digits) or not _luhn(digits):
        return ""
    return digits[:4] + "*" * (len(digits) - 8) + digits[-4:]


def _taiwan(found: re.Match[str], before: str) -> str:  # noqa: ARG001  one shape for all rules
    signs = re.sub(r"[ \-]", "", found[0]).upper()
    first = _TAIWAN_LETTERS.index(signs[0]) + 10
    values = (first // 10, first % 10, *(int(digit) for digit in signs[1:]))
    total = sum(value * weight for value, weight in zip(values, (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1), strict=True))
    return signs[0] + "*" * 9 if total % 10 == 0 else ""


def _hong_kong(found: re.Match[str], before: str) -> str:  # noqa: ARG001
    signs = re.sub(r"[^0-9A-Za-z]", "", found[0]).upper()
    letters, digits, check = signs[:-7], signs[-7:-1], signs[-1]
    values = [36, *(ord(letter) - 55 for letter in letters)][-2:] + [int(digit) for digit in digits]
    total = sum(value * weight for value, weight in zip(values, range(9, 1, -1), strict=True))
    return f"{letters}******(*)" if "0A987654321"[total % 11] == check else ""


def _stands_free(before: str) -> bool:
    """Whether no letter touches the number, or only a word that announces one: tel, wx …"""
    touching = _LETTER.search(before)
    return touching is None or bool(_CALLED.match(touching[0]))


def _is_day(year: str, rest: str) -> bool:
    try:
        return 1900 <= date(int(year), int(rest[:2]), int(rest[2:])).year <= 2099
    except ValueError:
        return False


def _is_issued(digits: str) -> bool:
    """Whether cards of Visa, Mastercard, Amex, JCB, UnionPay begin so and are as long (ISO/IEC 7812)."""
    size, four = len(digits), int(digits[:4])
    return (
        (digits[0] == "4" and size in (13, 16, 19))
        or (size == 16 and (5100 <= four <= 5599 or 2221 <= four <= 2720 or 3528 <= four <= 3589))
        or (size == 15 and digits[:2] in ("34", "37"))
        or (digits[:2] == "62" and 16 <= size <= 19)
        or (digits[:2] in ("60", "65") and size in (16, 19))
        or (digits[:4] in ("9558", "9559") and size == 19)
    )


def _luhn(digits: str) -> bool:
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


_Told = Callable[[re.Match[str], str], str]
_RULES: tuple[tuple[DataKind, re.Pattern[str], _Told], ...] = (
    (DataKind.IDENTITY, _IDENTITY, _identity),
    (DataKind.IDENTITY, _OLD_IDENTITY, _old_identity),
    (DataKind.CARD, _CARD, _card),
    (DataKind.MOBILE, _MOBILE, _mobile),
    (DataKind.TAIWAN, _TAIWAN, _taiwan),
    (DataKind.HONG_KONG, _HONG_KONG, _hong_kong),
)
