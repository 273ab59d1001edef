"""A build of only those pages of the root site that changed, and how it joins what the branch already holds."""

import json
import re
import shutil
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from publish.site.build import Build
from publish.site.built import Built

SEARCH = "search/search_index.json"
SITEMAP = "sitemap.xml"
_LOCATION = re.compile(r"<loc>(.*?)</loc>", re.DOTALL)
_FRAME = ("assets", "javascripts", "stylesheets", "404.html")  # the same for as long as the frame is


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is to be built of the root site, and what goes away. ``is_whole``: everything, nothing is kept."""

    is_whole: bool
    pages: frozenset[str] = frozenset()  # paths below docs
    files: frozenset[str] = frozenset()
    gone: tuple[str, ...] = ()  # paths below the site
    is_needed: bool = True


def change(before: Built, wanted: Built) -> Change:
    """Pages and files that are new or other than before; everything where what all pages share is another."""
    if before.frame != wanted.frame:
        return Change(is_whole=True, pages=frozenset(wanted.pages), files=frozenset(wanted.files))
    pages = frozenset(path for path, digest in wanted.pages.items() if before.pages.get(path) != digest)
    files = frozenset(path for path, digest in wanted.files.items() if before.files.get(path) != digest)
    gone = [output(path) for path in sorted(before.pages.keys() - wanted.pages.keys())]
    gone += sorted(before.files.keys() - wanted.files.keys())
    return Change(
        is_whole=False,
        pages=pages,
        files=files,
        gone=tuple(gone),
        is_needed=bool(pages or files or gone) or before.docs != wanted.docs,
    )


def output(page: str) -> str:
    """Where the HTML of a page stands: ``duty/index.md`` → ``duty/index.html``, ``a.md`` → ``a/index.html``."""
    path = page.removesuffix(".md")
    return f"{path}.html" if path.rpartition("/")[2] == "index" else f"{path}/index.html"


def join(build: Build, kept: Iterable[str] = (), search: str = "", sitemap: str = "") -> None:
    """Add to the indexes of a build what the branch's ``search`` and ``sitemap`` say of the pages in ``kept``.

    A whole build keeps nothing; both ways give the same bytes.
    """
    places = {output(page).removesuffix("index.html") for page in kept}
    _join_search(build.output / SEARCH, places, search)
    _join_sitemap(build.output / SITEMAP, {f"{build.site_url}{place}" for place in places}, sitemap)


def _join_search(path: Path, places: Collection[str], former: str) -> None:
    if not path.is_file():
        return
    index = json.loads(path.read_text(encoding="utf-8"))
    fresh = _by_page(index["docs"])
    known = _by_page(json.loads(former)["docs"]) if former else {}
    pages = {place: entries for place, entries in known.items() if place in places} | fresh
    index["docs"] = [entry for place in sorted(pages) for entry in pages[place]]
    path.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _join_sitemap(path: Path, addresses: Collection[str], former: str) -> None:
    """Material's selector of versions asks for this file; the days of building are left out: they are all the same."""
    if not path.is_file():
        return
    fresh = path.read_text(encoding="utf-8")
    known = [location for location in _LOCATION.findall(former) if location in addresses]
    found = sorted({*_LOCATION.findall(fresh), *known})
    head = fresh.partition("<url>")[0].partition("</urlset>")[0].rstrip()
    urls = "".join(f"  <url><loc>{location}</loc></url>\n" for location in found)
    path.write_text(f"{head}\n{urls}</urlset>\n", encoding="utf-8")


def _by_page(entries: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Entries of each page in the order given: the search takes the first section of a page for the page itself."""
    found: dict[str, list[dict[str, Any]]] = {}
    for entry in entries:
        found.setdefault(entry["location"].partition("#")[0], []).append(entry)
    return found


def keep_only(folder: Path, changed: Collection[str]) -> None:
    """Drop from a partial build what the branch holds already: the theme's files."""
    for name in _FRAME:
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
