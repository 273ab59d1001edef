"""However many incidents there are, every one stands on a page that a phone can bear."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

from caifeng.models import Incident
from publish.pages.case_lists import case_months, render_case_lists
from publish.pages.contexts import Page
from publish.pages.render import render_incidents
from publish.pages.urgency import CaseRow, by_urgency, closed_rows
from tests.samples import sample_briefing

BRIEFING = sample_briefing()
NOW, ZONE = BRIEFING.published_at, BRIEFING.zone
OPEN = BRIEFING.handling[0].incident


def incidents(count: int) -> list[Incident]:
    return [
        replace(OPEN, id=f"INC-2026-{n:04d}", opened_at=OPEN.opened_at - timedelta(hours=n))
        for n in range(1, count + 1)
    ]


def closed(count: int) -> tuple[CaseRow, ...]:
    rows = by_urgency(incidents(count), NOW)
    return tuple(sorted(rows, key=lambda row: row.incident.opened_at, reverse=True))


def named(*pages: Page) -> set[str]:
    return {id_ for page in pages for id_ in re.findall(r"incidents/(INC-\d{4}-\d{4})/", unescape(page.text))}


def test_every_closed_incident_stands_on_the_page_of_its_month() -> None:
    rows = closed(2000)
    pages = list(render_case_lists((), rows, ZONE))
    assert named(*pages) == {row.incident.id for row in rows}
    assert sum(month.count for month in case_months(rows, ZONE)) == 2000
    paths = {page.path for page in pages}
    assert {f"incidents/{month.name}/index.md" for month in case_months(rows, ZONE)} <= paths
    assert max(len(page.text.encode()) for page in pages) < 50_000


def test_the_index_leads_to_every_month_and_says_how_many_it_leaves_out() -> None:
    rows = closed(300)
    index = render_incidents((), rows, ZONE, months=case_months(rows, ZONE))
    assert "已闭环 300" in index.text
    assert all(f'href="{month.name}/"' in unescape(index.text) for month in case_months(rows, ZONE))
    assert len(index.text.encode()) < 50_000


def test_a_flood_of_open_incidents_is_paged_and_none_is_left_out() -> None:
    rows = by_urgency(incidents(300), NOW)
    index, pages = render_incidents(rows, (), ZONE), list(render_case_lists(rows, (), ZONE))
    assert 'href="open/"' in index.text
    assert "另有 250 件" in index.text
    assert named(*pages) == {row.incident.id for row in rows}
    assert pages[0].path == "incidents/open/index.md"
    assert pages[1].path == "incidents/open/2/index.md"


def test_few_incidents_need_no_further_page_but_that_of_their_month() -> None:
    assert list(render_case_lists(by_urgency(incidents(5), NOW), closed_rows([], NOW), ZONE)) == []
