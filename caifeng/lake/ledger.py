"""The delivery ledger: one line a step, durable before the next step is taken. It never holds an address."""

import os
import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from caifeng.errors import LakeError
from caifeng.lake.files import sync_folder
from caifeng.models import Delivery

_DELIVERY = TypeAdapter(Delivery)


class DeliveryLedger:
    """Append-only deliveries of one run, read together with those of all runs. Threads may share it."""

    def __init__(self, folder: Path, run: str) -> None:
        self._folder, self._path = folder, folder / f"{run}.jsonl"
        self._turn = threading.Lock()

    def states(self, since: datetime | None = None) -> tuple[Delivery, ...]:
        """Every step recorded by the runs begun since then, or by all, oldest run first.

        A last line cut by a kill is passed over. Raises LakeError for any other line that cannot be read.
        """
        first = f"{since.astimezone(UTC):%Y%m%dT%H%M%SZ}" if since else ""
        return tuple(
            record for path in sorted(self._folder.glob("*.jsonl")) if path.name >= first for record in _steps(path)
        )

    def append(self, record: Delivery) -> bool:
        """Record a step; when this returns True, it is on disk. (Runs on one disk are kept apart by ``Lake.hold``.)"""
        self.append_all((record,))
        return True

    def append_all(self, records: Iterable[Delivery]) -> None:
        """Record several steps at the price of one."""
        lines = b"".join(_DELIVERY.dump_json(record) + b"\n" for record in records)
        try:
            self._write(lines)
        except OSError as error:
            raise LakeError(f"送达记录 {self._path} 写不进去（{error.strerror}）；请检查磁盘空间和权限") from error

    def _write(self, lines: bytes) -> None:
        with self._turn:
            self._folder.mkdir(parents=True, exist_ok=True)
            is_new = not self._path.exists()
            with self._path.open("ab") as file:
                file.write(lines)
                file.flush()
                os.fsync(file.fileno())
            if is_new:
                sync_folder(self._folder)


def _steps(path: Path) -> Iterable[Delivery]:
    lines = path.read_bytes().split(b"\n")
    for number, line in enumerate(lines, 1):
        if not line:
            continue
        try:
            yield _DELIVERY.validate_json(line)
        except ValidationError as error:
            if number < len(lines):
                raise LakeError(f"送达记录 {path} 第 {number} 行已损坏，请从 Git 或备份恢复") from error
