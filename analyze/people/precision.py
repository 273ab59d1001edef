"""How right the machine has lately been here: people's judgement of items drawn at random, counted."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from analyze.people.corrected import in_force
from caifeng.models import Label, Relation, SpotCheck, ToneLabel
from caifeng.models.interval import wilson

DAYS = 30
ENOUGH = 20  # checks; below, the interval is wider than 40 points at a share of one half
RELEVANT, IRRELEVANT = "相关", "不相关"  # what ``Label.machine`` holds where a topic is meant

_Agrees = Callable[[Label], bool]


def running_precision(labels: Iterable[Label], now: datetime) -> tuple[SpotCheck, ...]:
    """Tone, topics and duplicates: of what the machine said in the 30 days before ``now`` (aware), how much held.

    Only labels of items drawn at random count, each matter once, and only where the machine had said something:
    a tone other than 不确定 (those are counted apart), a topic that fits, a copy.
    """
    first = now - timedelta(days=DAYS)
    drawn = in_force(label for label in labels if label.is_sampled and first < label.at <= now)
    tones = [label for label in drawn if label.tone is not None and label.machine]
    judged = [label for label in tones if label.machine != ToneLabel.UNCERTAIN]
    topics = [label for label in drawn if label.topic and label.machine == RELEVANT]
    copies = [label for label in drawn if label.relation is not None and label.machine == Relation.DUPLICATE]
    return (
        _check("倾向", judged, lambda label: label.tone == label.machine, len(tones) - len(judged)),
        _check("议题", topics, lambda label: label.is_relevant is True),
        _check("重复", copies, lambda label: label.relation is Relation.DUPLICATE),
    )


def _check(what: str, labels: Sequence[Label], agrees: _Agrees, abstained: int = 0) -> SpotCheck:
    n, agreed = len(labels), sum(map(agrees, labels))
    low, high = wilson(agreed, n)
    return SpotCheck(
        what=what,
        days=DAYS,
        n=n,
        agreed=agreed,
        share=agreed / n if n else 0.0,
        low=low,
        high=high,
        is_enough=n >= ENOUGH,
        abstained=abstained,
    )
