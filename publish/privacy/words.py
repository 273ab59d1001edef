"""Personal data that the words around it give away: mail addresses, private telephones, passports, plates."""

import re
from collections.abc import Iterator

from publish.privacy.match import DataKind
from publish.privacy.numbers import Number

MAIL_SHOWN = "邮箱已隐去"

_HOST = r"[A-Za-z0-9\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff\-]{0,62}"
_DOT = r" ?[\[({<#] ?dot ?[\])}>#] ?| dot | ?点 ?"
_PART = r"[A-Za-z0-9\-]{2,24}"
# What stands between the two halves of an address, and how the second half then goes on.
_WAYS = tuple(
    (re.compile(sign, re.IGNORECASE), re.compile(after, re.IGNORECASE))
    for sign, after in (
        ("@", rf" ?{_HOST}(?: ?\. ?{_HOST}){{0,4}} ?\. ?[A-Za-z]{{2,24}}(?![A-Za-z0-9])"),
        (r"[\[({<#] ?at ?[\])}>#]", rf" ?[A-Za-z0-9\-]{{1,63}}(?:(?:{_DOT}| ?\. ?){_PART}){{1,4}}"),
        (r" (?:at|艾特) ", rf"[A-Za-z0-9\-]{{1,63}}(?:(?:{_DOT}){_PART}){{1,4}}"),
    )
)
_FIRST_HALF = re.compile(r"(?:[A-Za-z0-9._%+\-]{1,64} ?|[\u4e00-\u9fff]{1,4})$")
_REACH = 66  # characters before the sign that may belong to the first half
_LANDLINE = re.compile(
    r"(?:本人|我的|我家|家里|家庭|住宅|宅电|联系人|投诉人|业主|家属|先生|女士|母亲|父亲|联系我|找我)[^。；\n]{0,18}?"
    r"((?<![0-9])\(?0[0-9]{2,3}\)?[ \-]{0,2}[2-8][0-9]{2,3}[ \-]?[0-9]{4}(?:-[0-9]{1,5})?)(?![0-9])",
)
_PUBLIC = re.compile(r"热线|举报|监督|咨询|客服|值班|总机|服务|前台|办公|官方|报名|订购|投诉电话|报警|公司|单位|部门")
_DOCUMENT = re.compile(
    r"(?:护照|護照|通行证|通行證)[^，。；\n]{0,8}?((?<![A-Za-z0-9])[A-Z]{1,2}[0-9]{7,9})(?![0-9A-Za-z])", re.IGNORECASE
)
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-Z][. \-]?"
    r"(?=[A-Z]*[0-9][A-Z]*[0-9][A-Z]*[0-9])[A-HJ-NP-Z0-9]{5,6}(?![A-Za-z0-9])"
)


def written(text: str) -> Iterator[Number]:
    """Personal data of a folded text that words tell; linear time."""
    yield from _mails(text)
    yield from _landlines(text)
    for found in _DOCUMENT.finditer(text):
        shown = found[1][0].upper() + "*" * (len(found[1]) - 1)
        yield Number(DataKind.PASSPORT, *found.span(1), shown, found[1].lower())
    for found in _PLATE.finditer(text):
        yield Number(DataKind.PLATE, *found.span(), found[0][:2] + "*****", found[0].lower())


def _mails(text: str) -> Iterator[Number]:
    for sign, after in _WAYS:
        for at in sign.finditer(text):
            first = max(0, at.start() - _REACH)
            name, rest = _FIRST_HALF.search(text[first : at.start()]), after.match(text, at.end())
            if name and rest:
                start = first + name.start()
                plain = re.sub(r"\s", "", text[start : rest.end()]).lower()
                yield Number(DataKind.MAIL, start, rest.end(), MAIL_SHOWN, plain)


def _landlines(text: str) -> Iterator[Number]:
    """Only those that a person is said to have: an office's number is there to be called."""
    for found in _LANDLINE.finditer(text):
        if not _PUBLIC.search(found[0]):
            digits = re.sub(r"[^0-9]", "", found[1])
            area = 3 if digits[1] in "12" else 4
            yield Number(DataKind.LANDLINE, *found.span(1), f"{digits[:area]}-{'*' * (len(digits) - area)}", digits)
