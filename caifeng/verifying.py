"""Every number of a published edition, resolved: pages from the site's branch, the record from the lake."""

import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from caifeng.errors import PublishError, UsageError
from caifeng.models import Briefing, Desk
from caifeng.resources import resource
from caifeng.workspace import Workspace
from collect.identity import content_hash
from publish.ledger import ledger_of
from publish.ledger.page import NUMBER, Block, blocks, figure_block
from publish.ledger.record import Beside, sentences_of, words_of
from publish.ledger.recount import Finding, Known, recount
from publish.ledger.resolve import Drawn, Resolved, Resolver, beyond
from publish.ledger.words import Kind
from publish.pages.charts.chart import Chart
from publish.pages.charts.day import day_charts
from publish.pages.since_yesterday import changes
from publish.site.gitting import git

_MONTH = re.compile(r"\d{4}-\d{2}")
_TRANSLATED = re.compile(r"/(?:zh-hant|en)/")
_FIGURE = re.compile(r"(?:stories/)?charts/[\w-]+\.json")
_EARLIER = timedelta(days=28)
_TEMPLATE_PARTS = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|<[^>]*>|\n", re.DOTALL)
_TEMPLATES = ("*.j2", "day/*.j2")
_THEME = ("*.html", "partials/*.html")

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unresolved:
    """A number that could not be resolved, and on which page."""

    page: str
    what: Resolved


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionCheck:
    """What the check of one edition found.

    counts: numbers by kind; recomputed and recorded: of those that are figures, how many were computed again and how
    many stand as the record has them; findings: frozen figures and rows that do not come out again
    """

    day: date
    revision: int
    pages: int
    counts: Mapping[Kind, int]
    recomputed: int
    recorded: int
    rows: int
    unresolved: tuple[Unresolved, ...]
    findings: tuple[Finding, ...]
    seconds: float

    @property
    def is_sound(self) -> bool:
        """Whether every number was resolved and every figure came out again."""
        return not self.unresolved and not self.findings


def editions(workspace: Workspace, wanted: str) -> tuple[date, ...]:
    """The days that are meant: of a date, of a month, or of "" the newest. Raises UsageError where there is none."""
    days = [card.date for card in workspace.lake.cards()]
    try:
        chosen = [day for day in days if f"{day:%Y-%m}" == wanted] if _MONTH.fullmatch(wanted) else days[-1:]
        if wanted and not _MONTH.fullmatch(wanted):
            chosen = [day for day in days if day == date.fromisoformat(wanted)]
    except ValueError as error:
        raise UsageError(f"刊期 {wanted[:40]!r} 无法辨认，应写成 2026-11-20 或 2026-11") from error
    if not chosen:
        raise UsageError(f"没有 {wanted or '任何'} 日报；caifeng verify 只核对已经编成的刊期")
    return tuple(chosen)


def verify(workspace: Workspace, desk: Desk, day: date, folder: Path | None, progress: Progress) -> EditionCheck:
    """Check an edition as it is published on the site's branch, or in ``folder`` (a public folder).

    Raises UsageError where the lake has no such edition, PublishError where it is not published.
    """
    started = time.perf_counter()
    progress(f"读取 {day} 的记录")
    briefing = workspace.lake.briefing(day)
    if briefing is None:
        raise UsageError(f"数据湖里没有 {day} 的日报")
    found = _pages(workspace, desk, day, folder)
    known = known_of(workspace, briefing)
    progress(f"重算 {day} 的数字")
    again, ledger = recount(briefing, known), ledger_of(briefing)
    pages = [path for path in found if path.endswith(".html")]
    pager = (f"本期共 {len(ledger.figures)} 个数", *(f"第 {number} 页" for number in range(1, len(pages) + 1)))
    resolver = _resolver(workspace, desk, briefing, known, pager)
    counts: Counter[Kind] = Counter()
    figures: Counter[bool] = Counter()
    unresolved: list[Unresolved] = []
    for path, text in found.items():
        progress(f"核对 {path}")
        if (translated := _TRANSLATED.search(path)) is not None:
            told = _numbers(block.text for block in blocks(found[path.replace(translated[0], "/")]))
            told |= _numbers(_wording())
            unresolved += [Unresolved(page=path, what=one) for one in beyond(_blocks(path, text), told)]
            continue
        for one in resolver.page(_blocks(path, text)):
            counts[one.kind] += 1
            if one.kind is Kind.UNRESOLVED:
                unresolved.append(Unresolved(page=path, what=one))
            elif one.kind is Kind.FIGURE:
                figures[not one.figure or one.figure in again.recomputed] += 1
    return EditionCheck(
        day=day, revision=briefing.revision, pages=len(pages), counts=counts, recomputed=figures[True],
        recorded=figures[False], rows=again.rows, unresolved=tuple(unresolved), findings=again.findings,
        seconds=time.perf_counter() - started,
    )  # fmt: skip


def _numbers(texts: Iterable[str]) -> frozenset[str]:
    """Every number that stands in these texts."""
    return frozenset(f"{float(number[0]):g}" for text in texts for number in NUMBER.finditer(text))


def _pages(workspace: Workspace, desk: Desk, day: date, folder: Path | None) -> Mapping[str, str]:
    """Every page of the day and the data of its charts, by path; former revisions are left to their own check."""
    place = f"{day:%Y-%m}/{day}/"
    found = _of_folder(folder, place) if folder else _of_branch(workspace.root, desk.publish.branch, place)
    if not found:
        raise PublishError(f"{day} 的页面还没有发布（{folder or desk.publish.branch}），请先运行 caifeng publish")
    return found


def _of_folder(folder: Path, place: str) -> Mapping[str, str]:
    named = {path.relative_to(folder).as_posix(): path for path in sorted((folder / place).rglob("*.*"))}
    return {path: file.read_text(encoding="utf-8") for path, file in named.items() if _is_told(path, place)}


def _of_branch(root: Path, branch: str, place: str) -> Mapping[str, str]:
    listed = git(root, "ls-tree", "-r", "--full-tree", "--name-only", "-z", branch, place).split("\0")
    return {path: git(root, "show", f"{branch}:{path}") for path in listed if _is_told(path, place)}


def _is_told(path: str, place: str) -> bool:
    below = path.removeprefix(place)
    return bool(_FIGURE.fullmatch(below)) or (below.endswith(".html") and not re.match(r"r\d+/", below))


def _blocks(path: str, text: str) -> Sequence[Block]:
    if path.endswith(".html"):
        return blocks(text)
    try:
        return (figure_block(Path(path).stem, text),)
    except ValueError as error:
        raise PublishError(f"{path} 不是图的数据，可能被改动过；请重新发布") from error


def known_of(workspace: Workspace, briefing: Briefing) -> Known:
    """What the figures of a briefing are recomputed from: the lake's items, and the editions of the days before."""
    lake, start, end = workspace.lake, briefing.window_start, briefing.window_end
    told = [detail.story.first_at for detail in briefing.details]
    items = lake.items(min([item.published_at for item in briefing.evidence] + told + [start]))
    seen = [item for item in items if start < item.published_at <= end and item.seen_at <= briefing.published_at]
    past = {one.date: one for one in lake.briefings(briefing.date - _EARLIER) if one.date < briefing.date}
    return Known(
        items={item.id: item for item in items},
        scanned=len(seen),
        earlier=past,
        fingerprint=content_hash,
        withdrawn=lake.withdrawn().by_item.keys(),
    )


def _resolver(workspace: Workspace, desk: Desk, briefing: Briefing, known: Known, pager: tuple[str, ...]) -> Resolver:
    ledger = ledger_of(briefing)
    wanted = {item.id for item in briefing.evidence} | {id_ for one in briefing.details for id_ in one.story.all_ids}
    incidents, _ = workspace.incidents(desk).load()
    beside = Beside(
        items={id_: item for id_, item in known.items.items() if id_ in wanted},
        incidents=tuple(incidents),
        names=(*_names(desk), *(one.takedown.id for one in workspace.lake.withdrawn().by_item.values())),
        wording=(*_wording(), *pager),
        derived=tuple(_derived(briefing, known)),
    )
    return Resolver(
        ledger=ledger,
        words=words_of(briefing, beside),
        sentences=sentences_of(briefing, ledger),
        charts=dict(_charts(briefing)),
    )


def _derived(briefing: Briefing, known: Known) -> Iterator[str]:
    """What the page says of the day before, told again from both frozen editions."""
    before = known.earlier.get(briefing.date - timedelta(days=1))
    found = changes(briefing, before) if before else ()
    yield f"{len(found)} 处不同"
    for change in found:
        said = f"{change.before} → {change.now}" if change.before and change.now else change.before or change.now
        yield f"{change.turn}{change.what} {said}"


def _names(desk: Desk) -> Iterator[str]:
    yield from (desk.name, desk.publish.base_url.rstrip("/"))
    yield from (source.name for source in desk.sources)
    yield from (source.why_unreachable for source in desk.sources if source.why_unreachable)
    yield from (topic.name for topic in desk.topics)
    yield from (person.name for person in desk.people)


def _charts(briefing: Briefing) -> Iterator[tuple[str, Drawn]]:
    """Charts drawn again from the frozen counts, by the anchor of each."""
    charts = day_charts(briefing)
    for chart in charts.drawn:
        yield f"chart-{chart.id}", _drawn(chart)
    grid = charts.provinces
    if grid:
        parts = [f"{name} {count}" for name, count in grid.others] + [f"地域未知 {grid.unknown} 条", "为 0 条"]
        cells = tuple(f"{tile.name} {tile.count}" for tile in grid.tiles)
        yield "chart-provinces", Drawn(whole=frozenset({grid.title}), cells=cells, parts=tuple(parts))


def _drawn(chart: Chart) -> Drawn:
    whole = {chart.title, f"数据表：{chart.title}", chart.note, " ".join(chart.figure_json.split())}
    cells = [" ".join(cell.split()) for row in (chart.header, *chart.rows) for cell in row]
    return Drawn(whole=frozenset(whole - {""}), cells=tuple(cells))


@lru_cache(maxsize=1)
def _wording() -> tuple[str, ...]:
    """Literal texts of the templates and of the theme that hold a digit."""
    files = [path for name in _TEMPLATES for path in sorted(resource("templates").glob(name))]
    files += [path for name in _THEME for path in sorted(resource("site/theme").glob(name))]
    return tuple(_literals([path.read_text(encoding="utf-8") for path in files]))


def _literals(sources: Sequence[str]) -> list[str]:
    parts = {" ".join(part.split()) for source in sources for part in _TEMPLATE_PARTS.split(source)}
    return sorted(
        (part for part in parts if len(part) > 2 and re.search(r"\d", part)), key=lambda part: (-len(part), part)
    )
