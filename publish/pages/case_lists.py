"""Long lists of incidents on pages that a phone can bear: open ones by urgency, closed ones by month of opening."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from zoneinfo import ZoneInfo

from publish.pages.contexts import CaseMonth, Page
from publish.pages.render import page
from publish.pages.urgency import MOST_ROWS, CaseRow


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseListContext:
    """case_list.md.j2

    title: what is listed
    rows: of this page
    total: rows of all pages
    page: number of this page; pages: how many there are
    up: way to the first page's folder, "" on the first
    root: way to the site's root
    """

    title: str
    rows: tuple[CaseRow, ...]
    total: int
    page: int
    pages: int
    up: str
    root: str


def render_case_lists(open_rows: Sequence[CaseRow], closed_rows: Sequence[CaseRow], zone: str) -> Iterator[Page]:
    """``incidents/open/`` where one page does not hold them, and ``incidents/2026-11/`` for each month."""
    if len(open_rows) > MOST_ROWS:
        yield from _pages("incidents/open/", "未闭环的案件", open_rows, zone)
    for month, rows in _by_month(closed_rows, zone):
        year, number = month.split("-")
        yield from _pages(f"incidents/{month}/", f"{year} 年 {int(number)} 月立案、已闭环的案件", rows, zone)


def case_months(closed_rows: Sequence[CaseRow], zone: str) -> tuple[CaseMonth, ...]:
    """The months that have a page, newest first."""
    return tuple(CaseMonth(name=month, count=len(rows)) for month, rows in _by_month(closed_rows, zone))


def _by_month(rows: Sequence[CaseRow], zone: str) -> Iterator[tuple[str, list[CaseRow]]]:
    local = ZoneInfo(zone)
    newest = sorted(rows, key=lambda row: (row.incident.opened_at, row.incident.id), reverse=True)
    for month, found in groupby(newest, key=lambda row: f"{row.incident.opened_at.astimezone(local):%Y-%m}"):
        yield month, list(found)


def _pages(place: str, title: str, rows: Sequence[CaseRow], zone: str) -> Iterator[Page]:
    parts = [rows[at : at + MOST_ROWS] for at in range(0, len(rows), MOST_ROWS)]
    for number, part in enumerate(parts, 1):
        is_first = number == 1
        shown = CaseListContext(
            title=title,
            rows=tuple(part),
            total=len(rows),
            page=number,
            pages=len(parts),
            up="" if is_first else "../",
            root="../../" if is_first else "../../../",
        )
        path = f"{place}index.md" if is_first else f"{place}{number}/index.md"
        yield page(path, "case_list.md.j2", shown, zone)
