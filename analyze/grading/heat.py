"""热度: how much a story is talked about in the 24 hours before now, 0–100, as a sum that a reader can check.

    热度 = 0.25 声量 + 0.15 转载 + 0.10 渠道 + 0.15 信源层级 + 0.15 互动 + 0.10 热榜 + 0.10 负面        (heat-1)

    声量      ln(1+n) / ln(1+2B)   n distinct items, B the desk's usual day (median of ≤ 28 days, at least 20)
    转载      ln(1+r) / ln(1+B)    r reprints: once for volume, as reprints here
    渠道      (k−1) / 5            k channels
    信源层级  national 1, provincial 0.75, city 0.45, others 0.15 (the best among the items)
    互动      log10(1+e) / 5       e = 3 reposts + 2 comments + likes + reads/100
    热榜      0.7 · (51−rank)/50 + 0.3 · hours/6, each at most 1
    负面      lower end of the 95 % Wilson interval of the negative share among the distinct items with a known tone

Each part × 100 is its value. The weights are ours.
"""

from math import log10

from analyze.dossier import DAY, Dossier
from analyze.scales import authority, best_tier, contribution, interactions, log_scale, wilson
from caifeng.models import Contribution, Heat, Item, Sighting

HEAT_VERSION = "heat-1"


def measure_heat(dossier: Dossier) -> Heat:
    """The story's heat over the 24 hours before ``dossier.now``; 0 where nothing was published in them."""
    parts = (
        volume_part(dossier, 0.25),
        _reprints(dossier),
        _channels(dossier),
        _tiers(dossier),
        engagement_part(dossier, 0.15),
        board_part(dossier, 0.10),
        _negative(dossier),
    )
    return Heat(value=round(sum(part.points for part in parts), 4), parts=parts, version=HEAT_VERSION)


def volume_part(dossier: Dossier, weight: float) -> Contribution:
    """声量 of the last 24 hours against twice the desk's usual day."""
    items = dossier.since(dossier.items, DAY)
    raw = f"近24小时 {len(items)} 条（转载不重复计），本台平日 {dossier.baseline:.0f} 条"
    return contribution("声量", raw, log_scale(len(items), 2 * dossier.baseline), weight, items)


def engagement_part(dossier: Dossier, weight: float) -> Contribution:
    """互动 of the items of the last 24 hours, as far as sources state it."""
    items = sorted(_recent(dossier), key=lambda item: (-interactions(item.engagement), item.id))
    acting = [item for item in items if interactions(item.engagement) > 0]
    total = sum(interactions(item.engagement) for item in acting)
    raw = f"{len(acting)} 条有互动数，加权 {total:.0f}（转×3 评×2 赞×1 阅÷100）"
    return contribution("互动", raw, 20 * log10(1 + total), weight, acting)


def board_part(dossier: Dossier, weight: float) -> Contribution:
    """热榜: the best rank and the time on boards within the last 24 hours."""
    seen = board_sightings(dossier)
    if not seen:
        return contribution("热榜", "未见于热榜", 0.0, weight)
    best = min(sighting.rank for sighting in seen)
    hours = (seen[-1].seen_at - seen[0].seen_at).total_seconds() / 3600
    raw = f"最高第 {best} 位，看到 {len(seen)} 次，前后 {hours:.0f} 小时"
    value = 70 * max(0, 51 - best) / 50 + 30 * min(1.0, hours / 6)
    on_board = {sighting.item_id for sighting in seen}
    return contribution("热榜", raw, value, weight, [item for item in dossier.every if item.id in on_board])


def board_sightings(dossier: Dossier) -> tuple[Sighting, ...]:
    """The story's sightings on boards within the last 24 hours, by time."""
    return tuple(sighting for sighting in dossier.sightings if dossier.now - sighting.seen_at < DAY)


def _recent(dossier: Dossier) -> tuple[Item, ...]:
    return dossier.since(dossier.every, DAY)


def _reprints(dossier: Dossier) -> Contribution:
    copies = dossier.since(dossier.copies, DAY)
    return contribution(
        "转载", f"近24小时转载 {len(copies)} 次", log_scale(len(copies), dossier.baseline), 0.15, copies
    )


def _channels(dossier: Dossier) -> Contribution:
    first: dict[str, Item] = {}
    for item in _recent(dossier):
        first.setdefault(item.channel, item)
    raw = f"{len(first)} 个渠道：{'、'.join(first)}" if first else "近24小时无新条目"
    return contribution("渠道", raw, 20 * (len(first) - 1), 0.10, first.values())


def _tiers(dossier: Dossier) -> Contribution:
    items = sorted(_recent(dossier), key=lambda item: item.tier)  # stable: earliest of the best tier first
    raw = f"最高为{best_tier(items)}信源" if items else "近24小时无新条目"
    return contribution("信源层级", raw, authority(items), 0.15, [i for i in items if i.tier == items[0].tier])


def _negative(dossier: Dossier) -> Contribution:
    judged = dossier.judged(dossier.since(dossier.items, DAY))
    negative = dossier.negative(judged)
    value = 100 * wilson(len(negative), len(judged))[0] if negative else 0.0
    return contribution("负面", f"有倾向判读的 {len(judged)} 条中负面 {len(negative)} 条", value, 0.10, negative)
