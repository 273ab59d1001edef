"""The hint 须核实 and the suggested 定性: how often what gets them was later found to be a rumour.

须核实 is ``Reading.hearsay``, as the product reads single posts. It says how a post is written, not whether it is true:
定性 stays with people. No fitted doubt is given, since what was learned on one set did not hold on others. The type is
what the product suggests of the story that a post and its reposts (field ``nodes``) make; of a post alone, of the post.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from analyze.facts.hearsay import SOCIAL
from analyze.grading.hint import suggest_type
from analyze.read import READ_VERSION, Reader
from analyze.spread.trace import trace
from caifeng.errors import UsageError
from caifeng.evaluation.cascades import dossier_of, has_reposts, is_untuned
from caifeng.evaluation.files import Row, Rows
from caifeng.evaluation.items import is_measured, item_of
from caifeng.evaluation.labels import RUMORS, Wording, labelled
from caifeng.evaluation.results import Evaluation, Figure, figures
from caifeng.evaluation.scores import counted
from caifeng.models import Channel, Desk, StoryType

_DESK = Desk(name="测量", zone=ZoneInfo("Asia/Shanghai"))
_UNTRUE = frozenset({StoryType.FALSE, StoryType.MALICIOUS})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """Of one post, whether it was a rumour, whether it got the hint, whether its story is suggested to be untrue."""

    is_rumor: bool
    is_hinted: bool
    is_doubted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RumorTask:
    """How a set is to be read: mapping of labels, channel, and whether only the never-fitted rows count.

    Never fitted on are a fifth of the posts, by hash of the text, and of those with reposts half, by hash of the id.
    """

    labels: Mapping[str, Wording | None]
    channel: Channel = Channel.WEIBO
    part: str = "all"


def evaluate_rumor(rows: Rows, task: RumorTask, advance: Callable[[int], None] = lambda _: None) -> Evaluation:
    """Read every labelled row. Raises UsageError, also for a channel that gets no hint."""
    if task.channel not in SOCIAL:
        channels = "、".join(channel for channel in Channel if channel in SOCIAL)
        raise UsageError(f"渠道“{task.channel}”没有“须核实”提示，无可测；请用 --channel 换成：{channels}")
    chosen = [row for row in rows.rows if task.part == "all" or _is_unseen(row)]
    pieces = labelled(chosen, task.labels, RUMORS)
    reader = Reader(_DESK)
    told = []
    for number, piece in enumerate(pieces, 1):
        found = reader.read(item_of(piece.row, f"i-{number}", task.channel))
        told.append(
            _Told(
                is_rumor=piece.of is Wording.RUMOR,
                is_hinted=bool(found.hearsay),
                is_doubted=_suggested(piece.row, task.channel) in _UNTRUE,
            )
        )
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


def _is_unseen(row: Row) -> bool:
    return is_untuned(row) if has_reposts(row) else is_measured(row)


def _suggested(row: Row, channel: Channel) -> StoryType:
    dossier = dossier_of(row, _DESK, channel=channel)
    return suggest_type(dossier, trace(dossier)).type


def _figures(told: list[_Told]) -> tuple[Figure, ...]:
    rumours = sum(one.is_rumor for one in told)
    hinted, doubted = sum(one.is_hinted for one in told), sum(one.is_doubted for one in told)
    both = sum(one.is_rumor and one.is_hinted for one in told)
    right = sum(one.is_rumor and one.is_doubted for one in told)
    scores = (
        ("hint_precision", counted(both, hinted)),
        ("hint_recall", counted(both, rumours)),
        ("hinted", counted(hinted, len(told))),
        ("type_precision", counted(right, doubted)),
        ("type_recall", counted(right, rumours)),
        ("typed", counted(doubted, len(told))),
    )
    base = counted(rumours, len(told))
    return figures(scores, beside=(("hint_precision", base), ("type_precision", base)))
