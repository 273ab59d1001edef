"""Finished pages written by hand, and a publish of them to a branch."""

from pathlib import Path

from publish.site.plan import SiteRequest
from publish.site.tree import Builds, EditionBuild
from tests.sites import BUILT_AT, git, site_request


def built(folder: Path, month: str, edition: dict[str, str], root: dict[str, str] | None = None) -> Builds:
    """Two finished sites, as MkDocs would have left them."""
    sites = {"edition": edition, "root": {"index.html": "front"} if root is None else root}
    for site, pages in sites.items():
        for path, text in pages.items():
            target = folder / month / site / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
    edition_build = EditionBuild(month=month, folder=folder / month / "edition")
    return Builds(editions=(edition_build,), root=folder / month / "root", built_at=BUILT_AT)


def asked(repository: Path) -> SiteRequest:
    return site_request(repository, repository, "2026-11-20")


def show(repository: Path, path: str) -> str:
    return git(repository, "show", f"gh-pages:{path}")
