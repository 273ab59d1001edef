"""Incident files spoiled by hand, seven ways at once: named, shown as they last were, and made up for once mended."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from caifeng import casework, pipeline
from caifeng.errors import LakeError, UsageError
from caifeng.models import Act, Deed, Level
from caifeng.watch import Look
from tests.command import command
from tests.response_desk import CASE, MINUTE, NOW, House, house

# File → what a person does to it, and what is said of it: its line, and words of the reason and of the mend.
SPOILT: dict[str, tuple[Callable[[str], str], int, str]] = {
    CASE: (lambda text: text.replace("owner: 售后部", "<<<<<<< HEAD\nowner: 售后部\n=======\nowner: 甲\n>>>>>>> b"),
           6, "合并冲突.*删去第 6、8、10 行"),
    "INC-2026-0002": (lambda text: text.replace("limit: 15m", "limit: 一刻钟"), 9, "时长 '一刻钟' 无法辨认.*改好"),
    "INC-2026-0003": (lambda text: text.replace("state: 发现", "state: 已删帖"), 7, "已删帖.*只能是 发现、核实定性"),
    "INC-2026-0004": (lambda text: text.replace("state: 发现", "state: 闭环"), 7, "没有闭环这一行.*补上所缺的"),
    "INC-2026-0005": (lambda text: text.replace("+08:00", ""), 15, "须带时区.*改好这一处"),
    "INC-2026-0006": (lambda text: re.sub(r"(?m)^.*接收.*\n", "", text), 14, "少了.*黎航 接收.*restore INC-2026-0006"),
    "INC-2026-0007": (lambda _: "", 1, "缺少 title.*请补上"),
}  # fmt: skip
JSON = (
    ("check",),
    ("incident", "list"),
    ("alerts",),
    ("handling",),
    ("cases",),
    ("drill", "--list"),
    ("risk", "--list"),
)


@dataclass
class Story:
    """What happened, step by step."""

    house: House
    good: dict[str, str] = field(default_factory=dict)
    check: str = ""
    code: int = 0
    answers: dict[str, Any] = field(default_factory=dict)
    spoilt: Look | None = None
    pages: dict[str, str] = field(default_factory=dict)
    duty: str = ""
    refused: str = ""
    chat: str = ""
    mended: Look | None = None
    after: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """A desk with seven files, all spoilt at once, looked at, mended, and looked at again."""
    with house(tmp_path_factory.mktemp("edits") / "desk") as made:
        told = Story(made)
        _live(told)
        _spoil(told)
        _mend(told)
        yield told


def _live(told: Story) -> None:
    made, desk = told.house, pipeline.open_desk(told.house.workspace)
    made.look(NOW)
    made.brief(NOW + MINUTE)
    made.hurt(NOW + 4 * MINUTE)
    made.look(NOW + 5 * MINUTE)
    made.send(NOW + 5 * MINUTE)
    at = NOW + 6 * MINUTE
    for number in range(2, 8):
        deed = Act(
            deed=Deed.FOUND,
            by="黎航",
            at=at,
            title=f"来电 {number}",
            note="门店转来",
            level=Level.YELLOW,
            owner="售后部",
        )
        casework.open_case(made.workspace, desk, deed, at)  # fmt: skip
    casework.do(made.workspace, desk, "INC-2026-0006", Act(deed=Deed.RECEIVED, by="黎航", at=at), at)
    told.good = {name: made.case(name).read_text(encoding="utf-8") for name in SPOILT}


def _spoil(told: Story) -> None:
    made = told.house
    for name, (spoil, _, _) in SPOILT.items():
        made.mend(f"incidents/{name}.yml", spoil(told.good[name]))
    checked = command("check", "--desk", str(made.workspace.desk_file))
    told.check, told.code = checked.stderr, checked.code
    told.answers = {" ".join(command): made.json(*command, code=2 if command == ("check",) else 0) for command in JSON}
    desk_file = made.workspace.desk_file
    desk_file.write_text(desk_file.read_text(encoding="utf-8").replace("gate: 黄", "gate: 橙"), encoding="utf-8")
    told.spoilt = made.look(NOW + 10 * MINUTE)
    made.send(NOW + 10 * MINUTE)
    told.chat = made.chats[0].received[-1]
    told.pages = {name: made.page(f"incidents/{name}") for name in SPOILT}
    told.duty = made.page("duty")
    with pytest.raises((UsageError, LakeError)) as error:
        _close(made)
    told.refused = str(error.value)


def _close(made: House) -> None:
    at = NOW + 11 * MINUTE
    casework.do(made.workspace, pipeline.open_desk(made.workspace), CASE, Act(deed=Deed.RECEIVED, by="黎航", at=at), at)


def _mend(told: Story) -> None:
    made = told.house
    for name, text in told.good.items():
        made.mend(f"incidents/{name}.yml", text)
    told.mended = made.look(NOW + 15 * MINUTE)
    told.after = {name: made.case(name).read_text(encoding="utf-8") for name in SPOILT}


@pytest.mark.parametrize("name", SPOILT)
def test_a_check_names_file_line_reason_and_mend(story: Story, name: str) -> None:
    _, line, said = SPOILT[name]
    assert story.code == 2
    assert re.search(rf"incidents/{name}\.yml:{line}\b.*{said}", story.check), story.check


def test_programs_get_valid_json_of_a_spoilt_workspace(story: Story) -> None:
    assert len(story.answers["check"]["problems"]) >= len(SPOILT)
    assert {one["id"] for one in story.answers["incident list"]} == set(SPOILT)
    assert [one["kind"] for one in story.answers["alerts"]] == ["预警"]


def test_the_next_look_decides_and_tells_all_the_same(story: Story) -> None:
    assert story.spoilt is not None
    (alert,) = story.spoilt.analysis.alerts
    assert (alert.level, alert.incident_id, alert.unsent_because) == (Level.ORANGE, CASE, "")
    assert story.chat.startswith("【橙】")
    assert {problem.file for problem in story.spoilt.analysis.problems} == {f"incidents/{name}.yml" for name in SPOILT}


@pytest.mark.parametrize("name", SPOILT)
def test_pages_show_the_last_good_state_and_say_so(story: Story, name: str) -> None:
    assert "最近一次修改未被采用" in story.pages[name]
    assert name in story.duty
    if name == "INC-2026-0006":
        assert "接收" in story.pages[name]


def test_an_act_on_a_spoilt_file_is_refused_with_what_to_mend(story: Story) -> None:
    assert "先改好再记" in story.refused
    assert f"incidents/{CASE}.yml:6" in story.refused


def test_mending_brings_back_what_waited_and_nothing_recorded_is_lost(story: Story) -> None:
    assert story.mended is not None
    assert story.mended.analysis.problems == ()
    assert story.mended.analysis.alerts == ()
    assert "did: 升级" in story.after[CASE]
    assert "machine: 橙" in story.after[CASE]
    assert story.after[CASE].count("\n  - {at") == story.good[CASE].count("\n  - {at") + 1
    assert {name: text for name, text in story.after.items() if name != CASE} == {
        name: text for name, text in story.good.items() if name != CASE
    }


def test_what_was_refused_can_be_done_once_the_file_is_mended(story: Story) -> None:
    _close(story.house)
    assert "did: 接收" in story.house.case().read_text(encoding="utf-8")
    later = story.house.look(NOW + 20 * MINUTE)
    assert (later.analysis.alerts, later.analysis.problems) == ((), ())
    assert "最近一次修改未被采用" not in story.house.page(f"incidents/{CASE}")


def test_an_act_right_after_mending_needs_no_look_between(tmp_path: Path) -> None:
    with house(tmp_path / "desk") as made:
        made.look(NOW)
        made.hurt(NOW)
        made.look(NOW + 5 * MINUTE)
        good = made.case().read_text(encoding="utf-8")
        made.mend(f"incidents/{CASE}.yml", "[")
        desk_file = made.workspace.desk_file
        desk_file.write_text(desk_file.read_text(encoding="utf-8").replace("gate: 黄", "gate: 橙"), encoding="utf-8")
        made.look(NOW + 10 * MINUTE)
        made.mend(f"incidents/{CASE}.yml", good)
        _close(made)
        assert re.findall(r"did: (\S+?)[,}]", made.case().read_text(encoding="utf-8")) == ["发现", "升级", "接收"]


def test_a_line_dated_ages_ahead_does_not_turn_the_pages_clock(story: Story) -> None:
    made, name = story.house, "INC-2026-0007"
    ahead = story.good[name] + "  - {at: '2150-01-01T00:00:00+08:00', by: 黎航, did: 备注}\n"
    made.mend(f"incidents/{name}.yml", ahead)
    made.look(NOW + timedelta(minutes=25))
    page = made.page("duty")
    made.mend(f"incidents/{name}.yml", story.good[name])
    assert "2150" not in page
