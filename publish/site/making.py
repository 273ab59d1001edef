"""A month or the root site from its sections and pages to hardened HTML; what cannot be read keeps its former page."""

import shutil
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from caifeng.errors import LakeError, Problem, PublishError
from publish.pages.contexts import Page
from publish.site import branch, built
from publish.site.build import Build, build_site, write_sources
from publish.site.built import Made
from publish.site.figures import lift_figures
from publish.site.harden import harden, outside_requests
from publish.site.partial import FRAME, SITEMAP, Change, join, keep_only, kept_places
from publish.site.plan import FILL, Month, Section, SiteFile, SiteRequest
from publish.site.raw import put_back, set_apart
from publish.site.slim import slim
from publish.site.tree import EditionBuild


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """One publish at work: what is asked, the commit it builds upon ("": none), and a folder of its own."""

    request: SiteRequest
    base: str
    scratch: Path

    def held(self, path: str) -> str:
        """The text of a published file, "" where there is none."""
        return branch.held(self.request.repository, self.base, path)

    def holds(self, path: str) -> bool:
        """Whether anything is published there."""
        return bool(self.base) and branch.has(self.request.repository, self.base, path.rstrip("/"))


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthMade:
    """A month that was built. ``is_complete``: every section is public, be it as it was before."""

    edition: EditionBuild
    made: Made
    is_complete: bool
    problems: tuple[Problem, ...] = ()


def build_month(making: Making, month: Month, change: Change, before: Made) -> MonthMade:
    """Build of a month what changed since ``before``, or all of it. Raises PublishError."""
    docs = making.scratch / f"{month.name}-docs"
    docs.mkdir()
    failed = write_sections(docs, [one for one in month.sections if one.path in change.sections])
    index = month.index(failed.keys())
    write_sources(docs, _files([index]))
    build = replace(frame_of(making.request), docs=docs, output=making.scratch / month.name, root="..", nav=())
    build = replace(build, site_url=month_address(making.request, month.name))
    _finish(making, build, change, before, f"{month.name}/")
    kept = [path for path in failed if making.holds(f"{month.name}/{path}")]
    edition = EditionBuild(
        month=month.name,
        folder=build.output,
        is_whole=change.is_whole,
        kept=(*kept, *FRAME) if kept else (),  # old pages need the old style sheets, whose names differ
        gone=tuple(path for path in change.gone if path not in failed),
    )
    return MonthMade(
        edition=edition,
        made=built.made([index], (), [one for one in month.sections if one.path not in failed]),
        is_complete=len(kept) == len(failed),
        problems=tuple(_problem(f"{month.name}/{path}", error) for path, error in failed.items()),
    )


def build_root(making: Making, change: Change, before: Made) -> tuple[Path, Made, tuple[Problem, ...]]:
    """Build the root site, or of it what changed since ``before``: its folder, what it was made from, what failed."""
    request = making.request
    build = replace(frame_of(request), docs=making.scratch / "root-docs", output=making.scratch / "root")
    shutil.copytree(request.docs, build.docs)
    _fill(build.docs, request.fills)
    failed = write_sections(build.docs, [one for one in request.root_sections if one.path in change.sections])
    pages = [page for page in request.root_pages if page.path in change.pages]
    write_sources(build.docs, _files(pages) + tuple(file for file in request.root_files if file.path in change.files))
    _finish(making, build, change, before, "")
    done = [one for one in request.root_sections if one.path not in failed]
    made = built.made(request.root_pages, request.root_files, done)
    return build.output, made, tuple(_problem(path, error) for path, error in failed.items())


def frame_of(request: SiteRequest) -> Build:
    """What every build of a publish shares; ``docs`` and ``output`` are still to be said."""
    return Build(
        config_file=request.config_file,
        docs=Path(),
        output=Path(),
        site_name=request.site_name,
        site_url=_address(request),
        root=".",
        built_at=request.built_at,
        drill=request.drill,
        indexed=request.indexed,
        report_errors=request.report_errors,
        nav=request.root_nav or None,
    )


def month_address(request: SiteRequest, month: str) -> str:
    """Where a month stands, "" when the site's address is not known."""
    address = _address(request)
    return address and f"{address}{month}/"


def write_sections(docs: Path, sections: Sequence[Section]) -> dict[str, LakeError]:
    """Make sections and write their sources; gives those whose records cannot be read, by path."""
    failed = {}
    for section in sections:
        try:
            parts = section.make()
        except LakeError as error:
            failed[section.path] = error
            continue
        files = _files(parts.pages) + parts.files
        if astray := next((file.path for file in files if not file.path.startswith(section.path)), ""):
            raise PublishError(f"页面路径 {astray!r} 不在它的目录 {section.path} 之内，未发布。")
        write_sources(docs, files)
    return failed


def _finish(making: Making, build: Build, change: Change, before: Made, place: str) -> None:
    """Build, harden, and join the indexes of what stays."""
    harden_build(build)
    if change.is_whole:
        join(build)
        return
    join(build, kept_places(before, change), making.held(f"{place}{SITEMAP}"))
    keep_only(build.output, change.files)


def harden_build(build: Build) -> None:
    """Build a site and make it safe. Raises PublishError."""
    bodies = set_apart(build.docs)
    build_site(build)
    put_back(build.output, bodies)
    lift_figures(build.output)
    slim(build.output)
    harden(build.output)
    if outside := outside_requests(build.output):
        shown = "；".join(outside[:3])
        raise PublishError(f"网站有 {len(outside)} 处会向别的网站请求内容，未发布：{shown}")


def _address(request: SiteRequest) -> str:
    return f"{request.base_url.rstrip('/')}/" if request.base_url else ""


def _fill(docs: Path, fills: tuple[Page, ...]) -> None:
    """Put figures into hand-written pages. Raises PublishError for a page that has no place for them."""
    for fill in fills:
        path = docs / fill.path
        written = path.read_text(encoding="utf-8") if path.is_file() else ""
        if written.count(FILL) != 1:
            raise PublishError(f"{fill.path} 里应恰有一处 “{FILL}”，好放入实测数字；未发布。")
        path.write_text(written.replace(FILL, fill.text), encoding="utf-8")


def _files(pages: Collection[Page]) -> tuple[SiteFile, ...]:
    return tuple(SiteFile(path=page.path, content=page.text.encode()) for page in pages)


def _problem(path: str, error: LakeError) -> Problem:
    return Problem(
        file=path, line=0, path="", message=f"没有重新生成，已发布的保持原样：{error}", mend="从 Git 或备份恢复这份存档"
    )
