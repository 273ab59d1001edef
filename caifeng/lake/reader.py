"""Files that count, listed and read: what every question to the lake is asked of."""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from caifeng.lake import tables
from caifeng.lake.files import Listed, Manifests, read_listed


class Reader:
    """A state folder's files. Those that count never change, so what was read once may be kept."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._manifests = Manifests(root)
        self._cache: dict[str, pa.Table] = {}

    def _listed(self, prefix: str) -> Sequence[Listed]:
        return self._manifests.files(prefix.removesuffix("/"))

    def _listed_since(self, prefix: str, since: datetime | None) -> list[Listed]:
        """Files of the runs begun since then, or of all: runs are named by when they began."""
        first = f"{since.astimezone(UTC):%Y%m%dT%H%M%SZ}" if since else ""
        return [listed for listed in self._listed(prefix) if listed.run >= first]

    def _json_lines(self, prefix: str, since: datetime | None = None) -> list[bytes]:
        files = self._listed_since(prefix, since)
        return [line for listed in files for line in read_listed(self.root, listed).splitlines() if line]

    def _part(self, listed: Listed) -> pa.Table:
        """Files that count never change, so each is read and verified once."""
        if listed.path not in self._cache:
            self._cache[listed.path] = tables.table(read_listed(self.root, listed))
        return self._cache[listed.path]

    def _tables(self, prefix: str, since: date) -> pa.Table:
        """Rows of the partitions from that day (UTC) on; a column that older files lack is null in their rows."""
        schema = {"items/": tables.ITEMS, "sightings/": tables.SIGHTINGS, "readings/": tables.READINGS}[prefix]
        first = f"{prefix}day={since.isoformat()}/"
        parts = [self._part(listed) for listed in self._listed(prefix) if listed.path >= first]
        return pa.concat_tables([schema.empty_table(), *parts], promote_options="default")

    def _ask(self, sql: str, data: pa.Table, among: Collection[str] | None = None, **values: Any) -> pa.Table:
        with duckdb.connect(":memory:", config={"threads": 1}) as connection:
            connection.register("data", data)
            connection.register("wanted", pa.table({"id": pa.array(sorted(among or ()), pa.string())}))
            return connection.sql(sql, params=values or None).to_arrow_table()
