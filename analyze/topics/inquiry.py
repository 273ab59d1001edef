"""Put one item to all topics of a desk and keep what a person would ask: why, why not, and what did not count."""

from collections.abc import Sequence

from analyze.text.words import Segmenter
from analyze.topics.explain import Denied, Explanation, denied, explain
from analyze.topics.ruleindex import desk_terms
from analyze.topics.rules import RuleFault
from analyze.topics.terms import TermIndex, shadow_of
from analyze.topics.watch import compile_topic
from caifeng.models import Desk, Item, Place


def inquire(desk: Desk, item: Item, places: Sequence[Place] = ()) -> tuple[tuple[Explanation, ...], tuple[Denied, ...]]:
    """The explanations of an item by topic, and its gate and sensitive words that something near by denies.

    ``places`` are those of the item's reading. Topics whose rule cannot be read are left out: the configuration check
    tells of them.
    """
    compiled = [compile_topic(topic, desk.sensitive) for topic in desk.topics]
    watches = [watch for watch in compiled if not isinstance(watch, RuleFault)]
    segmenter = Segmenter(spelling for name, aliases in desk.known_names for spelling in (name, *aliases))
    index = TermIndex(desk_terms(desk, watches), desk.known_names, segmenter)
    shadow = shadow_of(item)
    finds = index.find(shadow, segmenter.words(shadow.title.text), segmenter.words(shadow.text.text))
    loose = index.find(shadow)
    source = desk.source(item.source)
    tags = frozenset(source.tags if source else ())
    told = tuple(explain(watch, watch.grounds(shadow, finds, tags, places), loose) for watch in watches)
    words = dict.fromkeys([*desk.gate_words, *(word for known in desk.sensitive for word in known.words)])
    return told, denied(tuple(words), shadow, finds)
