"""The operator's folder: where configuration, state, incidents, mails and the site lie."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from caifeng.labels import LabelFile
from caifeng.lake import DeliveryLedger, IncidentFolder, Lake
from caifeng.models import Desk


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder (inside a Git repository) with caifeng.yml in it."""

    desk_file: Path
    lake: Lake = field(init=False, repr=False, compare=False)  # one for all who ask: it keeps what it has read

    def __post_init__(self) -> None:
        object.__setattr__(self, "lake", Lake(self.root / "lake"))

    @property
    def root(self) -> Path:
        return self.desk_file.resolve().parent

    @property
    def outbox(self) -> Path:
        return self.root / "outbox"

    @property
    def public(self) -> Path:
        return self.root / "public"

    def run(self, now: datetime) -> str:
        """A name for a new run that sorts after every run before it: 20261120T003000Z-02-1f2e3d4c.

        The number tells apart, in order, the runs of one second; the digits, those of two machines.
        """
        stamp = f"{now:%Y%m%dT%H%M%SZ}"
        return f"{stamp}-{self.lake.runs(stamp):02d}-{secrets.token_hex(4)}"

    def incidents(self, desk: Desk) -> IncidentFolder:
        """The folder of incident files."""
        return IncidentFolder(self.root / "incidents", desk.zone)

    def labels(self, desk: Desk) -> LabelFile:
        """What people said of single items, in labels.yml."""
        return LabelFile(self.root / "labels.yml", desk.zone)

    def ledger(self, run: str) -> DeliveryLedger:
        """The delivery ledger as this run appends to it."""
        return DeliveryLedger(self.root / "lake" / "deliveries", run)
