"""倾向 Tone towards what is written about: label, calibrated probability, and the words that carried it.

A multinomial logistic model with one table per domain (news, posts, forums, reviews) over the weights of the lexicon's
words in their surroundings (carriers.py) and the character n-grams of title and lead (grams.py). Where the desk's
subject is named in the text, the sentences that name it are read instead of the lead. The tables are fitted by
bench/fit_tone.py on the development halves of public sets; what they reach is measured by bench/measure.py and printed
in every edition.
"""

import math
from collections.abc import Sequence

from analyze.text.passage import Passage
from analyze.tone.carried import heaviest, learned
from analyze.tone.signs import Domain, Signs, domain_of, look
from analyze.tone.tables import Adapter, Table, shipped_table
from analyze.topics.terms import Spot
from caifeng.models import Channel, Tone, ToneLabel

__all__ = ["TONE_VERSION", "Domain", "Passage", "Signs", "domain_of", "probabilities", "read_tone", "signs_of"]

TONE_VERSION = "tone-2"
_CLASSES = (ToneLabel.NEGATIVE, ToneLabel.NEUTRAL, ToneLabel.POSITIVE)


def signs_of(title: Passage, text: Passage, domain: Domain, subject: Sequence[Spot] = ()) -> Signs:
    """The model's inputs for a piece."""
    return look(title, text, domain, subject).signs


def log_odds(signs: Signs, table: Table) -> complex:
    """Of negative (real part) and of positive (imaginary part) against neutral."""
    weights = table.masses
    odds = 0j
    for name, mass in signs.masses.items():
        if name in weights:
            odds += weights[name] * mass
    return odds + signs.title_factor * table.titles.total(signs.titles) + table.grams.total(signs.grams)


def probabilities(signs: Signs, table: Table, delta: Table | None = None) -> tuple[float, float, float]:
    """Negative, neutral, positive: softmax of the log-odds; ``delta`` is what a desk's own labels add to the table."""
    odds = log_odds(signs, table) + (log_odds(signs, delta) if delta else 0j)
    bad, good = odds.real, odds.imag
    top = max(bad, good, 0.0)
    parts = math.exp(bad - top), math.exp(-top), math.exp(good - top)
    whole = sum(parts)
    return parts[0] / whole, parts[1] / whole, parts[2] / whole


def read_tone(
    title: Passage, text: Passage, channel: Channel, subject: Sequence[Spot] = (), model: Adapter | None = None
) -> Tone:
    """The tone of a piece towards the subject, which stands in title and text at the places ``subject``.

    ``model`` is what the desk's own labels taught. UNCERTAIN where the likeliest class is less probable than the table
    asks for, and where negative or positive would rest on no word that can be shown: a judgement needs its evidence.
    """
    domain = domain_of(channel)
    table = shipped_table(domain.value)
    seen = look(title, text, domain, subject)
    shares = probabilities(seen.signs, table, model.delta(domain.value) if model else None)
    probability = max(shares)
    place = shares.index(probability)
    label = _CLASSES[place]
    bearers = seen.bearers
    if not bearers and label is not ToneLabel.NEUTRAL:
        sign = -1 if label is ToneLabel.NEGATIVE else 1
        bearers = learned(title, table, sign) + learned(text, table, sign)
    if probability < table.certain[place] or (label is not ToneLabel.NEUTRAL and not bearers):
        label = ToneLabel.UNCERTAIN
    return Tone(label=label, probability=probability, words=heaviest(bearers))
