"""The editions and the root site become public together, in one commit, or not at all."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from caifeng.errors import Problem, PublishError
from publish.site import branch, built
from publish.site.built import Built, Made
from publish.site.making import Making, build_root
from publish.site.partial import Change, change, everything
from publish.site.plan import Month, Published, SiteRequest
from publish.site.tree import Builds, EditionBuild
from publish.site.workers import build_months

_MOST_TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """The branch's commit before ("": none) and after, and what could not be read."""

    old: str
    new: str
    problems: tuple[Problem, ...] = ()


def publish_site(request: SiteRequest) -> Published:
    """Build what changed, harden it, and move the branch once; nothing is built where nothing changed.

    Raises PublishError; what was public before then still is, byte for byte.
    """
    started = time.perf_counter()
    base = _base(request)  # refuses before the slow part
    try:
        done = _released(request, base)
    except OSError as error:
        why = error.strerror or "读写失败"
        raise PublishError(f"网站没有生成完（{why}），原有网站未动；请检查磁盘空间和权限。") from error
    if done.new != done.old:
        branch.tidy(request.repository)
    files, size = branch.measure(request.repository, done.new)
    return Published(
        commit=done.new,
        changed=done.new != done.old,
        seconds=time.perf_counter() - started,
        files=files,
        bytes=size,
        problems=done.problems,
    )


def _released(request: SiteRequest, base: str) -> Released:
    try:
        return _attempt(request, base, is_whole=False)
    except PublishError:  # others moved the branch meanwhile, or a page needs others beside it: all pages say for sure
        if not base:
            raise
        return _attempt(request, base, is_whole=True)


def _base(request: SiteRequest) -> str:
    local = branch.tip(request.repository, request.branch)
    return branch.fetch(request.repository, request.branch, local) if request.push else local


def _attempt(request: SiteRequest, base: str, *, is_whole: bool) -> Released:
    """Build against ``base`` ("": nothing is public yet) and release; ``is_whole``: root and newest month entirely."""
    before, wanted = _before(request, base), built.of_request(request)
    is_partial = before.frame == wanted.frame and not is_whole
    root = change(before.root, wanted.root) if is_partial else everything(wanted.root)
    months = dict(_months(request, before, is_partial))
    is_public = not request.push or base == branch.resolve(request.repository, request.branch)
    if base and is_partial and not months and not root.is_needed and before.docs == wanted.docs and is_public:
        return Released(old=base, new=base)
    with TemporaryDirectory(prefix="caifeng-site-") as scratch:
        making = Making(request=request, base=base, scratch=Path(scratch))
        editions = build_months(
            making,
            [(month, found, before.month if month == request.newest else Made()) for month, found in months.items()],
        )
        folder, made, damaged = build_root(making, root, before.root)
        now = _built(wanted, before, request, {one.edition.month: (one.made, one.is_complete) for one in editions})
        (folder / built.NAME).write_bytes(built.written(replace(now, root=made)))
        builds = Builds(
            editions=tuple(one.edition for one in editions if _holds(one.edition)),
            root=folder,
            built_at=request.built_at,
            base="" if root.is_whole else base,
            gone=root.gone,
        )
        old, new = release(request, builds)
        return Released(old=old, new=new, problems=tuple(one for month in editions for one in month.problems) + damaged)


def release(request: SiteRequest, builds: Builds) -> tuple[str, str]:
    """Make finished builds public; gives the branch's commit before ("": none) and after. Raises PublishError."""
    return _push(request, builds) if request.push else _commit(request, builds)


def _before(request: SiteRequest, base: str) -> Built:
    """What the branch was made from; nothing where people changed it by hand."""
    is_ours = base and branch.is_ours(request.repository, base)
    return built.read(branch.held(request.repository, base, built.NAME)) if is_ours else Built()


def _months(request: SiteRequest, before: Built, is_partial: bool) -> Iterator[tuple[Month, Change]]:
    """The months to be built, with what of them: those over only where their records are other than before."""
    for month in sorted(request.months, key=lambda month: month.name):
        wanted = built.made((), (), month.sections)
        if month != request.newest:
            if before.months.get(month.name) != month.made_from:
                yield month, everything(wanted)
        elif is_partial and before.newest == month.name:
            found = change(before.month, built.made((month.index(()),), (), month.sections))
            if found.is_needed:
                yield month, found
        else:
            yield month, everything(wanted)


def _built(wanted: Built, before: Built, request: SiteRequest, done: dict[str, tuple[Made, bool]]) -> Built:
    """What is to be kept of what was made: a month that lacks something is not said to be made."""
    newest = request.newest.name
    lacking = {name for name, (_, is_complete) in done.items() if not is_complete and name != newest}
    months = {**before.months} | {name: digest for name, digest in wanted.months.items() if name not in lacking}
    return replace(wanted, months=months, month=done[newest][0] if newest in done else before.month)


def _holds(edition: EditionBuild) -> bool:
    return edition.is_whole or bool(edition.gone) or any(edition.folder.iterdir())


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
