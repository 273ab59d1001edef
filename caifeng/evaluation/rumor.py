"""The hint 须核实: how often posts that get it were later found to be rumours, beside how often posts at large were.

What is measured is ``Reading.hearsay``, as the product reads single posts. It says how a post is written, not whether
it is true: 定性 stays with people. No fitted doubt is given, since what was learned on one set did not hold on others.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from analyze.facts.hearsay import SOCIAL
from analyze.read import READ_VERSION, Reader
from caifeng.errors import UsageError
from caifeng.evaluation.files import Rows
from caifeng.evaluation.items import is_measured, item_of
from caifeng.evaluation.labels import RUMORS, Wording, labelled
from caifeng.evaluation.results import Evaluation, Figure, figures
from caifeng.evaluation.scores import counted
from caifeng.models import Channel, Desk

_DESK = Desk(name="测量", zone=ZoneInfo("Asia/Shanghai"))


@dataclass(frozen=True, slots=True, kw_only=True)
class RumorTask:
    """How a set is to be read: mapping of labels, channel, and whether only the never-fitted rows count."""

    labels: Mapping[str, Wording | None]
    channel: Channel = Channel.WEIBO
    part: str = "all"


def evaluate_rumor(rows: Rows, task: RumorTask, advance: Callable[[int], None] = lambda _: None) -> Evaluation:
    """Read every labelled row. Raises UsageError, also for a channel that gets no hint."""
    if task.channel not in SOCIAL:
        channels = "、".join(channel for channel in Channel if channel in SOCIAL)
        raise UsageError(f"渠道“{task.channel}”没有“须核实”提示，无可测；请用 --channel 换成：{channels}")
    chosen = [row for row in rows.rows if task.part == "all" or is_measured(row)]
    pieces = labelled(chosen, task.labels, RUMORS)
    reader = Reader(_DESK)
    told = []
    for number, piece in enumerate(pieces, 1):
        is_hinted = bool(reader.read(item_of(piece.row, f"i-{number}", task.channel)).hearsay)
        told.append((piece.of is Wording.RUMOR, is_hinted))
        advance(number)
    return Evaluation(
        task="rumor",
        dataset=rows.dataset,
        part=task.part,
        version=READ_VERSION,
        n=len(told),
        figures=_figures(told),
        channel=task.channel,
        classes=tuple(Wording),
        baseline="全部条目里传言的比例",
        left_out=len(chosen) - len(told),
        broken=len(rows.broken),
    )


def _figures(told: list[tuple[bool, bool]]) -> tuple[Figure, ...]:
    """``told``: of each post, whether it was a rumour and whether it got the hint."""
    rumours = sum(is_rumor for is_rumor, _ in told)
    hinted = sum(is_hinted for _, is_hinted in told)
    both = sum(is_rumor and is_hinted for is_rumor, is_hinted in told)
    scores = (
        ("hint_precision", counted(both, hinted)),
        ("hint_recall", counted(both, rumours)),
        ("hinted", counted(hinted, len(told))),
    )
    return figures(scores, beside=(("hint_precision", counted(rumours, len(told))),))
