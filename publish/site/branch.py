"""The branch that is the published site: one commit a publish, moved by compare-and-swap.

Everything is composed in a scratch repository that shares only the object store, so a publish that fails or is killed
leaves nothing but unreachable objects, and two at once cannot mix.
"""

import logging
import os
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from caifeng.errors import PublishError
from publish.site.build import environment
from publish.site.gitting import git, read_blobs
from publish.site.tree import STAGE, Builds, stage

_log = logging.getLogger(__name__)

_SUBJECT = "Publish "
_MOVED = ("[rejected]", "cannot lock ref", "failed to update ref")  # git push: another came first


class MovedError(PublishError):
    """The branch is not where a build of only some pages began; a build of all pages can still be released."""


def tip(repository: Path, branch: str) -> str:
    """The commit a branch stands at, or "" while it does not exist.

    Raises PublishError when there is no Git, no repository, or the branch is checked out in a work tree.
    """
    listed = git(repository, "worktree", "list", "--porcelain")
    if f"branch refs/heads/{branch}" in listed.splitlines():
        raise PublishError(f"分支 {branch} 正在 {repository} 检出，发布会让工作区与它不一致；请先切换到别的分支。")
    return resolve(repository, branch)


def resolve(repository: Path, branch: str) -> str:
    """The commit a branch stands at, or "" while it does not exist."""
    return git(repository, "for-each-ref", "--format=%(objectname)", f"refs/heads/{branch}")


def compose(repository: Path, parent: str, builds: Builds) -> str:
    """Write the commit that follows ``parent`` ("": none) and give its id; ``parent`` itself when nothing changed.

    No ref of the repository moves. Raises PublishError.
    """
    if builds.base and builds.base != parent:
        raise MovedError(f"网站分支在发布期间被别的任务移动：{builds.base[:12]} → {parent[:12]}，本次未发布。")
    identity = _identity(repository, builds.built_at)
    with TemporaryDirectory(prefix="caifeng-git-") as scratch:
        shared = identity | _scratch_repository(repository, scratch)
        if parent:
            git(repository, "update-ref", f"refs/heads/{STAGE}", parent, extra=shared)
        with environment(shared):
            stage(repository, builds, shared)
        tree = git(repository, "rev-parse", f"refs/heads/{STAGE}^{{tree}}", extra=shared)
    if parent and tree == git(repository, "rev-parse", f"{parent}^{{tree}}"):
        return parent
    parents = ("-p", parent) if parent else ()
    return git(repository, "commit-tree", tree, *parents, "-m", _message(builds), extra=identity)


def swap(repository: Path, branch: str, new: str, old: str) -> None:
    """Make ``new`` public if the branch still stands at ``old`` ("": absent). Raises PublishError when it moved."""
    expected = old or "0" * len(new)
    try:
        git(repository, "update-ref", "-m", "caifeng: publish", f"refs/heads/{branch}", new, expected)
    except PublishError as error:
        raise PublishError(f"分支 {branch} 在发布期间被别的任务移动，本次未发布；再运行一次即可。") from error


def fetch(repository: Path, branch: str, local: str) -> str:
    """The commit to build upon: the newer of ``local`` and origin's branch. Raises PublishError when both moved on."""
    heads = git(repository, "ls-remote", "--heads", "origin", f"refs/heads/{branch}")
    if not heads:
        return local
    git(repository, "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "origin", f"refs/heads/{branch}")
    remote = heads.split()[0]
    if not local or _is_ancestor(repository, local, remote):
        return remote
    if _is_ancestor(repository, remote, local):
        return local
    raise PublishError(
        f"本地分支 {branch} 与 origin 上的各自有新提交，未发布；请先删去本地的 {branch} 分支，再运行一次。"
    )


def push(repository: Path, branch: str, commit: str) -> bool:
    """Push without force; False when origin's branch had moved meanwhile. Raises PublishError for any other reason."""
    try:
        git(repository, "push", "--porcelain", "--no-verify", "origin", f"{commit}:refs/heads/{branch}")
    except PublishError as error:
        if any(words in str(error) for words in _MOVED):
            return False
        raise
    return True


def tidy(repository: Path) -> None:
    """Let git pack what many publishes left loose, when it thinks that worth while; the site does not depend on it."""
    try:
        git(repository, "gc", "--auto", "--quiet")
    except PublishError as error:
        _log.warning("git gc --auto failed: %s", error)


def is_ours(repository: Path, commit: str) -> bool:
    """Whether a publish made the commit; what people changed by hand is not to be built upon."""
    return git(repository, "log", "-1", "--format=%s", commit).startswith(_SUBJECT)


def has(repository: Path, commit: str, path: str) -> bool:
    """Whether a commit holds a file or folder of that path."""
    return bool(git(repository, "ls-tree", "--name-only", commit, "--", path))


def held(repository: Path, commit: str, path: str) -> str:
    """The text of a file in a commit; "" where there is no commit or no such file."""
    if not commit or not has(repository, commit, path):
        return ""
    return git(repository, "show", f"{commit}:{path}")


def knows(repository: Path, commit: str) -> bool:
    """Whether the repository has that commit."""
    return bool(git(repository, "rev-list", "--no-walk", "--ignore-missing", commit))


def published_below(repository: Path, name: str, folder: str) -> dict[str, bytes]:
    """What branch ``name`` holds below a folder, by path from its root; nothing where it does not exist."""
    commit = resolve(repository, name)
    return blobs(repository, commit, folder.rstrip("/")) if commit else {}


def blobs(repository: Path, commit: str, folder: str) -> dict[str, bytes]:
    """The files below a folder of a commit, by their path from the root."""
    return read_blobs(repository, commit, [path for path, _ in listed(repository, commit, folder)])


def listed(repository: Path, commit: str, folder: str = "") -> list[tuple[str, int]]:
    """Path and bytes of every file of a commit, or of a folder in it."""
    place = [folder] if folder else []
    lines = git(repository, "ls-tree", "-r", "-l", "-z", commit, "--", *place).split("\0")
    return [(line.partition("\t")[2], int(line.split(None, 4)[3])) for line in lines if line]


def measure(repository: Path, commit: str) -> tuple[int, int]:
    """Files and bytes of the whole published site."""
    sizes = [size for _, size in listed(repository, commit)]
    return len(sizes), sum(sizes)


def _scratch_repository(repository: Path, scratch: str) -> dict[str, str]:
    """Make an empty repository over the real one's objects; give the variables that lead there."""
    objects = git(repository, "rev-parse", "--path-format=absolute", "--git-path", "objects")
    kind = git(repository, "rev-parse", "--show-object-format")
    options = ("--quiet", "--bare", "--template=", f"--initial-branch={STAGE}", f"--object-format={kind}")
    git(repository, "init", *options, scratch)
    shared = {"GIT_DIR": scratch, "GIT_OBJECT_DIRECTORY": objects}
    git(repository, "config", "core.fsync", "all", extra=shared)  # for mike's own git commands
    return shared


def _identity(repository: Path, at: datetime) -> dict[str, str]:
    """Who commits, and when: as configured, else Caifeng; the user's configuration is only read."""
    name = os.environ.get("GIT_COMMITTER_NAME") or _configured(repository, "user.name") or "Caifeng"
    email = os.environ.get("GIT_COMMITTER_EMAIL") or _configured(repository, "user.email") or "caifeng@localhost"
    date = f"{int(at.timestamp())} +0000"
    person = {"NAME": name, "EMAIL": email, "DATE": date}
    return {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in person.items()}


def _configured(repository: Path, key: str) -> str:
    return git(repository, "config", "--default", "", "--get", key)


def _is_ancestor(repository: Path, older: str, newer: str) -> bool:
    return not git(repository, "rev-list", "--max-count=1", older, f"^{newer}")


def _message(builds: Builds) -> str:
    month = max((edition.month for edition in builds.editions), default="root")
    return f"{_SUBJECT}{month}, content of {builds.built_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
