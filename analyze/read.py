"""判: read single items: topics, tone, keywords, names, gate words. Compiled once from the desk, then pure."""

from collections.abc import Iterable, Sequence

from analyze.check import RuleProblem, check_rules
from analyze.gates import happened
from analyze.rules import RuleFault
from analyze.terms import Finds, TermIndex, shadow_of
from analyze.tone import Passage, read_tone
from analyze.topics import Watch, compile_topic
from analyze.words import Segmenter, keywords
from caifeng.errors import ConfigError, Problem
from caifeng.models import Desk, Item, Reading


class Reader:
    """Reads items for one desk. Building it takes about half a second; it keeps no state between items.

    Raises ConfigError, with every problem at once, when a rule of the desk cannot be read.
    """

    def __init__(self, desk: Desk) -> None:
        _refuse(check_rules(desk))
        compiled = (compile_topic(topic) for topic in desk.topics)
        self._watches = tuple(watch for watch in compiled if not isinstance(watch, RuleFault))
        self._desk = desk
        self._tags = {source.name: frozenset(source.tags) for source in desk.sources}
        self._index = TermIndex(_all_terms(desk, self._watches), desk.names)
        self._segmenter = Segmenter(spelling for name, aliases in desk.names for spelling in (name, *aliases))

    def read(self, item: Item) -> Reading:
        """The reading of one item; hits are in characters of the item's own title and text."""
        shadow = shadow_of(item)
        finds = self._index.find(shadow)
        title = Passage(item.title, shadow.title, self._segmenter.words(shadow.title.text))
        text = Passage(item.text, shadow.text, self._segmenter.words(shadow.text.text))
        tags = self._tags.get(item.source, frozenset())
        matches = (watch.match(shadow, finds, tags) for watch in self._watches)
        return Reading(
            item_id=item.id,
            revision=item.revision,
            topics=tuple(match for match in matches if match is not None),
            tone=read_tone(title, text, item.channel),
            keywords=keywords(title.words, text.words),
            names=self._names(finds),
            gates=happened(self._desk.gate_words, shadow, finds),
        )

    def read_all(self, items: Sequence[Item]) -> tuple[Reading, ...]:
        """The readings of items, in their order."""
        return tuple(self.read(item) for item in items)

    def _names(self, finds: Finds) -> tuple[str, ...]:
        return tuple(name for name, _ in self._desk.names if finds.has(name))


def _all_terms(desk: Desk, watches: Iterable[Watch]) -> set[str]:
    topics = (term for watch in watches for term in (*watch.terms, *watch.regions))
    return {*topics, *desk.gate_words, *(name for name, _ in desk.names)}


def _refuse(problems: tuple[RuleProblem, ...]) -> None:
    if problems:
        raise ConfigError(tuple(Problem("caifeng.yml", 0, found.path, found.message, found.mend) for found in problems))
