"""The next 24 hours of a story in words: a range, how likely more come than in the last, and how sure that is."""

from datetime import timedelta

from analyze.course.baseline import HOURS_OF_DAY, Pace
from analyze.course.excitation import chance_of_more, faded, next_day
from analyze.dossier import DAY, Dossier
from caifeng.models import Confidence, Forecast, Likelihood

_LEAST = 3  # items of the story, below which nothing is told of its future
_FADED = timedelta(days=14)  # nothing is left of older items
_FEW, _MANY = 10, 50
_LONG = 3 * DAY
_HOUR = timedelta(hours=1)
_LOOKED_BACK = 2 * HOURS_OF_DAY


def forecast_of(dossier: Dossier, pace: Pace) -> Forecast | None:
    """The forecast made at ``dossier.now``; None for fewer than three items, or none in the last 24 hours."""
    last = dossier.daily[0]
    if len(dossier.items) < _LEAST or not last:
        return None
    left = faded((dossier.now - item.published_at) / _HOUR for item in dossier.since(dossier.items, _FADED))
    low, high = next_day(left)
    probability = round(chance_of_more(left, last), 3)
    return Forecast(
        made_at=dossier.now,
        until=dossier.now + DAY,
        last=last,
        low=low,
        high=high,
        claim=f"未来 24 小时新增的不同稿件多于过去 24 小时的 {last} 条",
        probability=probability,
        likelihood=likelihood_of(probability),
        confidence=_confidence(dossier, pace),
        basis=_basis(dossier, pace),
    )


def likelihood_of(probability: float) -> Likelihood:
    """The word for a probability (0–1) on the fixed scale; at a border the higher word."""
    return next((word for word in Likelihood if 100 * probability < word.range[1]), Likelihood.NEARLY_CERTAIN)


def _confidence(dossier: Dossier, pace: Pace) -> Confidence:
    """Low on few items, a story of less than a day or hours that were not looked at; high on a long, broad course."""
    age = dossier.now - dossier.items[0].published_at
    if len(dossier.items) < _FEW or age < DAY or _unseen(pace):
        return Confidence.LOW
    return Confidence.HIGH if len(dossier.items) >= _MANY and age >= _LONG else Confidence.MIDDLE


def _unseen(pace: Pace) -> int:
    """Hours of the last two days that were not looked at."""
    return sum(hour in pace.unknown for hour in range(pace.last - _LOOKED_BACK + 1, pace.last + 1))


def _basis(dossier: Dossier, pace: Pace) -> str:
    before = dossier.daily[1] if len(dossier.daily) > 1 else 0
    fresh, unseen = len(dossier.since(dossier.items, 6 * _HOUR)), _unseen(pace)
    said = f"过去 24 小时 {dossier.daily[0]} 条，其中最近 6 小时 {fresh} 条，再前一日 {before} 条；按自激衰减规则推算"
    return f"{said}；近两日有 {unseen} 小时没有采集" if unseen else said
