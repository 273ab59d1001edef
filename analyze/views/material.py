"""What an account is made from: a fixed choice of a story's items, their sentences, and what most of them say."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from analyze.dossier import Dossier
from analyze.views.parties import party_of
from analyze.views.sentences import Sentence, grams_of, sentences_of
from caifeng.models import Item, Party

_MOST_ITEMS = 120  # read for summary and facts
_TITLE = 120  # characters of a title that are compared
_MOST_NOTED = 40  # of these, from authorities and media
_SENTENCES = ((2, 3), (4, 5), (40, 4), (_MOST_ITEMS, 3))  # up to so many items: sentences read of each


@dataclass(frozen=True, slots=True)
class Material:
    """Sentences of the chosen items by time and place, and for each gram how many of these items have it."""

    items: tuple[Item, ...]
    sentences: tuple[Sentence, ...]
    spread: Counter[str]
    title: frozenset[str]  # grams of the story's title

    def centrality(self, sentence: Sentence) -> float:
        """How much of the sentence is said by the other items too, 0–1; short sentences are held back."""
        others = len(self.items) - 1
        if not others or not sentence.grams:
            return 0.0
        shared = sum(map(self.spread.__getitem__, sentence.grams)) - len(sentence.grams)
        return shared / others / (len(sentence.grams) + 8)

    def aptness(self, sentence: Sentence) -> float:
        """The share of the title that the sentence says, 0–1."""
        return len(sentence.grams & self.title) / len(self.title) if self.title else 0.0


def gather(dossier: Dossier, title: str) -> Material:
    """The material of a story of several items."""
    items = chosen(dossier.items or dossier.copies, _MOST_ITEMS)
    most = next(sentences for count, sentences in _SENTENCES if len(items) <= count)
    said = [sentences_of(item, most) for item in items]
    spread = Counter[str]()
    for item, sentences in zip(items, said, strict=True):
        spread.update(
            frozenset[str]().union(grams_of(item.title[:_TITLE]), *(sentence.grams for sentence in sentences))
        )
    return Material(items, tuple(s for sentences in said for s in sentences), spread, grams_of(title[:_TITLE]))


def chosen(items: Sequence[Item], most: int) -> tuple[Item, ...]:
    """All items, or of many the newest of authorities and media and the others at even steps; by time."""
    if len(items) <= most:
        return tuple(items)
    noted = [item for item in items if item.tier <= 2 or party_of(item) is Party.OFFICIAL][-_MOST_NOTED:]
    ids = {item.id for item in noted}
    rest = [item for item in items if item.id not in ids]
    return tuple(sorted((*noted, *evenly(rest, most - len(noted))), key=lambda item: (item.published_at, item.id)))


def evenly(items: Sequence[Item], most: int) -> tuple[Item, ...]:
    """At most so many items at even steps, the first and the last among them; the same for the same items."""
    if len(items) <= most:
        return tuple(items)
    step = (len(items) - 1) / max(1, most - 1)
    return tuple(items[round(place * step)] for place in range(most))
