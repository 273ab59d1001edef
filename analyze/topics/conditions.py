"""Conditions of a rule on the item itself: read what people wrote, and tell whether an item meets it."""

import difflib
import re
from collections.abc import Sequence
from functools import lru_cache

from analyze.text.fold import fold
from analyze.topics.limits import Limit
from analyze.topics.rules import Condition
from analyze.topics.terms import Finds
from analyze.topics.tokens import FaultyRuleError
from caifeng.models import Channel, Item, Place

_TIER = re.compile(r"([1-4])(?:\s*[-~–—至到]\s*([1-4]))?")


def condition(limit: Limit, written: str, position: int) -> Condition:
    """The condition as the rule states it, its value brought to one form; raises FaultyRuleError."""
    value = written.strip()
    if limit is Limit.CHANNEL:
        value = _channel(value, position)
    elif limit is Limit.TIER:
        value = _tier(value, position)
    elif limit in (Limit.AUTHOR, Limit.REGION) and not fold(value).text.strip():
        raise FaultyRuleError(position, f"“{limit.label}:”后面没有可以比较的字", f"写成 {limit.label}:张三 这样")
    return Condition(limit, value, position)


def is_met(asked: Condition, item: Item, finds: Finds, places: Sequence[Place]) -> bool:
    """Whether an item is of the channel, region, tier or author; sensitive classes are none of this module's."""
    match asked.limit:
        case Limit.CHANNEL:
            return item.channel.value == asked.value
        case Limit.TIER:
            first, _, last = asked.value.partition("-")
            return int(first) <= item.tier <= int(last or first)
        case Limit.AUTHOR:
            return bool(item.author) and _folded(asked.value) in fold(item.author).text
        case Limit.REGION:
            return is_of(asked.value, item, finds, places)
    raise ValueError(f"{asked.limit} is no condition on the item")


def is_of(region: str, item: Item, finds: Finds, places: Sequence[Place]) -> bool:
    """Whether an item's source belongs to a region, or the item names the region or a place inside it.

    A place's path (广东省深圳市南山区) holds its province and city, so that 广东 covers 南山区. A region that no
    gazetteer knows counts where its name stands in the item.
    """
    return region in item.region or finds.has(region) or any(region in place.path for place in places)


def _channel(value: str, position: int) -> str:
    names = {channel.name.lower(): channel.value for channel in Channel} | {c.value: c.value for c in Channel}
    if value.lower() in names:
        return names[value.lower()]
    near = difflib.get_close_matches(value, names, n=1, cutoff=0.5)
    mend = f"是不是 {names[near[0]]}？" if near else "可用的有：" + "、".join(Channel)
    raise FaultyRuleError(position, f"没有“{value}”这个渠道", mend)


def _tier(value: str, position: int) -> str:
    tier = _TIER.fullmatch(value)
    if not tier or (tier[2] and tier[2] < tier[1]):
        raise FaultyRuleError(position, f"“{value}”不是层级", "层级写 1 到 4，如 层级:1，或从小到大写一段，如 层级:1-2")
    return f"{tier[1]}-{tier[2]}" if tier[2] and tier[2] != tier[1] else tier[1]


@lru_cache(maxsize=1024)
def _folded(value: str) -> str:
    return fold(value).text
