"""Measure the shipped tone model on the fifth of each development half that it was never fitted on.

    python bench/tone.py [--json] [--baseline]

Forced choice (a set without neutral pieces: negative against positive): accuracy, macro-F1, calibration error, accuracy
among the surest 80 %, and how much can be answered at 90 % precision. Then what is really shown: the share left
uncertain, the share called neutral where the set knows no neutral, and the accuracy among the rest. The set marked †
was never fitted on; all of its half is measured. ``--baseline`` puts stock SnowNLP beside it: its classifier fed with
our words, and SnowNLP(text).sentiments itself on the first 200 pieces.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from analyze.accuracy import wilson
from analyze.tone.judge import TONE_VERSION, probabilities, read_tone, signs_of
from analyze.tone.signs import Domain
from analyze.tone.tables import shipped_table
from bench.tone_sets import NEGATIVE, NEUTRAL, POSITIVE, SETS, LabelledSet, Piece, pieces
from caifeng.evaluation import snow
from caifeng.evaluation.scores import Score, accuracy_at, calibration_error, coverage_at
from caifeng.models import Channel, ToneLabel

_CHANNELS = {Domain.NEWS: Channel.NEWS, Domain.SOCIAL: Channel.WEIBO, Domain.REVIEW: Channel.REVIEW}
_SHOWN = {ToneLabel.NEGATIVE: NEGATIVE, ToneLabel.NEUTRAL: NEUTRAL, ToneLabel.POSITIVE: POSITIVE}


@dataclass(frozen=True)
class Measure:
    """How the model fared on one set; shares 0–1, ``low`` and ``high`` the 95 % Wilson interval of ``accuracy``."""

    dataset: str
    classes: int
    n: int
    majority: float
    accuracy: float
    low: float
    high: float
    macro_f1: float
    ece: float
    accuracy_at_80: float
    coverage_at_90: float
    uncertain: float  # shown as 不确定
    neutral: float  # shown as 中性 though the set knows negative and positive only
    shown_n: int
    shown_accuracy: float  # among those shown with one of the set's labels
    version: str


@dataclass(frozen=True)
class Baseline:
    """SnowNLP on the same pieces, negative against positive; a neutral piece it cannot get right."""

    name: str
    n: int
    accuracy: float
    macro_f1: float


def measured_pieces(of: LabelledSet) -> list[Piece]:
    """What may be measured on: the fifth, or all of a set that is not fitted on."""
    return [piece for piece in pieces(of) if piece.is_measured or not of.is_fitted]


def measure(of: LabelledSet, measured: Sequence[Piece]) -> Measure:
    """Score one set's measured pieces."""
    truth = [piece.label for piece in measured]
    classes = (NEGATIVE, NEUTRAL, POSITIVE) if of.has_neutral else (NEGATIVE, POSITIVE)
    forced, sure = zip(*(_forced(piece, of, classes) for piece in measured), strict=True)
    shown = [_SHOWN.get(read_tone(piece.title, piece.text, _CHANNELS[of.domain]).label) for piece in measured]
    judged = [(label, guess) for label, guess in zip(truth, shown, strict=True) if guess in classes]
    right = np.array([label == guess for label, guess in zip(truth, forced, strict=True)])
    n, confidence = len(truth), np.array(sure)
    low, high = wilson(int(right.sum()), n)
    return Measure(
        dataset=of.name,
        classes=len(classes),
        n=n,
        majority=max(truth.count(label) for label in classes) / n,
        accuracy=float(right.mean()),
        low=low,
        high=high,
        macro_f1=_macro_f1(truth, forced, classes),
        ece=_share(calibration_error(right, confidence)),
        accuracy_at_80=_share(accuracy_at(0.8, right, confidence)),
        coverage_at_90=_share(coverage_at(0.9, right, confidence)),
        uncertain=shown.count(None) / n,
        neutral=0.0 if of.has_neutral else shown.count(NEUTRAL) / n,
        shown_n=len(judged),
        shown_accuracy=sum(label == guess for label, guess in judged) / max(1, len(judged)),
        version=TONE_VERSION,
    )


def baselines(of: LabelledSet, measured: Sequence[Piece]) -> list[Baseline]:
    """SnowNLP's classifier fed with our words, and SnowNLP itself on the first 200."""
    classes = (NEGATIVE, NEUTRAL, POSITIVE) if of.has_neutral else (NEGATIVE, POSITIVE)
    found = []
    for part in (measured, measured[: snow.STOCK_ROWS]):
        texts = [f"{piece.title.written}\n{piece.text.written}" for piece in part]
        words = [[*piece.title.words, *piece.text.words] for piece in part]
        name, shares = snow.positive_shares(texts, words)
        guess = [POSITIVE if share > 0.5 else NEGATIVE for share in shares]
        truth = [piece.label for piece in part]
        right = sum(label == said for label, said in zip(truth, guess, strict=True))
        found.append(Baseline(name, len(part), right / len(part), _macro_f1(truth, guess, classes)))
    return found


def _forced(piece: Piece, of: LabelledSet, classes: Sequence[int]) -> tuple[int, float]:
    """The likeliest of the set's classes, and its probability among them."""
    signs = signs_of(piece.title, piece.text, of.domain)
    shares = probabilities(signs, shipped_table(of.domain.value))
    label = max(classes, key=lambda number: shares[number])
    return label, shares[label] / sum(shares[number] for number in classes)


def _share(score: Score | None) -> float:
    return score.share if score else 0.0


def _macro_f1(truth: Sequence[int], guess: Sequence[int], labels: Sequence[int]) -> float:
    scores = []
    for label in labels:
        both = sum(1 for a, b in zip(truth, guess, strict=True) if a == b == label)
        scores.append(2 * both / max(1, truth.count(label) + guess.count(label)))
    return sum(scores) / len(scores)


def main() -> None:
    rows = []
    is_json, has_baseline = "--json" in sys.argv, "--baseline" in sys.argv
    if not is_json:
        sys.stdout.write(
            f"{'set':<24} cls    n  maj.  acc.  95 % interval   F1   ECE  a@80  c@90 | uncert. neutr.    n  acc.\n"
        )
    for of in SETS:
        measured = measured_pieces(of)
        found = measure(of, measured)
        beside = baselines(of, measured) if has_baseline else []
        rows.append(asdict(found) | {"baselines": [asdict(one) for one in beside]})
        if not is_json:
            sys.stdout.write(_line(found, of))
            for one in beside:
                sys.stdout.write(f"    {one.name} {one.accuracy:.3f} / {one.macro_f1:.3f} (n {one.n})\n")
    if is_json:
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")


def _line(m: Measure, of: LabelledSet) -> str:
    return (
        f"{m.dataset + ('' if of.is_fitted else '†'):<24} {m.classes:>3}{m.n:>6} {m.majority:.3f} {m.accuracy:.3f} "
        f"[{m.low:.3f} {m.high:.3f}] {m.macro_f1:.3f} {m.ece:.3f} {m.accuracy_at_80:.3f} {m.coverage_at_90:.3f} | "
        f"{m.uncertain:.3f}  {m.neutral:.3f} {m.shown_n:>6} {m.shown_accuracy:.3f}\n"
    )


if __name__ == "__main__":
    main()
