"""One collecting over all sources: hosts side by side, each source accounted for, whatever happens to it."""

import asyncio
import logging
import os
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import median
from urllib.parse import urlsplit

from caifeng.models import (
    Desk,
    Failure,
    Harvest,
    Item,
    Sighting,
    Source,
    SourceKind,
    SourceReport,
    SourceState,
    Validator,
)
from collect.entry import SourceError
from collect.fetch import Gate
from collect.files import read_files
from collect.findings import Findings, Round
from collect.items import Stock, take_stock
from collect.known import Known
from collect.page import read_page
from collect.single import read_single
from collect.workers import Workers

FAILURES_TOLD = 5  # of one source; the report counts the rest
READERS_AT_MOST = 4  # reading processes
LONGEST_WAIT = 86400.0  # seconds for which a host can keep us away

_log = logging.getLogger(__name__)

READERS: Mapping[SourceKind, Callable[[Source, Round], Awaitable[Findings]]] = {
    SourceKind.FEED: read_single,
    SourceKind.BOARD: read_single,
    SourceKind.PAGE: read_page,
    SourceKind.FILE: read_files,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Share:
    """What one source adds to the harvest."""

    report: SourceReport
    items: tuple[Item, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    failures: tuple[Failure, ...] = ()
    validators: tuple[Validator, ...] = ()


async def collect(
    desk: Desk, known: Known, now: datetime, run: str, progress: Callable[[SourceReport], None]
) -> Harvest:
    """Read every source once; ``progress`` hears of each as soon as it is done.

    ``now`` (aware UTC) is the moment of seeing, stamped on every item. No source's failure stops another or raises:
    it is a Failure and a SourceReport in the result, which lists sources in the desk's order. Nothing is saved here.
    """
    began = time.monotonic()
    shares: dict[str, _Share] = {}

    async def read_group(group: Sequence[Source], around: Round, slots: asyncio.Semaphore) -> None:
        async with slots:
            for source in group:
                shares[source.name] = await _read(source, around)
                progress(shares[source.name].report)

    size = min(READERS_AT_MOST, os.cpu_count() or 1)
    async with Gate(desk.fetch, known, now) as gate, Workers(size) as workers:
        around = Round(gate=gate, workers=workers, known=known, now=now, zone=desk.zone)
        slots = asyncio.Semaphore(desk.fetch.concurrency)
        async with asyncio.TaskGroup() as tasks:
            for group in _by_host(desk.sources):
                tasks.create_task(read_group(group, around, slots))
    finished_at = now + timedelta(seconds=time.monotonic() - began)
    harvest = _harvest(run, now, finished_at, [shares[source.name] for source in desk.sources])
    changed = tuple(one for one in harvest.validators if known.validators.get(one.address) != one)
    return replace(harvest, validators=changed, host_rules=gate.host_rules)


def _by_host(sources: Sequence[Source]) -> list[list[Source]]:
    """Sources of one host wait for one another; files, and sources that are not read, for nobody."""
    groups: dict[str, list[Source]] = {}
    for source in sources:
        is_remote = source.kind not in {SourceKind.FILE, SourceKind.UNREACHABLE}
        host = _host(source.address) if is_remote else ""
        groups.setdefault(host or f" {source.name}", []).append(source)
    return list(groups.values())


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:  # the gate will refuse it, and say so
        return ""


async def _read(source: Source, around: Round) -> _Share:
    if source.kind is SourceKind.UNREACHABLE:
        return _Share(report=_report(source, SourceState.UNREACHABLE, source.why_unreachable))
    began = time.monotonic()
    try:
        findings = await READERS[source.kind](source, around)
    except SourceError as error:
        findings = Findings(troubles=(error.trouble,))
    stock = take_stock(source, findings.entries, around.known.items, around.now, around.zone)
    report = replace(_told(source, findings, stock, time.monotonic() - began), again_at=_again_at(findings, around.now))
    for trouble in findings.troubles:
        _log.warning("source %r: %s at %r: %s", source.name, trouble.kind.name, trouble.address, trouble.detail)
    failures = [
        Failure(source=source.name, kind=trouble.kind, address=trouble.address[:500], detail=trouble.detail[:500],
                message=trouble.message)
        for trouble in findings.troubles[:FAILURES_TOLD]
    ]  # fmt: skip
    return _Share(
        report=report,
        items=stock.items,
        sightings=stock.sightings,
        failures=tuple(failures),
        validators=() if stock.left_out else findings.validators,
    )


def _told(source: Source, findings: Findings, stock: Stock, seconds: float) -> SourceReport:
    delays = [(item.seen_at - item.published_at).total_seconds() for item in stock.items if not item.is_time_estimated]
    return SourceReport(
        source=source.name,
        state=_state(findings, stock),
        items=stock.found + findings.listed,
        new=len(stock.items),
        bytes=findings.bytes,
        seconds=seconds,
        delay_seconds=median(delays) if delays else None,
        message=_message(source, findings, stock),
    )


def _again_at(findings: Findings, now: datetime) -> datetime | None:
    wait = max((trouble.wait for trouble in findings.troubles), default=0.0)
    return now + timedelta(seconds=min(wait, LONGEST_WAIT)) if wait else None


def _state(findings: Findings, stock: Stock) -> SourceState:
    if findings.troubles:
        return SourceState.PARTIAL if stock.found or findings.listed else SourceState.FAILED
    return SourceState.UNCHANGED if findings.is_unchanged else SourceState.OK


def _message(source: Source, findings: Findings, stock: Stock) -> str:
    parts = [findings.notice]
    if findings.troubles:
        count = len(findings.troubles)
        parts.append(findings.troubles[0].message + (f"（共 {count} 处）" if count > 1 else ""))
    if stock.left_out:
        parts.append(f"超过上限 {source.limit} 条，另有 {stock.left_out} 条留待下次")
    return "；".join(filter(None, parts))


def _report(source: Source, state: SourceState, message: str) -> SourceReport:
    return SourceReport(
        source=source.name, state=state, items=0, new=0, bytes=0, seconds=0.0, delay_seconds=None, message=message
    )


def _harvest(run: str, started_at: datetime, finished_at: datetime, shares: Sequence[_Share]) -> Harvest:
    """Shares joined in the desk's order; a piece that two sources hold belongs to the first."""
    items: dict[str, Item] = {}
    for share in shares:
        for item in share.items:
            items.setdefault(item.id, item)
    validators = {validator.address: validator for share in shares for validator in share.validators}
    return Harvest(
        run=run,
        started_at=started_at,
        finished_at=finished_at,
        items=tuple(items.values()),
        sightings=tuple(sighting for share in shares for sighting in share.sightings),
        failures=tuple(failure for share in shares for failure in share.failures),
        reports=tuple(share.report for share in shares),
        validators=tuple(validators.values()),
    )
