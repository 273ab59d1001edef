"""caifeng playbook and caifeng reply check: what is to be done can be read, drafts are judged, nothing is sent."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from caifeng.commands.playbook import playbook
from caifeng.commands.reply import reply
from caifeng.models import StoryType
from tests.sample_stories import LEAK, leak_story
from tests.story_workspace import Bench, bench

_APP = typer.Typer()
_APP.command()(playbook)
_APP.add_typer(reply, name="reply")
GOOD = "漏水给您造成损失，诚恳致歉。经质检密封圈开裂，已召回3200台，责任在我们。请拨打客服热线登记，明天18时公布进展。"
HOSTILE = "漏水\x1b[31m[red]红[/red]\u202e尽快公布"


@pytest.fixture
def desk(tmp_path: Path) -> Bench:
    """A desk with one story and one incident of type 属实 on it."""
    made = bench(tmp_path)
    made.tell("20261117T020000Z-00-0", [leak_story()])
    made.open_incident(LEAK, human="human: 橙, by: 值班长, why: 涉及人身安全")
    return made


def _run(desk: Bench, *words: str, typed: str | bytes | None = None) -> Result:
    words = (*words, "--desk", str(desk.folder / "caifeng.yml"))
    return CliRunner().invoke(_APP, list(words), input=typed, env={"COLUMNS": "200"})


def test_an_incident_shows_its_steps_with_who_and_when(desk: Bench) -> None:
    shown = _run(desk, "playbook", "INC-2026-0007")
    assert shown.exit_code == 0, shown.exception
    assert "重大事件指挥组" in shown.stdout
    assert "售后部" in shown.stdout
    assert "逾期" in shown.stdout
    assert "采风不发布" in shown.stdout


def test_programs_get_due_times_and_states(desk: Bench) -> None:
    found = json.loads(_run(desk, "playbook", "inc-2026-0007", "--json").stdout)
    assert found["progress"]
    assert {state["state"] for state in found["progress"]} <= {"计时中", "已超时"}
    assert all(step["within_seconds"] > 0 for step in found["steps"])


def test_a_kind_of_case_shows_its_plan_without_an_incident(desk: Bench) -> None:
    shown = _run(desk, "playbook", "--type", "属实", "--level", "橙", "--topic", "产品质量", "--gate", "伤亡")
    for name in ("产品质量 · 属实", "伤亡", "召回退换", "救治受害者", "对象与对策"):
        assert name in shown.stdout


def test_all_playbooks_are_listed_with_where_they_hold(desk: Bench) -> None:
    (desk.folder / "playbooks").mkdir()
    (desk.folder / "playbooks" / "坏.yml").write_text("name: 坏\nstep: []\n", encoding="utf-8")
    shown = _run(desk, "playbook", "--list")
    assert shown.exit_code == 0
    assert "恶意谣言" in shown.stdout
    assert "坏.yml:2" in shown.stderr
    listed = json.loads(_run(desk, "playbook", "--list", "--json").stdout)
    assert {"未核实", "属实", "不符", "恶意谣言"} <= {one["name"] for one in listed}


def test_what_is_exported_is_in_force_beside_the_desk(desk: Bench) -> None:
    assert "写出" in _run(desk, "playbook", "--export", str(desk.folder / "playbooks")).stdout
    listed = json.loads(_run(desk, "playbook", "--list", "--json").stdout)
    assert all(one["is_own"] for one in listed)
    assert "没有改动" in _run(desk, "playbook", "--export", str(desk.folder / "playbooks")).stdout


def test_an_unknown_incident_is_refused_with_the_nearest(desk: Bench) -> None:
    assert "INC-2026-0007" in str(_run(desk, "playbook", "INC-2026-0008").exception)


def test_a_good_draft_ends_well_and_a_bad_one_with_one(desk: Bench) -> None:
    draft = desk.folder / "草稿.txt"
    draft.write_text(GOOD, encoding="utf-8")
    good = _run(desk, "reply", "check", str(draft))
    assert (good.exit_code, "没有发现问题" in good.stdout) == (0, True), good.stdout
    draft.write_text("公司高度重视。", encoding="utf-8")
    bad = _run(desk, "reply", "check", str(draft))
    assert bad.exit_code == 1
    for part in ("致歉", "联系方式", "事实", "立场", "解释"):
        assert f"缺 {part}" in bad.stdout


def test_a_draft_is_held_against_its_incident(desk: Bench) -> None:
    found = json.loads(
        _run(desk, "reply", "check", "-", "--incident", "INC-2026-0007", "--json", typed="经查，情况不属实。").stdout
    )
    assert found["kind"] == "首次回应"
    assert [one["quote"] for one in found["findings"] if one["kind"] == "与已知事实不符"] == ["情况不属实"]
    assert not found["is_good"]


@pytest.mark.parametrize("type_", list(StoryType))
def test_the_type_may_be_said_on_the_line(desk: Bench, type_: StoryType) -> None:
    done = _run(desk, "reply", "check", "-", "--type", type_, "--as", "情况说明", "--json", typed="漏水。")
    missing = json.loads(done.stdout)["missing"]
    assert ("致歉" in missing) == (type_ in (StoryType.TRUE, StoryType.UNVERIFIED))


def test_the_type_on_the_line_goes_before_the_incidents_playbook(desk: Bench) -> None:
    words = ("reply", "check", "-", "--incident", "INC-2026-0007", "--type", "不符", "--json")
    assert "致歉" not in json.loads(_run(desk, *words, typed="漏水。").stdout)["missing"]


def test_hostile_drafts_are_shown_as_text(desk: Bench) -> None:
    shown = _run(desk, "reply", "check", "-", typed=HOSTILE)
    assert shown.exit_code == 1
    assert "\x1b[31m" not in shown.stdout
    assert "\u202e" not in shown.stdout


@pytest.mark.parametrize("typed", [b"", "漏水致歉".encode("gb18030"), b"\xff\xfe\x00", "漏水".encode("utf-8-sig")])
def test_bytes_of_any_kind_are_read(desk: Bench, typed: bytes) -> None:
    assert _run(desk, "reply", "check", "-", typed=typed).exit_code == 1


def test_a_draft_that_is_not_there_is_refused_in_one_sentence(desk: Bench) -> None:
    assert "读不出" in str(_run(desk, "reply", "check", str(desk.folder / "无.txt")).exception)
    assert "读不出" in str(_run(desk, "reply", "check", str(desk.folder)).exception)


def test_a_draft_can_be_checked_without_any_desk(tmp_path: Path) -> None:
    done = CliRunner().invoke(_APP, ["reply", "check", "-", "--desk", str(tmp_path / "caifeng.yml")], input=GOOD)
    assert done.exit_code == 0, done.stdout


def test_alone_the_command_says_what_it_can_do() -> None:
    done = CliRunner().invoke(_APP, ["reply"])
    assert (done.exit_code, "check" in done.stdout) == (0, True)
