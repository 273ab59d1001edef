"""Drafts: a run's files, gathered in memory, that count all at once or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pyarrow as pa
from pydantic import TypeAdapter

from caifeng.errors import LakeError
from caifeng.lake import tables
from caifeng.lake.bundle import packed
from caifeng.lake.caselog import CASE_RECORD, CaseRecord
from caifeng.lake.files import Manifests, digest, write_manifest, write_whole
from caifeng.models import (
    Alert,
    Briefing,
    BriefingCard,
    Failure,
    Harvest,
    HostRules,
    Notice,
    Reading,
    SourceReport,
    Story,
    Validator,
)
from caifeng.models.card import card_of
from caifeng.models.period import Period
from caifeng.models.special import Special
from caifeng.models.takedown import TakedownRecord

ALERT, BRIEFING, NOTICE = TypeAdapter(Alert), TypeAdapter(Briefing), TypeAdapter(Notice)
CARD = TypeAdapter(BriefingCard)
PERIOD, SPECIAL = TypeAdapter(Period), TypeAdapter(Special)
TAKEDOWN = TypeAdapter(TakedownRecord)
RULES, VALIDATOR = TypeAdapter(HostRules), TypeAdapter(Validator)


@dataclass(frozen=True, slots=True)
class Slot:
    """One harvest's health as kept: when it ran, each source's report, and what failed."""

    run: str
    started_at: datetime
    finished_at: datetime
    reports: tuple[SourceReport, ...]
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """That an item was read: which revision, and whether a topic asks for it."""

    revision: int
    is_relevant: bool


@dataclass(frozen=True, slots=True)
class Telling:
    """When stories were told last, and a digest of what people had written that they stand on."""

    at: datetime
    ground: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a run told, and how it is written: so many steps, each with what changed, upon one that is whole."""

    stories: tuple[Story, ...]
    run: str  # "" where nothing was told yet
    steps: int


STEPS = 48  # at most so many; a look reads them all
SLOT = TypeAdapter(Slot)


class Draft:
    """A run's files, gathered in memory; nothing counts until ``commit``."""

    def __init__(self, manifests: Manifests, run: str) -> None:
        self._manifests, self._root, self._run = manifests, manifests.root, run
        self._files: dict[str, bytes] = {}
        self._replaced: list[str] = []

    def _put(self, path: str, data: bytes) -> None:
        if path in self._files:
            raise LakeError(f"{path} 在同一次运行中被写了两次")
        self._files[path] = data

    def harvest(self, harvest: Harvest) -> None:
        """Items and sightings by day of sight, source health, validators."""
        for day in sorted({item.seen_at.date() for item in harvest.items}):
            rows = [item for item in harvest.items if item.seen_at.date() == day]
            self._put(f"items/day={day}/{self._run}.parquet", tables.parquet(tables.item_table(rows)))
        for day in sorted({sighting.seen_at.date() for sighting in harvest.sightings}):
            looks = [sighting for sighting in harvest.sightings if sighting.seen_at.date() == day]
            self._put(f"sightings/day={day}/{self._run}.parquet", tables.parquet(tables.sighting_table(looks)))
        slot = Slot(self._run, harvest.started_at, harvest.finished_at, harvest.reports, harvest.failures)
        self._put(f"sources/{self._run}.jsonl", SLOT.dump_json(slot) + b"\n")
        if harvest.validators:
            self._put(f"validators/{self._run}.jsonl", _lines(VALIDATOR, harvest.validators))
        if harvest.host_rules:
            self._put(f"robots/{self._run}.jsonl", _lines(RULES, harvest.host_rules))

    def readings(self, day: date, readings: Sequence[Reading], maker: str) -> None:
        """Readings made in this run; ``maker`` names the rules and versions that made them."""
        if readings:
            data = tables.parquet(tables.reading_table(readings, maker))
            self._put(f"readings/day={day}/{self._run}.parquet", data)

    def stories(
        self, stories: Sequence[Story], issued: Sequence[str] = (), upon: Told | None = None, ground: str = ""
    ) -> None:
        """All stories as told in this run; ``issued`` is what ``Lake.issued`` gave before it.

        ``upon``: what was told last; then only what changed is written, until enough such steps lie on one another.
        """
        if upon is None or upon.steps >= STEPS:
            step, written = None, stories
        else:
            known = {story.id: story for story in upon.stories}
            written = [story for story in stories if known.get(story.id) != story]
            step = tables.Step(upon.run, tuple(sorted(known.keys() - {story.id for story in stories})))
        table = tables.story_table(written, issued, tables.Stated(step, ground))
        self._put(f"stories/{self._run}.parquet", tables.parquet(table))

    def shown(self, ground: str) -> None:
        """A digest of what the pages show, once they are published."""
        self._put(f"shown/{self._run}.txt", ground.encode())

    def alerts(self, alerts: Sequence[Alert]) -> None:
        """Alerts raised in this run."""
        if alerts:
            self._put(f"alerts/{self._run}.jsonl", _lines(ALERT, alerts))

    def notices(self, notices: Sequence[Notice]) -> None:
        """Messages as they will be sent: what one holds is settled before anything leaves."""
        if notices:
            self._put(f"notices/{self._run}.jsonl", _lines(NOTICE, notices))

    def caselog(self, records: Sequence[CaseRecord]) -> None:
        """What the incident files say that the journal does not have yet: ``IncidentFolder.unrecorded``."""
        if records:
            self._put(f"caselog/{self._run}.jsonl", _lines(CASE_RECORD, records))

    def takedowns(self, records: Sequence[TakedownRecord]) -> None:
        """Takedowns that come into force with this run."""
        self._put(f"takedowns/{self._run}.jsonl", _lines(TAKEDOWN, records))

    def briefing(self, briefing: Briefing) -> None:
        """A frozen briefing under its date and revision, and its card."""
        name = f"{briefing.date}.r{briefing.revision}.json"
        self._put(f"briefings/{name}", BRIEFING.dump_json(briefing, indent=1))
        self._put(f"cards/{name}", CARD.dump_json(card_of(briefing)))

    def period(self, period: Period) -> None:
        """A frozen weekly or monthly report under its key and revision."""
        self._put(f"periods/{period.key}.r{period.revision}.json", PERIOD.dump_json(period, indent=1))

    def special(self, special: Special) -> None:
        """A frozen special report under its key and revision."""
        self._put(f"specials/{special.key}.r{special.revision}.json", SPECIAL.dump_json(special, indent=1))

    def pictures(self, day: date, revision: int, pictures: Mapping[str, bytes]) -> None:
        """The pictures of a frozen briefing's charts, by file name."""
        self._put(f"pictures/{day}.r{revision}.zip", packed(pictures))

    def pruned(self, day: date, rows: pa.Table) -> None:
        """All items of a day of sight, without what may be kept no longer; the files that held them count no more."""
        folder = f"items/day={day}/"
        self._replaced += [listed.path for listed in self._manifests.files("items") if listed.path.startswith(folder)]
        self._put(f"{folder}{self._run}.parquet", tables.parquet(rows))

    def commit(self) -> None:
        """Write and sync every file, then the manifest: all of it counts, or nothing does.

        Raises LakeError, with nothing written, when a file that counts would change: what is committed is sealed.
        """
        counted = {listed.path: listed for listed in self._manifests.files()}
        if any(listed.run == self._run for listed in counted.values()):
            raise LakeError(f"运行 {self._run} 已经提交过，不能再写一次")
        for path, data in self._files.items():
            if path in counted and digest(data) != counted[path].sha256:
                raise LakeError(f"{path} 已经存档，不能改写；更正要用新的修订号")
        for path, data in self._files.items():
            write_whole(self._root / path, data)
        write_manifest(self._root, self._run, list(self._files.items()), self._replaced)


def _lines(adapter: TypeAdapter[Any], values: Sequence[Any]) -> bytes:
    return b"".join(adapter.dump_json(value) + b"\n" for value in values)
