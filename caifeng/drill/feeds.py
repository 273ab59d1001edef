"""What the sources of a drill show at a moment: rows in files, boards on loopback.

The words stay as they were written: 演练 beside 受伤 means to the reading that nobody was hurt, and a drill must be
read as a real day is. What people are shown is marked by the sandbox's desk, pages, messages and incident files.
"""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from caifeng.drill.sandbox import MARK, Sandbox, board_path, export_path
from caifeng.models.drill import DrillItem, Scenario

_READY = timedelta(minutes=1)  # before the start: each source shows one line, so that none looks dead


@dataclass(frozen=True, slots=True)
class Feeds:
    """The sources of a scenario that began at ``began_at`` (aware UTC)."""

    scenario: Scenario
    sandbox: Sandbox
    began_at: datetime

    def write(self, now: datetime) -> None:
        """Write what every file source shows at ``now``."""
        rows: defaultdict[str, list[str]] = defaultdict(list)
        for item in self.scenario.items:
            if self.began_at + item.after <= now:
                rows[item.source].append(json.dumps(self._row(item), ensure_ascii=True))
        boards = {board.source for board in self.scenario.boards}
        for source in self.scenario.sources:
            if source.name not in boards:
                path = self.sandbox.workspace.root / export_path(source, self.scenario)
                path.parent.mkdir(parents=True, exist_ok=True)
                lines = (json.dumps(self._ready(), ensure_ascii=True), *rows[source.name])
                path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")

    def respond(self, path: str, now: datetime) -> tuple[int, str, bytes]:
        """Status, content type and body of a board's address at ``now``."""
        if path == "/robots.txt":
            return 200, "text/plain; charset=utf-8", b"User-agent: *\nAllow: /\n"
        source = next((one for one in self.scenario.sources if board_path(one, self.scenario) == path), None)
        if source is None:
            return 404, "text/plain; charset=utf-8", b"not found"
        shown = [one for one in self.scenario.boards if one.source == source.name and self.began_at + one.after <= now]
        rows: list[dict[str, Any]] = [{"title": f"{MARK}榜单就绪"}]
        if shown:
            rows = [{"title": title} | ({} if heat is None else {"heat": heat}) for title, heat in shown[-1].rows]
        return 200, "application/json; charset=utf-8", json.dumps({"rows": rows}).encode()

    def _row(self, item: DrillItem) -> dict[str, object]:
        counts = item.engagement
        return {
            "title": item.title,
            "text": item.text,
            "url": address(item),
            "published": (self.began_at + item.after).isoformat(),
            "author": item.author,
            "credited": item.credit,
            "reads": counts.reads,
            "comments": counts.comments,
            "reposts": counts.reposts,
            "likes": counts.likes,
        }

    def _ready(self) -> dict[str, object]:
        return {"title": f"{MARK}信源就绪", "published": (self.began_at - _READY).isoformat()}


def address(item: DrillItem) -> str:
    """The address that an item of a drill claims: .invalid leads nowhere, for ever (RFC 2606)."""
    return f"https://yanlian.invalid/{item.id}"
