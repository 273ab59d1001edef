"""Briefings and incidents as Markdown pages. Templates show, this module hands them one documented context each."""

import re
from collections.abc import Collection, Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from caifeng.models import (
    Accuracy,
    Briefing,
    BriefingCard,
    SourceHealth,
    SourceState,
)
from caifeng.resources import resource
from publish import escape
from publish.briefing.lane import lane_lines
from publish.briefing.phrases import duration, long_date, weekday
from publish.languages.english import english, english_span, is_english
from publish.ledger import figured, key, ledger_of, num
from publish.pages.as_text import as_text
from publish.pages.charts import day_charts
from publish.pages.contexts import (
    CaseMonth,
    DayContext,
    DayLink,
    FrontContext,
    IncidentsContext,
    MeasuredContext,
    MeasuredSet,
    Page,
    SiteContext,
    edition,
)
from publish.pages.evidence_page import anchors, evidence_contexts
from publish.pages.numbers_page import numbers_contexts
from publish.pages.share_card import is_card
from publish.pages.since_yesterday import changes
from publish.pages.tables_page import tables_context
from publish.pages.urgency import MOST_ROWS, CaseRow

_TROUBLE_FIRST = (
    SourceState.FAILED,
    SourceState.PARTIAL,
    SourceState.UNREACHABLE,
    SourceState.UNCHANGED,
    SourceState.OK,
)
_NUMERIC = re.compile(r"[0-9 .,:%-]+")
_SPARK_WIDTH, _SPARK_HEIGHT = 92.0, 30.0


def render_briefing(
    briefing: Briefing, site: SiteContext, pictures: Collection[str] = (), yesterday: Briefing | None = None
) -> tuple[Page, ...]:
    """The day page, its stories in full, evidence, numbers and charts' tables; paths are below the edition's docs.

    ``pictures`` are the file names of its charts' pictures; ``yesterday`` is the edition it is compared with.
    """
    day = f"{briefing.date:%Y-%m-%d}"
    shown = day_context(briefing, site, pictures, yesterday)
    return (
        page(f"{day}/index.md", "day.md.j2", shown, briefing.zone),
        *(
            page(_numbered(f"{day}/evidence", proof.page), "evidence.md.j2", proof, briefing.zone)
            for proof in evidence_contexts(briefing, shown.ledger)
        ),
        *(
            page(_numbered(f"{day}/numbers", told.page), "numbers.md.j2", told, briefing.zone)
            for told in numbers_contexts(briefing, shown.ledger, shown.known)
        ),
        page(f"{day}/stories.md", "stories.md.j2", shown, briefing.zone),
        page(f"{day}/charts.md", "tables.md.j2", tables_context(briefing, shown.charts), briefing.zone),
    )


def day_context(
    briefing: Briefing, site: SiteContext, pictures: Collection[str] = (), yesterday: Briefing | None = None
) -> DayContext:
    """What the day page shows of a briefing; arguments as of ``render_briefing``."""
    day = f"{briefing.date:%Y-%m-%d}"
    share_url = f"{site.base_url.rstrip('/')}/{edition(briefing.date)}/{day}/" if site.base_url else ""
    ledger = ledger_of(briefing)
    return DayContext(
        briefing=briefing,
        charts=day_charts(briefing, pictures),
        known=anchors(briefing),
        ledger=ledger,
        health=tuple(sorted(briefing.note.health, key=_by_trouble)),
        lane=lane_lines(briefing.note.lane) if briefing.note.lane else (),
        root="../" * (2 + site.depth),
        share_url=escape.link(share_url),
        since=yesterday.date if yesterday else None,
        changes=changes(briefing, yesterday) if yesterday else (),
        text=as_text(briefing, escape.link(share_url)),
        card=next(filter(is_card, sorted(pictures)), ""),
        languages=site.languages,
    )


def _numbered(path: str, number: int) -> str:
    """The file of a page that goes on: evidence.md, evidence/2.md …."""
    return f"{path}.md" if number == 1 else f"{path}/{number}.md"


def render_front(
    latest: Briefing, recent: Sequence[DayLink], rows: Sequence[CaseRow], reports: Sequence[BriefingCard] = ()
) -> Page:
    """The site's front page: the newest conclusion, open incidents, the newest report of each kind, the days before."""
    by_age = sorted(reports, key=lambda card: (card.published_at, card.key))
    newest = {card.kind: card for card in by_age}.values()
    shown = FrontContext(
        latest=latest,
        day=day_link(latest),
        recent=tuple(day for day in recent if day.date != latest.date),
        rows=tuple(rows),
        late=sum(bool(row.overdue) for row in rows),
        reports=tuple(sorted(newest, key=by_age.index, reverse=True)),
        known=anchors(latest),
        root="",
    )
    return page("index.md", "front.md.j2", shown, latest.zone)


def render_incidents(
    open_rows: Sequence[CaseRow],
    closed_rows: Sequence[CaseRow],
    zone: str,
    further: Sequence[tuple[str, str]] = (),
    months: Sequence[CaseMonth] = (),
) -> Page:
    """The index of all incidents: the most urgent open and the newest closed ones, and the way to the others.

    ``further`` are (title, way from the root) of pages that stand beside it, ``months`` those that have a page.
    """
    shown = IncidentsContext(
        open_rows=tuple(open_rows[:MOST_ROWS]),
        open_total=len(open_rows),
        closed_rows=tuple(closed_rows[: MOST_ROWS // 2]),
        closed_total=len(closed_rows),
        months=tuple(months),
        further=tuple(further),
        root="../",
    )
    return page("incidents/index.md", "incidents.md.j2", shown, zone)


def render_measured(latest: Briefing) -> Page:
    """The table of measured figures that the method page holds: those of the newest briefing, all of them."""
    sets: dict[tuple[str, str, str], list[tuple[str, Accuracy]]] = {}
    for figure in latest.note.accuracies:
        name, _, told = figure.what.rpartition("：")
        sets.setdefault((name or told, figure.dataset, figure.version), []).append((told, figure))
    shown = MeasuredContext(
        sets=tuple(
            MeasuredSet(name=name, dataset=dataset, version=version, figures=tuple(figures))
            for (name, dataset, version), figures in sets.items()
        )
    )
    return page("method.md", "measured.md.j2", shown, latest.zone)


def day_link(briefing: Briefing | BriefingCard) -> DayLink:
    """A briefing as the line other pages show of it."""
    return DayLink(
        date=briefing.date, number=briefing.number, level=briefing.level, conclusion=briefing.conclusion
    )  # fmt: skip


def page(path: str, template: str, context: Any, zone: str) -> Page:
    """A page from its template and the one context dataclass that the template is given; ``zone`` is the desk's."""
    fields = {name: getattr(context, name) for name in type(context).__dataclass_fields__}
    return Page(path=path, text=environment(zone).get_template(template).render(fields))


@lru_cache(maxsize=8)
def environment(zone: str) -> Environment:
    """The templates' environment: undefined names raise, and every printed value goes through ``escape.markdown``."""
    found = Environment(
        loader=FileSystemLoader(resource("templates")),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    local = ZoneInfo(zone)
    found.filters.update(
        day=lambda day: _numeric(f"{day:%m-%d}"),
        month=lambda day: _numeric(f"{day:%Y-%m}"),
        moment=lambda at: _numeric(f"{at.astimezone(local):%m-%d %H:%M}"),
        clock=lambda at: _numeric(f"{at.astimezone(local):%H:%M}"),
        epoch=lambda at: _numeric(str(int(at.timestamp()))),
        iso=lambda at: _numeric(f"{at.astimezone(local):%Y-%m-%d %H:%M}"),
        long_date=long_date,
        address=lambda day: f"{edition(day)}/{day:%Y-%m-%d}/",
        weekday=weekday,
        percent=lambda share: _numeric(f"{share:.0%}"),
        tenths=lambda share: _numeric(f"{share:.1%}"),
        thousandths=lambda value: _numeric(f"{value:.3f}"),
        number=lambda value: _numeric(f"{value:.1f}".removesuffix(".0")),
        minutes=lambda count: duration(timedelta(minutes=count)),
        seconds=lambda count: "—" if count is None else duration(timedelta(minutes=round(count / 60))),
        figured=figured,
        num=num,
        figure_key=key,
        link=escape.link,
        host=escape.host,
        embedded_json=escape.embedded_json,
        polyline=_polyline,
        last_dot=lambda values: _points(values)[-1],
        css=lambda member: member.name.lower(),
        ymd=lambda day: _numeric(f"{day:%Y-%m-%d}"),
        en=lambda word: english(str(word)),
        has_en=lambda word: is_english(str(word)),
        en_span=english_span,
        file_name=lambda text: escape.file_name(text).upper(),
    )
    return found


def _finalize(value: object) -> Markup:
    if isinstance(value, Markup):
        return value
    if value is None:
        raise TypeError("a template printed None")
    return escape.markdown(str(value))


def _numeric(text: str) -> Markup:
    """Figures of our own making, left unencoded: they are most of a page's characters and hold no source's text."""
    if not _NUMERIC.fullmatch(text):
        raise ValueError(f"not a figure: {text!r}")
    return Markup(text)  # noqa: S704


def _by_trouble(source: SourceHealth) -> tuple[int, int, str]:
    return (_TROUBLE_FIRST.index(source.report.state), source.tier, source.name)


def _points(values: Sequence[int]) -> list[tuple[str, str]]:
    top, step = max([*values, 1]), (_SPARK_WIDTH - 6) / max(len(values) - 1, 1)
    return [
        (f"{3 + index * step:.1f}", f"{_SPARK_HEIGHT - 3 - value / top * (_SPARK_HEIGHT - 6):.1f}")
        for index, value in enumerate(values or (0,))
    ]


def _polyline(values: Sequence[int]) -> Markup:
    return _numeric(" ".join(f"{x},{y}" for x, y in _points(values)))
