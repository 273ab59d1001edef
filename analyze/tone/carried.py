"""The words that carried a tone, as readers are shown them."""

from collections.abc import Iterable
from typing import NamedTuple

from analyze.text.passage import Passage
from analyze.tone.grams import LONGEST, code
from analyze.tone.tables import Table
from caifeng.models import ToneWord

_SHOWN = 6
_READ = 160  # characters of a field
_LEAST = 0.1  # a learned weight below it carries nothing


class Bearer(NamedTuple):
    """A word of a folded field, by its place, and what it weighs."""

    passage: Passage
    start: int
    end: int
    weight: float


def learned(passage: Passage, table: Table, sign: int) -> list[Bearer]:
    """Whole words of the first 160 characters that the table weighs on one side (-1 bad, 1 good); no single letters."""
    found: list[Bearer] = []
    at = 0
    for word in passage.words:
        if at >= _READ:
            break
        if len(word) <= LONGEST and _is_telling(word):
            weight = table.grams.weight(code(word))
            towards_good = weight.imag - weight.real
            if sign * towards_good >= _LEAST:
                found.append(Bearer(passage, at, at + len(word), towards_good))
        at += len(word)
    return found


def heaviest(bearers: Iterable[Bearer]) -> tuple[ToneWord, ...]:
    """At most six words, heaviest first, repeated ones added up and shown as they are written first."""
    weights: dict[str, float] = {}
    places: dict[str, Bearer] = {}
    for bearer in bearers:
        passage, start, end, weight = bearer
        word = passage.shadow.text[start:end]
        if word in weights:
            weights[word] += weight
        else:
            weights[word] = weight
            places[word] = bearer
    chosen = sorted(weights, key=lambda word: -abs(weights[word]))[:_SHOWN]
    return tuple([_shown(places[word], weights[word]) for word in chosen])


def _shown(bearer: Bearer, weight: float) -> ToneWord:
    return ToneWord(word=bearer.passage.original(bearer.start, bearer.end), weight=round(weight, 2))


def _is_telling(word: str) -> bool:
    """Two Han characters or more, or a sign that is no letter, digit or punctuation: an emoji."""
    if len(word) > 1:
        return word.isalpha() and not word.isascii()
    return ord(word) >= 0x2600 and not word.isalnum() and not "\u3000" <= word <= "\uffef"
