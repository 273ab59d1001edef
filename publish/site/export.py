"""The published branch as a folder, for a web server or an upload."""

import ctypes
import os
import shutil
import tarfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from caifeng.errors import PublishError
from publish.site import branch
from publish.site.gitting import git, read_blobs

_MARKER = ".caifeng-site"  # a folder that holds it was written here and may be replaced; it names the commit
_MOST = 4000  # files fetched one by one; more come faster as one archive
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux' renameat2(2)
_HERE = -100  # AT_FDCWD


def export(repository: Path, name: str, folder: Path) -> str:
    """Write the tree of branch ``name`` to ``folder`` and give the commit; the folder changes in one rename.

    Files that did not change are hard links to those of the former export. Raises PublishError when the branch does
    not exist, the folder holds something that is not an export, or the disk takes no more: it then stays as it was.
    """
    commit = branch.resolve(repository, name)
    if not commit:
        raise PublishError(f"{repository} 里还没有分支 {name}；请先发布一次。")
    folder = folder.absolute()
    fresh, former = (folder.with_name(f".{folder.name}.{part}") for part in ("new", "old"))
    for path in (folder, fresh, former):
        _refuse_if_foreign(path)
    if former.is_dir() and not folder.exists():  # by an export that was killed between two renames
        former.rename(folder)
    for left in (fresh, former):
        shutil.rmtree(left, ignore_errors=True)
    paths = [path for path, _ in branch.listed(repository, commit)]
    held = _held(folder)
    same = _unchanged(repository, commit, folder, held).intersection(paths)
    if len(same) == len(paths) == len(held) - 1:  # and the marker
        return commit
    try:
        _write(repository, commit, fresh, (folder, paths, same))
        _replace(folder, fresh, former)
    except OSError as error:
        shutil.rmtree(fresh, ignore_errors=True)
        raise PublishError(
            f"{folder} 写不进去（{error.strerror}），原来的目录没有动；请检查磁盘空间和权限。"
        ) from error
    return commit


def _write(repository: Path, commit: str, fresh: Path, known: tuple[Path, list[str], frozenset[str]]) -> None:
    """Write the tree to ``fresh``; ``known``: the former folder, all paths, and those that are the same in it."""
    folder, paths, same = known
    fresh.mkdir(parents=True)
    (fresh / _MARKER).write_text("", encoding="utf-8")  # from now on it may be swept away
    if len(paths) - len(same) > _MOST or not same:
        _unpack(repository, commit, fresh)
    else:
        _link(folder, fresh, [path for path in paths if path in same])
        for path, content in read_blobs(repository, commit, [path for path in paths if path not in same]).items():
            target = fresh / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    (fresh / _MARKER).write_text(f"{commit}\n", encoding="utf-8")


def _unchanged(repository: Path, commit: str, folder: Path, held: Mapping[str, int]) -> frozenset[str]:
    """Files of the former export that no commit since changed and nobody touched; strays are among them."""
    marker = folder / _MARKER
    known = marker.read_text(encoding="utf-8").strip() if marker.is_file() else ""
    if not known or not branch.knows(repository, known):
        return frozenset()
    others = set(git(repository, "diff-tree", "-r", "-z", "--name-only", "--no-renames", known, commit).split("\0"))
    written = marker.stat().st_mtime_ns
    return frozenset(path for path, at in held.items() if at <= written and path not in others)


def _held(folder: Path) -> dict[str, int]:
    """Files below a folder, relative to it, with the moment at which each was written (nanoseconds)."""
    found, top = {}, len(str(folder)) + 1
    stack = [str(folder)] if folder.is_dir() else []
    while stack:
        with os.scandir(stack.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    stack.append(entry.path)
                else:
                    found[entry.path[top:]] = entry.stat(follow_symlinks=False).st_mtime_ns
    return found


def _link(folder: Path, fresh: Path, paths: Sequence[str]) -> None:
    for parent in sorted({Path(path).parent for path in paths}):
        (fresh / parent).mkdir(parents=True, exist_ok=True)
    for path in paths:
        try:
            os.link(folder / path, fresh / path)
        except OSError:  # a disk without hard links
            shutil.copy2(folder / path, fresh / path)


def _replace(folder: Path, fresh: Path, former: Path) -> None:
    """Put ``fresh`` in the place of ``folder``: in one step where the system can exchange names."""
    if not folder.exists():
        fresh.rename(folder)
    elif _exchanged(folder, fresh):
        shutil.rmtree(fresh, ignore_errors=True)
    else:
        folder.rename(former)
        fresh.rename(folder)
        shutil.rmtree(former, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """Whether the two names were exchanged in one step; only Linux can."""
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    return call is not None and call(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0


def _refuse_if_foreign(folder: Path) -> None:
    if not folder.exists() and not folder.is_symlink():
        return
    is_folder = folder.is_dir() and not folder.is_symlink()
    if not is_folder or (any(folder.iterdir()) and not (folder / _MARKER).is_file()):
        raise PublishError(f"{folder} 不是采风导出的目录，不会覆盖；请换一个目录，或自行清空它。")


def _unpack(repository: Path, commit: str, folder: Path) -> None:
    packed = folder / f"{_MARKER}.tar"
    git(repository, "archive", "--format=tar", f"--output={packed.absolute()}", commit)
    with tarfile.open(packed) as archive:
        archive.extractall(folder, filter="data")
    packed.unlink()
