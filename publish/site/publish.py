"""Everything public at once: the month of the newest briefing, the front page, duty, incidents, feed and tables."""

import csv
import hashlib
import io
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from pydantic import TypeAdapter

from caifeng.models import Briefing, Desk
from caifeng.resources import resource
from publish.pages.alerts_page import render_alerts
from publish.pages.contexts import Page, SiteContext
from publish.pages.dossier import render_dossiers
from publish.pages.duty_page import render_duty
from publish.site.edition import publish_site
from publish.escape import csv_cell
from publish.site.export import export
from publish.site.feeds import briefing_feed
from publish.pages.governance import render_governance
from publish.site.material import SiteMaterial
from publish.pages.render import day_link, render_briefing, render_front, render_incidents, render_measured, render_month
from publish.site.plan import EditionParts, Published, SiteFile, SiteRequest
from publish.pages.urgency import by_urgency, closed_rows

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
_EDITION = TypeAdapter(tuple[Briefing, ...])
# Pages of their own modules that the index of incidents leads to, where they are there.
_FURTHER = (
    ("处置统计", "handling/"),
    ("案例库", "cases/"),
    ("演练", "drills/"),
    ("风险评估", "risks/"),
)


def publish_all(repository: Path, public: Path, material: SiteMaterial) -> Published:
    """Publish the site as ``material`` has it and export it to ``public``.

    Months before that of the newest briefing are not touched. Raises PublishError.
    """
    desk, newest = material.desk, material.briefings[-1]
    month = f"{newest.date:%Y-%m}"
    edition = tuple(briefing for briefing in material.briefings if f"{briefing.date:%Y-%m}" == month)
    pages, files = root_pages(material)
    request = SiteRequest(
        repository=repository,
        branch=desk.publish.branch,
        month=month,
        root_pages=pages,
        config_file=resource("mkdocs.yml"),
        docs=resource("site/docs"),
        site_name=f"{desk.name}舆情",
        base_url=desk.publish.base_url,
        built_at=material.now,
        drill=desk.drill,
        made_from=hashlib.sha256(_EDITION.dump_json(edition)).hexdigest(),
        make_edition=partial(_edition, edition, desk),
        root_files=(*files, *_root_files(material.briefings, desk)),
        fills=(render_measured(newest), render_governance(desk, material.now)),
    )
    published = publish_site(request)
    export(repository, desk.publish.branch, public)
    return published


def root_pages(material: SiteMaterial) -> tuple[tuple[Page, ...], tuple[SiteFile, ...]]:
    """Every generated page outside the editions, and the tables that stand beside them."""
    newest, zone = material.briefings[-1], material.desk.zone.key
    incidents = [case.incident for case in material.cases]
    rows = by_urgency(incidents, material.now)
    links = [day_link(briefing) for briefing in material.briefings[-RECENT:]]
    paths = {page.path for page in material.pages}
    further = [(title, way) for title, way in _FURTHER if f"{way}index.md" in paths]
    alerts, tables = render_alerts(material)
    pages = (
        render_front(newest, list(reversed(links)), rows),
        render_duty(material),
        render_incidents(rows, closed_rows(incidents, material.now), zone, further),
        *render_dossiers(material),
        *alerts,
        *material.pages,
    )
    return pages, tables


def _edition(edition: Sequence[Briefing], desk: Desk) -> EditionParts:
    site = SiteContext(base_url=desk.publish.base_url)
    days = tuple(page for briefing in edition for page in render_briefing(briefing, site))
    tables = tuple(_evidence_table(briefing) for briefing in edition)
    return EditionParts(pages=(render_month(edition), *days), files=tables)


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
