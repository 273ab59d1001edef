"""Everything public at once: the monthly editions, the front page, duty, incidents, feed and tables."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from caifeng.resources import resource
from publish.pages.alerts_page import alert_sections
from publish.pages.case_lists import case_months, render_case_lists
from publish.pages.contexts import Page
from publish.pages.corrections_page import render_corrections
from publish.pages.dossier import render_dossiers
from publish.pages.duty_page import render_duty
from publish.pages.governance import render_governance
from publish.pages.render import day_link, render_front, render_incidents, render_measured
from publish.pages.urgency import by_urgency, closed_rows
from publish.search.sections import search_sections
from publish.search.sources import sources_of
from publish.site.branch import published_below
from publish.site.edition import publish_site
from publish.site.export import export
from publish.site.feeds import feeds
from publish.site.material import SiteMaterial
from publish.site.plan import Published, Section, SiteFile, SiteRequest
from publish.site.root_files import days_file, robots_file
from publish.site.sitemap import sitemap_index

RECENT = 14  # days on the front page
# Pages of their own modules that the index of incidents leads to, where they are there.
_FURTHER = (
    ("处置统计", "handling/"),
    ("议题", "topics/"),
    ("信源", "sources/"),
    ("撤下记录", "takedowns/"),
    ("案例库", "cases/"),
    ("演练", "drills/"),
    ("风险评估", "risks/"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RootSite:
    """Every generated page outside the editions; ``sections`` only say how to make theirs."""

    pages: tuple[Page, ...]
    sections: tuple[Section, ...]


def publish_all(repository: Path, public: Path, material: SiteMaterial) -> Published:
    """Publish the site as ``material`` has it and export it to ``public``.

    Months that are over and whose records did not change are not touched. Raises PublishError.
    """
    published = publish_site(site_request(repository, material))
    export(repository, material.desk.publish.branch, public)
    return published


def site_request(repository: Path, material: SiteMaterial) -> SiteRequest:
    """What is to be published; nothing that did not change is rendered yet."""
    desk, root = material.desk, root_site(material)
    public = partial(published_below, repository, desk.publish.branch)
    return SiteRequest(
        repository=repository,
        branch=desk.publish.branch,
        months=material.months,
        root_pages=root.pages,
        root_sections=(*root.sections, *search_sections(sources_of(material), public)),
        config_file=resource("mkdocs.yml"),
        docs=resource("site/docs"),
        site_name=f"{desk.name}舆情",
        base_url=desk.publish.base_url,
        built_at=material.now,
        drill=desk.drill,
        indexed=desk.publish.indexed,
        report_errors=desk.publish.report_errors,
        root_files=_root_files(material),
        fills=(render_measured(material.newest), render_governance(desk, material.now)),
    )


def root_site(material: SiteMaterial) -> RootSite:
    """Every generated page outside the editions; of those that seldom change, how to make them."""
    newest, zone = material.newest, material.desk.zone.key
    incidents = [case.incident for case in material.cases]
    rows, closed = by_urgency(incidents, material.now), closed_rows(incidents, material.now)
    links = [day_link(card) for card in material.cards[-RECENT:]]
    paths = {page.path for page in material.pages}
    further = [(title, way) for title, way in _FURTHER if f"{way}index.md" in paths]
    alerts, alert_days = alert_sections(material)
    pages = (
        render_front(newest, list(reversed(links)), rows, material.reports),
        render_duty(material),
        render_incidents(rows, closed, zone, further, case_months(closed, zone)),
        *render_case_lists(rows, closed, zone),
        render_corrections((*material.cards, *material.reports), zone),
        *render_dossiers(material),
        alerts,
        *material.pages,
    )
    return RootSite(pages=pages, sections=(*alert_days, *material.sections))


def _root_files(material: SiteMaterial) -> tuple[SiteFile, ...]:
    desk, cards = material.desk, (*material.cards, *material.reports)
    incidents = [case.incident for case in material.cases]
    maps = sitemap_index(desk.publish.base_url, [month.name for month in material.months])
    bundles = [
        SiteFile(path=f"assets/{path.name}", content=path.read_bytes())
        for path in sorted(resource("site/theme/assets").glob("plotly-basic-*"))
    ]
    robots = robots_file(desk.publish.base_url, is_indexed=desk.publish.indexed)
    return (*feeds(desk, cards, incidents, material.now), *maps, days_file(material.cards), robots, *bundles)
