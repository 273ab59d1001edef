"""Everything public at once: the month of the newest briefing, the front page, incidents, feed and tables."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from caifeng.models import Briefing, Desk, Handling, Incident, Story
from caifeng.resources import resource
from publish.contexts import Page, SiteContext
from publish.edition import publish_site
from publish.escape import csv_cell
from publish.export import export
from publish.feeds import briefing_feed
from publish.note import clock_views
from publish.pages import (
    day_link,
    render_briefing,
    render_front,
    render_incident,
    render_incidents,
    render_measured,
    render_month,
)
from publish.plan import Published, SiteFile, SiteRequest

RECENT = 14  # days on the front page
_CSV_HEAD = (
    "编号",
    "标题",
    "信源",
    "渠道",
    "层级",
    "发布时间",
    "收到时间",
    "倾向",
    "命中词",
    "事件",
    "转载自",
    "SHA-256",
    "地址",
)


def publish_all(
    repository: Path,
    public: Path,
    desk: Desk,
    briefings: Sequence[Briefing],
    case_files: tuple[Sequence[Incident], Sequence[Story]],
) -> Published:
    """Publish the site as the newest briefing has it and export it to ``public``.

    ``briefings`` are by date, at least one; months before the newest are not touched. Raises PublishError.
    """
    newest = briefings[-1]
    month = f"{newest.date:%Y-%m}"
    edition = [briefing for briefing in briefings if f"{briefing.date:%Y-%m}" == month]
    incidents, stories = case_files
    request = SiteRequest(
        repository=repository,
        branch=desk.publish.branch,
        month=month,
        edition_pages=_edition_pages(edition, desk),
        root_pages=_root_pages(briefings, incidents, stories),
        config_file=resource("mkdocs.yml"),
        docs=resource("site/docs"),
        site_name=f"{desk.name}舆情",
        base_url=desk.publish.base_url,
        built_at=newest.published_at,
        edition_files=tuple(_evidence_table(briefing) for briefing in edition),
        root_files=_root_files(briefings, desk),
        fills=(render_measured(newest),),
    )
    published = publish_site(request)
    export(repository, desk.publish.branch, public)
    return published


def _edition_pages(edition: Sequence[Briefing], desk: Desk) -> tuple[Page, ...]:
    site = SiteContext(base_url=desk.publish.base_url)
    days = tuple(page for briefing in edition for page in render_briefing(briefing, site))
    return (render_month(edition), *days)


def _root_pages(
    briefings: Sequence[Briefing], incidents: Sequence[Incident], stories: Sequence[Story]
) -> tuple[Page, ...]:
    newest = briefings[-1]
    files = [_file(incident, newest.published_at) for incident in incidents]
    links = [day_link(briefing) for briefing in briefings[-RECENT:]]
    pages = [render_front(newest, list(reversed(links)), [one for one in files if one.incident.is_open])]
    pages.append(render_incidents(files, newest.zone))
    for one in files:
        told = [story for story in stories if not set(one.incident.story_ids).isdisjoint(story.known_as)]
        mentions = [briefing for briefing in briefings if _mentions(briefing, one.incident)]
        pages.append(render_incident(one.incident, told, one.clocks, mentions, newest.zone))
    return tuple(pages)


def _file(incident: Incident, now: datetime) -> Handling:
    return Handling(incident=incident, clocks=clock_views(incident, now))


def _mentions(briefing: Briefing, incident: Incident) -> bool:
    told = {id_ for detail in briefing.details for id_ in detail.story.known_as}
    told |= {matter.story_id for matter in briefing.matters}
    return not told.isdisjoint(incident.story_ids) or any(one.incident.id == incident.id for one in briefing.handling)


def _root_files(briefings: Sequence[Briefing], desk: Desk) -> tuple[SiteFile, ...]:
    feed = SiteFile(path="feed.xml", content=briefing_feed(list(reversed(briefings)), desk.publish.base_url))
    bundles = [
        SiteFile(path=f"assets/{path.name}", content=path.read_bytes())
        for path in sorted(resource("site/theme/assets").glob("plotly-basic-*"))
    ]
    return (feed, *bundles)


def _evidence_table(briefing: Briefing) -> SiteFile:
    """All evidence of a briefing as CSV for a spreadsheet; cells that would be formulas stay text."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(_CSV_HEAD)
    for item in briefing.evidence:
        cells = (
            item.id, item.title, item.source, item.channel, str(item.tier), item.published_at.isoformat(),
            item.seen_at.isoformat(), item.tone, " ".join(item.hits), item.story_id, item.reprint_of,
            item.content_hash, item.url,
        )  # fmt: skip
        rows.writerow([csv_cell(str(cell)) for cell in cells])
    return SiteFile(path=f"{briefing.date}/evidence.csv", content=out.getvalue().encode("utf-8-sig"))
