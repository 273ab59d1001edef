"""Which sources are due at a look, and whether what a look brought is worth a record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from caifeng.models import Harvest, Source, SourceReport

RECORDED = timedelta(hours=1)  # a look that brought nothing is on record at least so often


@dataclass(frozen=True, slots=True)
class Seen:
    """A source's last look on record."""

    at: datetime  # aware
    report: SourceReport


def last_seen(looks: Iterable[tuple[datetime, tuple[SourceReport, ...]]]) -> Mapping[str, Seen]:
    """The newest look at each source, by name, of looks in order of time."""
    return {report.source: Seen(at, report) for at, reports in looks for report in reports}


def due(sources: Iterable[Source], seen: Mapping[str, Seen], now: datetime) -> tuple[Source, ...]:
    """Sources that may be read at ``now`` (aware): their own interval is over, and so is the rest their host asked for.

    A record from the future, after a jump of the clock, holds nothing up.
    """
    return tuple(source for source in sources if _is_due(source, seen.get(source.name), now))


def _is_due(source: Source, last: Seen | None, now: datetime) -> bool:
    if last is None or last.at > now:
        return True
    return now - last.at >= source.every and (last.report.again_at is None or last.report.again_at <= now)


def is_worth_a_record(harvest: Harvest, sources: Iterable[Source], seen: Mapping[str, Seen]) -> bool:
    """Whether something came, something changed, or too long nothing was recorded of a source that was read."""
    if harvest.items or harvest.sightings or harvest.validators or harvest.host_rules:
        return True
    paced = {source.name for source in sources if source.every}
    return any(_says_more(report, seen.get(report.source), harvest.started_at, paced) for report in harvest.reports)


def _says_more(report: SourceReport, last: Seen | None, at: datetime, paced: set[str]) -> bool:
    if last is None or report.source in paced or not timedelta() <= at - last.at < RECORDED:
        return True
    return (report.state, report.message) != (last.report.state, last.report.message)
