"""摘要与要点 The sentence that sums up a story and three to five key facts, all taken from items as written."""

from collections.abc import Mapping

from analyze.views.material import Material
from analyze.views.quoting import quoted
from analyze.views.sentences import DANGLING, Sentence, clause_cut, clean_sentences, overlap
from analyze.views.worth import SUMMARY, Worth
from caifeng.models import Item, Statement

_FACTS = 5
_NAMED = 20  # items named under one statement
_SAME = 0.62  # of the shorter sentence's grams, from which two state nearly the same
_NEW = 0.4  # … up to which a fact is new beside what was chosen
_KEPT = 0.28  # of a fact's worth, below which it says too little of the story
_LIKE = 0.4  # what likeness to the chosen takes from a fact's worth
_READ = 300  # characters of a single item
_SHORTEST = 14


def short_summary(item: Item, title: str) -> Statement:
    """The summary of a story of one item: its first sentence that stands alone, else the title."""
    for text in clean_sentences(item.text[:_READ], 3):
        is_whole = text[-1] in "。！!" or not item.title
        if _SHORTEST <= len(text) <= SUMMARY and is_whole and not DANGLING.match(text):
            return Statement(text=quoted(text), item_ids=(item.id,))
    return Statement(text=title, item_ids=(item.id,))


def sum_up(material: Material, worth: Mapping[Sentence, Worth], title: str) -> Statement:
    """One sentence of at most 120 characters that says what most items say; the title where no sentence does."""
    able = [sentence for sentence, found in worth.items() if found.summary > 0]
    able.sort(key=lambda s: (-worth[s].summary, -s.item.published_at.timestamp(), s.item.id, s.place))
    for sentence in able:
        text = clause_cut(sentence.text, SUMMARY)
        if text:
            return Statement(text=quoted(text), item_ids=_same(material, sentence))
    bearer = next((item for item in material.items if title in item.title), material.items[0])
    return Statement(text=title, item_ids=(bearer.id,))


def key_facts(material: Material, worth: Mapping[Sentence, Worth], said: frozenset[str]) -> tuple[Statement, ...]:
    """Up to five sentences, by time, each new beside the summary, whose grams are ``said``, and beside the others.

    Chosen by maximal marginal relevance (Carbonell and Goldstein 1998).
    """
    likeness = {s: overlap(s.grams, said) for s, found in worth.items() if found.fact >= _KEPT}
    taken: list[Sentence] = []
    while len(taken) < _FACTS:
        new = [s for s, like in likeness.items() if like <= _NEW]
        if not new:
            break
        best = min(new, key=lambda s: (_LIKE * likeness[s] - worth[s].fact, s.item.published_at, s.item.id, s.place))
        taken.append(best)
        likeness = {s: max(likeness[s], overlap(s.grams, best.grams)) for s in new if s is not best}
    taken.sort(key=lambda s: (s.item.published_at, s.item.id, s.place))
    return tuple(Statement(text=quoted(s.text), item_ids=_same(material, s)) for s in taken)


def _same(material: Material, sentence: Sentence) -> tuple[str, ...]:
    """The items that state nearly the same, the one it was taken from first."""
    found = [sentence.item.id]
    found += (s.item.id for s in material.sentences if s is not sentence and overlap(s.grams, sentence.grams) >= _SAME)
    return tuple(dict.fromkeys(found))[:_NAMED]
