"""What an evaluation gives: named figures with their intervals, on a named set, by a named version."""

from collections.abc import Iterable
from dataclasses import dataclass

from caifeng.evaluation.scores import Score


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured share (0–1) among ``n`` cases, its 95 % interval, and what the baseline reaches on the same."""

    name: str  # a key of analyze.accuracy.FIGURES
    n: int
    share: float
    low: float
    high: float
    baseline: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A number that is no share: items, characters, seconds."""

    name: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """How one task fared on one set.

    ``part`` is "all" or "measured" (rows the shipped model was never fitted on); ``left_out`` counts rows that have no
    usable label, ``broken`` lines that are no JSON object. ``notes`` are Chinese sentences for the reader.
    """

    task: str
    dataset: str
    part: str
    version: str
    n: int
    figures: tuple[Figure, ...]
    counts: tuple[Count, ...] = ()
    classes: tuple[str, ...] = ()
    channel: str = ""
    baseline: str = ""  # the baseline's name, "" where none was run
    left_out: int = 0
    broken: int = 0
    notes: tuple[str, ...] = ()

    def figure(self, name: str) -> Figure | None:
        """The figure of that name, or None."""
        return next((figure for figure in self.figures if figure.name == name), None)


def figures(
    scores: Iterable[tuple[str, Score | None]], beside: Iterable[tuple[str, Score | None]] = ()
) -> tuple[Figure, ...]:
    """Figures in their order, those without cases left out; ``beside`` holds the baseline's scores by name."""
    known = {name: score.share for name, score in beside if score is not None}
    return tuple(
        Figure(name=name, n=score.n, share=score.share, low=score.low, high=score.high, baseline=known.get(name))
        for name, score in scores
        if score is not None
    )
