"""How told forecasts fared: what came, the Brier score, and how often the range held."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from caifeng.models import Briefing, Forecast, ForecastRecord, Item, Story
from caifeng.models.course import ForecastOutcome


def settle(
    briefings: Iterable[Briefing], stories: Sequence[Story], items: Mapping[str, Item], now: datetime
) -> tuple[ForecastOutcome, ...]:
    """The outcome of every forecast that the details of these briefings carry and whose 24 hours are over at ``now``.

    ``stories`` are those told last, ``items`` those at hand by id; both must still hold what came until ``until``, so
    pass briefings of the last days only. A story that is not told any more has no outcome: unknown, not nothing.
    """
    heirs = {id_: story for story in stories for id_ in (*story.merged, story.id)}
    told = {
        (detail.story.id, forecast.made_at): forecast
        for briefing in briefings
        for detail in briefing.details
        if (forecast := detail.story.course.forecast) and forecast.until <= now
    }
    return tuple(
        ForecastOutcome(story_id=id_, forecast=told[id_, at], actual=actual_of(told[id_, at], heirs[id_], items))
        for id_, at in sorted(told, key=lambda key: (key[1], key[0]))
        if id_ in heirs
    )


def actual_of(forecast: Forecast, story: Story, items: Mapping[str, Item]) -> int:
    """The distinct items that the story got in the forecast's 24 hours, as known now; its end belongs to them."""
    known = (items[id_] for id_ in story.item_ids if id_ in items)
    return sum(forecast.made_at < item.published_at <= forecast.until for item in known)


def score_forecasts(told: Sequence[tuple[Forecast, int]]) -> ForecastRecord | None:
    """The record of forecasts with what came; None of none.

    Brier score (Brier 1950): the mean of (probability − outcome)², where the outcome is 1 if more items came than in
    the 24 hours before the forecast, else 0. ``reference`` is the same for always naming the observed share.
    """
    if not told:
        return None
    came = [(forecast, actual, float(actual > forecast.last)) for forecast, actual in told]
    share = sum(outcome for _, _, outcome in came) / len(came)
    return ForecastRecord(
        n=len(came),
        brier=round(sum((forecast.probability - outcome) ** 2 for forecast, _, outcome in came) / len(came), 4),
        reference=round(share * (1 - share), 4),
        inside=sum(forecast.low <= actual <= forecast.high for forecast, actual, _ in came),
    )
