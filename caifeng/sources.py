"""How sources fared over the last weeks, counted from the lake by the windows of editions."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from statistics import median, quantiles

from caifeng.lake import Lake, Slot
from caifeng.models import Desk, Source, SourceReport, SourceState
from caifeng.models.window import day_of, window
from publish.pages.sources_page import SourceDay, SourceRecord

DAYS = 28
_FAILURES = 20  # told on a source's page

_Delays = Mapping[str, Mapping[date, Sequence[float]]]


def source_records(lake: Lake, desk: Desk, newest: date) -> tuple[SourceRecord, ...]:
    """Every configured source over the DAYS windows that end with the edition of ``newest``."""
    days = [newest - timedelta(days=back) for back in reversed(range(DAYS))]
    start, end = window(days[0], desk.zone, desk.cutoff_hour)[0], window(newest, desk.zone, desk.cutoff_hour)[1]
    slots = [slot for slot in lake.slots(start) if slot.started_at <= end]
    delays: dict[str, dict[date, list[float]]] = {}
    for source, seen_at, seconds in lake.delays(start):
        if seen_at <= end:
            day = day_of(seen_at, desk.zone, desk.cutoff_hour)
            delays.setdefault(source, {}).setdefault(day, []).append(seconds)
    return tuple(_record(source, desk, days, slots, delays) for source in desk.sources)


def _record(source: Source, desk: Desk, days: Sequence[date], slots: Sequence[Slot], delays: _Delays) -> SourceRecord:
    looks = [(slot, report) for slot in slots for report in slot.reports if report.source == source.name]
    asked: dict[date, list[SourceReport]] = {}
    for slot, report in looks:
        asked.setdefault(day_of(slot.started_at, desk.zone, desk.cutoff_hour), []).append(report)
    known = delays.get(source.name, {})
    every = [seconds for day in known.values() for seconds in day]
    told = [
        (slot.started_at, failure.message)
        for slot in slots
        for failure in slot.failures
        if failure.source == source.name
    ]
    return SourceRecord(
        source=source,
        days=tuple(_day(day, asked.get(day, ()), known.get(day, ())) for day in days),
        items=sum(report.new for _, report in looks),
        delay_median=median(every) if every else None,
        delay_p90=quantiles(every, n=10)[-1] if len(every) >= 10 else None,
        failures=tuple(told[-_FAILURES:][::-1]),
        report=looks[-1][1] if looks else None,
    )


def _day(day: date, reports: Sequence[SourceReport], delays: Sequence[float]) -> SourceDay:
    asked = [report for report in reports if report.state is not SourceState.UNREACHABLE]
    return SourceDay(
        day=day,
        looks=len(asked),
        failed=sum(report.state is SourceState.FAILED for report in asked),
        items=sum(report.new for report in asked),
        delay=median(delays) if delays else None,
    )


def until(desk: Desk, newest: date) -> datetime:
    """The end (aware) of the last window that ``source_records`` counts."""
    return window(newest, desk.zone, desk.cutoff_hour)[1]
