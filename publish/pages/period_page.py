"""周报 and 月报 as pages: the first screen as in the daily, then the chapters, every figure with what proves it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from markupsafe import Markup

from caifeng.models import Briefing, BriefingKind, VolumePoint
from caifeng.models.period import Period, Ref, period_card, span_title
from publish import escape
from publish.ledger import ledger_of
from publish.pages.charts import Chart, channels, tiers, tones, volume
from publish.pages.contexts import Page, SiteContext, edition
from publish.pages.evidence_page import anchors
from publish.pages.render import page

NUMERALS = "一二三四五六七八九十"
_OURS = re.compile(r"[A-Za-z0-9./#-]+")
_ROOT = "../../"
REFS, REFS_MONTHLY = 7, 4  # links after one figure; a month has many more figures and must stay small

Ways = Mapping[date, Mapping[str, str]]  # of a day: from its page to each item, story and figure of it


@dataclass(frozen=True, slots=True)
class Link:
    """A reference on the page.

    way: from the report's page
    label: what is printed
    """

    way: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodContext:
    """period.md.j2

    period: the report shown
    title: "2026 年第 47 周"
    noun: 本周 or 本月; former: 上周 or 上月
    links: every reference as a link
    numerals: of the chapters
    shown_refs: how many links are printed after one figure
    volume, tones, channels, tiers: charts; None where there is nothing to draw
    root: way to the site's root
    share_url: absolute address of this page, or ""
    """

    period: Period
    title: str
    noun: str
    former: str
    links: Mapping[Ref, Link]
    numerals: str
    shown_refs: int
    volume: Chart | None
    tones: Chart | None
    channels: Chart | None
    tiers: Chart | None
    root: str
    share_url: str


def render_period(period: Period, ways: Ways, site: SiteContext) -> tuple[Page, ...]:
    """The page of a weekly or monthly report, with its path relative to its edition's docs folder.

    ``ways``: where the daily editions that it cites show evidence and figures (``day_ways``); of a day that it lacks
    the page is linked.
    """
    address = period_card(period).address
    folder = address.partition("/")[2]
    is_week = period.kind is BriefingKind.WEEKLY
    shown = PeriodContext(
        period=period,
        title=span_title(period.span),
        noun="本周" if is_week else "本月",
        former="上周" if is_week else "上月",
        links={ref: Link(_plain(f"{_ROOT}{_way(ref, ways)}"), _plain(ref.label)) for ref in _refs(period)},
        numerals=NUMERALS,
        shown_refs=REFS if is_week else REFS_MONTHLY,
        volume=_volume(period.series),
        tones=tones(period.tones),
        channels=channels(period.channels),
        tiers=tiers(period.tiers),
        root=_ROOT,
        share_url=escape.link(f"{site.base_url.rstrip('/')}/{address}" if site.base_url else ""),
    )
    return (page(f"{folder}index.md", "period.md.j2", shown, period.zone),)


def day_ways(briefing: Briefing) -> Mapping[str, str]:
    """From the page of a day to each item, story and figure that it shows, by id."""
    ledger = ledger_of(briefing)
    shown = {id_: f"evidence/{where}#{id_}" for id_, where in anchors(briefing).items()}
    return {**shown, **{figure.id: ledger.way(figure.id) for figure in ledger.figures}}


def _refs(period: Period) -> set[Ref]:
    lines = [*period.decided, *period.unseen, *(line for part in period.parts for line in part.lines)]
    found = {ref for line in lines for ref in line.refs} | {ref for one in period.matters for ref in one.refs}
    cells = (cell for part in period.parts for table in part.tables for row in table.rows for cell in row)
    return found | {ref for cell in cells for ref in cell.refs}


def _way(ref: Ref, ways: Ways) -> str:
    if ref.day is None:
        return ref.way
    day, known = f"{edition(ref.day)}/{ref.day}/", ways.get(ref.day, {})
    return f"{day}{known.get(ref.figure or ref.anchor, '')}"


def _plain(text: str) -> str:
    """Dates and anchors of our own making are left unencoded: they are half of a page's characters."""
    return Markup(text) if _OURS.fullmatch(text) else text  # noqa: S704


def _volume(series: tuple[VolumePoint, ...]) -> Chart | None:
    """The line of the days, its finding said of the period and not of its last day."""
    drawn = volume(series)
    known = [point for point in series if not point.is_gap]
    if drawn is None or not known:
        return None
    most = max(known, key=lambda point: (point.distinct, point.day))
    least = min(known, key=lambda point: (point.distinct, point.day))
    gaps = f"；{len(series) - len(known)} 期没有数据" if len(known) < len(series) else ""
    return replace(
        drawn,
        title=f"{most.day:%m-%d} 期最多，{most.distinct} 条；{least.day:%m-%d} 期最少，{least.distinct} 条{gaps}",
        note="每期的去重条数；断线为没有出刊或读不出来的日子，不等于平静。",
    )
