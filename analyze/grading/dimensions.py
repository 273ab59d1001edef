"""The four dimensions of a grade, each the sum of its lines."""

from collections import Counter
from functools import lru_cache
from math import log2

from analyze.dossier import DAY, Dossier, is_head_media
from analyze.grading.heat import board_part, engagement_part, volume_part
from analyze.grading.lines import negative_line, reprints_line
from analyze.grading.material import Material, is_complaint, opinions
from analyze.grading.voices import counted
from analyze.scales import authority, best_tier, contribution, evidenced, log_scale, summed
from caifeng.models import (
    Account,
    Burst,
    Contribution,
    Course,
    Item,
    Reading,
    Sensitivity,
    Shift,
    ShiftKind,
    Stage,
)

DIMENSIONS = {"媒体传播": 0.30, "舆论强度": 0.30, "民意态度": 0.25, "舆情演变": 0.15}
SPREAD = {"渠道": 0.20, "信源": 0.25, "最高层级": 0.30, "转载": 0.15, "分散": 0.10}
STRENGTH = {"声量": 0.60, "互动": 0.25, "热榜": 0.15}
ATTITUDE = {"负面": 0.80, "投诉": 0.10, "伤害与敏感": 0.10}
EVOLUTION = {"增减": 0.70, "突增": 0.10, "媒体升级": 0.10, "再起与转折": 0.10}
_SOURCES, _COMPLAINTS, _GRAVE = 30.0, 10.0, 20.0  # counts that are full scale
_BURST = {Sensitivity.LOW: 40.0, Sensitivity.MIDDLE: 70.0, Sensitivity.HIGH: 100.0}
_TURNING = frozenset({ShiftKind.NEW_ANGLE, ShiftKind.REVERSAL})
_KEPT = 4096


def media_spread(dossier: Dossier, material: Material) -> Contribution:
    """媒体传播 of the last 48 hours: channels, sources, best tier, reprints, and how many hands it is in."""
    items, copies = material.two_every, material.two_copies
    first: dict[str, Item] = {}
    for item in items:
        first.setdefault(item.source, item)
    concentration = _concentration(items, len(first))
    tiers = tuple(sorted(Counter(item.tier for item in first.values()).items()))
    numbers = len({item.channel for item in items}), len(first), tiers
    part = _spread(numbers, (len(copies), counted(copies), dossier.baseline), concentration)
    return evidenced(part, sorted(first.values(), key=lambda i: (i.tier, i.published_at, i.id)))


def strength(dossier: Dossier, material: Material) -> Contribution:
    """舆论强度 of the last 24 hours: volume, interaction, boards."""
    parts = (
        volume_part(dossier, material, STRENGTH["声量"]),
        engagement_part(dossier, material, STRENGTH["互动"]),
        board_part(dossier, material, STRENGTH["热榜"]),
    )
    return evidenced(_dimension("舆论强度", parts), material.day)


def attitude(dossier: Dossier, material: Material) -> Contribution:
    """民意态度 of the last 48 hours: negatives, complaints, and what is said of harm."""
    items = material.two
    judged, negative = opinions(dossier, items)
    complaints = [item for item in items if is_complaint(dossier, item)]
    heaviest = max((kind.weight for kind in dossier.desk.sensitive), default=1.0)
    weights = [(_gravity(dossier.readings.get(item.id), heaviest), item) for item in items]
    grave = [(weight, item) for weight, item in weights if weight]
    part = _attitude(
        (counted(judged), counted(negative)),
        (len(complaints), counted(complaints)),
        (len(grave), round(sum(weight for weight, _ in grave), 1)),
    )
    return evidenced(part, dict.fromkeys([*negative, *complaints, *(item for _, item in grave)]))


def evolution(dossier: Dossier, material: Material, course: Course, account: Account) -> Contribution:
    """舆情演变: growth over the day before, bursts, media that are new, and what came back or turned."""
    heads = [item for item in dossier.every if is_head_media(item)]
    known = min((item.tier for item in heads if dossier.now - item.published_at >= DAY), default=3)
    fresh = [item for item in dossier.since(tuple(heads), DAY) if item.tier < known]
    # After hours in which nothing was collected a burst may be a backlog.
    bursts = [burst for burst in course.bursts if not burst.is_after_gap and dossier.now - burst.at < DAY]
    turns = [turn for turn in account.shifts if turn.kind in _TURNING and dossier.now - turn.at < DAY]
    part = _evolution(
        (counted(material.day), counted(material.before)),
        max(bursts, key=lambda burst: (burst.z, burst.at), default=None),
        best_tier(item.tier for item in fresh) if fresh else "",
        (course.stage is Stage.AGAIN, turns[-1] if turns else None),
    )
    return evidenced(part, dict.fromkeys([*fresh, *material.day]))


def _dimension(name: str, parts: tuple[Contribution, ...]) -> Contribution:
    raw = "；".join([f"{part.name}：{part.raw}" for part in parts])
    return summed(name, raw, parts, DIMENSIONS[name])


def _concentration(items: tuple[Item, ...], sources: int) -> float:
    """The Herfindahl index of items by source (0–1), 1 for a single one."""
    if sources <= 1:
        return 1.0
    counts = Counter(item.source for item in items)
    return round(sum((count / len(items)) ** 2 for count in counts.values()), 2)


@lru_cache(maxsize=_KEPT)
def _spread(
    numbers: tuple[int, int, tuple[tuple[int, int], ...]], copies: tuple[int, float, float], concentration: float
) -> Contribution:
    channels, sources, tiers = numbers
    ranks = [tier for tier, _ in tiers]
    named = "、".join(f"{best_tier([tier])} {count} 家" for tier, count in tiers) or "无"
    number, count, baseline = copies
    return _dimension(
        "媒体传播",
        (
            contribution("渠道", f"近48小时 {channels} 个渠道", 20.0 * (channels - 1), SPREAD["渠道"]),
            contribution("信源", f"{sources} 个信源", log_scale(sources, _SOURCES), SPREAD["信源"]),
            contribution("最高层级", named, authority(ranks), SPREAD["最高层级"]),
            reprints_line(number, count, baseline, "近48小时", SPREAD["转载"]),
            contribution("分散", f"信源集中度 {concentration:.2f}", 100 * (1 - concentration), SPREAD["分散"]),
        ),
    )


@lru_cache(maxsize=_KEPT)
def _attitude(
    opinions: tuple[float, float], complaints: tuple[int, float], grave: tuple[int, float]
) -> Contribution:  # fmt: skip
    number, count = complaints
    items, weight = grave
    return _dimension(
        "民意态度",
        (
            negative_line("负面", *opinions, "近48小时", ATTITUDE["负面"]),
            contribution("投诉", f"投诉 {number} 条", log_scale(count, _COMPLAINTS), ATTITUDE["投诉"]),
            contribution(
                "伤害与敏感",
                f"写到伤亡或敏感词 {items} 条，合计分量 {weight:g}",
                log_scale(weight, _GRAVE),
                ATTITUDE["伤害与敏感"],
            ),
        ),
    )


@lru_cache(maxsize=_KEPT)
def _evolution(
    counts: tuple[float, float], burst: Burst | None, fresh: str, returned: tuple[bool, Shift | None]
) -> Contribution:
    today, before = counts
    growth = (40 + 30 * log2((today + 1) / (before + 1))) * min(1.0, today / 5)
    again, turn = returned
    said = "平息后再起" if again else ""
    said += ("；" if said and turn else "") + (f"{turn.kind}：{turn.text}" if turn else "")
    return _dimension(
        "舆情演变",
        (
            contribution("增减", f"近24小时计 {today:g} 条，前一日计 {before:g} 条", growth, EVOLUTION["增减"]),
            contribution(
                "突增",
                f"{burst.span}{burst.sensitivity}（z = {burst.z:.1f}，{burst.count} 条，平常 {burst.usual:g} 条）"
                if burst
                else "无",
                _BURST[burst.sensitivity] if burst else 0.0,
                EVOLUTION["突增"],
            ),
            contribution(
                "媒体升级", f"新进入{fresh}媒体" if fresh else "无", 100.0 * bool(fresh), EVOLUTION["媒体升级"]
            ),
            contribution("再起与转折", said or "无", 100.0 if again else 60.0 * bool(turn), EVOLUTION["再起与转折"]),
        ),
    )


def _gravity(reading: Reading | None, heaviest: float) -> float:
    """0–1: 1 where the item states casualties, else its heaviest sensitive class against the desk's heaviest."""
    if reading is None or not (reading.harm or reading.sensitive):
        return 0.0
    if any(hit.term == "伤亡" for hit in reading.harm):
        return 1.0
    return max((found.weight for found in reading.sensitive), default=0.0) / heaviest
