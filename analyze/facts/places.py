"""Find the provinces, cities and counties that an item names; what stays ambiguous is left out, never guessed.

A county of a common name (鼓楼区, 朝阳区) is the one that lies in a place named nearest before it, else anywhere in the
item, else in the source's own region. A short form (深圳, 义乌) counts where it stands as a word of its own and is no
part of an institution's, a road's or a paper's name; one that is also a common word (朝阳, 东方, 开封) only directly
behind the place above it (辽宁朝阳), or where the full name stands too.
"""

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

from analyze.facts.gazetteer import Division, Found, Trust, shipped_gazetteer
from analyze.text.fold import fold
from analyze.topics.terms import Shadow, Spot
from caifeng.models import Place

_READ = 20_000  # characters of a text that are looked at
_MOST_FOUND = 400  # forms of one field that are weighed: a list of all counties says nothing
_MOST_HITS = 20
_CAPITAL = "110000"  # in a dateline: where the agency's desk sits, not what the piece is about
_OUTSIDE = ("71", "81", "82")  # Taiwan, Hong Kong, Macao: their districts share names with those of the mainland
# A full name that goes on like this is another word: 深圳市场, 和平区域, 长安区别.
_NO_RANK = frozenset("场值盈占价面况域别间块分隔")
# A short form before these is part of another name.
_PART = re.compile(
    "[^的一某多家在是发与和将、。,:;《》“”()0-9\\s]{0,8}?(?:大学(?!生)|学院|银行|证券|公司|有限|研究[所院]|交易所|分社)|"
    "(?:中|南|北|东|西)?[路街道]|大[道街桥厦]|[日晚晨早时周]报|青年报|都市报|商报|法制报|卫视|电视台|广播|发布|新闻网|证交所|网[讯消]|"
    "茅台|烤鸭|小面|火锅|拉面|米粉|热干面|菜|话|茶|玉|瓜|湾|电气|汽车|时代|医药|钢铁|机床|集团|股份|控股|国安|申花|海港|泰山|"
    "建工|老窖|焦化|实业|织造|[^的在、，。]{0,3}出版社|局消息|[乡镇村]|社区|航空(?!港|航天|城)|燃气|黄金(?!周|海|市场|价)|恒大|牛肉|[一-鿿]{2,3}(?:公告|\\(\\d{6})|时间|寺|虎|雪|装|舰"
)
_TORN = ("新增", "以上", "以下")  # 新增|城区 is no 增城区
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
    namings = [*_namings(shadow.title.text, "title", title), *_namings(shadow.text.text, "text", text)]
    if any(naming.place is None for naming in namings):
        _settle(namings, _home_codes(home))
    named: dict[str, tuple[Division, list[_Naming]]] = {}
    for naming in namings:
        if naming.place is not None and not (naming.is_dateline and naming.place.code == _CAPITAL):
            named.setdefault(naming.place.code, (naming.place, []))[1].append(naming)
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
    texts = {"title": shadow.title.text, "text": shadow.text.text}
    spots = (naming.spot for naming in namings[:_MOST_HITS])
    hits = tuple(shadow.hit(texts[spot.field][spot.start : spot.end], spot) for spot in spots)
    return Place(code=place.code, name=place.name, path=place.path, level=place.level, hits=hits)


def _namings(folded: str, name: str, words: Sequence[str]) -> list[_Naming]:
    """Every form that stands as a name; one behind the place above it takes that one in."""
    namings: list[_Naming] = []
    wholes: frozenset[str] | None = None
    reached = -1  # end of the last naming
    for match in shipped_gazetteer().find(folded[:_READ], _MOST_FOUND):
        form, start, end = match
        if start != reached and form.trust is Trust.BEHIND:
            continue
        found = _whole(match, folded) if form.is_full else match
        if found is None or (not found.form.is_full and _PART.match(folded, found.end)):
            continue
        above = namings[-1].place if start == reached else None
        if above is not None and (within := _within(found, above)) is not None:
            chain = Spot(name, False, namings[-1].spot.start, found.end)  # noqa: FBT003
            namings[-1] = _Naming(found, chain, within, is_chained=True)
            reached = found.end
        elif above is not None and form.is_full and above.code.startswith(_OUTSIDE):
            reached = end
        else:
            wholes = wholes if wholes is not None else frozenset(words[:_READ])
            if form.is_full or form.text in wholes:
                namings.append(_naming(found, name, folded))
                reached = found.end
    return namings


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
    before = folded[max(0, found.start - 4) : found.start]
    return _Naming(
        found,
        Spot(name, False, found.start, found.end),  # noqa: FBT003
        found.form.sure,
        is_dateline=bool(_DATELINE.match(folded, found.end) and _BEFORE_DATELINE.search(before)),
    )


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


def _sure(meanings: Sequence[tuple[Division, Trust]]) -> list[Division]:
    return [place for place, trust in meanings if trust is Trust.SURE]


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
