"""Files that are whole or absent: write beside, sync, rename; and the manifest that makes them count."""

import hashlib
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from caifeng.errors import LakeError

FORMAT = 2  # of the lake; a newer one is refused loudly
FOLDERS = (
    "items", "sightings", "readings", "stories", "briefings", "pictures", "cards", "alerts", "caselog", "notices",
    "sources", "validators", "robots", "shown", "takedowns", "specials", "periods",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """A file as a manifest lists it."""

    path: str  # relative to the lake, with /
    size: int
    sha256: str
    run: str


@dataclass(frozen=True, slots=True)
class _Manifest:
    """What one run made count, and which files of earlier runs count no more since."""

    files: tuple[Listed, ...]
    replaces: frozenset[str]


def digest(data: bytes) -> str:
    """SHA-256, 64 hex digits."""
    return hashlib.sha256(data).hexdigest()


def _seal(manifest: dict[str, Any]) -> str:
    """A manifest's own digest, by which a flipped bit in it shows; else a file could vanish unnoticed."""
    return digest(json.dumps(manifest, ensure_ascii=False, sort_keys=True).encode())


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that a kill at any moment leaves the old one or the new one.

    Raises LakeError where the disk takes no more, or not from us; the old one stands.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise LakeError(f"{path} 写不进去（{error.strerror}），原来的文件没有动；请检查磁盘空间和权限") from error


def sync_folder(folder: Path) -> None:
    """Make a rename in this folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_manifest(root: Path, run: str, files: list[tuple[str, bytes]], replaces: Sequence[str] = ()) -> None:
    """The commit point: after this rename all files of the run count, and those that it ``replaces`` no more."""
    listed = [{"path": path, "size": len(data), "sha256": digest(data)} for path, data in sorted(files)]
    said: dict[str, Any] = {"format": FORMAT, "run": run, "files": listed}
    said |= {"replaces": sorted(replaces)} if replaces else {}
    text = json.dumps(said | {"seal": _seal(said)}, ensure_ascii=False, indent=1)
    write_whole(root / "manifests" / f"{run}.json", text.encode())


class Manifests:
    """What counts in a lake. A manifest never changes once it is written: each is read and checked once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._runs: dict[str, _Manifest] = {}  # by file name
        self._folders: dict[str, list[Listed]] = {}

    def files(self, folder: str = "") -> Sequence[Listed]:
        """Files that count, of one folder ("items") or of all, in the order of their runs.

        Raises LakeError for a damaged or newer manifest.
        """
        names = _names(self.root / "manifests")
        if names != list(self._runs):
            self._runs = {
                name: self._runs.get(name) or _read_manifest(self.root / "manifests" / name) for name in names
            }
            gone = frozenset[str]().union(*(run.replaces for run in self._runs.values()))
            self._folders = {"": [one for run in self._runs.values() for one in run.files if one.path not in gone]}
            for listed in self._folders[""]:
                self._folders.setdefault(listed.path.partition("/")[0], []).append(listed)
        return self._folders.get(folder, ())


def _names(folder: Path) -> list[str]:
    """Names of the manifests, in order; a year of looks leaves a hundred thousand, so no Path is made of each."""
    try:
        with os.scandir(folder) as found:
            return sorted(entry.name for entry in found if entry.name.endswith(".json"))
    except FileNotFoundError:
        return []


def _read_manifest(path: Path) -> _Manifest:
    try:
        manifest = json.loads(path.read_bytes())
        if manifest.pop("seal") != _seal(manifest):
            raise ValueError("the seal does not fit")
        if manifest["format"] > FORMAT:
            raise LakeError(f"{path.name} 由更新版本的采风写成（格式 {manifest['format']}），请先升级")
        run = manifest["run"]
        if path.stem != run:
            raise ValueError("another run's manifest")
        files = tuple(Listed(entry["path"], entry["size"], entry["sha256"], run) for entry in manifest["files"])
        return _Manifest(files, frozenset(manifest.get("replaces", ())))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise LakeError(f"清单 {path} 已损坏，请从 Git 或备份恢复此文件") from error


def read_listed(root: Path, listed: Listed) -> bytes:
    """The bytes of a listed file. Raises LakeError when they are not those that were committed."""
    path = root / listed.path
    if path.is_symlink() or not path.resolve().is_relative_to(root.resolve()):
        raise LakeError(f"{listed.path} 不是湖中的普通文件")
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise LakeError(f"{listed.path} 不见了，请从 Git 或备份恢复") from error
    if digest(data) != listed.sha256:
        raise LakeError(f"{listed.path} 与清单的 SHA-256 不符，文件已损坏，请从 Git 或备份恢复")
    return data


def sweep(manifests: Manifests) -> int:
    """Remove what killed runs left behind: files in data folders that no manifest lists. Returns how many."""
    root, counted = manifests.root, {listed.path for listed in manifests.files()}
    swept = 0
    for folder in FOLDERS:
        for here, _, names in os.walk(root / folder):
            inside = Path(here).relative_to(root).as_posix()
            for name in names:
                if f"{inside}/{name}" not in counted:
                    Path(here, name).unlink()
                    swept += 1
    for path in (root / "manifests").glob(".*.tmp"):
        path.unlink()
        swept += 1
    return swept
