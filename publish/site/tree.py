"""Finished builds become the site's tree on a scratch branch: mike's layout, aliases and versions.json."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from jinja2 import Template
from mike.commands import list_versions, versions_to_file_info
from mike.git_utils import Commit, FileInfo, GitError, walk_real_files
from mike.versions import Versions

from caifeng.errors import PublishError
from caifeng.resources import resource
from publish.site.gitting import git

LATEST = "latest"
STAGE = "stage"  # the scratch repository's only branch
_KEPT = ("versions.json", ".nojekyll", "CNAME")  # of the branch's root; CNAME is GitHub Pages' own domain setting
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionBuild:
    """A month's finished files. ``is_whole``: they replace the month but for ``kept``; else they join it.

    ``kept`` and ``gone`` are paths below the month; a folder stands for all in it.
    """

    month: str
    folder: Path
    is_whole: bool = True
    kept: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Builds:
    """What one publish brings: editions and the root site as folders of finished files.

    With a ``base`` the root holds only what changed against that commit, joins what the commit holds, and ``gone`` are
    paths that leave it.
    """

    editions: tuple[EditionBuild, ...]
    root: Path
    built_at: datetime
    base: str = ""
    gone: tuple[str, ...] = ()


def stage(repository: Path, builds: Builds, shared: Mapping[str, str]) -> None:
    """Commit editions and root on the scratch branch. Raises PublishError; no other branch is touched."""
    for edition in builds.editions:
        if not _MONTH.fullmatch(edition.month):
            raise PublishError(f"刊期 {edition.month!r} 不是“年-月”（如 2026-11），未发布。")
    try:
        versions = list_versions(STAGE)
        former = _newest(versions)
        for edition in sorted(builds.editions, key=lambda one: one.month):
            _add_edition(repository, edition, former, shared)
        _replace_root(repository, builds, shared)
    except (GitError, ValueError, KeyError) as error:
        raise PublishError(f"网站分支无法更新，原有网站未动：{error}") from error


def _add_edition(repository: Path, edition: EditionBuild, former: str, shared: Mapping[str, str]) -> None:
    """Put a month in place; the newest one also behind the alias, with a page that leads on for each of its pages."""
    versions = list_versions(STAGE)
    year, month = edition.month.split("-")
    is_newest = edition.month >= _newest(versions)
    versions.add(edition.month, f"{year} 年 {int(month)} 月", [LATEST] if is_newest else [], is_newest)
    gone = _gone(repository, edition, shared)
    with Commit(STAGE, "edition", allow_empty=True) as commit:
        commit.delete_files([f"{edition.month}/{path}" for path in gone])
        if is_newest:
            commit.delete_files([LATEST] if former != edition.month else [f"{LATEST}/{path}" for path in gone])
        for file in walk_real_files(str(edition.folder)):
            commit.add_file(file.copy(edition.month, str(edition.folder)))
        if is_newest:
            for way in _redirects(edition):
                commit.add_file(way)
        commit.add_file(versions_to_file_info(versions))
        commit.add_file(FileInfo(".nojekyll", ""))


def _gone(repository: Path, edition: EditionBuild, shared: Mapping[str, str]) -> tuple[str, ...]:
    if not edition.is_whole:
        return tuple(path.rstrip("/") for path in edition.gone)
    kept = {path.rstrip("/") for path in edition.kept}
    return tuple(name for name in _entries(repository, edition.month, shared) if name not in kept)


def _redirects(edition: EditionBuild) -> Iterator[FileInfo]:
    template = Template(resource("templates/redirect.html").read_text(encoding="utf-8"), autoescape=True)
    for path in sorted(edition.folder.rglob("*.html")):
        place = PurePosixPath(path.relative_to(edition.folder).as_posix())
        up = "../" * len(place.parts)
        target = f"{place.parent}/".removeprefix("./") if place.name == "index.html" else f"{place}"
        yield FileInfo(f"{LATEST}/{place}", template.render(href=f"{up}{edition.month}/{target}") + "\n")


def _replace_root(repository: Path, builds: Builds, shared: Mapping[str, str]) -> None:
    """Commit the root site in place of the former one or into it; editions stay as they are."""
    root = builds.root
    versions = list_versions(STAGE)
    editions = {str(version.version) for version in versions}.union(*(version.aliases for version in versions))
    kept = editions | set(_KEPT)
    if taken := sorted(kept & {path.name for path in root.iterdir()}):
        raise PublishError(f"网站根目录的 {taken[0]} 是刊期或版本文件的名字，页面不能占用，未发布。")
    former = _entries(repository, "", shared)
    gone = builds.gone if builds.base else [name for name in former if name not in kept]
    with Commit(STAGE, "root", allow_empty=True) as commit:
        commit.delete_files([path.rstrip("/") for path in gone])
        for file in walk_real_files(str(root)):
            commit.add_file(file.copy("", str(root)))


def _entries(repository: Path, folder: str, shared: Mapping[str, str]) -> list[str]:
    """Names in a folder of the scratch branch; none where there is no such folder."""
    if not git(repository, "for-each-ref", f"refs/heads/{STAGE}", extra=shared):
        return []
    place = [f"{folder}/"] if folder else []
    listed = git(repository, "ls-tree", "--name-only", "-z", STAGE, *place, extra=shared).split("\0")
    return [name.removeprefix(f"{folder}/") for name in listed if name]


def _newest(versions: Versions) -> str:
    return max((name for one in versions if _MONTH.fullmatch(name := str(one.version))), default="")
