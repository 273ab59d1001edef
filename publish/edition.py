"""A month's edition and the root site become public together, in one commit, or not at all."""

import shutil
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from caifeng.errors import PublishError
from publish import branch
from publish.branch import Builds
from publish.build import Build, build_site, write_sources
from publish.contexts import Page
from publish.harden import harden, outside_requests
from publish.plan import FILL, Published, SiteFile, SiteRequest

_MOST_TRIES = 5


def publish_site(request: SiteRequest) -> Published:
    """Build both sites, harden them, and move the branch once.

    Raises PublishError; what was public before then still is, byte for byte.
    """
    started = time.perf_counter()
    branch.tip(request.repository, request.branch)  # refuses before the slow part
    with TemporaryDirectory(prefix="caifeng-site-") as scratch:
        builds = _build_both(request, Path(scratch))
        old, new = release(request, builds)
    if new != old:
        branch.tidy(request.repository)
    files, size = branch.measure(request.repository, new)
    return Published(commit=new, changed=new != old, seconds=time.perf_counter() - started, files=files, bytes=size)


def release(request: SiteRequest, builds: Builds) -> tuple[str, str]:
    """Make finished builds public; gives the branch's commit before ("": none) and after. Raises PublishError."""
    return _push(request, builds) if request.push else _commit(request, builds)


def _commit(request: SiteRequest, builds: Builds) -> tuple[str, str]:
    old = branch.tip(request.repository, request.branch)
    new = branch.compose(request.repository, old, builds)
    branch.swap(request.repository, request.branch, new, old)
    return old, new


def _push(request: SiteRequest, builds: Builds) -> tuple[str, str]:
    """Origin's branch is the public one: it moves first, the local branch follows."""
    for _ in range(min(max(request.push_tries, 1), _MOST_TRIES)):
        local = branch.tip(request.repository, request.branch)
        old = branch.fetch(request.repository, request.branch, local)
        new = branch.compose(request.repository, old, builds)
        if branch.push(request.repository, request.branch, new):
            branch.swap(request.repository, request.branch, new, local)
            return old, new
    raise PublishError(f"origin 的 {request.branch} 分支不断被别的任务推送，本次未发布；再运行一次即可。")


def _build_both(request: SiteRequest, scratch: Path) -> Builds:
    edition_docs, root_docs = scratch / "edition-docs", scratch / "root-docs"
    edition_docs.mkdir()
    write_sources(edition_docs, _files(request.edition_pages) + request.edition_files)
    shutil.copytree(request.docs, root_docs)
    _fill(root_docs, request.fills)
    write_sources(root_docs, _files(request.root_pages) + request.root_files)
    address = f"{request.base_url.rstrip('/')}/" if request.base_url else ""
    edition = Build(
        config_file=request.config_file,
        docs=edition_docs,
        output=scratch / "edition",
        site_name=request.site_name,
        site_url=address and f"{address}{request.month}/",
        root="..",
        built_at=request.built_at,
        nav=(),
    )
    root = replace(
        edition, docs=root_docs, output=scratch / "root", site_url=address, root=".", nav=request.root_nav or None
    )
    for build in (edition, root):
        _build_hardened(build)
    return Builds(month=request.month, edition=edition.output, root=root.output, built_at=request.built_at)


def _build_hardened(build: Build) -> None:
    harden(build.output, theme=build_site(build))
    if outside := outside_requests(build.output):
        shown = "；".join(outside[:3])
        raise PublishError(f"网站有 {len(outside)} 处会向别的网站请求内容，未发布：{shown}")


def _fill(docs: Path, fills: tuple[Page, ...]) -> None:
    """Put figures into hand-written pages. Raises PublishError for a page that has no place for them."""
    for fill in fills:
        path = docs / fill.path
        written = path.read_text(encoding="utf-8") if path.is_file() else ""
        if written.count(FILL) != 1:
            raise PublishError(f"{fill.path} 里应恰有一处 “{FILL}”，好放入实测数字；未发布。")
        path.write_text(written.replace(FILL, fill.text), encoding="utf-8")


def _files(pages: tuple[Page, ...]) -> tuple[SiteFile, ...]:
    return tuple(SiteFile(path=page.path, content=page.text.encode()) for page in pages)
