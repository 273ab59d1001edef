"""倾向 Tone towards what is written about: label, probability, and the words that carried it.

The weights of the lexicon's words in their surroundings (analyze/carriers.py) and the words of title and lead are the
inputs of a multinomial logistic model with one table per domain (news, social, review), fitted by bench/fit_tone.py on
the development halves of public sets; how exact it is, is in analyze/accuracy.py and printed in every edition.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from analyze.carriers import Carrier, Scan, scan
from analyze.fold import Folded
from analyze.lexicon import shipped_lexicon
from analyze.tables import Table, shipped_table
from caifeng.models import Channel, Tone, ToneLabel, ToneWord

TONE_VERSION = "tone-1"
LEAD = 160  # folded characters of the text that the word table reads; the sets it was fitted on are as short

_WORDS_SHOWN = 8
_CERTAIN_ALONE = 0.75
CERTAIN = {2: 0.6, 3: 0.5}  # by number of classes in play
_REFUTED = 0.3  # what a refutation repeats is not what it says


class Domain(StrEnum):
    """Which way of writing a piece belongs to."""

    NEWS = "news"
    SOCIAL = "social"
    REVIEW = "review"


_DOMAINS = {
    Channel.REVIEW: Domain.REVIEW,
    **dict.fromkeys((Channel.WEIBO, Channel.FORUM, Channel.VIDEO, Channel.QA, Channel.OTHER), Domain.SOCIAL),
}


@dataclass(frozen=True, slots=True)
class Passage:
    """A field of an item: as written, its folded shadow, and the shadow's words."""

    written: str
    shadow: Folded
    words: Sequence[str]

    @property
    def folded(self) -> str:
        return self.shadow.text

    def original(self, start: int, end: int) -> str:
        """What is written where the folded characters ``start`` to ``end`` stand."""
        first, last = self.shadow.original_span(start, end)
        return self.written[first:last]


@dataclass(frozen=True, slots=True)
class Signs:
    """What the model sees: named masses, and the words of title and lead."""

    masses: dict[str, float]
    words: frozenset[str]


_Bearer = tuple[Passage, int, int, float]  # a word of a folded field, by its place, and what it weighs


def domain_of(channel: Channel) -> Domain:
    """The domain whose table reads a channel; news where none else fits."""
    return _DOMAINS.get(channel, Domain.NEWS)


def signs_of(title: Passage, text: Passage, domain: Domain) -> tuple[Signs, Scan, Scan]:
    """The model's inputs for a piece, and the tone words of its title and text.

    Titles of posts and reviews are the beginning of what is said: they count as lead. Only a newsroom's title stands
    for the whole.
    """
    lexicon = shipped_lexicon()
    in_title, in_text = scan(title.folded, title.words, lexicon), scan(text.folded, text.words, lexicon)
    lead = [carrier for carrier in in_text.carriers if carrier.start < LEAD]
    rest = in_text.carriers[len(lead) :]
    head = in_title.carriers
    if domain is not Domain.NEWS:
        head, lead = (), [*in_title.carriers, *lead]
    factor = _REFUTED if in_title.is_refuting or (in_text.is_refuting and not title.folded) else 1.0
    # The rest is counted per 400 characters: a long piece is not worse for being long.
    screens = max(1.0, (len(text.folded) - LEAD) / 400)
    masses = {
        "bias": 1.0,
        "title.bad": math.log1p(factor * _bad(head)),
        "title.good": math.log1p(_good(head)),
        "lead.bad": math.log1p(factor * _bad(lead)),
        "lead.good": math.log1p(_good(lead)),
        "rest.bad": math.log1p(factor * _bad(rest) / screens),
        "rest.good": math.log1p(_good(rest) / screens),
        "refutes": 1.0 if factor != 1.0 else 0.0,
    }
    return Signs(masses, frozenset(_lead_words(title, text))), in_title, in_text


def probabilities(signs: Signs, table: Table) -> tuple[float, float, float]:
    """Negative, neutral, positive: softmax of the table's two log-odds against neutral."""
    bad = good = 0.0
    for name, mass in signs.masses.items():
        weights = table.masses[name]
        bad += weights[0] * mass
        good += weights[1] * mass
    known = [learned for word in signs.words if (learned := table.words.get(word))]
    scale = 1 / math.sqrt(len(signs.words) or 1)
    bad += scale * sum(learned[0] for learned in known)
    good += scale * sum(learned[1] for learned in known)
    top = max(bad, good, 0.0)
    parts = math.exp(bad - top), math.exp(-top), math.exp(good - top)
    total = sum(parts)
    return parts[0] / total, parts[1] / total, parts[2] / total


def read_tone(title: Passage, text: Passage, channel: Channel) -> Tone:
    """The tone of a piece.

    UNCERTAIN where no class reaches one half, and where negative or positive would rest on no word of the lexicon
    without being very probable: a judgement needs its evidence.
    """
    domain = domain_of(channel)
    table = shipped_table(domain.value)
    signs, in_title, in_text = signs_of(title, text, domain)
    negative, neutral, positive = probabilities(signs, table)
    probability, label = max(
        (neutral, ToneLabel.NEUTRAL), (negative, ToneLabel.NEGATIVE), (positive, ToneLabel.POSITIVE)
    )
    weighed = _weighed(title, in_title.carriers, 2.0) + _weighed(text, in_text.carriers, 1.0)
    needed = CERTAIN[3] if weighed or label is ToneLabel.NEUTRAL else _CERTAIN_ALONE
    if probability < needed:
        label = ToneLabel.UNCERTAIN
    if not weighed and label in (ToneLabel.NEGATIVE, ToneLabel.POSITIVE):
        weighed = _learned(title, table) + _learned(text, table)
    return Tone(label=label, probability=probability, words=_heaviest(weighed))


def _bad(carriers: Iterable[Carrier]) -> float:
    return -sum(carrier.weight for carrier in carriers if carrier.weight < 0)


def _good(carriers: Iterable[Carrier]) -> float:
    return sum(carrier.weight for carrier in carriers if carrier.weight > 0)


def _lead_words(title: Passage, text: Passage) -> Iterable[str]:
    yield from (word for word in title.words if _is_han(word))
    yield from (word for word in islice(text.words, LEAD // 2) if _is_han(word))


def _is_han(word: str) -> bool:
    return "\u4e00" <= word[0] <= "\u9fff"


def _weighed(passage: Passage, carriers: Iterable[Carrier], factor: float) -> list[_Bearer]:
    return [(passage, found.start, found.end, factor * found.weight) for found in carriers]


def _learned(passage: Passage, table: Table) -> list[_Bearer]:
    """Words of the table, where the lexicon knows none."""
    found: list[_Bearer] = []
    at = 0
    for word in passage.words:
        if at < LEAD and (learned := table.words.get(word)):
            found.append((passage, at, at + len(word), learned[1] - learned[0]))
        at += len(word)
    return found


def _heaviest(bearers: Iterable[_Bearer]) -> tuple[ToneWord, ...]:
    """At most eight words, heaviest first, repeated ones added up and shown as they are written first."""
    weights: dict[str, float] = {}
    places: dict[str, tuple[Passage, int, int]] = {}
    for passage, start, end, weight in bearers:
        word = passage.folded[start:end]
        weights[word] = weights.get(word, 0.0) + weight
        places.setdefault(word, (passage, start, end))
    heaviest = sorted(weights.items(), key=lambda pair: -abs(pair[1]))[:_WORDS_SHOWN]
    shown = ((places[word], round(weight, 2)) for word, weight in heaviest)
    return tuple(ToneWord(word=passage.original(start, end), weight=weight) for (passage, start, end), weight in shown)
