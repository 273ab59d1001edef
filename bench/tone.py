"""Measure the shipped tone model on the fifth of each development half that it was never fitted on.

    python bench/tone.py [--json]

Prints accuracy and macro-F1 of the forced choice (a set without neutral pieces: negative against positive), then what
is really shown: the share left uncertain, the share called neutral where the set knows no neutral, and the accuracy
among the rest. The set marked † was never fitted on; all of its half is measured.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from analyze.accuracy import wilson
from analyze.tables import shipped_table
from analyze.tone import TONE_VERSION, Domain, probabilities, read_tone, signs_of
from bench.tone_sets import NEGATIVE, NEUTRAL, POSITIVE, SETS, LabelledSet, Piece, pieces
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
    uncertain: float  # shown as 不确定
    neutral: float  # shown as 中性 though the set knows negative and positive only
    shown_n: int
    shown_accuracy: float  # among those shown with one of the set's labels
    version: str


def measure(of: LabelledSet, limit: int | None = None) -> Measure:
    """Score one set's measured part (of its first ``limit`` pieces)."""
    measured = [piece for piece in pieces(of, limit) if piece.is_measured or not of.is_fitted]
    truth = [piece.label for piece in measured]
    forced = [_forced(piece, of) for piece in measured]
    shown = [_SHOWN.get(read_tone(piece.title, piece.text, _CHANNELS[of.domain]).label) for piece in measured]
    classes = _classes(of)
    judged = [(label, guess) for label, guess in zip(truth, shown, strict=True) if guess in classes]
    right = sum(label == guess for label, guess in zip(truth, forced, strict=True))
    low, high = wilson(right, len(truth))
    return Measure(
        dataset=of.name,
        classes=len(classes),
        n=len(truth),
        majority=max(truth.count(label) for label in classes) / len(truth),
        accuracy=right / len(truth),
        low=low,
        high=high,
        macro_f1=_macro_f1(truth, forced, classes),
        uncertain=shown.count(None) / len(truth),
        neutral=0.0 if of.has_neutral else shown.count(NEUTRAL) / len(truth),
        shown_n=len(judged),
        shown_accuracy=sum(label == guess for label, guess in judged) / max(1, len(judged)),
        version=TONE_VERSION,
    )


def _classes(of: LabelledSet) -> tuple[int, ...]:
    return (NEGATIVE, NEUTRAL, POSITIVE) if of.has_neutral else (NEGATIVE, POSITIVE)


def _forced(piece: Piece, of: LabelledSet) -> int:
    signs, _, _ = signs_of(piece.title, piece.text, of.domain)
    shares = probabilities(signs, shipped_table(of.domain.value))
    return max(_classes(of), key=lambda label: shares[label])


def _macro_f1(truth: Sequence[int], guess: Sequence[int], labels: Sequence[int]) -> float:
    scores = []
    for label in labels:
        both = sum(1 for a, b in zip(truth, guess, strict=True) if a == b == label)
        scores.append(2 * both / max(1, truth.count(label) + guess.count(label)))
    return sum(scores) / len(scores)


def main() -> None:
    measures = [measure(of) for of in SETS]
    if "--json" in sys.argv:
        sys.stdout.write(json.dumps([asdict(m) for m in measures], ensure_ascii=False, indent=1) + "\n")
        return
    sys.stdout.write(f"{'set':<23} cls    n  maj.  acc.  95 % interval   F1  | uncert. neutr.     n  acc.\n")
    for m in measures:
        sys.stdout.write(
            f"{m.dataset:<23} {m.classes:>3}{m.n:>6} {m.majority:.3f} {m.accuracy:.3f} [{m.low:.3f} {m.high:.3f}] "
            f"{m.macro_f1:.3f} | {m.uncertain:.3f}  {m.neutral:.3f} {m.shown_n:>6} {m.shown_accuracy:.3f}\n"
        )


if __name__ == "__main__":
    main()
