"""Hold only those rules against an item that have a chance: an inverted index from necessary terms to rules."""

from collections.abc import Iterable, Sequence

from analyze.topics.terms import Finds, Shadow
from analyze.topics.watch import Watch
from caifeng.models import Desk, Place, TopicMatch


class RuleIndex:
    """The desk's topics, each filed under the terms of one group of which it needs at least one.

    Of a rule's groups the one with the fewest and longest terms is taken: such terms stand in the fewest items. With
    1,000 rules a few dozen are looked at for an item (measured/analysis §6: 8 µs of Python for the rules).
    """

    def __init__(self, watches: Iterable[Watch]) -> None:
        self.watches = tuple(watches)
        self._always: list[int] = []  # rules without a necessary term
        self._by_term: dict[str, list[int]] = {}
        self._others: list[tuple[frozenset[str], ...]] = []  # of each rule, the groups it is not filed under
        for number, watch in enumerate(self.watches):
            groups = sorted(watch.needed, key=_commonness)
            self._others.append(tuple(groups[1:]))
            if not groups:
                self._always.append(number)
            for term in groups[0] if groups else ():
                self._by_term.setdefault(term, []).append(number)
        self._filed = frozenset(self._by_term)
        self._tags = frozenset(tag for watch in self.watches for tag in watch.tags)

    def matches(
        self, shadow: Shadow, finds: Finds, source_tags: frozenset[str] = frozenset(), places: Sequence[Place] = ()
    ) -> tuple[TopicMatch, ...]:
        """The topics an item belongs to, in the desk's order."""
        given = self._tags & source_tags
        there = finds.terms | given if given else finds.terms
        candidates = set(self._always)
        for term in self._filed & there:
            candidates.update(self._by_term[term])
        hopeful = [number for number in candidates if not any(map(there.isdisjoint, self._others[number]))]
        found = [self.watches[number].match(shadow, finds, source_tags, places) for number in sorted(hopeful)]
        return tuple([match for match in found if match is not None])


def desk_terms(desk: Desk, watches: Iterable[Watch]) -> frozenset[str]:
    """Every word that the desk wants found: those of its topics, its gate and sensitive words, its names."""
    topics = {term for watch in watches for term in watch.terms}
    sensitive = {word for known in desk.sensitive for word in known.words}
    return frozenset({*topics, *sensitive, *desk.gate_words, *(name for name, _ in desk.names)})


def _commonness(group: frozenset[str]) -> float:
    """A rough guess at how often one of the terms stands in an item: each character makes a word ten times rarer."""
    return sum(10.0 ** -min(len(term), 6) for term in group)
