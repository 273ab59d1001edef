"""What people do to incidents, as every way of doing it does: stories and parents exist, and order says nothing."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from caifeng import casework, pipeline
from caifeng.casework import do, open_case
from caifeng.errors import LakeError, UsageError
from caifeng.lake import Lake
from caifeng.models import Act, Deed, Desk, Level
from caifeng.workspace import Workspace
from tests.incident_desk import desk_folder
from tests.watched_desk import graded

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
MINOR, GRAVE = "S-20261119-01", "S-20261119-02"
OPENED = Act(deed=Deed.FOUND, by="黎航", at=NOW, title="漏水", note="来电")
Place = tuple[Workspace, Desk]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A desk that knows a minor story and a grave one."""
    workspace = Workspace(desk_folder(tmp_path) / "caifeng.yml")
    draft = Lake(tmp_path / "lake").draft("20261120T010000Z-00-00000000")
    draft.stories([graded(Level.BLUE, 1, owner="品牌部"), graded(Level.ORANGE, 2, owner="售后部")])
    draft.commit()
    return workspace, pipeline.open_desk(workspace)


@pytest.mark.parametrize("stories", [*permutations((MINOR, GRAVE))])
def test_an_incident_opened_on_stories_has_the_level_and_owner_of_the_gravest(
    place: Place, stories: tuple[str, str]
) -> None:
    opened = open_case(*place, replace(OPENED, story_ids=stories), NOW)
    assert (opened.machine_level, opened.owner) == (Level.ORANGE, "售后部")
    assert "权威发布" in {clock.name for clock in opened.clocks}
    assert open_case(*place, replace(OPENED, owner="总经理办"), NOW).owner == "总经理办"


def test_a_story_is_in_one_open_incident_at_a_time(place: Place) -> None:
    first = open_case(*place, replace(OPENED, story_ids=(MINOR,)), NOW)
    with pytest.raises(UsageError, match=f"{MINOR} 已经在案件 {first.id} 里"):
        open_case(*place, replace(OPENED, story_ids=(MINOR, GRAVE)), NOW)
    second = open_case(*place, OPENED, NOW)
    linking = Act(deed=Deed.LINKED, by="黎航", at=NOW, story_ids=(MINOR,))
    with pytest.raises(UsageError, match="已经在案件"):
        do(*place, second.id, linking, NOW)
    assert do(*place, first.id, linking, NOW).story_ids == (MINOR,)
    do(*place, first.id, Act(deed=Deed.FALSE_ALARM, by="黎航", at=NOW, note="不是我们"), NOW)
    assert do(*place, second.id, linking, NOW).story_ids == (MINOR,)


def test_everything_named_that_is_not_there_is_told_at_once(place: Place) -> None:
    wrong = replace(OPENED, story_ids=("S-20261119-98", "S-20261119-99"), parent="INC-2026-0099")
    with pytest.raises(UsageError) as refused:
        open_case(*place, wrong, NOW)
    assert str(refused.value).count("\n- ") == 3
    assert not list((place[0].root / "incidents").glob("*.yml"))


def test_a_person_waits_for_the_run_that_is_at_work(place: Place) -> None:
    workspace, desk = place
    with ThreadPoolExecutor() as pool:
        with workspace.lake.hold():
            waiting = pool.submit(open_case, Workspace(workspace.root / "caifeng.yml"), desk, OPENED, NOW)
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.3)
        assert waiting.result(timeout=10).title == "漏水"


def test_nothing_is_recorded_while_a_run_does_not_end(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace, desk = place
    monkeypatch.setattr(casework, "PATIENCE", timedelta())
    with workspace.lake.hold(), pytest.raises(LakeError, match="另一个采风正在使用"):
        open_case(Workspace(workspace.root / "caifeng.yml"), desk, OPENED, NOW)
