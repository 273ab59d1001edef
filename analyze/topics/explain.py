"""Tell why an item does or does not belong to a topic: the rule as a tree, each part met or not, with its places."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analyze.topics.gates import denial, happened
from analyze.topics.limits import Limit
from analyze.topics.proof import Grounds, Proof, proof
from analyze.topics.rules import All, Condition, Either, Near, Not, Rule, Term, Weighs, to_text
from analyze.topics.terms import Finds, Shadow, Spot
from analyze.topics.watch import Watch
from caifeng.models import Hit, Item

ABSENT = "没有出现"
_QUOTED = 30  # characters of a part of a rule inside a sentence
_FIELDS = {"title": "标题", "text": "正文"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One part of a rule: how it is written, whether it is met, where its words stand, and why not (Chinese)."""

    rule: str
    is_met: bool
    word: str = ""  # AND, OR, NEAR/20: what joins the parts
    hits: tuple[Hit, ...] = ()
    why: str = ""
    parts: tuple["Verdict", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A word that rules items out, the reason the desk gives, and where it stands (nowhere: it excludes nothing)."""

    word: str
    reason: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why an item belongs to a topic or not; ``reasons`` are whole Chinese sentences, none where it does."""

    topic: str
    is_match: bool
    reasons: tuple[str, ...]
    verdict: Verdict
    exclusions: tuple[Exclusion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Denied:
    """A gate or sensitive word that stands in the item and does not count, and the words that deny it (folded)."""

    word: str
    by: str
    hit: Hit


def explain(watch: Watch, grounds: Grounds, loose: Finds | None = None) -> Explanation:
    """Why the item of ``grounds`` (made by :meth:`Watch.grounds`) does or does not belong to the topic.

    ``loose`` are the terms found without regard to word borders: they show where a term seems to stand and does not.
    """
    rule = watch.rule.parts[0] if watch.excluded and isinstance(watch.rule, All) else watch.rule
    verdict = _verdict(rule, grounds, loose)
    exclusions = tuple(
        Exclusion(word=word, reason=reason, hits=_hits(proof(Term(word), grounds) or (), grounds.shadow))
        for word, reason in watch.excluded
    )
    reasons = tuple(_reasons(watch, verdict, exclusions, grounds))
    return Explanation(topic=watch.topic, is_match=not reasons, reasons=reasons, verdict=verdict, exclusions=exclusions)


def denied(words: Sequence[str], shadow: Shadow, finds: Finds) -> tuple[Denied, ...]:
    """Those of the words that stand in the item where something near by denies them (未造成…, 应急演练 …)."""
    counted = {(hit.field, hit.start, hit.term) for hit in happened(words, shadow, finds)}
    found = [
        Denied(word=word, by=denial(shadow, spot), hit=hit)
        for word in words
        for spot in finds.of(word)
        if ((hit := shadow.hit(word, spot)).field, hit.start, word) not in counted
    ]
    return tuple(sorted(found, key=lambda one: (one.hit.field != "title", one.hit.start, one.word)))


def context(item: Item, hit: Hit, characters: int = 8) -> str:
    """A hit as written with what stands around it: …家里的【濾水機】突然漏…"""
    written = item.title if hit.field == "title" else item.text
    before, after = written[max(0, hit.start - characters) : hit.start], written[hit.end : hit.end + characters]
    left, right = "…" * (hit.start > characters), "…" * (hit.end + characters < len(written))
    return f"{left}{before}【{hit.written}】{after}{right}"


def _reasons(watch: Watch, verdict: Verdict, exclusions: Iterable[Exclusion], grounds: Grounds) -> Iterable[str]:
    item = grounds.shadow.item
    if not verdict.is_met:
        yield f"规则没有成立：{verdict.why}"
    for exclusion in exclusions:
        if exclusion.hits:
            reason = f"（{exclusion.reason}）" if exclusion.reason else ""
            yield f"出现了要排除的“{exclusion.word}”{reason}"
    if watch.channels and item.channel not in watch.channels:
        yield f"渠道是{item.channel}，这个议题只看{'、'.join(watch.channels)}"
    elif not watch.is_within(item, grounds.finds, grounds.places):
        yield f"地区不符：信源地区是“{item.region or '未写'}”，文中也没有写到{'、'.join(watch.regions)}"


def _verdict(rule: Rule, grounds: Grounds, loose: Finds | None) -> Verdict:
    found = proof(rule, grounds)
    is_met = found is not None
    match rule:
        case All(parts) | Either(parts):
            inner = tuple(_verdict(part, grounds, loose) for part in parts)
            why = "" if is_met else _why_joined(rule, inner)
            word = "AND" if isinstance(rule, All) else "OR"
            return Verdict(rule=to_text(rule), is_met=is_met, word=word, why=why, parts=inner)
        case Not(part):
            within = _verdict(part, grounds, loose)
            why = "" if is_met else f"出现了要排除的“{_short(within.rule)}”"
            return Verdict(rule=to_text(rule), is_met=is_met, why=why, hits=_of(within))
        case Near(left, right, distance):
            inner = (_verdict(left, grounds, loose), _verdict(right, grounds, loose))
            why = "" if is_met else _why_far(inner, proof(left, grounds), proof(right, grounds), distance)
            hits = _hits(found or (), grounds.shadow)
            word = f"NEAR/{distance}"
            return Verdict(rule=to_text(rule), is_met=is_met, word=word, why=why, hits=hits, parts=inner)
        case _:
            why = "" if is_met else _why_absent(rule, grounds, loose)
            return Verdict(rule=to_text(rule), is_met=is_met, why=why, hits=_hits(found or (), grounds.shadow))


def _of(verdict: Verdict) -> tuple[Hit, ...]:
    return verdict.hits or tuple(hit for part in verdict.parts for hit in _of(part))


def _why_joined(rule: All | Either, parts: tuple[Verdict, ...]) -> str:
    if isinstance(rule, Either):
        nearest = max(parts, key=_words_met)
        if not _words_met(nearest):
            return f"OR 连起来的 {len(parts)} 项一项也没有出现"
        return f"OR 连起来的 {len(parts)} 项都不成立，最接近的一项是：{nearest.why}"
    failed = [number for number, part in enumerate(parts) if not part.is_met]
    sides = ("左边", "右边") if len(parts) == 2 else [f"第 {number + 1} 项" for number in range(len(parts))]
    return "；".join(
        f"AND {sides[number]}不成立（{_short(parts[number].rule)}：{parts[number].why}）" for number in failed
    )


def _words_met(verdict: Verdict) -> int:
    return sum(part.is_met and bool(_of(part)) for part in verdict.parts)


def _short(rule: str) -> str:
    return rule if len(rule) <= _QUOTED else rule[:_QUOTED] + "…"


def _why_far(sides: tuple[Verdict, Verdict], left: Proof | None, right: Proof | None, distance: int) -> str:
    for name, side in zip(("左边", "右边"), sides, strict=True):
        if not side.is_met:
            return f"NEAR {name}没有出现（{side.rule}）"
    gap = _smallest_gap(left or frozenset(), right or frozenset())
    if gap is None:
        return "NEAR 两边不在同一处：一边在标题，一边在正文，或者两处重叠"
    return f"NEAR 要求相隔不超过 {distance} 个字，最近的两处相隔 {gap} 个字"


def _smallest_gap(left: Proof, right: Proof) -> int | None:
    gaps = [*_gaps_after(left, right), *_gaps_after(right, left)]
    return min(gaps, default=None)


def _gaps_after(earlier: Proof, later: Proof) -> Iterable[int]:
    """From every later place back to the nearest earlier one that has ended, in the same field."""
    ends = sorted((spot.field, spot.is_mirrored, spot.end) for _, spot in earlier)
    for _, spot in later:
        at = bisect_right(ends, (spot.field, spot.is_mirrored, spot.start)) - 1
        if at >= 0 and ends[at][:2] == spot[:2]:
            yield spot.start - ends[at][2]


def _why_absent(rule: Rule, grounds: Grounds, loose: Finds | None) -> str:
    item = grounds.shadow.item
    match rule:
        case Term(text, place):
            return _why_no_term(text, place, grounds, loose)
        case Condition(Limit.SENSITIVE, name):
            return f"没有出现“{name}”类的敏感词，或者出现的都被否定"
        case Condition(Limit.CHANNEL):
            return f"渠道是{item.channel}"
        case Condition(Limit.TIER):
            return f"信源的层级是 {item.tier}"
        case Condition(Limit.AUTHOR):
            return f"作者是“{item.author}”" if item.author else "没有写明作者"
        case Condition(Limit.REGION, region):
            return f"信源地区是“{item.region or '未写'}”，文中也没有写到{region}"
        case Weighs(least):
            return f"敏感词的权重合计不到 {least:g}"
    return ""


def _why_no_term(text: str, place: str, grounds: Grounds, loose: Finds | None) -> str:
    if place and grounds.finds.has(text):
        return f"出现了，但不在{_FIELDS[place]}里"
    spots = sorted(loose.of(text)) if loose else []
    if spots and not grounds.finds.has(text):
        hit = grounds.shadow.hit(text, spots[0])
        return f"只是字连在一起，跨在两个词之间，不算：{context(grounds.shadow.item, hit, 4)}"
    return ABSENT


def _hits(found: Iterable[tuple[str, Spot]], shadow: Shadow) -> tuple[Hit, ...]:
    ordered = sorted(found, key=lambda pair: (pair[1].field != "title", pair[1], pair[0]))
    return tuple(shadow.hit(term, spot) for term, spot in ordered)
