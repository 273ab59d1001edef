"""周报 and 月报 from the folder: which are owed is decided, each is composed once and frozen; and their pages."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from caifeng.casebook import Casebook, read_casebook
from caifeng.errors import UsageError
from caifeng.lake import Lake
from caifeng.models import Desk
from caifeng.models.period import Period, Span, period_card, span_named
from caifeng.models.window import window
from caifeng.progress import Progress
from caifeng.risks import load_risks
from caifeng.workspace import Workspace
from publish.pages.contexts import SiteContext
from publish.pages.period_page import day_ways, render_period
from publish.period.compose import compose_period
from publish.period.material import PeriodMaterial
from publish.period.owed import owed_periods
from publish.site.plan import EditionParts, Section, digest
from respond.handling import handling_of_days

_DAY = timedelta(days=1)


def make_periods(workspace: Workspace, desk: Desk, now: datetime, progress: Progress) -> tuple[Period, ...]:
    """The weekly and monthly reports that are owed at ``now`` (aware), composed and frozen; none twice. Hold the lake.

    Raises LakeError where a manifest is damaged; a damaged briefing is left out and named in the report.
    """
    made = workspace.lake.periods()
    owed = owed_periods(workspace.lake.cards(), made, desk, now)
    if not owed:
        return ()
    progress("编写周报月报", None)
    return _freeze(workspace, desk, now, owed, made)


def make_period(workspace: Workspace, desk: Desk, span: Span, now: datetime, *, is_early: bool = False) -> Period:
    """The report of a week or month, made now if it is not there yet. Hold the lake.

    ``is_early``: even before its last daily edition. Raises UsageError where nothing tells of it or it is not over.
    """
    made = workspace.lake.periods()
    if (known := next((one for one in made if one.span == span), None)) is not None:
        return known
    dates = span.editions(desk.cutoff_hour)
    if not {card.date for card in workspace.lake.cards()}.intersection(dates):
        raise UsageError(f"{span.key} 没有一期日报，无从综合；日报从 {dates[0]} 到 {dates[-1]} 各期都算它的")
    end = window(dates[-1], desk.zone, desk.cutoff_hour)[1]
    if end > now and not is_early:
        raise UsageError(f"{span.key} 到 {end:%m-%d %H:%M} 才结束；现在就要，请加 --force-early，之后不会再自动补出")
    return _freeze(workspace, desk, now, (span,), made)[0]


def recompose(workspace: Workspace, desk: Desk, period: Period) -> Period:
    """The report composed again from the frozen editions, as of its moment; nothing is kept.

    What people logged since about days before that moment, and editions corrected since, show as differences.
    """
    book, _ = read_casebook(workspace, desk, period.published_at)
    return replace(
        compose_period(_material(workspace, book, period.span, period.number)),
        revision=period.revision,
        corrections=period.corrections,
    )


def find_period(made: Sequence[Period], wanted: str) -> Period:
    """The report of that key. Raises UsageError."""
    span = named_span(wanted)
    found = next((one for one in made if one.span == span), None)
    if found is None:
        raise UsageError(f"没有 {span.key} 的{span.kind}；caifeng period list 可以查到已出的各期")
    return found


def named_span(text: str) -> Span:
    """The week or month as people type it. Raises UsageError."""
    span = span_named(text)
    if span is None:
        raise UsageError(f"{text[:20]!r} 无法辨认，周写成 2026-W47，月写成 2026-11")
    return span


def period_sections(lake: Lake, desk: Desk) -> Mapping[str, tuple[Section, ...]]:
    """The folders of all reports by the month they stand in: "2026-11"."""
    found: dict[str, list[Section]] = defaultdict(list)
    revisions, gone = lake.revisions(), lake.withdrawn()
    for period in lake.periods():
        card = period_card(period)
        cited = [f"{one.date} {revisions.get(one.date)} {gone.shown_anew(one.date)}" for one in period.editions]
        found[card.month].append(
            Section(
                path=card.address.partition("/")[2],
                made_from=digest(part.encode("utf-8", "replace") for part in (repr(period), *cited)),
                make=partial(_parts, lake, desk, period),
            )
        )
    return {month: tuple(sections) for month, sections in found.items()}


def _parts(lake: Lake, desk: Desk, period: Period) -> EditionParts:
    cited = (lake.sound(one.date) for one in period.editions)
    ways = {briefing.date: day_ways(briefing) for briefing in cited if briefing is not None}
    return EditionParts(pages=render_period(period, ways, SiteContext(base_url=desk.publish.base_url)))


def _freeze(
    workspace: Workspace, desk: Desk, now: datetime, owed: Sequence[Span], made: Sequence[Period]
) -> tuple[Period, ...]:
    book, _ = read_casebook(workspace, desk, now)
    composed: list[Period] = []
    for span in owed:
        number = max((one.number for one in (*made, *composed) if one.kind is span.kind), default=0) + 1
        composed.append(compose_period(_material(workspace, book, span, number)))
    draft = workspace.lake.draft(workspace.run(now))
    for period in composed:
        draft.period(period)
    draft.commit()
    return tuple(composed)


def _material(workspace: Workspace, book: Casebook, span: Span, number: int) -> PeriodMaterial:
    desk, lake, before = book.desk, workspace.lake, span.before
    known = {card.date for card in lake.cards()}
    days = (lake.sound(day) for day in span.editions(desk.cutoff_hour) if day in known)
    return PeriodMaterial(
        span=span,
        desk=desk,
        number=number,
        now=book.now,
        days=tuple(day for day in days if day is not None),
        cards=lake.cards(),
        figures=handling_of_days(book.record, span.first, span.last + _DAY, desk, book.now),
        former=handling_of_days(book.record, before.first, before.last + _DAY, desk, book.now),
        incidents=book.record.incidents,
        cases=book.cases,
        rectify=book.rectifications(),
        risks=load_risks(workspace.root, desk)[0],
    )
