"""Make the desk's topics ready, and decide whether an item belongs to one, with the words as proof."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from analyze.topics.conditions import is_of
from analyze.topics.grammar import parse
from analyze.topics.limits import Limit
from analyze.topics.proof import Grounds, Proof, proof
from analyze.topics.rules import All, Condition, Either, Near, Not, Rule, RuleFault, Term, Weighs, leaves
from analyze.topics.terms import Finds, Shadow
from caifeng.models import Channel, Item, Place, SensitiveClass, Topic, TopicMatch


@dataclass(frozen=True, slots=True)
class Watch:
    """A topic ready to be matched: one rule made of its watch, its tags × terms and its excluded terms."""

    topic: str
    rule: Rule
    terms: frozenset[str]  # all words that the rule looks for, those of sensitive classes and regions too
    needed: tuple[frozenset[str], ...]  # of each group one term must stand in the item; refuses most items cheaply
    tags: frozenset[str]
    channels: tuple[Channel, ...]
    regions: tuple[str, ...]
    excluded: tuple[tuple[str, str], ...] = ()  # (word, why it is excluded, or "")
    sensitive: Mapping[str, SensitiveClass] = field(default_factory=lambda: MappingProxyType({}))

    def match(
        self, shadow: Shadow, finds: Finds, source_tags: frozenset[str], places: Sequence[Place] = ()
    ) -> TopicMatch | None:
        """The topic's match, or None. A tag also holds when the item's source carries it."""
        given = self.tags & source_tags
        there = finds.terms | given if given else finds.terms
        for group in self.needed:
            if group.isdisjoint(there):
                return None
        if not self.is_within(shadow.item, finds, places):
            return None
        found = proof(self.rule, self.grounds(shadow, finds, source_tags, places))
        return None if found is None else _match(self.topic, shadow, found)

    def grounds(
        self, shadow: Shadow, finds: Finds, source_tags: frozenset[str], places: Sequence[Place] = ()
    ) -> Grounds:
        """What this topic's rule is held against."""
        return Grounds(shadow, finds, self.tags & source_tags, places, self.sensitive)

    def is_within(self, item: Item, finds: Finds, places: Sequence[Place] = ()) -> bool:
        """Whether the item is of the topic's channels and regions (see :func:`analyze.topics.conditions.is_of`)."""
        is_channel = not self.channels or item.channel in self.channels
        return is_channel and (not self.regions or any(is_of(region, item, finds, places) for region in self.regions))


def compile_topic(topic: Topic, sensitive: Sequence[SensitiveClass] = ()) -> Watch | RuleFault:
    """Make a topic ready; a ``watch`` that cannot be read comes back as the fault.

    ``sensitive`` are the desk's classes, which a rule may name (敏感:人身安全). Tags alone only label; with terms, any
    tag together with any term anywhere in the item matches, besides ``watch``.
    """
    ways: list[Rule] = []
    if topic.watch.strip():
        rule = parse(topic.watch)
        if isinstance(rule, RuleFault):
            return rule
        ways.append(rule)
    if topic.terms:
        any_term = _any_of(topic.terms)
        ways.append(All((_any_of(topic.tags), any_term)) if topic.tags else any_term)
    if not ways:
        return RuleFault(topic.watch, 0, "这个议题没有写要找什么", "写上 watch 规则，或者写 tags 和 terms")
    classes = {known.name: known for known in sensitive}
    rule = _without(ways[0] if len(ways) == 1 else Either(tuple(ways)), topic.exclude)
    reasons = dict(topic.exclude_reasons)
    return Watch(
        topic=topic.name,
        rule=rule,
        terms=_words(rule, classes) | set(topic.regions),
        needed=_needed(rule, classes),
        tags=frozenset(topic.tags) if topic.terms else frozenset(),
        channels=topic.channels,
        regions=topic.regions,
        excluded=tuple((word, reasons.get(word, "")) for word in topic.exclude),
        sensitive=classes,
    )


def _any_of(words: Sequence[str]) -> Rule:
    return Either(tuple(Term(word) for word in words))


def _without(rule: Rule, excluded: Sequence[str]) -> Rule:
    return All((rule, *(Not(Term(word)) for word in excluded))) if excluded else rule


def _words(rule: Rule, classes: Mapping[str, SensitiveClass]) -> frozenset[str]:
    found: set[str] = set()
    for leaf in leaves(rule):
        match leaf:
            case Term(text) | Condition(Limit.REGION, text):
                found.add(text)
            case Condition(Limit.SENSITIVE) | Weighs():
                found.update(word for group in _needed(leaf, classes) for word in group)
    return frozenset(found)


def _needed(rule: Rule, classes: Mapping[str, SensitiveClass]) -> tuple[frozenset[str], ...]:
    """Groups of terms of which the rule needs at least one each: necessary, not sufficient."""
    match rule:
        case Term(text):
            return (frozenset((text,)),)
        case Condition(Limit.SENSITIVE, name):
            return (frozenset(classes[name].words if name in classes else ()),)
        case Weighs():
            return (frozenset(word for known in classes.values() for word in known.words),)
        case All(parts):
            return tuple(group for part in parts for group in _needed(part, classes))
        case Either(parts):
            groups = [_needed(part, classes) for part in parts]
            return (frozenset(term for part in groups for group in part for term in group),) if all(groups) else ()
        case Near(left, right, _):
            return _needed(left, classes) + _needed(right, classes)
        case _:
            return ()


def _match(topic: str, shadow: Shadow, found: Proof) -> TopicMatch:
    places = sorted(found, key=lambda pair: (pair[1].field != "title", pair[1], pair[0]))
    return TopicMatch(topic=topic, hits=tuple(shadow.hit(term, spot) for term, spot in places))
