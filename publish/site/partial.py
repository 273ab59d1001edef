"""A build of only those pages of a site that changed, and how it joins what the branch already holds."""

import re
import shutil
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from publish.site.build import Build
from publish.site.built import Made

SITEMAP = "sitemap.xml"
FRAME = ("assets", "javascripts", "stylesheets", "404.html")  # the same for as long as the frame is
_LOCATION = re.compile(r"<loc>(.*?)</loc>", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is to be built of a site, and what goes away. ``is_whole``: everything, nothing is kept."""

    is_whole: bool
    pages: frozenset[str] = frozenset()  # paths below docs
    files: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    gone: tuple[str, ...] = ()  # paths below the site; a folder stands for all in it
    is_needed: bool = True


def everything(wanted: Made) -> Change:
    """A build of the whole site."""
    return Change(
        is_whole=True,
        pages=frozenset(wanted.pages),
        files=frozenset(wanted.files),
        sections=frozenset(wanted.sections),
    )


def change(before: Made, wanted: Made) -> Change:
    """Pages, files and sections that are new or other than before; what they share must be the same."""
    pages = frozenset(path for path, digest in wanted.pages.items() if before.pages.get(path) != digest)
    files = frozenset(path for path, digest in wanted.files.items() if before.files.get(path) != digest)
    sections = frozenset(path for path, digest in wanted.sections.items() if before.sections.get(path) != digest)
    gone = [output(path) for path in sorted(before.pages.keys() - wanted.pages.keys())]
    gone += sorted(before.files.keys() - wanted.files.keys())
    left = before.sections.keys() - wanted.sections.keys()
    gone += sorted(left | (sections & before.sections.keys()))  # made anew: what it no longer holds must go
    return Change(
        is_whole=False,
        pages=pages,
        files=files,
        sections=sections,
        gone=tuple(gone),
        is_needed=bool(pages or files or sections or gone),
    )


def output(page: str) -> str:
    """Where the HTML of a page stands: ``duty/index.md`` → ``duty/index.html``, ``a.md`` → ``a/index.html``."""
    path = page.removesuffix(".md")
    return f"{path}.html" if path.rpartition("/")[2] == "index" else f"{path}/index.html"


def kept_places(before: Made, change: Change) -> Callable[[str], bool]:
    """Whether a place below the site ("duty/", "2026-11-20/evidence/") stays as the branch holds it."""
    pages = {output(page).removesuffix("index.html") for page in before.pages.keys() - change.pages}
    pages -= {path.removesuffix("index.html") for path in change.gone}
    sections = tuple(path for path in before.sections if path not in change.sections and path not in change.gone)
    return lambda place: place in pages or place.startswith(sections)


def join(build: Build, kept: Callable[[str], bool] | None = None, sitemap: str = "") -> None:
    """Add to the map of a build what the branch's ``sitemap`` says of the places that are kept.

    A whole build keeps nothing; both ways give the same bytes.
    """
    stays = kept or _nothing
    _join_sitemap(build.output / SITEMAP, lambda address: stays(address.removeprefix(build.site_url)), sitemap)


def _nothing(_: str) -> bool:
    return False


def _join_sitemap(path: Path, kept: Callable[[str], bool], former: str) -> None:
    """Material's selector of versions asks for this file; the days of building are left out: they are all the same."""
    if not path.is_file():
        return
    fresh = path.read_text(encoding="utf-8")
    known = filter(kept, _LOCATION.findall(former))
    found = sorted({*_LOCATION.findall(fresh), *known})
    head = fresh.partition("<url>")[0].partition("</urlset>")[0].rstrip()
    urls = "".join(f"  <url><loc>{location}</loc></url>\n" for location in found)
    path.write_text(f"{head}\n{urls}</urlset>\n", encoding="utf-8")


def keep_only(folder: Path, changed: Collection[str]) -> None:
    """Drop from a partial build what the branch holds already: the theme's files."""
    for name in FRAME:
        path = folder / name
        if path.is_dir():
            for file in [one for one in path.rglob("*") if one.is_file()]:
                if file.relative_to(folder).as_posix() not in changed:
                    file.unlink()
        else:
            path.unlink(missing_ok=True)
    for empty in sorted((one for one in folder.rglob("*") if one.is_dir()), reverse=True):
        if not any(empty.iterdir()):
            shutil.rmtree(empty)
