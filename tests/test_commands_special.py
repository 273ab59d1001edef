"""caifeng special: what is owed is made once, what is asked for is made, all of it can be read again."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from caifeng.commands.special import app
from caifeng.models.special import special_links
from caifeng.pipeline import open_desk
from caifeng.specials import make_specials, special_sections
from caifeng.workspace import Workspace
from tests.case_samples import NOW
from tests.sample_stories import KETTLE, LEAK, item_id, kettle_story, leak_story
from tests.story_workspace import Bench, bench, item

OPEN = f"""
title: 净水机漏水投诉
stories: [{LEAK}]
type: 未核实
grade: {{machine: 橙}}
owner: 售后部
state: 发现
clocks: {{}}
log: [{{at: '2026-11-16T09:00:00+08:00', by: 采风, did: 发现}}]
"""


@pytest.fixture
def desk(tmp_path: Path) -> Bench:
    """A grave incident and a story beside it."""
    made = bench(tmp_path)
    told = [leak_story(), kettle_story()]
    made.tell("20261117T020000Z-00-0", told, (item(item_id(1), "净水机漏水"), item(item_id(2), "又一家漏水", 5)))
    (made.folder / "incidents").mkdir()
    (made.folder / "incidents" / "INC-2026-0007.yml").write_text(OPEN, encoding="utf-8")
    return made


def run(desk: Bench, *words: str) -> Result:
    return CliRunner().invoke(app, [*words, "--desk", str(desk.folder / "caifeng.yml")], env={"COLUMNS": "200"})


def listed(desk: Bench) -> Any:
    return json.loads(run(desk, "list", "--json").stdout)


def test_what_is_owed_is_made_once(desk: Bench) -> None:
    assert "INC-2026-0007-1 初报：级别达到橙级" in run(desk, "due").output
    assert "没有应出的专报" in run(desk, "due").output
    assert [one["key"] for one in listed(desk)] == ["INC-2026-0007-1"]


def test_a_person_can_ask_for_one_with_a_reason(desk: Bench) -> None:
    assert "第 1 期" in run(desk, "make", KETTLE, "--why", "总经理要求", "--by", "值班长").output
    shown = run(desk, "show", f"{KETTLE}-1").output
    assert "核心风险" in shown and "# 事件经过" in shown and "可能性：" in shown
    data = json.loads(run(desk, "show", KETTLE, "--json").stdout)
    assert (data["why"], data["by"], data["incident_id"]) == ("总经理要求", "值班长", "")


def test_an_unknown_number_is_refused_with_a_hint(desk: Bench) -> None:
    assert "没有案件 INC-2026-0099" in str(run(desk, "make", "INC-2026-0099", "--why", "要").exception)
    assert "没有专报" in str(run(desk, "show", "INC-2026-0007").exception)


def test_its_pages_stand_in_its_month_and_the_case_knows_them(desk: Bench) -> None:
    workspace = Workspace(desk.folder / "caifeng.yml")
    found = open_desk(workspace)
    with workspace.lake.hold():
        (made,) = make_specials(workspace, found, NOW, lambda *_: None)
    (section,) = special_sections(workspace.lake, found)[f"{made.date:%Y-%m}"]
    assert section.path == "special-INC-2026-0007-1/"
    paths = [page.path for page in section.make().pages]
    assert paths == ["special-INC-2026-0007-1/index.md", "special-INC-2026-0007-1/sources/index.md"]
    (incident,) = workspace.incidents(found).load()[0]
    assert [one.address for one in special_links(workspace.lake.specials(), incident)] == [made.address]
