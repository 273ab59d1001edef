"""数据说明: what an edition rests on: what was read and what failed, how late, how exact, by which method."""

from dataclasses import dataclass
from datetime import timedelta

from caifeng.models.course import ForecastRecord
from caifeng.models.item import Failure, SourceReport
from caifeng.models.label import SpotCheck
from caifeng.models.vocabulary import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """A source's line in the data note."""

    name: str
    channel: Channel
    tier: int
    report: SourceReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """A measured figure: what, on which named set, how many, share and interval (0–1), by which version.

    ``baseline`` is what the named baseline reaches on the same cases; None where none was run. Figures that are not
    ``is_key`` stand on the method page only.
    """

    what: str
    dataset: str
    n: int
    share: float
    low: float
    high: float
    version: str
    baseline: float | None = None
    baseline_name: str = ""
    is_key: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneRecord:
    """预警时效 of a window. None where there is nothing to measure; each alert at the last-seen of its proofs."""

    alerts: int  # raised by a rise, with proofs
    seen_median: timedelta | None  # from publication to sight
    seen_p95: timedelta | None
    raised_median: timedelta | None  # from sight to the alert
    raised_p95: timedelta | None
    within_10: int  # alerts no later than ten minutes after publication
    within_60: int
    looks: int  # on record; of looks that brought nothing one an hour is
    longest_gap: timedelta | None  # between two of them


@dataclass(frozen=True, slots=True, kw_only=True)
class DataNote:
    """数据说明: what was tried, what failed, how late, how exact, by which method."""

    configured: int
    tried: int
    answered: int
    health: tuple[SourceHealth, ...]
    failures: tuple[Failure, ...]
    delay_median_seconds: float | None
    delay_p90_seconds: float | None
    runs: int  # harvests inside the window
    accuracies: tuple[Accuracy, ...]
    versions: tuple[tuple[str, str], ...]  # (part, version)
    spot_checks: tuple[SpotCheck, ...] = ()
    label_problems: int = 0  # places in labels.yml that could not be read
    forecasts: ForecastRecord | None = None  # how forecasts of former editions fared; None: none is due yet
    lane: LaneRecord | None = None  # how fast alerts were; None in editions made before this was kept
