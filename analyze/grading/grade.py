"""评级: four sub-indices 0–100, named after DB4401/T 12-2023; the weights and cut-offs are ours.

    总分 = 0.30 传播 + 0.30 强度 + 0.25 态度 + 0.15 演变                                            (grade-1)

    传播  last 48 h: 0.2 channels (k−1)/5 + 0.25 sources ln(1+s)/ln 31 + 0.3 best tier + 0.15 reprints
          ln(1+r)/ln(1+B) + 0.1 (1 − HHI of items by source)
    强度  last 24 h: 0.6 volume + 0.25 interaction + 0.15 boards, as in heat
    态度  last 48 h: lower end of the 95 % Wilson interval of the negative share
    演变  40 + 30·log2((n0+1)/(n1+1)) for the last two spans of 24 h, × min(1, n0/5),
          + 15 where a national or provincial medium is new, + 20 where the story came back

Gates are not weights: casualties, minors and other gate words, or negative reports by national media, lift the level
to a floor. A gate word counts where it stands in the title or within 60 characters of a term that made the topic. A
mostly positive story stays 蓝; an official refutation keeps the level from rising. A level is left downwards only when
the score is 5 points below its cut-off, so that it does not flap.
"""

from collections import Counter, defaultdict
from datetime import timedelta
from math import log2

from analyze.course.stage import stage_of
from analyze.dossier import DAY, Dossier, is_head_media
from analyze.grading.heat import board_part, engagement_part, volume_part
from analyze.grading.hint import confirmations, refutations
from analyze.grading.lean import is_mostly_positive
from analyze.scales import authority, best_tier, contribution, log_scale, wilson
from caifeng.models import Contribution, Gate, Grade, Hit, Item, Level, Reading, Stage

GRADE_VERSION = "grade-1"
CUTOFFS = {Level.YELLOW: 38.0, Level.ORANGE: 64.0, Level.RED: 90.0}
HYSTERESIS = 5.0
_SPREAD_SPAN = timedelta(hours=48)
_GATE_NEAR = 60  # characters
_GATE_SPAN = timedelta(hours=72)  # a gate opens for three days after the last item that stands behind it


def grade_story(dossier: Dossier) -> Grade:
    """The machine's level with its reasons; ``dossier.prior`` gives the level to fall from slowly."""
    parts = (_spread(dossier), _strength(dossier), _attitude(dossier), _evolution(dossier))
    score = round(sum(part.points for part in parts), 4)
    gates = () if is_mostly_positive(dossier) else (*_word_gates(dossier), *_national_gate(dossier))
    level = _level(dossier, score, gates)
    return Grade(level=level, score=score, parts=parts, gates=gates, version=GRADE_VERSION)


def level_of(score: float, before: Level | None) -> Level:
    """The level of a score; below the level before only where the score is clearly under its cut-off."""
    reached = [Level.BLUE, *(level for level, cut in CUTOFFS.items() if score >= cut)]
    if before is not None:
        reached += [at for at, cut in CUTOFFS.items() if at.rank <= before.rank and score >= cut - HYSTERESIS]
    return max(reached, key=lambda level: level.rank)


def _level(dossier: Dossier, score: float, gates: tuple[Gate, ...]) -> Level:
    if is_mostly_positive(dossier):
        return Level.BLUE
    before = max((story.grade.level for story in dossier.prior), key=lambda level: level.rank, default=None)
    level = max([level_of(score, before), *(gate.floor for gate in gates)], key=lambda level: level.rank)
    return min(level, before or Level.BLUE, key=lambda level: level.rank) if _is_refuted(dossier) else level


def _is_refuted(dossier: Dossier) -> bool:
    """Whether the last official word is a refutation."""
    refuted = refutations(dossier)
    confirmed = confirmations(dossier) if refuted else ()
    return bool(refuted) and not (confirmed and confirmed[-1].published_at > refuted[-1].published_at)


def _spread(dossier: Dossier) -> Contribution:
    items = dossier.since(dossier.every, _SPREAD_SPAN)
    copies = dossier.since(dossier.copies, _SPREAD_SPAN)
    channels, sources = {i.channel for i in items}, Counter(i.source for i in items)
    hhi = sum((count / len(items)) ** 2 for count in sources.values()) if items else 1.0
    value = (
        0.20 * min(100.0, 20.0 * max(0, len(channels) - 1))
        + 0.25 * log_scale(len(sources), 30)
        + 0.30 * authority(items)
        + 0.15 * log_scale(len(copies), dossier.baseline)
        + 0.10 * 100 * (1 - hhi)
    )
    raw = (
        f"近48小时 {len(channels)} 个渠道、{len(sources)} 个信源，最高{best_tier(items)}，"
        f"转载 {len(copies)} 次，信源集中度 {hhi:.2f}"
    )
    first = {item.source: item for item in reversed(items)}
    return contribution("传播", raw, value, 0.30, sorted(first.values(), key=lambda i: (i.tier, i.published_at, i.id)))


def _strength(dossier: Dossier) -> Contribution:
    parts = (volume_part(dossier, 0.60), engagement_part(dossier, 0.25), board_part(dossier, 0.15))
    raw = "；".join(f"{part.name}：{part.raw}" for part in parts)
    return contribution("强度", raw, sum(p.points for p in parts), 0.30, dossier.since(dossier.items, DAY))


def _attitude(dossier: Dossier) -> Contribution:
    judged = dossier.judged(dossier.since(dossier.items, _SPREAD_SPAN))
    negative = dossier.negative(judged)
    low, high = wilson(len(negative), len(judged))
    raw = f"近48小时有倾向判读的 {len(judged)} 条中负面 {len(negative)} 条"
    raw += f"（95% 区间 {low:.0%}—{high:.0%}，取下限）" if judged else ""
    return contribution("态度", raw, 100 * low if negative else 0.0, 0.25, negative)


def _evolution(dossier: Dossier) -> Contribution:
    today, before = (*dossier.daily, 0)[:2]
    value = (40 + 30 * log2((today + 1) / (before + 1))) * min(1.0, today / 5)
    heads = [item for item in dossier.every if is_head_media(item)]
    known = min((item.tier for item in heads if dossier.now - item.published_at >= DAY), default=3)
    fresh = [item for item in dossier.since(tuple(heads), DAY) if item.tier < known]
    back = stage_of(dossier) is Stage.AGAIN
    raw = f"近24小时 {today} 条，前一日 {before} 条"
    raw += f"；新进入{best_tier(fresh)}媒体" if fresh else ""
    raw += "；平息后再起" if back else ""
    items = [*fresh, *dossier.since(dossier.items, DAY)]
    return contribution("演变", raw, max(0.0, value) + 15 * bool(fresh) + 20 * back, 0.15, dict.fromkeys(items))


def _word_gates(dossier: Dossier) -> tuple[Gate, ...]:
    """Gate words in two distinct items, or in the title of an authority's or a national or provincial medium's."""
    behind: dict[str, list[Item]] = defaultdict(list)
    headlines: list[Item] = []
    for item in dossier.since(dossier.every, _GATE_SPAN):
        hits = _gates_on_topic(dossier.readings.get(item.id))
        for word in dict.fromkeys(hit.term for hit in hits):
            behind[word].append(item)
        if any(hit.field == "title" for hit in hits) and (item.is_official or item.tier <= 2):
            headlines.append(item)
    items = sorted({item for found in behind.values() for item in found}, key=lambda i: (i.published_at, i.id))
    distinct = {item.id for item in dossier.items}
    if sum(item.id in distinct for item in items) < 2 and not headlines:
        return ()
    words = "、".join(sorted(behind, key=lambda word: (-len(behind[word]), word))[:4])
    reason = f"涉及“{words}”（近72小时 {len(items)} 条）"
    return (Gate(reason=reason, floor=_floor(dossier, items), item_ids=tuple(i.id for i in items)[:20]),)


def _gates_on_topic(reading: Reading | None) -> tuple[Hit, ...]:
    """Gate words in the title, or near a term that made a topic; one at the other end of a long text is by the way."""
    if reading is None:
        return ()
    made = [hit for match in reading.topics for hit in match.hits if hit.field == "text"]
    return tuple(
        gate
        for gate in reading.gates
        if gate.field == "title" or any(abs(gate.start - hit.start) <= _GATE_NEAR for hit in made)
    )


def _floor(dossier: Dossier, items: list[Item]) -> Level:
    """The highest gate among the topics of the items, 黄 where none is set."""
    names = {name for item in items for name in dossier.readings[item.id].topic_names()}
    gates = [topic.gate for topic in dossier.desk.topics if topic.name in names and topic.gate]
    return max(gates, key=lambda level: level.rank, default=Level.YELLOW)


def _national_gate(dossier: Dossier) -> tuple[Gate, ...]:
    items = dossier.negative(dossier.since(dossier.every, _GATE_SPAN))
    national = [item for item in items if item.tier == 1 and is_head_media(item)]
    distinct = {item.id for item in dossier.items}
    if not national or sum(item.id in distinct for item in items) < 2:
        return ()  # one negative piece that nobody took up is not yet a matter
    reason = f"中央媒体负面报道 {len(national)} 条（{national[0].source}）"
    return (Gate(reason=reason, floor=Level.YELLOW, item_ids=tuple(item.id for item in national)[:20]),)
