"""What kinds of personal data there are, and one place where one of them stands."""

from dataclasses import dataclass
from enum import StrEnum


class DataKind(StrEnum):
    """个人信息 of one kind."""

    IDENTITY = "身份证号"
    HONG_KONG = "香港身份证号"
    TAIWAN = "台湾身份证号"
    MOBILE = "手机号"
    CARD = "银行卡号"
    MAIL = "邮箱"
    LANDLINE = "私人座机"
    ADDRESS = "住址门牌"
    PASSPORT = "护照通行证号"
    PLATE = "车牌"
    REST = "截断的号码"


@dataclass(frozen=True, slots=True)
class Match:
    """Personal data in a text: characters ``start`` to ``end`` of it, and what a reader sees instead."""

    kind: DataKind
    start: int
    end: int
    shown: str
    plain: str  # digits or address without what splits them, lower case: what a desk's own contact is told by
