"""The branch that is the published site: one commit a publish, moved by compare-and-swap.

Everything is composed in a scratch repository that shares only the object store, so a publish that fails or is killed
leaves nothing but unreachable objects, and two at once cannot mix.
"""

import logging
import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from mike.commands import AliasType, list_versions
from mike.commands import deploy as mike_deploy
from mike.git_utils import Commit, GitError, walk_real_files

from caifeng.errors import PublishError
from caifeng.resources import resource
from publish.site.build import environment

_log = logging.getLogger(__name__)

LATEST = "latest"
_SUBJECT = "Publish "
_STAGE = "stage"  # the scratch repository's only branch
_KEPT = ("versions.json", ".nojekyll", "CNAME")  # of the branch's root; CNAME is GitHub Pages' own domain setting
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
# What git writes is on the disk before it ends; bytes stay as they are; nothing runs on behind our back.
_SETTINGS = ("-c", "core.fsync=all", "-c", "core.autocrlf=false", "-c", "gc.autoDetach=false")
_MOVED = ("[rejected]", "cannot lock ref", "failed to update ref")  # git push: another came first
_SECONDS = 300.0  # no git command may hang for longer
# Set when we run inside a hook; they would turn our commands to another repository or to its index.
_FOREIGN = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_NAMESPACE")


class MovedError(PublishError):
    """The branch is not where a build of only some pages began; a build of all pages can still be released."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Builds:
    """What one publish brings: the month's edition and the root site as folders of finished files.

    With a ``base`` they hold only what changed against that commit: ``edition`` is None where nothing did, ``root``
    joins what the commit holds, and ``gone`` are paths that leave it.
    """

    month: str
    edition: Path | None
    root: Path
    built_at: datetime
    base: str = ""
    gone: tuple[str, ...] = ()


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
    if not _MONTH.fullmatch(builds.month):
        raise PublishError(f"刊期 {builds.month!r} 不是“年-月”（如 2026-11），未发布。")
    if builds.base and builds.base != parent:
        raise MovedError(f"网站分支在发布期间被别的任务移动：{builds.base[:12]} → {parent[:12]}，本次未发布。")
    identity = _identity(repository, builds.built_at)
    with TemporaryDirectory(prefix="caifeng-git-") as scratch:
        shared = identity | _scratch_repository(repository, scratch)
        if parent:
            git(repository, "update-ref", f"refs/heads/{_STAGE}", parent, extra=shared)
        with environment(shared):
            if builds.edition is not None:
                _stage(builds, builds.edition)
            _replace_root(repository, builds, shared)
        tree = git(repository, "rev-parse", f"refs/heads/{_STAGE}^{{tree}}", extra=shared)
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


def held(repository: Path, commit: str, path: str) -> str:
    """The text of a file in a commit; "" where there is no commit or no such file."""
    if not commit or not git(repository, "ls-tree", "--name-only", commit, "--", path):
        return ""
    return git(repository, "show", f"{commit}:{path}")


def measure(repository: Path, commit: str) -> tuple[int, int]:
    """Files and bytes of the whole published site."""
    lines = git(repository, "ls-tree", "-r", "-l", "-z", commit).split("\0")
    sizes = [int(line.split(None, 4)[3]) for line in lines if line]
    return len(sizes), sum(sizes)


def git(repository: Path, *arguments: str, extra: Mapping[str, str] | None = None) -> str:
    """Run git there and give its output without the last line end. Raises PublishError with git's own words."""
    kept = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    variables = kept | {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"} | dict(extra or {})
    command = ["git", "-C", str(repository), *_SETTINGS, *arguments]
    try:
        done = subprocess.run(
            command, env=variables, capture_output=True, encoding="utf-8", timeout=_SECONDS, check=False
        )
    except FileNotFoundError as error:
        raise PublishError("没有找到 git，无法发布；请安装 git 2.31 以上版本。") from error
    except subprocess.TimeoutExpired as error:
        raise PublishError(f"git {arguments[0]} 在 {_SECONDS:.0f} 秒内没有完成，未发布。") from error
    if done.returncode:
        told = re.sub(r"//[^/@\s]*@", "//", f"{done.stdout}{done.stderr}").strip()  # no credentials of an address
        raise PublishError(f"git {arguments[0]} 在 {repository} 失败：{told}")
    return done.stdout.rstrip("\n")


def _stage(builds: Builds, edition: Path) -> None:
    """Commit the edition on the scratch branch: mike's layout, aliases and versions.json."""
    try:
        names = [str(version.version) for version in list_versions(_STAGE)]
        newest = max((name for name in names if _MONTH.fullmatch(name)), default="")
        year, month = builds.month.split("-")
        with mike_deploy(
            {"site_dir": str(edition), "use_directory_urls": True},
            builds.month,
            title=f"{year} 年 {int(month)} 月",
            aliases=[LATEST] if builds.month >= newest else [],
            update_aliases=True,
            alias_type=AliasType.redirect,
            template=str(resource("templates/redirect.html")),
            branch=_STAGE,
            message="edition",
            allow_empty=True,
        ):
            pass  # the edition is built already: nothing is staged before every build is done
    except (GitError, ValueError, KeyError) as error:
        raise PublishError(f"网站分支无法更新，原有网站未动：{error}") from error


def _replace_root(repository: Path, builds: Builds, shared: Mapping[str, str]) -> None:
    """Commit the root site on the scratch branch, in place of the former one or into it; editions stay as they are."""
    root = builds.root
    versions = list_versions(_STAGE)
    editions = {str(version.version) for version in versions}.union(*(version.aliases for version in versions))
    kept = editions | set(_KEPT)
    if taken := sorted(kept & {path.name for path in root.iterdir()}):
        raise PublishError(f"网站根目录的 {taken[0]} 是刊期或版本文件的名字，页面不能占用，未发布。")
    former = git(repository, "ls-tree", "--name-only", "-z", _STAGE, extra=shared).split("\0")
    gone = builds.gone if builds.base else [name for name in former if name and name not in kept]
    try:
        with Commit(_STAGE, "root", allow_empty=True) as commit:
            commit.delete_files(list(gone))
            for file in walk_real_files(str(root)):
                commit.add_file(file.copy("", str(root)))
    except GitError as error:
        raise PublishError(f"网站分支无法更新，原有网站未动：{error}") from error


def _scratch_repository(repository: Path, scratch: str) -> dict[str, str]:
    """Make an empty repository over the real one's objects; give the variables that lead there."""
    objects = git(repository, "rev-parse", "--path-format=absolute", "--git-path", "objects")
    kind = git(repository, "rev-parse", "--show-object-format")
    options = ("--quiet", "--bare", "--template=", f"--initial-branch={_STAGE}", f"--object-format={kind}")
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
    return f"{_SUBJECT}{builds.month}, content of {builds.built_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
