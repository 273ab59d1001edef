"""值守: the board that duty staff keep open. What is overdue stands first, and how old the page is in large letters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from caifeng.models import (
    Alert,
    AlertKind,
    Desk,
    Duty,
    Silence,
    SourceReport,
    SourceState,
    TrackedRectification,
)
from caifeng.models.rota import shifts
from caifeng.models.wording import clock
from publish.briefing.lane import lane_lines, lane_record
from publish.briefing.phrases import named
from publish.pages.alert_rows import AlertRow, alert_row, gravest_first
from publish.pages.contexts import Page
from publish.pages.delivered import deliveries
from publish.pages.render import page
from publish.pages.urgency import CaseRow, by_urgency
from publish.site.material import SiteMaterial

RECENT = timedelta(hours=24)  # alerts of the board
FRESH = timedelta(hours=2)  # looks publish at least every hour; an older board means that nobody looks any more
_ROWS = 40  # open incidents of the board, the most urgent; the index has all
_ALERTS = 30  # in full; the day's page lists all
_SHIFTS = 3  # to come
_AHEAD = timedelta(days=7)  # within which a next shift is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """How the listening goes.

    looked_at: when sources were last read, None: never
    tried: sources that were asked
    answered: those of them that answered
    failed: what each of the others says
    silent: sources that have gone quiet, as the newest alerts say
    slow: median delay from publication to sight of each slow source, seconds
    lane: how fast the alerts of the last 24 hours were, in a sentence
    """

    looked_at: datetime | None
    tried: int
    answered: int
    failed: tuple[SourceReport, ...]
    silent: tuple[AlertRow, ...]
    slow: tuple[SourceReport, ...]
    lane: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyContext:
    """duty.md.j2

    desk: the desk's name
    made_at: when the page was made
    stale_minutes: an older page means that nobody looks any more
    headline: what is overdue or due next, one sentence
    is_late: whether something is overdue
    rows: open incidents, the most urgent first; where there are very many, the first of them
    rows_total: how many are open
    on_duty: who is on duty now
    coming: the next shifts
    has_rota: whether there is a rota at all
    supervisor: who is told where nobody is on duty, "" where none is named
    alerts: alerts of the last 24 hours, untaken first
    alerts_total: how many there were; ``alerts`` may be cut
    alert_days: days that have a page of alerts and fall into the last 24 hours, newest first
    silences: in force
    tasks: rectifications not done, the most urgent first, as many as ``rows``
    tasks_total: how many there are
    listening: how the listening goes
    root: way to the site's root
    """

    desk: str
    made_at: datetime
    stale_minutes: int
    headline: str
    is_late: bool
    rows: tuple[CaseRow, ...]
    rows_total: int
    on_duty: tuple[Duty, ...]
    coming: tuple[Duty, ...]
    has_rota: bool
    supervisor: str
    alerts: tuple[AlertRow, ...]
    alerts_total: int
    alert_days: tuple[date, ...]
    silences: tuple[Silence, ...]
    tasks: tuple[TrackedRectification, ...]
    tasks_total: int
    listening: Listening
    root: str


def render_duty(material: SiteMaterial) -> Page:
    """The duty board as of ``material.now``, at ``duty/``."""
    desk, now = material.desk, material.now
    incidents = {case.incident.id: case.incident for case in material.cases}
    rows = by_urgency(incidents.values(), now)
    recent = [alert for alert in material.alerts if now - RECENT < alert.raised_at <= now]
    sent = deliveries(material.notices, material.deliveries)
    alerts = gravest_first([alert_row(alert, sent, incidents) for alert in recent])
    tasks = tuple(sorted(material.rectify, key=lambda task: (task.what.due, task.incident_id, task.what.what)))
    coming = shifts(desk.rota, desk.zone, now, now + _AHEAD)
    shown = DutyContext(
        desk=desk.name,
        made_at=now,
        stale_minutes=int(FRESH.total_seconds() // 60),
        headline=_headline(rows, desk),
        is_late=any(row.overdue for row in rows),
        rows=rows[:_ROWS],
        rows_total=len(rows),
        on_duty=tuple(shift for shift in coming if shift.start <= now),
        coming=tuple(shift for shift in coming if shift.start > now)[:_SHIFTS],
        has_rota=bool(desk.rota),
        supervisor=desk.alerts.supervisor,
        alerts=alerts[:_ALERTS],
        alerts_total=len(alerts),
        alert_days=_days(recent, desk),
        silences=tuple(sorted((s for s in material.silences if s.is_on(now)), key=lambda s: (s.until, s.about))),
        tasks=tasks[:_ROWS],
        tasks_total=len(tasks),
        listening=_listening(material, alerts),
        root="../",
    )
    return page("duty/index.md", "duty.md.j2", shown, desk.zone.key)


def _headline(rows: Sequence[CaseRow], desk: Desk) -> str:
    """What a phone's first screen says: how many are overdue and which, or what is due next."""
    late = [row for row in rows if row.overdue]
    if late:
        first = late[0]
        told = f"{named(first.incident.title, 18)}的{_late_names(first)}，责任人 {first.incident.owner or '未派'}"
        return f"{len(late)} 件案件超时：{told}" + (f"；另有 {len(late) - 1} 件" if len(late) > 1 else "") + "。"
    if not rows:
        return "没有未闭环的案件。"
    for row in rows:
        if row.due:
            until = clock(row.due.due_at, desk.zone)
            return f"没有超时；下一个到期的是{named(row.incident.title, 18)}的{row.due.name}，{until} 前。"
    return f"没有超时；{len(rows)} 件未闭环，没有正在走的时限。"


def _late_names(row: CaseRow) -> str:
    """到责任人、首次回应: the overdue limits of an incident."""
    return "、".join(view.name for view in row.overdue)


def _days(recent: Iterable[Alert], desk: Desk) -> tuple[date, ...]:
    days = {alert.raised_at.astimezone(desk.zone).date() for alert in recent}
    return tuple(sorted(days, reverse=True))


def _listening(material: SiteMaterial, alerts: Sequence[AlertRow]) -> Listening:
    reports = sorted(material.health.reports, key=lambda report: report.source)
    tried = [report for report in reports if report.state is not SourceState.UNREACHABLE]
    failed = [report for report in tried if report.state is SourceState.FAILED]
    slow = [report for report in tried if report.delay_seconds is not None and report.delay_seconds > 3600]
    return Listening(
        looked_at=material.health.looked_at,
        tried=len(tried),
        answered=len(tried) - len(failed),
        failed=tuple(failed),
        silent=tuple(row for row in alerts if row.alert.kind is AlertKind.SILENT),
        slow=tuple(sorted(slow, key=lambda report: (-(report.delay_seconds or 0), report.source))),
        lane=lane_lines(lane_record((row.alert for row in alerts), ())),
    )
