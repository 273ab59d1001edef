"""Fit a desk's own labels on top of the shipped tone tables, and tell honestly whether that is better.

The labels move the shipped log-odds by small weights on the same signs, held strongly at 0, so that a few dozen labels
shift what they are sure of and nothing else. Compared by five-fold cross-validation; pieces that share a title lie in
one fold.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analyze.text.passage import Passage
from analyze.tone.fitting import Array, Classes, Ridge, Sample, fit, log_losses, shares
from analyze.tone.grams import Codes
from analyze.tone.inputs import common, matrix
from analyze.tone.judge import TONE_VERSION, log_odds
from analyze.tone.signs import Domain, Signs, domain_of, look
from analyze.tone.tables import Adapter, Table, Weights, shipped_table
from analyze.topics.terms import Spot
from caifeng.models import Channel, ToneLabel

CLASSES = (ToneLabel.NEGATIVE, ToneLabel.NEUTRAL, ToneLabel.POSITIVE)
LEAST = 30  # labels of a domain below which nothing is fitted
FOLDS = 5
_BIAS, _MASS, _GRAM = 2.0, 8.0, 4.0  # L2 penalties: about what a dozen labels weigh
_LEAST_HOLDERS = 2


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """A piece that a person judged: its signs, its domain, the label, and what it shares with its copies."""

    signs: Signs
    domain: Domain
    label: ToneLabel
    key: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fit:
    """How well labels are predicted: n, right ones, the mean negative log-likelihood in nats, and that of each."""

    n: int
    right: int
    log_loss: float
    losses: Array


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trial:
    """What came of fitting: the model, and how it and its rivals predict labels that they were not fitted on.

    ``rival`` is the desk's present model, compared on ``fresh`` labels only: those it has not seen.
    """

    adapter: Adapter
    shipped: Fit
    fitted: Fit
    rival: Fit | None = None
    fresh: Fit | None = None

    @property
    def is_better(self) -> bool:
        """Whether it beats the shipped tables, and the present model where that can be told."""
        return _beats(self.fitted, self.shipped) and (
            self.rival is None or self.fresh is None or not _beats(self.rival, self.fresh)
        )


def lesson(title: Passage, text: Passage, channel: Channel, subject: Sequence[Spot], label: ToneLabel) -> Lesson:
    """A judged piece as the model sees it; ``label`` is negative, neutral or positive."""
    domain = domain_of(channel)
    key = "".join(filter(str.isalnum, title.folded or text.folded))[:60]
    return Lesson(look(title, text, domain, subject).signs, domain, label, key)


def try_out(lessons: Sequence[Lesson], present: Adapter | None = None, unseen: Sequence[int] = ()) -> Trial:
    """Fit the lessons and compare; ``unseen`` are the numbers of those the present model was not fitted on.

    Domains with fewer than 30 lessons keep the shipped table.
    """
    labels = np.array([CLASSES.index(one.label) for one in lessons], np.int64)
    folds = np.array([hashlib.sha256(one.key.encode("utf-8", "surrogatepass")).digest()[0] % FOLDS for one in lessons])
    before = _odds(lessons, None)
    after = before.copy()
    for number in range(FOLDS):
        held = np.flatnonzero(folds == number)
        learned = _fitted([one for one, fold in zip(lessons, folds, strict=True) if fold != number])
        after[held] = _odds([lessons[place] for place in held.tolist()], learned)
    trial = Trial(adapter=_fitted(lessons), shipped=_fit_of(before, labels), fitted=_fit_of(after, labels))
    if present is None or not len(unseen):
        return trial
    places = np.array(unseen)
    rival = _odds([lessons[place] for place in unseen], present)
    return replace(trial, rival=_fit_of(rival, labels[places]), fresh=_fit_of(after[places], labels[places]))


def _beats(one: Fit, other: Fit) -> bool:
    """As many right, and likelier by more than the standard error of the difference: not by luck."""
    gain = other.losses - one.losses
    return one.right >= other.right and float(gain.mean()) > float(gain.std()) / len(gain) ** 0.5


def _fit_of(odds: Array, labels: Classes) -> Fit:
    right = int((shares(odds).argmax(axis=1) == labels).sum())
    losses = log_losses(odds, labels)
    return Fit(n=len(labels), right=right, log_loss=round(float(losses.mean()), 4), losses=losses)


def _odds(lessons: Sequence[Lesson], adapter: Adapter | None) -> Array:
    found = np.zeros((len(lessons), 2))
    for number, one in enumerate(lessons):
        odds = log_odds(one.signs, shipped_table(one.domain.value))
        delta = adapter.delta(one.domain.value) if adapter else None
        odds += log_odds(one.signs, delta) if delta else 0j
        found[number] = odds.real, odds.imag
    return found


def _fitted(lessons: Sequence[Lesson]) -> Adapter:
    deltas = {}
    for domain in Domain:
        own = [one for one in lessons if one.domain is domain]
        if len(own) >= LEAST * (FOLDS - 1) // FOLDS:
            deltas[domain.value] = _delta(own)
    return Adapter(TONE_VERSION, deltas)


def _delta(lessons: Sequence[Lesson]) -> Table:
    masses = sorted({name for one in lessons for name in one.signs.masses})
    titles = common([one.signs.titles for one in lessons], _LEAST_HOLDERS)
    grams = common([one.signs.grams for one in lessons], _LEAST_HOLDERS)
    inputs = matrix([one.signs for one in lessons], masses, titles, grams)
    penalty = np.full(inputs.shape[1], _GRAM)
    penalty[: len(masses)] = [_BIAS if name == "bias" else _MASS for name in masses]
    count = len(lessons)
    sample = Sample(
        inputs=inputs,
        labels=np.array([CLASSES.index(one.label) for one in lessons], np.int64),
        has_neutral=np.ones(count, np.bool_),
        weights=np.ones(count),
        start=_odds(lessons, None),
    )
    weights = np.round(fit(sample, Ridge(penalty=penalty)), 3)
    first, second = len(masses), len(masses) + len(titles)
    return Table(
        {name: complex(*pair) for name, pair in zip(masses, weights[:first].tolist(), strict=True) if any(pair)},
        _kept(titles, weights[first:second]),
        _kept(grams, weights[second:]),
    )


def _kept(codes: Codes, pairs: Array) -> Weights:
    is_kept = np.abs(pairs).max(axis=1, initial=0) >= 0.005
    return Weights(codes[is_kept], pairs[is_kept].astype(np.float32))
