"""What a publish is asked to do and what came of it; nothing here touches a disk."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from publish.pages.contexts import Page

FILL = "<!-- filled when published -->"  # stands once in a hand-written page that takes figures


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFile:
    """A finished file (feed, CSV, picture) that goes beside the pages as it is."""

    path: str  # POSIX, relative to the edition or to the root site
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionParts:
    """The pages of a month's edition and the files that stand beside them."""

    pages: tuple[Page, ...]
    files: tuple[SiteFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRequest:
    """One publish: the pages of one month's edition and of the root site, and the branch that will hold them.

    The root site is everything outside the editions and is replaced whole; the edition replaces only its own month.
    ``built_at`` is an aware UTC datetime that belongs to the content (the newest briefing's ``published_at``), not the
    time of the run: equal content with an equal ``built_at`` gives equal bytes and therefore no new commit.
    """

    repository: Path  # any folder of a Git repository; its work tree and index are never touched
    branch: str
    month: str  # "2026-11"
    root_pages: tuple[Page, ...]
    config_file: Path  # mkdocs.yml
    docs: Path  # hand-written pages of the root site
    site_name: str
    base_url: str  # absolute address of the root site; "" keeps every link relative
    built_at: datetime
    edition_pages: tuple[Page, ...] = ()
    edition_files: tuple[SiteFile, ...] = ()
    made_from: str = ""  # a digest of what ``make_edition`` makes the edition from
    make_edition: Callable[[], EditionParts] | None = None  # instead of pages and files: called only when needed
    root_files: tuple[SiteFile, ...] = ()
    fills: tuple[Page, ...] = ()  # what stands in a hand-written page (``path``) in place of its FILL mark
    root_nav: tuple[tuple[str, str], ...] = ()  # (title, path of a page); (): what mkdocs.yml says
    drill: str = ""  # every page says that it belongs to this drill; "": real
    push: bool = False
    push_tries: int = 1  # more than 1: when others pushed meanwhile, fetch and compose again, 5 times at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What the branch holds after a publish; ``changed`` is False when it already held exactly this."""

    commit: str
    changed: bool
    seconds: float
    files: int  # in the whole published site, all editions
    bytes: int
