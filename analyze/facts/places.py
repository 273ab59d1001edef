"""Find the provinces, cities and counties that an item names; what stays ambiguous is left out, never guessed.

A county of a common name (鼓楼区, 朝阳区) is the one that lies in a place named nearest before it, else anywhere in the
item, else in the source's own region. A short form (深圳, 义乌) counts where it stands as a word of its own and is no
part of the name of a firm, a club, an institution, a road or a paper; one that is also a common word (朝阳, 东方, 开封)
only directly behind the place above it (辽宁朝阳), or where the full name stands too.
"""

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

from analyze.facts.gazetteer import Division, Found, Trust, shipped_gazetteer
from analyze.text.fold import fold
from analyze.topics.terms import Shadow, Spot
from caifeng.models import Hit, Place

_READ = 20_000  # characters of a text that are looked at
_MOST_FOUND = 400  # forms of one field that are weighed: a list of all counties says nothing
_MOST_HITS = 20
_FEW = 6  # forms: until then looking through the words is quicker than hashing them all
_CAPITAL = "110000"  # in a dateline: where the agency's desk sits, not what the piece is about
_OUTSIDE = ("71", "81", "82")  # Taiwan, Hong Kong, Macao: their districts share names with those of the mainland
# A full name that goes on like this is another word: 深圳市场, 和平区域, 长安区别.
_NO_RANK = frozenset("场值盈占价面况域别间块分隔")
# A short form before these is part of another name.
_PART = re.compile(
    "(?:中|南|北|东|西)?[路街道]|大[道街桥厦]|[日晚晨早时周]报|青年报|都市报|商报|法制报|卫视|电视台|广播|发布|新闻网|证交所|网[讯消]|"
    "茅台|烤鸭|小面|火锅|拉面|米粉|热干面|菜|话|茶|玉|瓜|湾|电气|汽车|时代|医药|钢铁|机床|国安|申花|海港|泰山|海牛|蓉城|三镇|首钢|"
    "津门虎|亚泰|广厦|建工|老窖|焦化|实业|织造|啤酒|白药|汾酒|同仁堂|奔驰|汇源|卷烟|[^的在、，。]{0,3}出版社|局消息|[乡镇村]|社区|"
    "航空(?!港|航天|城)|燃气|黄金(?!周|海|市场|价)|恒大|牛肉|[一-鿿]{2,3}公告|时间|海峡|寺|虎|雪|装|舰|[一-鿿]{0,2}(?<![援防车警部军长插舰分支大组团卫])队(?![伍员长])|"
    r"[一-鿿]{0,2}·?[一-鿿]{0,3}(?<![信挂账型编牌证口称单文括符问代租])号(?![称召线楼院])|[一-鿿]{0,4}\((?:\d{6}|\d{4,5}\.hk|[sh][hzk][.:]?\d|\*?st)"
)
# Nor where one of these follows soon, with nothing between that ends a name: 宁波某某材料有限公司, (深圳)有限公司.
_FIRM = re.compile(
    "有限|公司|股份(?!制)|合伙企业|集团|事务所|电子商务|大学(?!生)|学院|银行|证券|研究[所院]|交易所|分社|药业|置业|控股|信托|基金(?!会)|"
    "俱乐部|[男女][篮排足](?!联赛)|股权"
)
_FIRM_BEFORE = ("st", "下称", "简称")  # *ST西安, (以下简称深圳某某)
_FAR = 16  # characters from a short form to the end of a firm's name
_ENDS_NAME = re.compile(
    r"[的一某多家在是发与和将有了为以于到从对向至及等被让称说、。,:;《》“”(0-9\s]|上市|企业|国企|民企|民营|本地|当地|国有"
)
# 广州白云站, 乌鲁木齐天山国际机场: the city tells where, the district's name is only a name.
_STATION = re.compile("[东南西北]?站(?!台?[在前点])|(?:国际)?机场")
_TORN = ("新增", "首增", "再增", "以上", "以下")  # 新增|城区 is no 增城区
_BEFORE_DATELINE = re.compile("(?:新华社|中新社|中新网|人民网|光明网|央视网|央广网|新华网|财新网|本报|本网|社|记者)$")
_DATELINE = re.compile(
    r"[\d一二三四五六七八九十]{1,3}(?:月[\d一二三四五六七八九十]{1,3})?日?(?:电|讯|报道|专电)|电[(,讯]|[(/讯]"
)


@dataclass(slots=True)
class _Naming:
    """A form in an item, with the place it means once that is known."""

    found: Found
    spot: Spot  # from the beginning of a chain: 广东省深圳市
    place: Division | None
    is_chained: bool = False
    is_dateline: bool = False


def find_places(shadow: Shadow, home: str, title: Sequence[str], text: Sequence[str]) -> tuple[Place, ...]:
    """The places that an item names, surest first: by title, full names, count; empty where none is known.

    ``home`` is the source's region as the desk wrote it, "" for none; ``title`` and ``text`` are the words of the
    folded fields. Of a chain (广东省深圳市南山区) only the narrowest place is given.
    """
    namings = _namings(shadow.text.text, "text", text)
    if title:
        namings = _namings(shadow.title.text, "title", title) + namings
    if not namings:
        return ()
    if any(naming.place is None for naming in namings):
        _settle(namings, _home_codes(home))
    named: dict[str, tuple[Division, list[_Naming]]] = {}
    for naming in namings:
        place = naming.place
        if place is not None and not (naming.is_dateline and place.code == _CAPITAL):
            named.setdefault(place.code, (place, []))[1].append(naming)
    surest = sorted(named.values(), key=lambda known: _unsureness(known[1]))
    return tuple(_place(place, known, shadow) for place, known in surest)


def _unsureness(namings: Sequence[_Naming]) -> tuple[bool, bool, bool, int]:
    """Sorts the surest place first."""
    return (
        all(naming.is_dateline for naming in namings),
        namings[0].spot.field != "title",
        not any(naming.found.form.is_full or naming.is_chained for naming in namings),
        -len(namings),
    )


def _place(place: Division, namings: Sequence[_Naming], shadow: Shadow) -> Place:
    hits = tuple([_hit(naming.spot, shadow) for naming in namings[:_MOST_HITS]])
    return Place(code=place.code, name=place.name, path=place.path, level=place.level, hits=hits)


def _hit(spot: Spot, shadow: Shadow) -> Hit:
    folded = shadow.title if spot.field == "title" else shadow.text
    return shadow.hit(folded.text[spot.start : spot.end], spot)


def _namings(folded: str, name: str, words: Sequence[str]) -> list[_Naming]:
    """Every form that stands as a name; one behind the place above it takes that one in."""
    matches = shipped_gazetteer().find(folded[:_READ], _MOST_FOUND)
    wholes = words if len(matches) < _FEW else frozenset(words[:_READ])
    standing: set[str] = set()  # forms already met as words
    namings: list[_Naming] = []
    reached = -1  # end of the last naming
    for number, match in enumerate(matches):
        form, start, end = match
        if start != reached and form.trust is Trust.BEHIND:
            continue
        found = _whole(match, folded) if form.is_full else match
        if found is None or (not found.form.is_full and _is_part(found, folded)):
            continue
        above = namings[-1].place if start == reached else None
        if above is not None and (within := _within(found, above)) is not None:
            chain = Spot(name, False, namings[-1].spot.start, found.end)  # noqa: FBT003
            namings[-1] = _Naming(found, chain, within, is_chained=True)
            reached = found.end
        elif above is not None and form.is_full and above.code.startswith(_OUTSIDE):
            reached = end
        elif form.is_full or form.text in standing or form.text in wholes or _pair(matches, number) in wholes:
            standing.add(form.text)
            namings.append(_naming(found, name, folded))
            reached = found.end
    return namings


def _is_part(found: Found, folded: str) -> bool:
    """Whether a short form is a part of the name of a firm, a paper, a road …"""
    form, start, end = found
    if _PART.match(folded, end) or folded[max(0, start - 2) : start] in _FIRM_BEFORE:
        return True
    firm = _FIRM.search(folded, end, end + _FAR)
    if firm is not None and not _ENDS_NAME.search(folded, end, firm.start()):
        return True
    return form.trust is not Trust.SURE and _STATION.match(folded, end) is not None


def _pair(matches: Sequence[Found], number: int) -> str:
    """A form with the one that follows directly, which the segmenter may take for one word (上海浦东); else empty."""
    following = matches[number + 1 : number + 2]
    form, _, end = matches[number]
    return form.text + following[0].form.text if following and following[0].start == end else ""


def _whole(found: Found, folded: str) -> Found | None:
    """The form without its rank where that belongs to the next word (深圳|市场); None where no form is left."""
    if found.start and folded[found.start - 1 : found.start + 1] in _TORN:
        return None
    if folded[found.end : found.end + 1] not in _NO_RANK or found.end == len(folded):
        return found
    short = shipped_gazetteer().form(found.form.text[:-1])
    return None if short is None else Found(short, found.start, found.end - 1)


def _within(found: Found, above: Division) -> Division | None:
    """What the form means inside a place; None where that is nothing, or two."""
    inside = [place for place, _ in found.form.meanings if above.code in place.above]
    # 朝阳 in 辽宁朝阳 is the city, not the county of that name inside it.
    return _only([place for place in inside if not any(other.code in place.above for other in inside)])


def _naming(found: Found, name: str, folded: str) -> _Naming:
    form, start, end = found
    is_dateline = bool(_DATELINE.match(folded, end) and _BEFORE_DATELINE.search(folded, max(0, start - 4), start))
    return _Naming(found, Spot(name, False, start, end), form.sure, is_dateline=is_dateline)  # noqa: FBT003


def _settle(namings: Sequence[_Naming], home: AbstractSet[str]) -> None:
    """Give the open ones the place that the rest of the item, or the source's region, points to."""
    stated = {naming.place.code for naming in namings if naming.place}
    anywhere = {code: 0 for naming in namings if naming.place for code in (*naming.place.above, naming.place.code)}
    before: dict[str, int] = {}
    for number, naming in enumerate(namings, 1):
        if naming.place is None:
            meanings = naming.found.form.meanings
            naming.place = (
                _only([place for place, _ in meanings if place.code in stated])
                or _nearest(meanings, before)
                or _nearest(meanings, anywhere)
                or _only(
                    [place for place, trust in meanings if trust is Trust.SURE and not home.isdisjoint(place.above)]
                )
            )
        if naming.place is not None:
            before.update(dict.fromkeys((*naming.place.above, naming.place.code), number))


def _nearest(meanings: Sequence[tuple[Division, Trust]], seen: Mapping[str, int]) -> Division | None:
    """The meaning that lies in the place named last, in its city rather than its province; None where two do."""
    inside = {
        place: max((seen[code], rank) for rank, code in enumerate(place.above) if code in seen)
        for place, trust in meanings
        if trust is not Trust.BEHIND and any(code in seen for code in place.above)
    }
    latest = max(inside.values(), default=None)
    return _only([place for place, when in inside.items() if when == latest])


def _only(places: Sequence[Division]) -> Division | None:
    return places[0] if len(places) == 1 else None


@lru_cache(maxsize=256)
def _home_codes(home: str) -> frozenset[str]:
    """The narrowest places that a region names (广东省深圳市, 深圳); empty for a fictional one."""
    folded = fold(home).text
    found = shipped_gazetteer().find(folded, _MOST_FOUND)
    codes = [form.sure.code for form, _, _ in found if form.sure]
    return frozenset(codes[-1:])
