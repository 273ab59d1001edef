"""演变: how a story runs in time. Every time is aware UTC."""

from dataclasses import dataclass
from datetime import date, datetime

from caifeng.models.vocabulary import BurstSpan, Confidence, Likelihood, Sensitivity, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """A story's (or a desk's) volume on one day: distinct items, reprints beside them, negatives among the distinct."""

    day: date
    distinct: int
    reprints: int
    negative: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HourCount:
    """Items that matched a topic ("": any of the desk's) in one hour; what appears on its end belongs to it."""

    hour: datetime  # start of the hour
    topic: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Hours in which nothing was collected: unknown, not calm."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """突增: a count far above what these hours of the week usually bring, by a robust z."""

    span: BurstSpan
    sensitivity: Sensitivity  # the strictest of the three thresholds that it passes
    z: float
    count: int
    usual: float  # items
    at: datetime  # end of the span
    item_ids: tuple[str, ...]  # the first of them; empty for a topic
    is_after_gap: bool = False  # some of the hours just before, or of the span, were not looked at: perhaps a backlog


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """How much a topic ("": the desk) brings just now, against what it usually brings in a day."""

    topic: str
    bursts: tuple[Burst, ...]
    count_day: int  # items of the last 24 hours
    usual_day: float | None  # of the known ones among the 14 days before; None while there are fewer than three
    is_after_gap: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """When a story entered a stage, and the item that was the newest then."""

    stage: Stage
    at: datetime
    item_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """The next 24 hours of a story: a range of distinct items, and how likely it is that more come than in the last.

    ``low``–``high`` is meant to hold in four of five cases. ``probability`` (0–1) is of the claim in words; likelihood
    and confidence are said apart, never in one sentence (ICD 203).
    """

    made_at: datetime
    until: datetime
    last: int  # distinct items of the last 24 hours
    low: int
    high: int
    claim: str
    probability: float
    likelihood: Likelihood
    confidence: Confidence
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastOutcome:
    """A forecast that was told of a story, and how many distinct items came."""

    story_id: str
    forecast: Forecast
    actual: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastRecord:
    """How former forecasts fared: Brier score (0 best, 1 worst; Brier 1950), and how often the range held.

    ``reference`` is the Brier score of always naming the observed share.
    """

    n: int
    brier: float
    reference: float
    inside: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """演变: the stage and its turns, bursts, the hours' counts, the gaps among them, and the forecast."""

    stage: Stage
    turns: tuple[Turn, ...] = ()  # oldest first; the last is the present stage
    bursts: tuple[Burst, ...] = ()
    hours: tuple[int, ...] = ()  # distinct items in each of the last 72 hours, oldest first; empty below three items
    gaps: tuple[Gap, ...] = ()
    forecast: Forecast | None = None
