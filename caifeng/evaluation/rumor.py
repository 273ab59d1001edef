"""Doubt: how well the wording of posts that were later found to be rumours is told from that of other posts.

What is measured is ``Reading.doubt``, as the product reads single posts. It says how a post is written, not whether it
is true: 定性 stays with people.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np

from analyze.read import Reader
from analyze.tone.judge import TONE_VERSION
from caifeng.errors import UsageError
from caifeng.evaluation.files import Rows
from caifeng.evaluation.items import is_measured, item_of
from caifeng.evaluation.labels import RUMORS, Labelled, Wording, labelled
from caifeng.evaluation.results import Evaluation, Figure, figures
from caifeng.evaluation.scores import area_under_curve, calibration_error, counted, macro_f1
from caifeng.models import Channel, Desk

_DESK = Desk(name="测量", zone=ZoneInfo("Asia/Shanghai"))


@dataclass(frozen=True, slots=True, kw_only=True)
class RumorTask:
    """How a set is to be read: mapping of labels, channel, and whether only the never-fitted rows count."""

    labels: Mapping[str, Wording | None]
    channel: Channel = Channel.WEIBO
    part: str = "all"


def evaluate_rumor(rows: Rows, task: RumorTask, advance: Callable[[int], None] = lambda _: None) -> Evaluation:
    """Read every labelled row. Raises UsageError, also where this version gives no doubt for the channel."""
    chosen = [row for row in rows.rows if task.part == "all" or is_measured(row)]
    pieces = labelled(chosen, task.labels, RUMORS)
    reader = Reader(_DESK)
    told: list[tuple[Labelled[Wording], float]] = []
    for number, piece in enumerate(pieces, 1):
        doubt = reader.read(item_of(piece.row, f"i-{number}", task.channel)).doubt
        told += [(piece, doubt)] if doubt is not None else []
        advance(number)
    if not told:
        raise UsageError(f"判读在渠道“{task.channel}”没有给出传言写法的提示，无可测；这个提示只用于微博等社交渠道")
    return Evaluation(
        task="rumor",
        dataset=rows.dataset,
        part=task.part,
        version=TONE_VERSION,
        n=len(told),
        figures=_figures(told),
        channel=task.channel,
        classes=tuple(Wording),
        left_out=len(chosen) - len(told),
        broken=len(rows.broken),
    )


def _figures(told: list[tuple[Labelled[Wording], float]]) -> tuple[Figure, ...]:
    truth = [piece.of for piece, _ in told]
    doubts = np.array([doubt for _, doubt in told])
    guess = [Wording.RUMOR if doubt >= 0.5 else Wording.OTHER for doubt in doubts]
    right = np.array([of is as_ for of, as_ in zip(truth, guess, strict=True)])
    is_rumor = np.array([of is Wording.RUMOR for of in truth])
    return figures([
        ("auc", area_under_curve(is_rumor, doubts)),
        ("accuracy", counted(int(right.sum()), len(right))),
        ("macro_f1", macro_f1(truth, guess, tuple(Wording))),
        ("calibration_error", calibration_error(right, np.maximum(doubts, 1 - doubts))),
        ("majority", counted(max(int(is_rumor.sum()), int((~is_rumor).sum())), len(right))),
    ])  # fmt: skip
