"""A folder that we write is replaced in one rename, and never one that is somebody else's."""

import shutil
from collections.abc import Callable
from pathlib import Path

from caifeng.errors import PublishError

MARKER = ".caifeng-site"  # a folder that holds it was written here and may be replaced


def replace_folder(folder: Path, fill: Callable[[Path], None]) -> None:
    """Let ``fill`` write a fresh folder, then put it in place of ``folder`` in one rename.

    Raises PublishError when the folder holds something that was not written here; it then stays as it is.
    """
    folder = folder.absolute()
    fresh, former = (folder.with_name(f".{folder.name}.{part}") for part in ("new", "old"))
    for path in (folder, fresh, former):
        refuse_if_foreign(path)
    for left in (fresh, former):  # by a run that was killed
        shutil.rmtree(left, ignore_errors=True)
    fresh.mkdir(parents=True)
    (fresh / MARKER).touch()
    fill(fresh)
    if folder.exists():
        folder.rename(former)
    fresh.rename(folder)
    shutil.rmtree(former, ignore_errors=True)


def refuse_if_foreign(folder: Path) -> None:
    """Raise PublishError when the folder holds something that was not written here."""
    if not folder.exists() and not folder.is_symlink():
        return
    is_folder = folder.is_dir() and not folder.is_symlink()
    if not is_folder or (any(folder.iterdir()) and not (folder / MARKER).is_file()):
        raise PublishError(f"{folder} 不是采风导出的目录，不会覆盖；请换一个目录，或自行清空它。")
