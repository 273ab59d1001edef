"""预警: every alert of a day, sent or not, with its reason and who was told. Messages about a storm lead here."""

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from caifeng.models import Alert, AlertKind, Incident, Level
from publish.escape import csv_cell
from publish.pages.alert_rows import AlertRow, alert_row, gravest_first
from publish.pages.contexts import Page
from publish.pages.delivered import Deliveries, deliveries
from publish.pages.render import page
from publish.site.material import SiteMaterial
from publish.site.plan import EditionParts, Section, SiteFile, digest

_FULL = 120  # alerts told in full on one page
_LINES = 9880  # further ones as a line each, so that ten thousand stand on the page; the table (CSV) has all
_DAYS = 400  # on the index
_HEAD = (
    "编号", "时间", "级别", "种类", "标题", "原因", "议题", "案件", "事件", "责任人", "未发原因", "送达", "依据",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class DayAlerts:
    """A day's alerts, counted.

    day: in the desk's zone
    total: how many
    unsent: how many of them nobody was told
    levels: (level, how many), gravest first
    kinds: (kind, how many), most first
    topics: (topic, how many), most first, at most ten
    """

    day: date
    total: int
    unsent: int
    levels: tuple[tuple[Level, int], ...]
    kinds: tuple[tuple[AlertKind, int], ...]
    topics: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertsContext:
    """alerts.md.j2

    counts: the day and its numbers
    rows: the gravest alerts in full, untaken first
    lines: further alerts, a line each
    left_out: still further ones, which only the table has
    root: way to the site's root
    """

    counts: DayAlerts
    rows: tuple[AlertRow, ...]
    lines: tuple[AlertRow, ...]
    left_out: int
    root: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertDaysContext:
    """alert_days.md.j2

    days: days with alerts, newest first
    left_out: older days that are not listed
    root: way to the site's root
    """

    days: tuple[DayAlerts, ...]
    left_out: int
    root: str


def alert_sections(material: SiteMaterial) -> tuple[Page, tuple[Section, ...]]:
    """The index ``alerts/``, and ``alerts/2026-11-20/`` for each day with alerts: a page and its table."""
    zone = material.desk.zone
    by_day: dict[date, list[Alert]] = {}
    for alert in material.alerts:
        by_day.setdefault(alert.raised_at.astimezone(zone).date(), []).append(alert)
    days = sorted(by_day, reverse=True)
    counted = tuple(_counted(day, by_day[day]) for day in days[:_DAYS])
    index = AlertDaysContext(days=counted, left_out=len(days) - len(counted), root="../")
    sent = deliveries(material.notices, material.deliveries)
    incidents = {case.incident.id: case.incident for case in material.cases}
    sections = [_section(counts, by_day[counts.day], (sent, incidents), zone.key) for counts in counted]
    return page("alerts/index.md", "alert_days.md.j2", index, zone.key), tuple(sections)


def _section(
    counts: DayAlerts, alerts: Sequence[Alert], known: tuple[Deliveries, Mapping[str, Incident]], zone: str
) -> Section:
    rows = gravest_first([alert_row(alert, *known) for alert in alerts])
    return Section(
        path=f"alerts/{counts.day}/",
        made_from=digest(_said(row) for row in rows),
        make=partial(_parts, counts, rows, zone),
    )


def _said(row: AlertRow) -> bytes:
    """What tells a row from another; of an alert only a takedown changes anything."""
    return repr((row.alert, row.told, row.file, row.is_untaken)).encode("utf-8", "replace")


def _parts(counts: DayAlerts, rows: tuple[AlertRow, ...], zone: str) -> EditionParts:
    place = f"alerts/{counts.day}/"
    shown = AlertsContext(
        counts=counts,
        rows=rows[:_FULL],
        lines=rows[_FULL : _FULL + _LINES],
        left_out=max(len(rows) - _FULL - _LINES, 0),
        root="../../",
    )
    table = SiteFile(path=f"{place}alerts.csv", content=_table(rows))
    return EditionParts(pages=(page(f"{place}index.md", "alerts.md.j2", shown, zone),), files=(table,))


def _counted(day: date, alerts: Sequence[Alert]) -> DayAlerts:
    levels, kinds = Counter(one.level for one in alerts), Counter(one.kind for one in alerts)
    topics = Counter(topic for one in alerts for topic in set(one.topics))
    return DayAlerts(
        day=day,
        total=len(alerts),
        unsent=sum(bool(one.unsent_because) for one in alerts),
        levels=tuple(sorted(levels.items(), key=lambda pair: -pair[0].rank)),
        kinds=tuple(sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0]))),
        topics=tuple(sorted(topics.items(), key=lambda pair: (-pair[1], pair[0]))[:10]),
    )


def _table(rows: Sequence[AlertRow]) -> bytes:
    """All alerts of a day for a spreadsheet, by time; cells that would be formulas stay text."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(_HEAD)
    for row in sorted(rows, key=lambda row: (row.alert.raised_at, row.alert.id)):
        one = row.alert
        told = "；".join(f"{group.state} {group.channel}（{group.names}）" for group in row.told)
        cells = (
            one.id, one.raised_at.isoformat(), one.level, one.kind, one.story_title, one.reason, "、".join(one.topics),
            one.incident_id, one.story_id, one.owner, one.unsent_because, told, " ".join(one.item_ids),
        )  # fmt: skip
        table.writerow([csv_cell(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig", "replace")
