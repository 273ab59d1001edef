"""风险评估: the topics that assessments switch on, what came in on them, and the matrix. Decides purely."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from caifeng.models import Alert, Desk, Likelihood, Story
from caifeng.models.risk import IMPACTS, MatrixRow, Risk, RiskScenario, RiskWatch, WatchFigures

PREFIX = "风险："


def with_risks(desk: Desk, risks: Sequence[Risk], now: datetime) -> Desk:
    """The desk with the topics that assessments switch on at ``now`` (aware); others are off by themselves.

    The desk's own topics stay as they are and keep the names they have. Does not depend on the order of ``risks``.
    """
    taken = {topic.name for topic in desk.topics}
    on = [watch.topic for watch in watches_on(risks, now) if watch.topic.name not in taken]
    return replace(desk, topics=(*desk.topics, *on)) if on else desk


def watches_on(risks: Sequence[Risk], now: datetime) -> tuple[RiskWatch, ...]:
    """The topics that are on at ``now``, by name; of two that share a name the one of the first file."""
    found: dict[str, RiskWatch] = {}
    for risk in sorted(risks, key=lambda one: one.id):
        for watch in risk.watches:
            if watch.is_on(now):
                found.setdefault(watch.topic.name, watch)
    return tuple(found[name] for name in sorted(found))


def ranked(scenarios: Sequence[RiskScenario]) -> tuple[RiskScenario, ...]:
    """Scenarios, highest first: likelihood × impact, then impact, then the words."""
    return tuple(sorted(scenarios, key=lambda one: (-one.weight, -one.impact, one.what)))


def matrix(scenarios: Sequence[RiskScenario]) -> tuple[MatrixRow, ...]:
    """Likelihood × impact, the likeliest row first; each cell holds the numbers of its scenarios."""
    return tuple(
        MatrixRow(
            likelihood,
            tuple(
                tuple(
                    number
                    for number, one in enumerate(scenarios, 1)
                    if one.likelihood is likelihood and one.impact == impact
                )
                for impact in range(1, len(IMPACTS) + 1)
            ),
        )
        for likelihood in reversed(Likelihood)
    )


def figures(
    watch: RiskWatch, seen: Sequence[tuple[str, bool]], stories: Sequence[Story], alerts: Sequence[Alert]
) -> WatchFigures:
    """What came in on a topic since it was switched on.

    ``seen``: (item id, is negative) of every item of the topic that was published while it watched; an id that comes
    twice counts once. ``stories`` and ``alerts`` are all there are.
    """
    negative: dict[str, bool] = {}
    for id_, is_negative in seen:
        negative[id_] = negative.get(id_, False) or is_negative
    told = [story for story in stories if watch.topic.name in story.topics and story.last_at >= watch.since]
    ids = {id_ for story in told for id_ in story.known_as}
    return WatchFigures(
        watch=watch,
        items=len(negative),
        negative=sum(negative.values()),
        stories=tuple(sorted(told, key=lambda one: (-one.grade.level.rank, -one.heat.value, one.id))),
        alerts=_of(alerts, ids, watch),
    )


def _of(alerts: Sequence[Alert], story_ids: Collection[str], watch: RiskWatch) -> tuple[Alert, ...]:
    found = [
        alert
        for alert in alerts
        if watch.since <= alert.raised_at < watch.until
        and (alert.story_id in story_ids or watch.topic.name in alert.topics)
    ]
    return tuple(sorted(found, key=lambda one: (one.raised_at, one.id), reverse=True))
