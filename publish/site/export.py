"""The published branch as a folder, for a web server or an upload."""

import shutil
import tarfile
from pathlib import Path

from caifeng.errors import PublishError
from publish.site import branch

_MARKER = ".caifeng-site"  # a folder that holds it was written here and may be replaced


def export(repository: Path, name: str, folder: Path) -> str:
    """Write the tree of branch ``name`` to ``folder`` and give the commit; the folder changes in one rename.

    Raises PublishError when the branch does not exist or the folder holds something that is not an export.
    """
    commit = branch.resolve(repository, name)
    if not commit:
        raise PublishError(f"{repository} 里还没有分支 {name}；请先发布一次。")
    folder = folder.absolute()
    fresh, former = (folder.with_name(f".{folder.name}.{part}") for part in ("new", "old"))
    for path in (folder, fresh, former):
        _refuse_if_foreign(path)
    for left in (fresh, former):  # by an export that was killed
        shutil.rmtree(left, ignore_errors=True)
    fresh.mkdir(parents=True)
    (fresh / _MARKER).write_text(f"{commit}\n", encoding="utf-8")
    _unpack(repository, commit, fresh)
    if folder.exists():
        folder.rename(former)
    fresh.rename(folder)
    shutil.rmtree(former, ignore_errors=True)
    return commit


def _refuse_if_foreign(folder: Path) -> None:
    if not folder.exists() and not folder.is_symlink():
        return
    is_folder = folder.is_dir() and not folder.is_symlink()
    if not is_folder or (any(folder.iterdir()) and not (folder / _MARKER).is_file()):
        raise PublishError(f"{folder} 不是采风导出的目录，不会覆盖；请换一个目录，或自行清空它。")


def _unpack(repository: Path, commit: str, folder: Path) -> None:
    packed = folder / f"{_MARKER}.tar"
    branch.git(repository, "archive", "--format=tar", f"--output={packed.absolute()}", commit)
    with tarfile.open(packed) as archive:
        archive.extractall(folder, filter="data")
    packed.unlink()
