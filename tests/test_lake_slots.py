"""The health of harvests: all of it, or since a moment, by the names of the runs."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from caifeng.lake import Lake
from caifeng.models import Harvest
from caifeng.workspace import Workspace

NOW = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)


def test_slots_since_a_moment_leave_out_what_ran_before(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "caifeng.yml")
    for hours in (50, 30, 24, 1):
        harvest_at(workspace.lake, workspace.run(NOW - timedelta(hours=hours)), NOW - timedelta(hours=hours))
    begun = [slot.started_at for slot in workspace.lake.slots(NOW - timedelta(hours=30))]
    assert begun == [NOW - timedelta(hours=hours) for hours in (30, 24, 1)]
    assert len(workspace.lake.slots()) == 4


def harvest_at(lake: Lake, run: str, at: datetime) -> None:
    draft = lake.draft(run)
    draft.harvest(
        Harvest(
            run=run, started_at=at, finished_at=at, items=(), sightings=(), failures=(), reports=(), validators=()
        )
    )  # fmt: skip
    draft.commit()
