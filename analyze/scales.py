"""Put counts on scales of 0–100 and make the lines of an index that a reader can add up."""

from collections.abc import Iterable
from math import log1p, sqrt

from caifeng.models import Contribution, Engagement, Item

EVIDENCE = 20  # items named under one line at most
_Z = 1.959964  # 95 %
_TIERS = {1: 100.0, 2: 75.0, 3: 45.0}  # national, provincial, city; anything else 15
TIER_NAMES = {1: "中央级", 2: "省级", 3: "市级", 4: "个人或其他"}


def contribution(name: str, raw: str, value: float, weight: float, items: Iterable[Item] = ()) -> Contribution:
    """One line of an index; ``value`` 0–100 is rounded to one decimal first, so points = value × weight exactly."""
    value = round(min(100.0, max(0.0, value)), 1)
    ids = tuple(item.id for item in items)[:EVIDENCE]
    return Contribution(name=name, raw=raw, value=value, weight=weight, points=round(value * weight, 4), item_ids=ids)


def log_scale(count: float, full: float) -> float:
    """0 for none, 100 for ``full`` or more, logarithmic between: 100 · ln(1 + count) / ln(1 + full)."""
    return min(100.0, 100.0 * log1p(max(0.0, count)) / log1p(full))


def wilson(count: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share, 0–1 (Wilson 1927); (0, 1) of nothing."""
    if total == 0:
        return 0.0, 1.0
    share, square = count / total, _Z * _Z
    centre = (share + square / (2 * total)) / (1 + square / total)
    half = _Z / (1 + square / total) * sqrt(share * (1 - share) / total + square / (4 * total * total))
    return max(0.0, centre - half), min(1.0, centre + half)


def authority(items: Iterable[Item]) -> float:
    """0–100 by the best tier among the items: national 100, provincial 75, city 45, others 15, none 0."""
    return max((_TIERS.get(item.tier, 15.0) for item in items), default=0.0)


def best_tier(items: Iterable[Item]) -> str:
    """The best tier among the items, in words."""
    tiers = [item.tier for item in items]
    return TIER_NAMES.get(min(tiers), TIER_NAMES[4]) if tiers else "无"


def interactions(engagement: Engagement) -> float:
    """What readers did, weighted by effort: 3 reposts + 2 comments + likes + reads / 100; what is not stated is 0."""
    stated = (engagement.reposts, 3.0), (engagement.comments, 2.0), (engagement.likes, 1.0), (engagement.reads, 0.01)
    return sum((count or 0) * weight for count, weight in stated)
