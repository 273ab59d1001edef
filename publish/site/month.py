"""A day's folder in its month: the newest revision, every former one, tables and pictures."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from caifeng.models import Briefing
from publish.pages.contexts import Page, SiteContext
from publish.pages.evidence_table import evidence_table
from publish.pages.render import page, render_briefing
from publish.pages.since_yesterday import before
from publish.pictures.files import picture_files
from publish.site.plan import EditionParts, SiteFile

_FRONT_MATTER = "\n---\n"  # its end


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerContext:
    """former.md.j2

    revision: the number of the revision on this page
    newest: the number of the one that counts
    way: way to that one
    """

    revision: int
    newest: int
    way: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFolder:
    """What stands in a day's folder. ``revisions`` are one or more, oldest first; the last is the one that counts.

    ``beside`` are further pages and files of that one (other languages), with paths below the month; ``pictures`` those
    of the charts of each revision, by file name.
    """

    revisions: tuple[Briefing, ...]
    site: SiteContext
    yesterday: tuple[Briefing, ...] = ()  # revisions of the day before
    pictures: tuple[Mapping[str, bytes], ...] = ()
    beside: EditionParts = field(default_factory=partial(EditionParts, pages=()))


def day_parts(folder: DayFolder) -> EditionParts:
    """Pages and files of a day: ``2026-11-20/``, and ``2026-11-20/r1/`` for a revision that was replaced."""
    newest = folder.revisions[-1]
    *earlier, drawn = folder.pictures or ({},) * len(folder.revisions)
    former = [_former(one, folder, made) for one, made in zip(folder.revisions, earlier, strict=False)]
    table = SiteFile(path=f"{newest.date}/evidence.csv", content=evidence_table(newest))
    pictures = picture_files(f"{newest.date}/", drawn)
    return EditionParts(
        pages=(
            *render_briefing(newest, folder.site, drawn.keys(), yesterday=before(newest, folder.yesterday)),
            *(page for parts in former for page in parts.pages),
            *folder.beside.pages,
        ),
        files=(table, *pictures, *(file for parts in former for file in parts.files), *folder.beside.files),
    )


def former_folder(day: date, revision: int) -> str:
    """Where a former revision stands below its month: ``2026-11-20/r1/``."""
    return f"{day}/r{revision}/"


def _former(briefing: Briefing, folder: DayFolder, pictures: Mapping[str, bytes]) -> EditionParts:
    """The pages of a revision that no longer counts, each of them marked."""
    newest = folder.revisions[-1]
    place, own = former_folder(briefing.date, briefing.revision), f"{briefing.date}/"
    shown = render_briefing(
        briefing,
        replace(folder.site, depth=1, languages=()),
        pictures.keys(),
        yesterday=before(briefing, folder.yesterday),
    )
    pages = tuple(
        Page(path=f"{place}{one.path.removeprefix(own)}", text=_marked(one, briefing, newest)) for one in shown
    )
    table = SiteFile(path=f"{place}evidence.csv", content=evidence_table(briefing))
    return EditionParts(pages=pages, files=(table, *picture_files(place, pictures)))


def _marked(one: Page, briefing: Briefing, newest: Briefing) -> str:
    depth = one.path.removesuffix("index.md").removesuffix(".md").rstrip("/").count("/")
    context = FormerContext(revision=briefing.revision, newest=newest.revision, way="../" * depth)
    mark = page(one.path, "former.md.j2", context, briefing.zone).text
    head, end, body = one.text.partition(_FRONT_MATTER)
    return f"{head}{end}{mark}{body}"
