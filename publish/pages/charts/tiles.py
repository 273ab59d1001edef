"""Provinces: one tile each where it lies, with its count and a shade; what has no province stands apart."""

from collections.abc import Sequence
from dataclasses import dataclass

from caifeng.models import Share
from publish.briefing.phrases import short

# In the order of the grid's cells, row by row; charts.css says in which cell each stands.
PROVINCES = (
    "黑龙江", "新疆", "内蒙古", "北京", "吉林", "甘肃", "宁夏", "山西", "河北", "天津", "辽宁", "西藏", "青海", "四川",
    "陕西", "河南", "山东", "江苏", "重庆", "湖北", "安徽", "浙江", "上海", "云南", "贵州", "湖南", "江西", "福建",
    "台湾", "广西", "广东", "香港", "海南", "澳门",
)  # fmt: skip
_UNKNOWN = "未知"
LEVELS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A province and how many items; ``level`` is its shade, 0 (none) to 4."""

    name: str
    count: int
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TileGrid:
    """Every province in the order of the cells, other places by count, and how many items name none."""

    title: str  # the finding, in words
    tiles: tuple[Tile, ...]
    others: tuple[tuple[str, int], ...]
    unknown: int


def provinces(regions: Sequence[Share]) -> TileGrid | None:
    """The regions of a day as tiles. None where no province is among them."""
    counts = dict.fromkeys(PROVINCES, 0)
    others: dict[str, int] = {}
    unknown = 0
    for share in regions:
        name = next((province for province in PROVINCES if share.label.startswith(province)), "")
        if name:
            counts[name] += share.count
        elif share.label == _UNKNOWN:
            unknown += share.count
        elif share.count:
            others[share.label] = others.get(share.label, 0) + share.count
    top = max(counts.values())
    if not top:
        return None
    return TileGrid(
        title=_finding(counts, unknown),
        tiles=tuple(Tile(name=name, count=count, level=level(count, top)) for name, count in counts.items()),
        others=tuple(sorted(others.items(), key=lambda pair: (-pair[1], pair[0]))),
        unknown=unknown,
    )


def level(count: int, top: int) -> int:
    """The shade of a count beside the highest: 0 of none, then four equal steps."""
    return 0 if count <= 0 or top <= 0 else min(LEVELS, -(-LEVELS * count // top))


def _finding(counts: dict[str, int], unknown: int) -> str:
    most = max(counts, key=lambda name: counts[name])
    named = sum(counts.values())
    return f"{short(most)}最多，{counts[most]} 条；{sum(map(bool, counts.values()))} 个省级地区共 {named} 条" + (
        f"，另有 {unknown} 条地域未知" if unknown else ""
    )
