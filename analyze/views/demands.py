"""诉求 What the public asks for, counted over the items that ask for anything."""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from analyze.dossier import Dossier
from analyze.scales import interactions
from analyze.views.parties import party_of
from analyze.views.quoting import quoted
from analyze.views.sentences import clause_cut
from caifeng.models import Demand, Item, Party, PieceKind, Quote

_MOST = 5
_NAMED = 50  # items named under one demand
_QUOTE = 80  # characters
_READ = 600  # characters of a post
_KINDS = tuple(
    (name, re.compile(words))
    for name, words in (
        ("退款退货", "退款|退货|退钱|退费|退还|退一赔|退票|退差价"),
        ("赔偿", "赔偿|赔付|赔钱|赔|补偿|补差|假一赔"),
        ("更换", "更换|换货|换新|换机|换整机|换一[台个件]|换个新|给换|换掉"),
        ("维修检测", "维修|修好|检测(?!报告)|检修|上门|来修|给修|修理|返修"),
        ("道歉", "道歉|致歉"),
        ("召回停售", "召回|停售|下架|停产|停用|叫停"),
        ("说明答复", "说法|解释|交代|交待|答复|回复|说明|公布|公开|通报|回应|真相"),
        ("查处追责", "追责|问责|严惩|严查|彻查|查处|追究|立案|处罚|惩处|调查"),
        ("处理", "处理|解决|整改|发货|送货|重视|管管|监管|介入"),
    )
)
_ASKED = re.compile(
    r"(?:要求|希望|恳请|请求|敬请|请(?!问|假|客|教)|诉求|必须|赶紧|尽快|立即|立刻|呼吁|强烈要求|应该(?!会|是|有|就|说|可以)|应当|能不能|可不可以|麻烦|我要|还我|给我|给个|讨个?|求(?!助|证))"
    r"[^，。！？!?；;\n]{0,24}"
)
_REFUSED = re.compile("(?:拒绝|拒不|不给|不肯|不予|不让|客服[^，。]{0,4}(?:让|要求|说|请)|被|须|不)$")
_OTHER = "其他"


class _Asked(NamedTuple):
    item: Item
    kinds: tuple[str, ...]
    written: str


def find_demands(dossier: Dossier, items: Sequence[Item]) -> tuple[Demand, ...]:
    """Kinds of demands, the most named first; one item may name several, ``total`` counts the items that ask.

    ``items`` are those read, by time; only the public's count.
    """
    asked = [found for item in items if party_of(item) is Party.PUBLIC and (found := _asked(dossier, item))]
    by_kind: dict[str, list[_Asked]] = defaultdict(list)
    for found in asked:
        for kind in found.kinds:
            by_kind[kind].append(found)
    order = [name for name, _ in _KINDS] + [_OTHER]
    ranked = sorted(by_kind, key=lambda kind: (kind == _OTHER, -len(by_kind[kind]), order.index(kind)))
    return tuple(_demand(kind, by_kind[kind], len(asked)) for kind in ranked[:_MOST])


def _asked(dossier: Dossier, item: Item) -> _Asked | None:
    """What an item asks for: by its reading where it is a complaint, else by its own words."""
    reading = dossier.readings.get(item.id)
    complaint = reading.piece.complaint if reading and reading.piece else None
    if complaint is not None and complaint.demand is not None:
        written = complaint.demand.written
        return _Asked(item, _kinds_of(written) or (_OTHER,), written)
    if reading and reading.piece and reading.piece.kind in (PieceKind.MARKETING, PieceKind.SPAM, PieceKind.NEWS):
        return None
    text = f"{item.title}\n{item.text[:_READ]}"
    for match in _ASKED.finditer(text):
        kinds = _kinds_of(match[0])
        if kinds and not _REFUSED.search(text[max(0, match.start() - 8) : match.start()]):
            return _Asked(item, kinds, match[0])
    return None


def _kinds_of(written: str) -> tuple[str, ...]:
    return tuple(name for name, pattern in _KINDS if pattern.search(written))


def _demand(kind: str, asked: Sequence[_Asked], total: int) -> Demand:
    """The quote is of the item that others answered most, the earliest of equals."""
    best = max(asked, key=lambda found: (interactions(found.item.engagement), -found.item.published_at.timestamp()))
    return Demand(
        name=kind,
        count=len(asked),
        total=total,
        quote=Quote(item_id=best.item.id, source=best.item.source, text=quoted(_sentence(best))),
        item_ids=tuple(found.item.id for found in asked)[:_NAMED],
    )


def _sentence(asked: _Asked) -> str:
    """The sentence around the demand as written, cut to what fits; the demand alone where that is too long."""
    text = f"{asked.item.title}\n{asked.item.text}"
    at = text.find(asked.written)
    if at < 0:
        return asked.written[:_QUOTE]
    end = at + len(asked.written)
    start = max(text.rfind(mark, 0, at) for mark in "。！？!?\n") + 1
    stops = [stop for mark in "。！？!?\n" if (stop := text.find(mark, end - 1, end + _QUOTE)) >= 0]
    whole = text[start : min(stops, default=end - 1) + 1].strip()
    if len(whole) <= _QUOTE:
        return whole
    clause = max(text.rfind(mark, 0, at) for mark in "。！？!?\n，,；; ") + 1
    return clause_cut(text[clause : clause + 2 * _QUOTE], _QUOTE) or asked.written[:_QUOTE]
