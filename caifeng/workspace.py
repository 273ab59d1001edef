"""The operator's folder: where configuration, state, incidents, mails and the site lie."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

from caifeng.errors import Problem
from caifeng.labels import LabelFile
from caifeng.lake import CaseRules, DeliveryLedger, IncidentFolder, Lake
from caifeng.models import Desk, Playbook
from caifeng.playbooks import load as load_playbooks
from caifeng.silences import SilenceFile
from respond.incidents.clocks import clocks_of
from respond.incidents.states import faults


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

    @property
    def plain(self) -> Path:
        """The site before it is sealed; never to be published."""
        return self.root / ".plain"

    @property
    def face(self) -> Path:
        return self.root / "face"

    def run(self, now: datetime) -> str:
        """A name for a new run that sorts after every run before it: 20261120T003000Z-02-1f2e3d4c.

        The number tells apart, in order, the runs of one second; the digits, those of two machines.
        """
        stamp = f"{now:%Y%m%dT%H%M%SZ}"
        return f"{stamp}-{self.lake.runs(stamp):02d}-{secrets.token_hex(4)}"

    def ground(self) -> str:
        """A digest of what people wrote that judging stands on: the configuration, the labels, risk assessments."""
        written = [self.desk_file, self.root / "labels.yml", self.root / "takedowns.yml"]
        return _digest([*written, *sorted((self.root / "risks").glob("*.yml"))])

    def shown(self) -> str:
        """A digest of what pages show beside editions: files that people write, the newest alerts and deliveries."""
        kept = ("lake/deliveries", "lake/takedowns", "lake/specials", "lake/periods")
        folders = ("incidents", "playbooks", "risks", *kept)
        newest = max(((self.root / "lake" / "alerts").glob("*.jsonl")), default=self.root, key=lambda path: path.name)
        files = [path for folder in folders for path in sorted((self.root / folder).glob("*")) if path.is_file()]
        return _digest([self.desk_file, self.root / "silences.yml", newest, *files])

    def beliefs(self) -> str:
        """A digest of what people wrote that pages of closed incidents stand on: playbooks, labels, takedowns."""
        taken = sorted((self.root / "lake" / "takedowns").glob("*"))
        return _digest([self.root / "labels.yml", *sorted((self.root / "playbooks").glob("*")), *taken])

    def playbooks(self) -> tuple[tuple[Playbook, ...], tuple[Problem, ...]]:
        """The playbooks in force, the desk's own before those that ship, and what is wrong in its own."""
        return load_playbooks(self.root / "playbooks")

    def incidents(self, desk: Desk) -> IncidentFolder:
        """The folder of incident files."""
        rules = CaseRules(clocks=partial(clocks_of, desk=desk), faults=faults)
        return IncidentFolder(self.root / "incidents", desk.zone, rules, self.lake.caselog)

    def labels(self, desk: Desk) -> LabelFile:
        """What people said of single items, in labels.yml."""
        return LabelFile(self.root / "labels.yml", desk.zone)

    def silences(self, desk: Desk) -> SilenceFile:
        """What people do not want to be told for a while, in silences.yml."""
        return SilenceFile(self.root / "silences.yml", desk)

    def ledger(self, run: str) -> DeliveryLedger:
        """The delivery ledger as this run appends to it."""
        return DeliveryLedger(self.root / "lake" / "deliveries", run)


def _digest(files: Sequence[Path]) -> str:
    said = [file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest() for file in files if file.is_file()]
    return hashlib.sha256(b"".join(said)).hexdigest()
