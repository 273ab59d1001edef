"""The lake itself: questions answered by DuckDB over the files that count, and drafts that commit at once."""

import fcntl
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from pydantic import TypeAdapter

from caifeng.errors import LakeError
from caifeng.lake import tables
from caifeng.lake.files import Listed, digest, read_listed, read_manifests, sweep, write_manifest, write_whole
from caifeng.models import Alert, Briefing, Failure, Harvest, Item, Reading, Sighting, SourceReport, Story, Validator

_ALERT, _BRIEFING = TypeAdapter(Alert), TypeAdapter(Briefing)
_REPORT, _VALIDATOR = TypeAdapter(SourceReport), TypeAdapter(Validator)


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


_SLOT = TypeAdapter(Slot)
_REVISED_WITHIN = timedelta(days=30)  # a revision may come this much later than the first sight


class Draft:
    """A run's files, gathered in memory; nothing counts until ``commit``."""

    def __init__(self, root: Path, run: str) -> None:
        self._root, self._run = root, run
        self._files: dict[str, bytes] = {}

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
        self._put(f"sources/{self._run}.jsonl", _SLOT.dump_json(slot) + b"\n")
        if harvest.validators:
            self._put(f"validators/{self._run}.jsonl", _lines(_VALIDATOR, harvest.validators))

    def readings(self, day: date, readings: Sequence[Reading], maker: str) -> None:
        """Readings made in this run; ``maker`` names the rules and versions that made them."""
        if readings:
            data = tables.parquet(tables.reading_table(readings, maker))
            self._put(f"readings/day={day}/{self._run}.parquet", data)

    def stories(self, stories: Sequence[Story], issued: Sequence[str] = ()) -> None:
        """All stories as told in this run; ``issued`` is what ``Lake.issued`` gave before it."""
        self._put(f"stories/{self._run}.parquet", tables.parquet(tables.story_table(stories, issued)))

    def alerts(self, alerts: Sequence[Alert]) -> None:
        """Alerts raised in this run."""
        if alerts:
            self._put(f"alerts/{self._run}.jsonl", _lines(_ALERT, alerts))

    def briefing(self, briefing: Briefing) -> None:
        """A frozen briefing under its date and revision."""
        data = _BRIEFING.dump_json(briefing, indent=1)
        self._put(f"briefings/{briefing.date}.r{briefing.revision}.json", data)

    def commit(self) -> None:
        """Write and sync every file, then the manifest: all of it counts, or nothing does.

        Raises LakeError, with nothing written, when a file that counts would change: what is committed is sealed.
        """
        counted = {listed.path: listed for listed in read_manifests(self._root)}
        if any(listed.run == self._run for listed in counted.values()):
            raise LakeError(f"运行 {self._run} 已经提交过，不能再写一次")
        for path, data in self._files.items():
            if path in counted and digest(data) != counted[path].sha256:
                raise LakeError(f"{path} 已经存档，不能改写；更正要用新的修订号")
        for path, data in self._files.items():
            write_whole(self._root / path, data)
        write_manifest(self._root, self._run, list(self._files.items()))


class Lake:
    """A state folder. Reading is free; ``hold`` it while writing."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._cache: dict[str, pa.Table] = {}

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Keep other runs on this disk out, and sweep what a killed run left. Raises LakeError when held."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / ".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise LakeError(f"另一个采风正在使用 {self.root}，请等它结束后再运行") from error
            sweep(self.root)
            yield

    def draft(self, run: str) -> Draft:
        """A new run's draft."""
        return Draft(self.root, run)

    def known(self, since: date) -> Mapping[str, tuple[int, str]]:
        """Newest revision and content hash of every item seen since that day, by id."""
        found = self._ask(
            "SELECT id, max(revision) AS revision, arg_max(content_hash, revision) AS hash FROM data GROUP BY id",
            self._tables("items/", since),
        )
        return {row["id"]: (row["revision"], row["hash"]) for row in found.to_pylist()}

    def validators(self) -> Mapping[str, Validator]:
        """The newest validator of every address."""
        lines = self._json_lines("validators/")
        return {validator.address: validator for validator in map(_VALIDATOR.validate_json, lines)}

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
        return tables.items_from(self._ask(sql, parts, among, since=since, some=among is not None))

    def sightings(self, since: datetime) -> tuple[Sighting, ...]:
        """Looks at boards since then, by time and rank."""
        found = self._ask(
            "SELECT * FROM data WHERE seen_at >= $since ORDER BY seen_at, source, rank",
            self._tables("sightings/", since.astimezone(UTC).date()),
            since=since,
        )
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

    def stories(self) -> tuple[Story, ...]:
        """What the newest run told."""
        runs = self._listed("stories/")
        rows = tables.table(read_listed(self.root, runs[-1])).to_pylist() if runs else []
        return tuple(tables.story_from(row["json"]) for row in rows)

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
                return found
        return None

    def alerts(self) -> tuple[Alert, ...]:
        """Every alert ever raised, oldest first."""
        return tuple(_ALERT.validate_json(line) for line in self._json_lines("alerts/"))

    def slots(self, since: datetime | None = None) -> tuple[Slot, ...]:
        """The health of every harvest begun since then, or of all, oldest first; runs are named by when they began."""
        first = f"{since.astimezone(UTC):%Y%m%dT%H%M%SZ}" if since else ""
        files = [listed for listed in self._listed("sources/") if listed.run >= first]
        lines = (line for listed in files for line in read_listed(self.root, listed).splitlines() if line)
        return tuple(_SLOT.validate_json(line) for line in lines)

    def briefings(self) -> tuple[Briefing, ...]:
        """The newest revision of every briefing, by date."""
        newest: dict[date, Briefing] = {}
        for listed in self._listed("briefings/"):
            briefing = _BRIEFING.validate_json(read_listed(self.root, listed))
            kept = newest.get(briefing.date)
            if kept is None or briefing.revision >= kept.revision:
                newest[briefing.date] = briefing
        return tuple(newest[day] for day in sorted(newest))

    def runs(self, stamp: str) -> int:
        """How many committed runs have names that begin so."""
        return len(list((self.root / "manifests").glob(f"{stamp}-*.json")))

    def size(self) -> int:
        """Bytes of all files that count."""
        return sum(listed.size for listed in read_manifests(self.root))

    def _listed(self, prefix: str) -> tuple[Listed, ...]:
        return tuple(listed for listed in read_manifests(self.root) if listed.path.startswith(prefix))

    def _tables(self, prefix: str, since: date) -> pa.Table:
        """Rows of the partitions from that day (UTC) on; a column that older files lack is null in their rows."""
        schema = {"items/": tables.ITEMS, "sightings/": tables.SIGHTINGS, "readings/": tables.READINGS}[prefix]
        first = f"{prefix}day={since.isoformat()}/"
        parts = [self._part(listed) for listed in self._listed(prefix) if listed.path >= first]
        return pa.concat_tables([schema.empty_table(), *parts], promote_options="default")

    def _part(self, listed: Listed) -> pa.Table:
        """Files that count never change, so each is read and verified once."""
        if listed.path not in self._cache:
            self._cache[listed.path] = tables.table(read_listed(self.root, listed))
        return self._cache[listed.path]

    def _json_lines(self, prefix: str) -> list[bytes]:
        return [line for listed in self._listed(prefix) for line in read_listed(self.root, listed).splitlines() if line]

    def _ask(self, sql: str, data: pa.Table, among: Collection[str] | None = None, **values: Any) -> pa.Table:
        with duckdb.connect(":memory:", config={"threads": 1}) as connection:
            connection.register("data", data)
            connection.register("wanted", pa.table({"id": pa.array(sorted(among or ()), pa.string())}))
            return connection.sql(sql, params=values or None).to_arrow_table()


def _day_before(id_: str) -> str:
    """The day before the one on which a story was first told, as run names begin: no run is older; "" if not stated."""
    try:
        return f"{datetime.strptime(id_[:10], 'S-%Y%m%d').replace(tzinfo=UTC) - timedelta(days=1):%Y%m%d}"
    except (ValueError, OverflowError):
        return ""


def _lines(adapter: TypeAdapter[Any], values: Sequence[Any]) -> bytes:
    return b"".join(adapter.dump_json(value) + b"\n" for value in values)
