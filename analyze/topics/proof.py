"""Tell whether a rule holds for an item, and with which words as proof."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from types import MappingProxyType

from analyze.topics.conditions import is_met
from analyze.topics.gates import standing
from analyze.topics.limits import Limit
from analyze.topics.rules import All, Condition, Either, Near, Not, Rule, Term, Weighs
from analyze.topics.terms import Finds, Shadow, Spot
from caifeng.models import Place, SensitiveClass

Proof = frozenset[tuple[str, Spot]]  # the terms that made a rule hold, each with its place
_NOTHING: Proof = frozenset()


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a rule is held against: an item's shadow, the terms found in it, and what else is known of it."""

    shadow: Shadow
    finds: Finds
    given: frozenset[str] = frozenset()  # terms that hold without standing in the item: tags of its source
    places: Sequence[Place] = ()
    sensitive: Mapping[str, SensitiveClass] = field(default_factory=lambda: MappingProxyType({}))


def proof(rule: Rule, evidence: Grounds) -> Proof | None:
    """The places that make the rule hold (those under NOT never count), or None when it does not hold."""
    match rule:
        case Term():
            return _term(rule, evidence)
        case Condition(Limit.SENSITIVE, name):
            known = evidence.sensitive.get(name)
            return (_standing(known, evidence) if known else _NOTHING) or None
        case Condition():
            met = is_met(rule, evidence.shadow.item, evidence.finds, evidence.places)
            return _NOTHING if met else None
        case Weighs(least):
            return _weighs(least, evidence)
        case All(parts):
            return _all(proof(part, evidence) for part in parts)
        case Either(parts):
            return _any(proof(part, evidence) for part in parts)
        case Not(part):
            return _NOTHING if proof(part, evidence) is None else None
        case Near(left, right, distance):
            return near(proof(left, evidence) or _NOTHING, proof(right, evidence) or _NOTHING, distance)


def near(left: Proof, right: Proof, distance: int) -> Proof | None:
    """Those places of either side that have a place of the other side near them; None when there is none."""
    found = _close_to(left, right, distance) | _close_to(right, left, distance)
    return found or None


def _term(term: Term, evidence: Grounds) -> Proof | None:
    if not evidence.finds.has(term.text):
        return _NOTHING if term.text in evidence.given and not term.place else None
    spots = evidence.finds.of(term.text)
    if not term.place:
        return frozenset((term.text, spot) for spot in spots)
    return frozenset((term.text, spot) for spot in spots if spot.field == term.place) or None


def _standing(known: SensitiveClass, evidence: Grounds) -> Proof:
    return frozenset((word, spot) for word, spot in standing(known.words, evidence.shadow, evidence.finds))


def _weighs(least: float, evidence: Grounds) -> Proof | None:
    """The sum counts each word once, however often it stands there."""
    found = {name: _standing(known, evidence) for name, known in evidence.sensitive.items()}
    total = sum(
        evidence.sensitive[name].weight * len({word for word, _ in together}) for name, together in found.items()
    )
    return _NOTHING.union(*found.values()) if total >= least else None


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


def _close_to(places: Proof, others: Proof, distance: int) -> Proof:
    return frozenset(
        pair
        for (place, is_mirrored), pairs in _by_field(places)
        for pair in _close_in_field(pairs, [s for _, s in others if s[:2] == (place, is_mirrored)], distance)
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
