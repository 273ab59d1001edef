"""The lake itself: questions answered by DuckDB over the files that count."""

import fcntl
import logging
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import IO

import pyarrow as pa
import pyarrow.compute as pc

from caifeng.errors import LakeError
from caifeng.lake import tables
from caifeng.lake.caselog import CASE_RECORD, CaseRecord, folded
from caifeng.lake.draft import (
    ALERT,
    NOTICE,
    RULES,
    SLOT,
    VALIDATOR,
    Draft,
    Mark,
    Slot,
    Telling,
    Told,
)
from caifeng.lake.files import Listed, read_listed, sweep
from caifeng.lake.frozen import FrozenReader
from caifeng.models import Alert, HostRules, Item, Notice, Reading, Sighting, Story, Validator

_log = logging.getLogger(__name__)

_REVISED_WITHIN = timedelta(days=30)  # a revision may come this much later than the first sight


class Lake(FrozenReader):
    """A state folder. Reading is free; ``hold`` it while writing."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self._health: dict[str, tuple[Slot, ...]] = {}

    @contextmanager
    def hold(self, patience: timedelta = timedelta()) -> Iterator[None]:
        """Keep other runs on this disk out, and sweep what a killed run left.

        Raises LakeError when one is at work and does not end within ``patience``.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / ".lock").open("w") as lock:
            if not _locked(lock, patience):
                raise LakeError(f"另一个采风正在使用 {self.root}，请等它结束后再运行")
            sweep(self._manifests)
            yield

    def draft(self, run: str) -> Draft:
        """A new run's draft."""
        return Draft(self._manifests, run)

    def known(self, since: date) -> Mapping[str, tuple[int, str]]:
        """Newest revision and content hash of every item seen since that day, by id."""
        found = self._ask(
            "SELECT id, max(revision) AS revision, arg_max(content_hash, revision) AS hash FROM data GROUP BY id",
            self._tables("items/", since),
        )
        return {row["id"]: (row["revision"], row["hash"]) for row in found.to_pylist()}

    def validators(self, since: datetime | None = None) -> Mapping[str, Validator]:
        """The newest validator of every address that changed since then, or of all."""
        lines = self._json_lines("validators/", since)
        return {validator.address: validator for validator in map(VALIDATOR.validate_json, lines)}

    def host_rules(self, since: datetime) -> Mapping[str, HostRules]:
        """The newest robots.txt of every host asked since then, by its origin."""
        lines = self._json_lines("robots/", since)
        return {rules.origin: rules for rules in map(RULES.validate_json, lines)}

    def items(self, since: datetime, among: Collection[str] | None = None) -> tuple[Item, ...]:
        """Newest revision of every item published or seen since then, by time of publication; seen_at is the first.

        ``among``: only items with these ids.
        """
        sql = """
            SELECT * EXCLUDE (seen_at, first_seen), first_seen AS seen_at FROM (
                SELECT *, min(seen_at) OVER (PARTITION BY id) AS first_seen FROM data
                QUALIFY row_number() OVER (PARTITION BY id ORDER BY revision DESC, seen_at) = 1
            ) WHERE (published_at >= $since OR first_seen >= $since)
                AND (NOT $some OR id IN (SELECT id FROM wanted)) ORDER BY published_at, id
        """
        parts = self._tables("items/", since.astimezone(UTC).date() - _REVISED_WITHIN)
        found = tables.items_from(self._ask(sql, parts, among, since=since, some=among is not None))
        return self.withdrawn().remaining(found)

    def delays(self, since: datetime) -> tuple[tuple[str, datetime, float], ...]:
        """Source, first sight and seconds from publication to it, of every item published since then that states when.

        By time of sight.
        """
        sql = """
            SELECT arg_min(source, seen_at) AS source, min(seen_at) AS seen_at,
                arg_min(published_at, seen_at) AS published
            FROM data WHERE NOT is_time_estimated GROUP BY id HAVING published >= $since ORDER BY seen_at, source, id
        """
        found = self._ask(sql, self._tables("items/", since.astimezone(UTC).date()), since=since)
        rows = [(row["source"], row["seen_at"], row["published"]) for row in found.to_pylist()]
        return tuple((source, seen_at, (seen_at - published).total_seconds()) for source, seen_at, published in rows)

    def sightings(self, since: datetime, among: Collection[str] | None = None) -> tuple[Sighting, ...]:
        """Looks at boards since then, by time and rank. ``among``: only of items with these ids."""
        sql = """
            SELECT * FROM data WHERE seen_at >= $since
                AND (NOT $some OR item_id IN (SELECT id FROM wanted)) ORDER BY seen_at, source, rank
        """
        parts = self._tables("sightings/", since.astimezone(UTC).date())
        found = self._ask(sql, parts, among, since=since, some=among is not None)
        return tables.sightings_from(found)

    def readings(self, maker: str, since: date, among: Collection[str] | None = None) -> Mapping[str, Reading]:
        """The newest reading of each item made since that day by the same rules and versions, by item id.

        ``among``: only of items with these ids.
        """
        sql = """
            SELECT item_id, arg_max(json, revision) AS json FROM data
            WHERE maker = $maker
                AND (NOT $some OR item_id IN (SELECT id FROM wanted)) GROUP BY item_id
        """
        found = self._ask(sql, self._tables("readings/", since), among, maker=maker, some=among is not None)
        return {row["item_id"]: tables.reading_from(row["json"]) for row in found.to_pylist()}

    def marks(self, maker: str, since: date) -> Mapping[str, Mark]:
        """What has been read since that day by the same rules and versions, by item id, without the readings."""
        sql = """
            SELECT item_id, max(revision) AS revision, arg_max(len(topics) > 0, revision) AS is_relevant
            FROM data WHERE maker = $maker GROUP BY item_id
        """
        found = self._ask(sql, self._tables("readings/", since), maker=maker)
        return {row["item_id"]: Mark(row["revision"], row["is_relevant"]) for row in found.to_pylist()}

    def on_topic(self, topic: str, since: date) -> Mapping[str, str]:
        """The tone of every item that was read since that day, by whatever rules, as one of the topic; by item id."""
        sql = """
            SELECT item_id, arg_max(tone, revision) AS tone FROM data
            WHERE list_contains(topics, $topic) GROUP BY item_id
        """
        found = self._ask(sql, self._tables("readings/", since), topic=topic)
        return {row["item_id"]: row["tone"] for row in found.to_pylist()}

    def stories(self) -> tuple[Story, ...]:
        """What the newest run told, hottest first."""
        return self.withdrawn().redacted(self.told().stories)

    def told(self, before: datetime | None = None) -> Told:
        """What the newest run told (of those begun before then), and how many steps lie upon what was written whole."""
        end = f"{before.astimezone(UTC):%Y%m%dT%H%M%SZ}" if before else "~"
        runs = {listed.run: listed for listed in self._listed("stories/") if listed.run < end}
        steps: list[pa.Table] = []
        newest = run = next(reversed(runs), "")
        while run:
            if run not in runs:
                raise LakeError(f"stories/{run}.parquet 不见了，请从 Git 或备份恢复")
            steps.append(self._part(runs[run]))
            step = tables.step_of(steps[-1])
            run = step.upon if step else ""
        return Told(tables.stories_upon(steps[::-1]), newest, max(len(steps) - 1, 0))

    def looked_at(self) -> datetime | None:
        """When a run looked, told, decided or wrote down what people did last; None where none did."""
        folders = ("sources/", "stories/", "alerts/", "caselog/")
        runs = [files[-1].run for folder in folders if (files := self._listed(folder))]
        return max(map(_begun, runs), default=None)

    def last_telling(self) -> Telling | None:
        """When stories were told last, and by what people had written; None where none was."""
        runs = self._listed("stories/")
        if not runs:
            return None
        return Telling(_begun(runs[-1].run), tables.ground_of(self._part(runs[-1])))

    def has_untold(self) -> bool:
        """Whether items were kept after stories were told last: by another command, or a run that was killed."""
        kept, told = self._listed("items/"), self._listed("stories/")
        return bool(kept) and (not told or kept[-1].run > told[-1].run)

    def shown(self) -> str:
        """The digest of what the pages showed when they were published last; "" where none was kept."""
        files = self._listed("shown/")
        return read_listed(self.root, files[-1]).decode() if files else ""

    def issued(self) -> tuple[str, ...]:
        """The last id that was given to a story on each of the last days, even to stories that are told no more."""
        runs = self._listed("stories/")
        return tables.issued_in(tables.table(read_listed(self.root, runs[-1]))) if runs else ()

    def story(self, id_: str) -> Story | None:
        """The newest telling of a story by its id, or of the one it became part of; None where no run told of it."""
        first = _day_before(id_)
        for listed in reversed(self._listed("stories/")):
            if listed.run < first:
                break
            found = tables.story_in(tables.table(read_listed(self.root, listed)), id_)
            if found is not None:
                return self.withdrawn().redacted(found)
        return None

    def alerts(self, since: datetime | None = None) -> tuple[Alert, ...]:
        """Alerts raised by the runs begun since then, or every one, oldest first."""
        found = tuple(ALERT.validate_json(line) for line in self._json_lines("alerts/", since))
        return self.withdrawn().redacted(found)

    def notices(self, since: datetime | None = None) -> tuple[Notice, ...]:
        """Messages planned by the runs begun since then, or every one, oldest first."""
        found = tuple(NOTICE.validate_json(line) for line in self._json_lines("notices/", since))
        return self.withdrawn().redacted(found)

    def caselog(self) -> Mapping[str, CaseRecord]:
        """What the journal holds of every incident, by id: as its file said last, with all lines of its log."""
        return folded(map(CASE_RECORD.validate_json, self._json_lines("caselog/")))

    def slots(self, since: datetime | None = None) -> tuple[Slot, ...]:
        """The health of every harvest begun since then, or of all, oldest first; runs are named by when they began."""
        return tuple(slot for listed in self._listed_since("sources/", since) for slot in self._slots_in(listed))

    def item_days(self) -> tuple[date, ...]:
        """Days of sight (UTC) under which items are kept, oldest first."""
        days = {listed.path.split("/")[1].removeprefix("day=") for listed in self._listed("items/")}
        return tuple(map(date.fromisoformat, sorted(days)))

    def items_on(self, day: date) -> tuple[pa.Table, int]:
        """Every row kept under a day of sight as it is, in the order of the runs, and the bytes of its files."""
        files = [listed for listed in self._listed("items/") if listed.path.startswith(f"items/day={day}/")]
        parts = [tables.table(read_listed(self.root, listed)) for listed in files]
        rows = pa.concat_tables([tables.ITEMS.empty_table(), *parts], promote_options="default")
        return rows.select(tables.ITEMS.names).cast(tables.ITEMS), sum(listed.size for listed in files)

    def sight_days(self, item_ids: Collection[str]) -> tuple[date, ...]:
        """Days (UTC) under which these items are kept; reads every day there is, so ask seldom."""
        wanted, days = pa.array(sorted(item_ids), pa.string()), set()
        for listed in self._listed("items/"):
            rows = tables.table(read_listed(self.root, listed))
            if pc.any(pc.is_in(rows["id"], wanted)).as_py():
                days.add(date.fromisoformat(listed.path.split("/")[1].removeprefix("day=")))
        return tuple(sorted(days))

    def runs(self, stamp: str) -> int:
        """How many committed runs have names that begin so."""
        return len(list((self.root / "manifests").glob(f"{stamp}-*.json")))

    def size(self) -> int:
        """Bytes of all files that count."""
        return sum(listed.size for listed in self._manifests.files())

    def _slots_in(self, listed: Listed) -> tuple[Slot, ...]:
        """Read and verified once, as a part is: a lane that goes on asks for fifteen days of them at every look."""
        if listed.path not in self._health:
            lines = read_listed(self.root, listed).splitlines()
            self._health[listed.path] = tuple(SLOT.validate_json(line) for line in lines if line)
        return self._health[listed.path]


def _locked(lock: IO[str], patience: timedelta) -> bool:
    """Whether the lock was free, or came free in that time."""
    end = time.monotonic() + patience.total_seconds()
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if time.monotonic() >= end:
                return False
            time.sleep(0.1)
        else:
            return True


def _begun(run: str) -> datetime:
    """When a run began, from its name; the beginning of time for names of another make."""
    try:
        return datetime.strptime(run[:16], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)


def _day_before(id_: str) -> str:
    """The day before the one on which a story was first told, as run names begin: no run is older; "" if not stated."""
    try:
        return f"{datetime.strptime(id_[:10], 'S-%Y%m%d').replace(tzinfo=UTC) - timedelta(days=1):%Y%m%d}"
    except (ValueError, OverflowError):
        return ""
