"""Where somebody lives, down to the room: the numbers are starred, city, road and what they number stay."""

import re
from collections.abc import Iterator

from publish.privacy.match import DataKind
from publish.privacy.numbers import Number

_SIGN = r"[0-9零〇一二三四五六七八九十百甲乙丙丁A-Za-z]"
_PART = rf"{_SIGN}{{1,5}} ?(?:号楼|號樓|栋|棟|幢|座|单元|單元|号院|弄|楼|樓|层|層|门|梯)[ ,，-]?"
_ROOM = rf"{_SIGN}{{1,5}} ?(?:室|号房|房(?![间屋子产价源地型]))"
_HOMES = (
    # 88号3栋2单元501室, 3栋501户
    re.compile(
        rf"(?:{_SIGN}{{1,5}} ?[号號][ ,，-]?)?(?:{_PART}){{1,3}}(?:{_ROOM}|{_SIGN}{{1,5}} ?[户戶])"
        rf"|{_SIGN}{{1,5}} ?[号號][ ,，-]?{_ROOM}"
    ),
    # 5号楼1202, 3栋2单元1202
    re.compile(
        r"[0-9]{1,3} ?(?:号楼|號樓|栋|棟|幢|单元|單元)[ -]?(?:[0-9]{1,2} ?(?:单元|單元|门)[ -]?)?[0-9]{3,4}"
        r"(?![0-9年月日元万人名户平米个套%.])"
    ),
    # 幸福小区3-2-501
    re.compile(
        r"(?<=[区园苑村寓庭府湾城里])( ?[0-9]{1,3}(?:栋|号楼|幢)?-[0-9]{1,3}-[0-9]{1,4}(?:-[0-9]{1,4})?)(?![0-9])"
    ),
    # 家住中山路88号: without such words it may be a shop's door, which is no secret
    re.compile(
        r"(?:家住|住址|住在|居住[在于地]|现住|户籍地|户籍所在|户口|收货地址|家庭地址|家庭住址|家在|住所)[^。；\n]{0,30}?"
        rf"(?:[路街道巷弄村里屯社镇线坊庄院区园苑城府湾庭寓厦]|胡同|宿舍) ?"
        rf"({_SIGN}{{1,5}} ?[号號](?![线楼院风文令车])(?: ?{_PART}){{0,3}})"
    ),
)
_STARRED = re.compile(rf"[0-9]|{_SIGN}(?={_SIGN}{{0,5}} ?[号號栋棟幢座单單弄楼樓层層门梯室户戶房])")


def homes(text: str) -> Iterator[Number]:
    """The numbered part of every home in a folded text: 88号3栋501室; linear time."""
    for pattern in _HOMES:
        for found in pattern.finditer(text):
            group = found.lastindex or 0
            yield Number(DataKind.ADDRESS, *found.span(group), _STARRED.sub("*", found[group]), found[group])
