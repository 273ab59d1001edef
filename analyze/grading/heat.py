"""热度: how much a story is talked about in the 24 hours before now, 0–100, as a sum that a reader can check.

    热度 = 0.25 声量 + 0.15 转载 + 0.10 渠道 + 0.15 信源层级 + 0.15 互动 + 0.10 热榜 + 0.10 负面        (heat-2)

    声量      ln(1+n) / ln(1+2B)   n distinct items, B the desk's usual day (median of ≤ 28 days, at least 20)
    转载      ln(1+r) / ln(1+B)    r reprints: once for volume, as reprints here
    渠道      (k−1) / 5            k channels
    信源层级  national 1, provincial 0.75, city 0.45, others 0.15 (the best among the items)
    互动      ln(1+e) / ln(1+F)    e = 3 reposts + 2 comments + likes + reads/100; F twenty usual days' interactions
                                   (10,000–10,000,000; 100,000 while fewer than four days are known)
    热榜      0.7 · (51−rank)/50 + 0.3 · hours/6, each at most 1
    负面      lower end of the 95 % Wilson interval of the negative share among the distinct items with a known tone

n and r are counted by voice (:mod:`analyze.grading.voices`). Each part × 100 is its value; every number is rounded to
a tenth before it is added, so that the printed lines add up. The weights are ours.
"""

from analyze.dossier import Dossier
from analyze.grading.lines import board_line, engagement_line, negative_line, reprints_line, volume_line
from analyze.grading.material import Material, acting, material_of, opinions
from analyze.grading.voices import counted
from analyze.scales import authority, best_tier, contribution, evidenced, tenth
from caifeng.models import Channel, Contribution, Heat, Item

HEAT_VERSION = "heat-2"
WEIGHTS = {"声量": 0.25, "转载": 0.15, "渠道": 0.10, "信源层级": 0.15, "互动": 0.15, "热榜": 0.10, "负面": 0.10}


def measure_heat(dossier: Dossier) -> Heat:
    """The story's heat over the 24 hours before ``dossier.now``; 0 where nothing was published in them."""
    material = material_of(dossier)
    copies = material.day_copies
    judged, negative = opinions(dossier, material.day)
    parts = (
        volume_part(dossier, material, WEIGHTS["声量"]),
        evidenced(
            reprints_line(len(copies), counted(copies), dossier.baseline, "近24小时", WEIGHTS["转载"]), copies
        ),
        _channels(material.day_every),
        _tiers(material.day_every),
        engagement_part(dossier, material, WEIGHTS["互动"]),
        board_part(dossier, material, WEIGHTS["热榜"]),
        evidenced(
            negative_line("负面", counted(judged), counted(negative), "近24小时", WEIGHTS["负面"]), negative
        ),
    )  # fmt: skip
    return Heat(value=tenth(sum(part.points for part in parts)), parts=parts, version=HEAT_VERSION)


def volume_part(dossier: Dossier, material: Material, weight: float) -> Contribution:
    """声量 of the last 24 hours against twice the desk's usual day."""
    items = material.day
    line = volume_line(len(items), counted(items), dossier.baseline, dossier.history, weight)
    return evidenced(line, items)


def engagement_part(dossier: Dossier, material: Material, weight: float) -> Contribution:
    """互动 of the items of the last 24 hours, as far as sources state it."""
    items, total = acting(material.day_every)
    return evidenced(engagement_line(len(items), tenth(total), dossier.interactions, weight), items)


def board_part(dossier: Dossier, material: Material, weight: float) -> Contribution:
    """热榜: the best rank and the time on boards within the last 24 hours."""
    seen = material.sightings
    if not seen:
        return board_line(0, 0, 0.0, weight)
    hours = tenth((seen[-1].seen_at - seen[0].seen_at).total_seconds() / 3600)
    line = board_line(len(seen), min(sighting.rank for sighting in seen), hours, weight)
    on_board = {sighting.item_id for sighting in seen}
    return evidenced(line, (item for item in dossier.every if item.id in on_board))


def _channels(items: tuple[Item, ...]) -> Contribution:
    if not items:
        return contribution("渠道", "近24小时无新条目", 0.0, WEIGHTS["渠道"])
    first: dict[Channel, Item] = {}
    for item in items:
        first.setdefault(item.channel, item)
    raw = f"{len(first)} 个渠道：{'、'.join(first)}"
    return contribution("渠道", raw, 20 * (len(first) - 1), WEIGHTS["渠道"], first.values())


def _tiers(items: tuple[Item, ...]) -> Contribution:
    if not items:
        return contribution("信源层级", "近24小时无新条目", 0.0, WEIGHTS["信源层级"])
    best = min(item.tier for item in items)
    raw = f"最高为{best_tier([best])}信源"
    found = (item for item in items if item.tier == best)
    return contribution("信源层级", raw, authority([best]), WEIGHTS["信源层级"], found)
