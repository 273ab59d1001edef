"""处置报告: composed once from what is on record, then shown as a page and as a document."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from caifeng.models import Item
from caifeng.models.document import Cited, Part, Table
from publish import escape
from publish.briefing.evidence import excerpt
from publish.pages.contexts import Page
from publish.pages.render import page
from publish.report.report_deeds import deed_parts
from publish.report.report_draft import Report, ReportMaterial
from publish.report.report_story import story_parts

SOURCES = 300  # items in the list of evidence: those cited first, then the earliest
REFS = 6  # numbers printed after a sentence
_PER_PAGE = 100  # entries of a page of the list
_TITLE = 120  # characters

__all__ = ["ReportContext", "ReportMaterial", "SourcesContext", "compose_report", "render_report"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportContext:
    """report.md.j2

    report: the report shown
    shown_refs: how many numbers are printed after a sentence
    per_page: how many entries a page of the list of evidence holds
    root: way to the site's root
    """

    report: Report
    shown_refs: int
    per_page: int
    root: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesContext:
    """report_sources.md.j2

    report: the report whose evidence is listed
    sources: those on this page
    page: its number, from 1
    pages: how many there are
    up: way to the first of them
    """

    report: Report
    sources: tuple[Cited, ...]
    page: int
    pages: int
    up: str


def compose_report(material: ReportMaterial) -> Report:
    """The report of an incident: what happened, what was done, what it brought, what was learned, on which items.

    Nothing is judged here that people did not judge; where nothing is recorded it says so.
    """
    parts = (*story_parts(material), *deed_parts(material))
    sources, left_out = sources_of(material.items, parts, SOURCES)
    numbers = {cited.item_id: cited.number for cited in sources}
    desk = material.desk
    return Report(
        incident_id=material.incident.id,
        title=material.incident.title,
        desk=desk.name,
        classification=desk.publish.classification,
        prepared_by=desk.publish.prepared_by,
        drill=desk.drill,
        made_at=material.now,
        zone=desk.zone.key,
        parts=tuple(numbered(part, numbers) for part in parts),
        sources=sources,
        left_out=left_out,
    )


def render_report(material: ReportMaterial) -> tuple[Page, ...]:
    """The report's page at its stable address below the incident's, and its list of evidence below that."""
    report = compose_report(material)
    place = f"incidents/{escape.file_name(report.incident_id).upper()}/report"
    shown = ReportContext(report=report, shown_refs=REFS, per_page=_PER_PAGE, root="../../../")
    listed = (
        page(f"{place}/sources{f'/{one.page}' if one.page > 1 else ''}.md", "report_sources.md.j2", one, report.zone)
        for one in _lists(report)
    )
    return (page(f"{place}/index.md", "report.md.j2", shown, report.zone), *listed)


def _lists(report: Report) -> Iterator[SourcesContext]:
    starts = range(0, len(report.sources), _PER_PAGE)
    for number, start in enumerate(starts, 1):
        yield SourcesContext(
            report=report,
            sources=report.sources[start : start + _PER_PAGE],
            page=number,
            pages=len(starts),
            up="../" if number > 1 else "",
        )


def sources_of(items: Sequence[Item], parts: Iterable[Part], most: int) -> tuple[tuple[Cited, ...], int]:
    """The list of evidence by time, at most ``most``, those cited chosen first; and how many items it leaves out."""
    ranks = _ranks(parts)
    known = {item.id: item for item in items}.values()
    chosen = sorted(known, key=lambda item: (ranks.get(item.id, REFS), item.published_at, item.id))[:most]
    chosen.sort(key=lambda item: (item.published_at, item.id))
    return tuple(_source(number, item) for number, item in enumerate(chosen, 1)), len(known) - len(chosen)


def _ranks(parts: Iterable[Part]) -> Mapping[str, int]:
    """The best place that an item has in what any sentence or row cites: the first of each comes before all others."""
    ranks: dict[str, int] = {}
    for ids in (ids for part in parts for ids in _cited(part)):
        for place, item_id in enumerate(ids[:REFS]):
            ranks[item_id] = min(place, ranks.get(item_id, place))
    return ranks


def _cited(part: Part) -> Iterator[tuple[str, ...]]:
    yield from (line.item_ids for line in part.lines)
    if part.table:
        yield from part.table.item_ids


def _source(number: int, item: Item) -> Cited:
    return Cited(
        number=number,
        item_id=item.id,
        title=excerpt(item.title or item.text, _TITLE) or "（无标题）",
        source=item.source,
        published_at=item.published_at,
        seen_at=item.seen_at,
        url=escape.link(item.url),
        content_hash=item.content_hash,
    )


def numbered(part: Part, numbers: Mapping[str, int]) -> Part:
    """A part whose lines and rows name the numbers of their evidence; ``numbers`` by item id."""
    lines = tuple(replace(line, refs=refs_of(line.item_ids, numbers)) for line in part.lines)
    return replace(part, lines=lines, table=_numbered_table(part.table, numbers) if part.table else None)


def _numbered_table(table: Table, numbers: Mapping[str, int]) -> Table:
    return replace(table, refs=tuple(refs_of(ids, numbers) for ids in table.item_ids))


def refs_of(item_ids: Iterable[str], numbers: Mapping[str, int]) -> tuple[int, ...]:
    """The numbers of these items, in order, each once."""
    return tuple(sorted({numbers[item_id] for item_id in item_ids if item_id in numbers}))
