"""Put counts on scales of 0–100 and make the lines of an index that a reader can add up."""

from collections.abc import Iterable, Sequence
from itertools import islice
from math import floor, log1p

from caifeng.models import Contribution, Engagement, Item

EVIDENCE = 20  # items named under one line at most
_TIERS = {1: 100.0, 2: 75.0, 3: 45.0}  # national, provincial, city; anything else 15
TIER_NAMES = {1: "中央级", 2: "省级", 3: "市级", 4: "个人或其他"}


def tenth(number: float) -> float:
    """Rounded half up to one decimal, as a reader does who adds up a printed sum."""
    return floor(number * 10 + 0.5 + 1e-6) / 10


def contribution(name: str, raw: str, value: float, weight: float, items: Iterable[Item] = ()) -> Contribution:
    """One line of an index that is measured directly: ``value`` 0–100 and points = value × weight, in tenths."""
    value = tenth(min(100.0, max(0.0, value)))
    return Contribution(
        name=name, raw=raw, value=value, weight=weight, points=tenth(value * weight), item_ids=_ids(items)
    )


def summed(name: str, raw: str, parts: Sequence[Contribution], weight: float) -> Contribution:
    """One line of an index that is the sum of others: value = the sum of their points exactly."""
    value = tenth(sum(part.points for part in parts))
    return Contribution(
        name=name, raw=raw, value=value, weight=weight, points=tenth(value * weight), parts=tuple(parts)
    )


def evidenced(line: Contribution, items: Iterable[Item]) -> Contribution:
    """The line with the items that prove it."""
    ids = _ids(items)
    if not ids:
        return line
    return Contribution(
        name=line.name,
        raw=line.raw,
        value=line.value,
        weight=line.weight,
        points=line.points,
        item_ids=ids,
        parts=line.parts,
    )


def _ids(items: Iterable[Item]) -> tuple[str, ...]:
    return tuple([item.id for item in islice(items, EVIDENCE)])


def log_scale(count: float, full: float) -> float:
    """0 for none, 100 for ``full`` or more, logarithmic between: 100 · ln(1 + count) / ln(1 + full)."""
    return min(100.0, 100.0 * log1p(max(0.0, count)) / log1p(full))


def authority(tiers: Iterable[int]) -> float:
    """0–100 by the best of the tiers: national 100, provincial 75, city 45, others 15, none 0."""
    return max((_TIERS.get(tier, 15.0) for tier in tiers), default=0.0)


def best_tier(tiers: Iterable[int]) -> str:
    """The best of the tiers, in words."""
    return TIER_NAMES.get(min(tiers, default=0), TIER_NAMES[4])


def interactions(engagement: Engagement) -> float:
    """What readers did, weighted by effort: 3 reposts + 2 comments + likes + reads / 100; what is not stated is 0."""
    stated = (engagement.reposts, 3.0), (engagement.comments, 2.0), (engagement.likes, 1.0), (engagement.reads, 0.01)
    return sum((count or 0) * weight for count, weight in stated)
