"""Decide which topics of the desk an item belongs to, and with which words as proof."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from analyze.rules import All, Either, Near, Not, Rule, RuleFault, Term, parse, terms
from analyze.terms import Finds, Shadow, Spot
from caifeng.models import Channel, Item, Topic, TopicMatch

Proof = frozenset[tuple[str, Spot]]  # the terms that made a rule hold, each with its place
_NOTHING: Proof = frozenset()


@dataclass(frozen=True, slots=True)
class Watch:
    """A topic ready to be matched: one rule made of its watch, its tags × terms and its excluded terms."""

    topic: str
    rule: Rule
    terms: frozenset[str]  # all terms of the rule
    needed: tuple[frozenset[str], ...]  # of each group one term must stand in the item; refuses most items cheaply
    tags: frozenset[str]
    channels: tuple[Channel, ...]
    regions: tuple[str, ...]

    def match(self, shadow: Shadow, finds: Finds, source_tags: frozenset[str]) -> TopicMatch | None:
        """The topic's match, or None. A tag also holds when the item's source carries it."""
        given = self.tags & source_tags
        there = finds.terms | given if given else finds.terms
        if any(group.isdisjoint(there) for group in self.needed) or not self._is_within(shadow.item, finds):
            return None
        found = proof(self.rule, finds, given)
        if found is None:
            return None
        places = sorted(found, key=lambda pair: (pair[1].field != "title", pair[1], pair[0]))
        return TopicMatch(topic=self.topic, hits=tuple(shadow.hit(term, spot) for term, spot in places))

    def _is_within(self, item: Item, finds: Finds) -> bool:
        """A region fits when the source belongs to it or the item names it."""
        is_channel = not self.channels or item.channel in self.channels
        return is_channel and (
            not self.regions or any(region in item.region or finds.has(region) for region in self.regions)
        )


def compile_topic(topic: Topic) -> Watch | RuleFault:
    """Make a topic ready; a ``watch`` that cannot be read comes back as the fault.

    Tags alone only label; with terms, any tag together with any term anywhere in the item matches, besides ``watch``.
    """
    ways: list[Rule] = []
    if topic.watch.strip():
        rule = parse(topic.watch)
        if isinstance(rule, RuleFault):
            return rule
        ways.append(rule)
    if topic.terms:
        any_term = Either(tuple(Term(term) for term in topic.terms))
        ways.append(All((Either(tuple(Term(tag) for tag in topic.tags)), any_term)) if topic.tags else any_term)
    if not ways:
        return RuleFault(topic.watch, 0, "这个议题没有写要找什么", "写上 watch 规则，或者写 tags 和 terms")
    excluded = tuple(Not(Term(term)) for term in topic.exclude)
    tags = frozenset(topic.tags) if topic.terms else frozenset()
    rule = All((Either(tuple(ways)), *excluded))
    return Watch(
        topic=topic.name,
        rule=rule,
        terms=frozenset(terms(rule)),
        needed=_needed(rule),
        tags=tags,
        channels=topic.channels,
        regions=topic.regions,
    )


def proof(rule: Rule, finds: Finds, given: frozenset[str] = frozenset()) -> Proof | None:
    """The places that make the rule hold (those under NOT never count), or None when it does not hold.

    ``given`` are terms that hold without standing in the item.
    """
    match rule:
        case Term(text):
            if not finds.has(text):
                return _NOTHING if text in given else None
            return frozenset((text, spot) for spot in finds.of(text))
        case All(parts):
            return _all(proof(part, finds, given) for part in parts)
        case Either(parts):
            return _any(proof(part, finds, given) for part in parts)
        case Not(part):
            return _NOTHING if proof(part, finds, given) is None else None
        case Near(left, right, distance):
            return _near(proof(left, finds) or _NOTHING, proof(right, finds) or _NOTHING, distance)


def _needed(rule: Rule) -> tuple[frozenset[str], ...]:
    """Groups of terms of which the rule needs at least one each: necessary, not sufficient."""
    match rule:
        case Term(text):
            return (frozenset((text,)),)
        case All(parts):
            return tuple(group for part in parts for group in _needed(part))
        case Either(parts):
            groups = [_needed(part) for part in parts]
            return (frozenset(term for part in groups for group in part for term in group),) if all(groups) else ()
        case Not():
            return ()
        case Near(left, right, _):
            return _needed(left) + _needed(right)


def _all(proofs: Iterable[Proof | None]) -> Proof | None:
    together: set[tuple[str, Spot]] = set()
    for found in proofs:
        if found is None:
            return None
        together |= found
    return frozenset(together)


def _any(proofs: Iterable[Proof | None]) -> Proof | None:
    held = [found for found in proofs if found is not None]
    return _NOTHING.union(*held) if held else None


def _near(left: Proof, right: Proof, distance: int) -> Proof | None:
    """Those places of either side that have a place of the other side near them."""
    found = _close_to(left, right, distance) | _close_to(right, left, distance)
    return found or None


def _close_to(places: Proof, others: Proof, distance: int) -> Proof:
    return frozenset(
        pair
        for (field, is_mirrored), pairs in _by_field(places)
        for pair in _close_in_field(pairs, [s for _, s in others if s[:2] == (field, is_mirrored)], distance)
    )


def _by_field(places: Proof) -> Iterable[tuple[tuple[str, bool], list[tuple[str, Spot]]]]:
    ordered = sorted(places, key=lambda pair: pair[1])
    return ((key, list(group)) for key, group in groupby(ordered, key=lambda pair: pair[1][:2]))


def _close_in_field(pairs: list[tuple[str, Spot]], others: list[Spot], distance: int) -> list[tuple[str, Spot]]:
    """Binary search, so that a text with ten thousand hits costs no ten thousand squared."""
    starts = sorted(spot.start for spot in others)
    ends = sorted(spot.end for spot in others)

    def is_close(spot: Spot) -> bool:
        follows = bisect_left(starts, spot.end) < bisect_right(starts, spot.end + distance)
        precedes = bisect_left(ends, spot.start - distance) < bisect_right(ends, spot.start)
        return follows or precedes

    return [pair for pair in pairs if is_close(pair[1])]
