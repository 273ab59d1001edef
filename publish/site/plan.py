"""What a publish is asked to do and what came of it; nothing here touches a disk."""

import hashlib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from caifeng.errors import Problem
from publish.pages.contexts import Page

FILL = "<!-- filled when published -->"  # stands once in a hand-written page that takes figures


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFile:
    """A finished file (feed, CSV, picture) that goes beside the pages as it is."""

    path: str  # POSIX, relative to the edition or to the root site
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionParts:
    """Pages and the files that stand beside them."""

    pages: tuple[Page, ...]
    files: tuple[SiteFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A folder of a site with all that is below it; ``make`` is called only when ``made_from`` is another than before.

    ``make`` may raise LakeError where a record is damaged: what is published of it then stays as it is.
    Of a month it must be one that can be pickled: other processes call it where many months are built.
    """

    path: str  # of the folder, with the last stroke: "2026-11-20/", "incidents/INC-2026-0007/"
    made_from: str  # a digest of everything it is made from but the theme and the code
    make: Callable[[], EditionParts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A monthly edition: a folder for each briefing, and the index that leads to them.

    ``index`` is given the paths of sections that could not be made; it must be one that can be pickled.
    """

    name: str  # "2026-11"
    sections: tuple[Section, ...]
    index: Callable[[Collection[str]], Page]

    @property
    def made_from(self) -> str:
        """A digest of its records: a month that is over is built again only when this is another."""
        return digest(
            f"{one.path}\0{one.made_from}".encode() for one in sorted(self.sections, key=lambda one: one.path)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRequest:
    """One publish: the monthly editions, the root site, and the branch that will hold them.

    The root site is everything outside the editions. Months that the branch holds and that are not named here stay.
    ``built_at`` is an aware UTC datetime that belongs to the content (the newest briefing's ``published_at``), not the
    time of the run: equal content with an equal ``built_at`` gives equal bytes and therefore no new commit.
    """

    repository: Path  # any folder of a Git repository; its work tree and index are never touched
    branch: str
    months: tuple[Month, ...]  # at least one; the newest is the one that is still growing
    root_pages: tuple[Page, ...]
    config_file: Path  # mkdocs.yml
    docs: Path  # hand-written pages of the root site
    site_name: str
    base_url: str  # absolute address of the root site; "" keeps every link relative
    built_at: datetime
    root_files: tuple[SiteFile, ...] = ()
    root_sections: tuple[Section, ...] = ()
    fills: tuple[Page, ...] = ()  # what stands in a hand-written page (``path``) in place of its FILL mark
    root_nav: tuple[tuple[str, str], ...] = ()  # (title, path of a page); (): what mkdocs.yml says
    drill: str = ""  # every page says that it belongs to this drill; "": real
    indexed: bool = False  # search engines may list the pages
    report_errors: str = ""  # where readers report errors, "" nowhere
    push: bool = False
    push_tries: int = 1  # more than 1: when others pushed meanwhile, fetch and compose again, 5 times at most

    @property
    def newest(self) -> Month:
        """The month that is still growing."""
        return max(self.months, key=lambda month: month.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What the branch holds after a publish; ``changed`` is False when it already held exactly this."""

    commit: str
    changed: bool
    seconds: float
    files: int  # in the whole published site, all editions
    bytes: int
    problems: tuple[Problem, ...] = ()  # records that could not be read; what was published of them still is


def digest(parts: Iterable[bytes]) -> str:
    """SHA-256 of the parts in this order, cut to 20 hex digits: enough to tell one make from another."""
    found = hashlib.sha256()
    for part in parts:
        found.update(hashlib.sha256(part).digest())
    return found.hexdigest()[:20]
