"""A workspace that looks at given items hour by hour without a network: harvests are committed, then told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from caifeng import pipeline
from caifeng.models import Briefing, Desk, Harvest, Item, Sighting, SourceReport, SourceState
from caifeng.workspace import Workspace

DESK = """
desk: 澜川电器
sources: [{name: 澜川论坛, unreachable: 示例, channel: 论坛}]
names: {澜川: [澜川电器]}
topics:
  - {name: 产品质量, watch: 净水机, owner: 售后部, gate: 黄}
gate_words: [受伤, 缝针]
people: {售后部: {mail: "env:MAIL_DUTY"}}
"""
_LOOKED = SourceReport(
    source="澜川论坛", state=SourceState.OK, items=1, new=1, bytes=1, seconds=0.1, delay_seconds=None
)


def quiet(stage: str, report: SourceReport | None) -> None:
    """No screen here."""


@dataclass(frozen=True)
class Lived:
    """A desk's folder."""

    workspace: Workspace
    desk: Desk

    def look(self, at: datetime, items: Sequence[Item] = (), sightings: Sequence[Sighting] = ()) -> None:
        """What one harvest brought at that moment."""
        run = self.workspace.run(at)
        draft = self.workspace.lake.draft(run)
        draft.harvest(Harvest(run=run, started_at=at, finished_at=at, items=tuple(items), sightings=tuple(sightings),
                              failures=(), reports=(_LOOKED,), validators=()))  # fmt: skip
        draft.commit()

    def told(self, at: datetime) -> pipeline.Analysis:
        return pipeline.analyze(self.workspace, self.desk, at, self.workspace.run(at), quiet)

    def brief(self, now: datetime) -> Briefing:
        """The briefing of the newest window that has ended."""
        return pipeline.brief(self.workspace, self.desk, pipeline.latest_day(self.desk, now), now, quiet)


def lived(folder: Path, desk: str = DESK) -> Lived:
    """A new one, in a folder that is made."""
    folder.mkdir(exist_ok=True)
    (folder / "caifeng.yml").write_text(desk, encoding="utf-8")
    workspace = Workspace(folder / "caifeng.yml")
    return Lived(workspace, pipeline.open_desk(workspace))
