"""Weigh the tone words of a text in their surroundings: negation, intensity, contrast, hearsay, question.

Rules after Taboada et al., "Lexicon-Based Methods for Sentiment Analysis" (2011), with windows in characters because
Chinese has no blanks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from analyze.lexicon import Kind, Lexicon

_NEGATION_REACH = 6  # folded characters between a negation and the word it turns
_MITIGATION_REACH = 8
_BOOST_REACH = 4
_NEGATED_GOOD = -0.8  # 没有解决 is nearly as bad as 解决 is good
_NEGATED_BAD = -0.15  # 未造成伤亡 is hardly good news
_BEFORE_CONTRAST = 0.6
_AFTER_CONTRAST = 1.3
_PUNCTUATION = (Kind.CLAUSE, Kind.SENTENCE)


@dataclass(slots=True)
class Carrier:
    """A tone word at a place of the folded text, and what it weighs there."""

    start: int
    end: int
    weight: float


@dataclass(slots=True)
class _State:
    """What still reaches the next word."""

    negated_at: int = -99
    negations: int = 0
    mitigated_at: int = -99
    mitigation: float = 1.0
    boosted_at: int = -99
    boost: float = 1.0
    sentence: float = 1.0  # contrast and hearsay, until the sentence ends
    first: int = 0  # number of the sentence's first carrier

    def end_clause(self) -> None:
        self.negations, self.boost = 0, 1.0
        self.mitigated_at = -99


@dataclass(frozen=True, slots=True)
class Scan:
    """The carriers of one text, and whether it refutes something."""

    carriers: tuple[Carrier, ...]
    is_refuting: bool


def scan(folded: str, words: Sequence[str], lexicon: Lexicon) -> Scan:
    """Weigh every tone word of a folded text; ``words`` is its segmentation.

    A term counts only where a word begins or ends with it (no 天天 in 今天|天气), one of a single character or
    of Latin letters only where it is a word by itself (no 差 in 差异); a negation also right before a tone word (不 in
    不卫生).
    """
    edges = _edges(words)
    carriers: list[Carrier] = []
    state = _State()
    is_refuting = False
    negated_at = -1  # end of a negation inside a longer word
    for entry, start, end in lexicon.find(folded):
        kind = entry.kind
        if kind not in _PUNCTUATION and not _is_word(folded, start, end, edges):
            negated_at = end if kind is Kind.NEGATE else -1
            continue
        if kind is not Kind.WORD:
            is_refuting |= kind is Kind.REFUTE
            _shift(kind, entry.value, start, end, state, carriers)
        elif entry.value:
            if negated_at == start:
                _negate(state, start)
            carriers.append(Carrier(start, end, _weigh(entry.value, start, state)))
        negated_at = -1
    return Scan(tuple(carriers), is_refuting)


def _edges(words: Sequence[str]) -> set[int]:
    """Where words begin and end."""
    return {0, *accumulate(map(len, words))}


def _is_word(folded: str, start: int, end: int, edges: set[int]) -> bool:
    if end - start == 1 or (folded[start].isalnum() and folded[start].isascii()):
        return start in edges and end in edges
    return start in edges or end in edges


def _weigh(value: float, start: int, state: _State) -> float:
    weight = value * state.sentence
    if start - state.boosted_at <= _BOOST_REACH:
        weight *= state.boost
    if state.negations and start - state.negated_at <= _NEGATION_REACH:
        if state.negations % 2:
            weight *= _NEGATED_BAD if value < 0 else _NEGATED_GOOD
    elif value < 0 and start - state.mitigated_at <= _MITIGATION_REACH:
        weight *= state.mitigation
    state.boost = 1.0
    return weight


def _negate(state: _State, end: int) -> None:
    state.negations = state.negations + 1 if end - state.negated_at <= _NEGATION_REACH else 1
    state.negated_at = end


def _shift(kind: Kind, value: float, start: int, end: int, state: _State, carriers: list[Carrier]) -> None:
    match kind:
        case Kind.CLAUSE:
            state.end_clause()
        case Kind.SENTENCE:
            _rescale(carriers, state.first, value)
            state.end_clause()
            state.sentence, state.first = 1.0, len(carriers)
        case Kind.NEGATE:
            _negate(state, end)
        case Kind.MITIGATE:
            state.mitigated_at, state.mitigation = end, value
        case Kind.INTENSIFY | Kind.SOFTEN:
            # 不太满意 softens what is negated; 太不满意 intensifies it: either way the factors multiply.
            state.boost = state.boost * value if start - state.boosted_at <= 1 else value
            state.boosted_at = end
        case Kind.CONTRAST:
            _rescale(carriers, state.first, _BEFORE_CONTRAST)
            state.sentence = _AFTER_CONTRAST
            state.end_clause()
        case Kind.HEARSAY:
            state.sentence *= value
        case Kind.WORD | Kind.REFUTE:
            pass


def _rescale(carriers: list[Carrier], first: int, factor: float) -> None:
    if factor != 1.0:
        for carrier in carriers[first:]:
            carrier.weight *= factor
