"""The health of harvests and what boards said: all of it, since a moment, and of some items."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from caifeng.lake import Lake
from caifeng.models import Harvest, Sighting
from caifeng.workspace import Workspace

NOW = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)


def test_slots_since_a_moment_leave_out_what_ran_before(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "caifeng.yml")
    for hours in (50, 30, 24, 1):
        harvest_at(workspace.lake, workspace.run(NOW - timedelta(hours=hours)), NOW - timedelta(hours=hours))
    begun = [slot.started_at for slot in workspace.lake.slots(NOW - timedelta(hours=30))]
    assert begun == [NOW - timedelta(hours=hours) for hours in (30, 24, 1)]
    assert len(workspace.lake.slots()) == 4


def test_sightings_of_some_items_are_those_of_all_without_the_rest(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    seen = [
        Sighting(
            item_id=f"i-{rank % 3}", source="热搜", seen_at=NOW + timedelta(minutes=rank), rank=rank, board_heat=None
        )
        for rank in range(1, 10)
    ]
    harvest_at(lake, "r1", NOW, seen)
    assert lake.sightings(NOW) == tuple(seen)
    assert lake.sightings(NOW, {"i-1", "i-7"}) == tuple(one for one in seen if one.item_id == "i-1")
    assert lake.sightings(NOW, ()) == ()


def harvest_at(lake: Lake, run: str, at: datetime, sightings: Sequence[Sighting] = ()) -> None:
    draft = lake.draft(run)
    draft.harvest(
        Harvest(run=run, started_at=at, finished_at=at, items=(), sightings=tuple(sightings), failures=(), reports=(),
                validators=())
    )  # fmt: skip
    draft.commit()
