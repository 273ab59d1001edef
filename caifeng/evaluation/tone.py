"""Tone: how often the class is right, how well its probability is meant, and how much is left uncertain.

The forced choice takes the likeliest of the set's classes (a set without neutral pieces: negative against positive);
what is shown to readers may also be 不确定, or 中性 where the set knows none, and is measured beside it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analyze.accuracy import measured
from analyze.text.fold import fold
from analyze.text.words import Segmenter
from analyze.tone.judge import TONE_VERSION, Passage, domain_of, probabilities, read_tone, signs_of
from analyze.tone.tables import shipped_table
from caifeng.errors import UsageError
from caifeng.evaluation import snow
from caifeng.evaluation.files import Rows
from caifeng.evaluation.items import is_measured, item_of
from caifeng.evaluation.labels import TONES, Labelled, labelled
from caifeng.evaluation.results import Evaluation, Figure, figures
from caifeng.evaluation.scores import Score, accuracy_at, calibration_error, counted, coverage_at, macro_f1
from caifeng.models import Channel, Item, ToneLabel

CLASSES = (ToneLabel.NEGATIVE, ToneLabel.NEUTRAL, ToneLabel.POSITIVE)
Advance = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToneTask:
    """How a set is to be read: mapping of labels, channel, whether only the never-fitted rows, whether a baseline."""

    labels: Mapping[str, ToneLabel | None]
    channel: Channel
    part: str = "all"
    has_baseline: bool = True


@dataclass(frozen=True, slots=True)
class Judged:
    """One row: its label, the forced choice and its probability among the set's classes, and what is shown."""

    truth: ToneLabel
    forced: ToneLabel
    confidence: float
    shown: ToneLabel
    is_told: bool  # what is shown is one of the set's classes
    baseline: ToneLabel | None


@dataclass(frozen=True, slots=True)
class ToneRun:
    """The judgements on one set, kept so that several sets can be added up."""

    judged: tuple[Judged, ...]
    evaluation: Evaluation


def evaluate_tone(rows: Rows, task: ToneTask, advance: Advance = lambda _: None) -> ToneRun:
    """Judge every labelled row; ``advance`` is told how many rows are done. Raises UsageError."""
    chosen = [row for row in rows.rows if task.part == "all" or is_measured(row)]
    pieces = labelled(chosen, task.labels, TONES)
    present = {piece.of for piece in pieces}
    classes = tuple(tone for tone in CLASSES if tone in present)
    if len(classes) < 2:
        raise UsageError(f"{rows.path} 只有“{'、'.join(classes)}”一类标注，无法比较；请检查 --labels")
    judged, baseline = _judge(pieces, classes, task, advance)
    notes = [] if baseline or not task.has_baseline else [snow.MISSING]
    if task.part == "all" and rows.dataset in _fitted():
        notes.append(f"{rows.dataset} 的五分之四参与过随附模型的训练，这些数偏高；请加 --part measured，只用没学过的。")
    evaluation = Evaluation(
        task="tone",
        dataset=rows.dataset,
        part=task.part,
        version=TONE_VERSION,
        n=len(judged),
        figures=_figures(judged, classes),
        classes=tuple(classes),
        channel=task.channel,
        baseline=baseline,
        left_out=len(chosen) - len(pieces),
        broken=len(rows.broken),
        notes=tuple(notes),
    )
    return ToneRun(tuple(judged), evaluation)


def _fitted() -> frozenset[str]:
    """Sets of which the shipped tables have learned a part."""
    return frozenset(row.dataset for row in measured() if row.task == "tone" and "--part measured" in row.command)


def add_up(runs: Sequence[ToneRun]) -> Evaluation:
    """All sets as one; the classes are those that any of them has."""
    judged = [one for run in runs for one in run.judged]
    parts = [run.evaluation for run in runs]
    present = {label for part in parts for label in part.classes}
    return Evaluation(
        task="tone",
        dataset="合计",
        part=parts[0].part,
        version=parts[0].version,
        n=len(judged),
        figures=_figures(judged, tuple(tone for tone in CLASSES if tone in present)),
        classes=tuple(tone for tone in CLASSES if tone in present),
        baseline=parts[0].baseline,
        left_out=sum(part.left_out for part in parts),
        broken=sum(part.broken for part in parts),
    )


def _judge(
    pieces: Sequence[Labelled[ToneLabel]], classes: Sequence[ToneLabel], task: ToneTask, advance: Advance
) -> tuple[list[Judged], str]:
    segmenter = Segmenter()
    read: list[tuple[ToneLabel, float, ToneLabel]] = []
    texts, words = [], []
    for number, piece in enumerate(pieces, 1):
        item = item_of(piece.row, f"i-{number}", task.channel)
        title, text = _passage(item.title, segmenter), _passage(item.text, segmenter)
        read.append(_read(item, title, text, classes))
        texts.append(f"{item.title}\n{item.text}")
        words.append([*title.words, *text.words])
        advance(number)
    name = ""
    baseline: list[ToneLabel | None] = [None] * len(pieces)
    if task.has_baseline and snow.is_installed():
        name, shares = snow.positive_shares(texts, words)
        baseline = [ToneLabel.POSITIVE if share > 0.5 else ToneLabel.NEGATIVE for share in shares]
    judged = [
        Judged(piece.of, forced, confidence, shown, shown in classes, other)
        for piece, (forced, confidence, shown), other in zip(pieces, read, baseline, strict=True)
    ]
    return judged, name


def _read(
    item: Item, title: Passage, text: Passage, classes: Sequence[ToneLabel]
) -> tuple[ToneLabel, float, ToneLabel]:
    domain = domain_of(item.channel)
    likely = probabilities(signs_of(title, text, domain), shipped_table(domain.value))
    shares = dict(zip(CLASSES, likely, strict=True))
    forced = max(classes, key=lambda label: shares[label])
    total = sum(shares[label] for label in classes)
    shown = read_tone(title, text, item.channel).label
    return forced, shares[forced] / total if total else 1 / len(classes), shown


def _passage(text: str, segmenter: Segmenter) -> Passage:
    shadow = fold(text)
    return Passage(text, shadow, segmenter.words(shadow.text))


def _figures(judged: Sequence[Judged], classes: Sequence[ToneLabel]) -> tuple[Figure, ...]:
    n, truth = len(judged), [one.truth for one in judged]
    right = np.array([one.truth is one.forced for one in judged])
    sure = np.array([one.confidence for one in judged])
    told = [one for one in judged if one.is_told]
    scores: list[tuple[str, Score | None]] = [
        ("accuracy", counted(int(right.sum()), n)),
        ("macro_f1", macro_f1(truth, [one.forced for one in judged], classes)),
        ("calibration_error", calibration_error(right, sure)),
        ("accuracy_at_80", accuracy_at(0.8, right, sure)),
        ("coverage_at_90", coverage_at(0.9, right, sure)),
        ("uncertain", counted(sum(one.shown is ToneLabel.UNCERTAIN for one in judged), n)),
        ("shown_accuracy", counted(sum(one.truth is one.shown for one in told), len(told))),
        ("majority", counted(max(truth.count(label) for label in classes), n)),
    ]
    if ToneLabel.NEUTRAL not in classes:
        scores.insert(6, ("neutral", counted(sum(one.shown is ToneLabel.NEUTRAL for one in judged), n)))
    return figures(scores, _beside(judged, classes))


def _beside(judged: Sequence[Judged], classes: Sequence[ToneLabel]) -> list[tuple[str, Score | None]]:
    pairs = [(one.truth, one.baseline) for one in judged if one.baseline is not None]
    truth, guess = [of for of, _ in pairs], [as_ for _, as_ in pairs]
    right = sum(of is as_ for of, as_ in pairs)
    return [("accuracy", counted(right, len(pairs))), ("macro_f1", macro_f1(truth, guess, classes))]
