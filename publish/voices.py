"""诉求与后果: what the items of a story ask for, and what victims and damage they state."""

import re
from collections import Counter
from collections.abc import Iterable

from caifeng.models import Item, PieceKind, Reading, Statement
from publish.day import Day
from publish.evidence import excerpt
from publish.phrases import joined

_DEMANDS = (
    ("退款退货", "退款|退货|退钱|退费|退还|退一赔"),
    ("赔偿", "赔偿|赔付|赔钱|赔|补偿|补差"),
    ("更换", "更换|换货|换新|换一台|换"),
    ("维修检测", "维修|修好|检测|上门|修"),
    ("道歉", "道歉|致歉"),
    ("说明答复", "说法|解释|交代|答复|回复|说明|公布|公开|调查"),
    ("处理", "处理|解决|整改|追究|发货|送货"),
)
_PATTERNS = tuple((name, re.compile(words)) for name, words in _DEMANDS)
_QUOTED = 3  # statements of victims and damage


def voices(day: Day, members: tuple[Item, ...]) -> Iterable[Statement]:
    """What people demand (seed S1: the core demand behind an event), and what harm is stated; each with its items."""
    yield from _demands(day, members)
    yield from _harm(day, members)


def _demands(day: Day, members: tuple[Item, ...]) -> Iterable[Statement]:
    plaints = [item for item in members if _kind(day, item) is PieceKind.COMPLAINT]
    asked = {item.id: wanted for item in plaints if (wanted := _wanted(day.readings[item.id]))}
    if not asked:
        return
    counts = Counter(wanted for found in asked.values() for wanted in found)
    named = joined([f"{name} {count} 条" for name, count in counts.most_common(4)])
    text = f"投诉 {len(plaints)} 条，写明诉求的 {len(asked)} 条：{named}（一条可有几项）。"
    yield Statement(text=text, item_ids=tuple(asked))


def _wanted(reading: Reading) -> tuple[str, ...]:
    complaint = reading.piece.complaint if reading.piece else None
    if complaint is None or complaint.demand is None:
        return ()
    written = complaint.demand.written
    return tuple(name for name, pattern in _PATTERNS if pattern.search(written)) or ("其他",)


def _kind(day: Day, item: Item) -> PieceKind | None:
    piece = day.readings[item.id].piece
    return piece.kind if piece else None


def _harm(day: Day, members: tuple[Item, ...]) -> Iterable[Statement]:
    """The latest statements that differ, each with whoever made it; nothing is added up or taken for a fact."""
    said: dict[str, Item] = {}
    for item in sorted(members, key=lambda item: (item.tier, -item.published_at.timestamp(), item.id)):
        for hit in day.readings[item.id].harm[:1]:
            said.setdefault(excerpt(hit.written, 30), item)
    for words, item in list(said.items())[:_QUOTED]:
        yield Statement(text=f"{item.source}称“{words}”（引述，未核实）。", item_ids=(item.id,))
