"""Days that no run made: they are made up in order, each from its own items, numbered once, marked late."""

import json
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from caifeng import pipeline
from caifeng.models import Desk, SourceReport
from caifeng.watch import Lane
from caifeng.workspace import Workspace

pytestmark = pytest.mark.filterwarnings("ignore:invalid escape sequence")
DESK = """
desk: 甲
sources: [{name: 导出, file: "exports/*.jsonl", columns: {published: date}}]
topics: [{name: 质量, watch: 净水机 AND 漏水}]
"""
FIRST = datetime(2026, 11, 2, 0, 30, tzinfo=UTC)  # 08:30 in China
PAUSE = 12  # days without a run


def quiet(stage: str, report: SourceReport | None) -> None:
    """No screen here."""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A desk whose export holds one complaint a day, the newest at the moment of the next run."""
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    (tmp_path / "caifeng.yml").write_text(DESK, encoding="utf-8")
    (tmp_path / "exports").mkdir()
    return Workspace(tmp_path / "caifeng.yml")


def run(workspace: Workspace, now: datetime, day: date | None = None) -> tuple[Desk, pipeline.DayRun]:
    """A daily run at ``now`` with everything published until then in the export."""
    desk = fill(workspace, now)
    return desk, pipeline.daily(workspace, desk, now, day, quiet)


def fill(workspace: Workspace, now: datetime) -> Desk:
    """Export everything published until ``now``; gives the desk."""
    rows = [
        {
            "title": f"第{back}天净水机漏水",
            "text": f"第{back}位用户说净水机漏水，编号{back * 37}",
            "date": at.isoformat(),
        }
        for back in range(16)
        if (at := FIRST - timedelta(hours=12) + timedelta(days=back)) <= now
    ]
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (workspace.root / "exports" / "all.jsonl").write_text(text, encoding="utf-8")
    return pipeline.open_desk(workspace)


def test_every_missed_day_is_made_up_from_its_own_items_and_marked_late(workspace: Workspace) -> None:
    run(workspace, FIRST)
    for day in (1, 2):  # seen in time, but no edition came of it
        now = FIRST + timedelta(days=day)
        Lane(workspace).look(fill(workspace, now), now, quiet)
    _, made = run(workspace, FIRST + timedelta(days=PAUSE))
    assert [briefing.date.day for briefing in made.briefings] == list(range(3, 3 + PAUSE))
    assert [briefing.number for briefing in made.briefings] == list(range(2, 2 + PAUSE))
    assert [briefing.overview.distinct + briefing.overview.reprints for briefing in made.briefings] == [1] * PAUSE
    assert [briefing.is_late for briefing in made.briefings] == [True] * (PAUSE - 1) + [False]


def test_a_day_asked_for_afterwards_gets_a_number_of_its_own(workspace: Workspace) -> None:
    run(workspace, FIRST + timedelta(days=2))
    run(workspace, FIRST + timedelta(days=2), date(2026, 11, 3))
    numbers = {briefing.date.day: briefing.number for briefing in workspace.lake.briefings()}
    assert numbers == {4: 1, 3: 2}


def test_the_stories_that_count_are_those_told_last_whatever_day_they_were_told_for(workspace: Workspace) -> None:
    now = FIRST + timedelta(days=3)
    desk, _ = run(workspace, now)
    told = pipeline.analyze(workspace, desk, now - timedelta(days=2), workspace.run(now), quiet)
    assert workspace.lake.stories() == told.stories
