"""A month's edition and the root site become public together, in one commit, or not at all."""

import shutil
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from caifeng.errors import PublishError
from publish.site import branch
from publish.site import built
from publish.site.branch import Builds
from publish.site.build import Build, build_site, write_sources
from publish.site.built import Built
from publish.pages.contexts import Page
from publish.site.harden import harden, outside_requests
from publish.site.partial import SEARCH, SITEMAP, Change, change, join, keep_only, output
from publish.site.plan import FILL, EditionParts, Published, SiteFile, SiteRequest

_MOST_TRIES = 5


def publish_site(request: SiteRequest) -> Published:
    """Build what changed, harden it, and move the branch once; nothing is built where nothing changed.

    Raises PublishError; what was public before then still is, byte for byte.
    """
    started = time.perf_counter()
    base = _base(request)  # refuses before the slow part
    try:
        old, new = _attempt(request, base)
    except PublishError:  # others moved the branch meanwhile, or a page needs others beside it: all pages say for sure
        if not base:
            raise
        old, new = _attempt(request, "")
    if new != old:
        branch.tidy(request.repository)
    files, size = branch.measure(request.repository, new)
    return Published(commit=new, changed=new != old, seconds=time.perf_counter() - started, files=files, bytes=size)


def _base(request: SiteRequest) -> str:
    local = branch.tip(request.repository, request.branch)
    return branch.fetch(request.repository, request.branch, local) if request.push else local


def _attempt(request: SiteRequest, base: str) -> tuple[str, str]:
    """Build against ``base`` ("": everything) and release; gives the branch's commit before and after."""
    is_ours = base and branch.is_ours(request.repository, base)
    before = built.read(branch.held(request.repository, base, built.NAME)) if is_ours else Built()
    wanted = built.of_request(request)
    root = change(before, wanted)
    is_new = root.is_whole or before.edition != wanted.edition
    is_public = not request.push or base == branch.resolve(request.repository, request.branch)
    if base and not is_new and not root.is_needed and is_public:
        return base, base
    with TemporaryDirectory(prefix="caifeng-site-") as scratch:
        folder = Path(scratch)
        edition = _edition(request, folder) if is_new else None
        scripts = _root(request, folder, root, before if not root.is_whole else None, base)
        (folder / "root" / built.NAME).write_bytes(built.written(replace(wanted, scripts=scripts)))
        builds = Builds(
            month=request.month,
            edition=edition,
            root=folder / "root",
            built_at=request.built_at,
            base="" if root.is_whole else base,
            gone=root.gone,
        )
        return release(request, builds)


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


def _edition(request: SiteRequest, scratch: Path) -> Path:
    """Build the month's edition."""
    docs = scratch / "edition-docs"
    docs.mkdir()
    given = EditionParts(pages=request.edition_pages, files=request.edition_files)
    parts = request.make_edition() if request.make_edition else given
    write_sources(docs, _files(parts.pages) + parts.files)
    address = _address(request)
    build = replace(_frame(request, scratch), docs=docs, output=scratch / "edition", root="..", nav=())
    _build_hardened(replace(build, site_url=address and f"{address}{request.month}/"), ())
    join(build)
    return build.output


def _root(request: SiteRequest, scratch: Path, root: Change, before: Built | None, base: str) -> tuple[str, ...]:
    """Build the root site, or of it what changed since ``before``; gives the scripts that its pages' policy allows."""
    build = _frame(request, scratch)
    shutil.copytree(request.docs, build.docs)
    _fill(build.docs, request.fills)
    pages = tuple(page for page in request.root_pages if page.path in root.pages)
    files = tuple(file for file in request.root_files if file.path in root.files)
    write_sources(build.docs, _files(pages) + files)
    scripts = _build_hardened(build, before.scripts if before else ())
    if before is None:
        join(build)
        return scripts
    if scripts != before.scripts:
        raise PublishError("网站页面的内联脚本变了，须整站重建。")
    kept = [page for page in before.pages.keys() - root.pages if output(page) not in root.gone]
    search, sitemap = (branch.held(request.repository, base, path) for path in (SEARCH, SITEMAP))
    join(build, kept, search, sitemap)
    keep_only(build.output, root.files)
    return scripts


def _frame(request: SiteRequest, scratch: Path) -> Build:
    return Build(
        config_file=request.config_file,
        docs=scratch / "root-docs",
        output=scratch / "root",
        site_name=request.site_name,
        site_url=_address(request),
        root=".",
        built_at=request.built_at,
        drill=request.drill,
        nav=request.root_nav or None,
    )


def _address(request: SiteRequest) -> str:
    return f"{request.base_url.rstrip('/')}/" if request.base_url else ""


def _build_hardened(build: Build, scripts: tuple[str, ...]) -> tuple[str, ...]:
    allowed = harden(build.output, build_site(build), scripts)
    if outside := outside_requests(build.output):
        shown = "；".join(outside[:3])
        raise PublishError(f"网站有 {len(outside)} 处会向别的网站请求内容，未发布：{shown}")
    return allowed


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
