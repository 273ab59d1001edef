"""Playbooks: the most specific that fits is chosen, the desk's own come first, bad files leave the others in force."""

import itertools
import random
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caifeng.models import Counterpart, GateClass, Level, Playbook, ReplyPart, Situation, Step, StoryType
from caifeng.models.playbook import PlaybookCase
from caifeng.models.wording import span
from caifeng.playbooks import export, load, shipped
from respond.playbooks.choose import choose, chosen, first_step
from tests.nouns import nouns
from tests.sample_stories import leak_story

NONE = Path("/nonexistent")
GOOD = """\
name: 停电
when: {topics: [停电], level: [橙, 红]}
steps:
  - {name: 派人, what: 派人到现场, owner: 抢修队, within: 20m, to: 公众, did: [处置], means: [上门走访]}
"""


def _own(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    return folder


def test_every_case_has_a_playbook_that_ships() -> None:
    for type_, level, gate in itertools.product(StoryType, Level, GateClass):
        one = chosen(shipped(), Situation(type=type_, level=level, gates=(gate,), topics=("产品质量",)))
        assert one.steps
        assert one.reply
        assert one.basis


def test_what_ships_names_who_by_when_and_how_it_is_ticked() -> None:
    for one in shipped():
        assert one.counterparts or len(one.steps) > 2
        for step in one.steps:
            assert step.what
            assert timedelta(0) < step.within <= timedelta(days=7)
            assert step.did or step.means


def test_a_refutation_asks_for_no_apology_and_a_fault_for_all_five_parts() -> None:
    named = {one.name: one for one in shipped()}
    assert named["属实"].reply == tuple(ReplyPart)
    for name in ("不符", "恶意谣言"):
        assert ReplyPart.APOLOGY not in named[name].reply


def test_drafts_that_ship_have_visible_slots() -> None:
    drafts = [draft for one in shipped() for draft in one.drafts]
    assert len(drafts) >= 6
    assert all("【待填：" in draft.text for draft in drafts)


def test_red_brings_the_command_group_and_its_norms() -> None:
    red = chosen(shipped(), Situation(type=StoryType.TRUE, level=Level.RED))
    within = {step.name: step.within for step in red.steps}
    assert within["权威发布"] == timedelta(hours=5)
    assert within["新闻发布会"] == timedelta(hours=24)
    yellow = chosen(shipped(), Situation(type=StoryType.TRUE, level=Level.YELLOW))
    assert "成立指挥组" not in {step.name for step in yellow.steps}


def test_where_people_are_hurt_they_come_first() -> None:
    hurt = chosen(shipped(), Situation(gates=(GateClass.HARM,)))
    assert hurt.steps[0].to is Counterpart.VICTIMS
    rumoured = chosen(shipped(), Situation(type=StoryType.MALICIOUS, gates=(GateClass.HARM,)))
    assert "伤亡" not in rumoured.parts


def test_the_more_specific_playbook_is_chosen() -> None:
    plain = Playbook(name="甲", case=PlaybookCase(types=(StoryType.TRUE,)), steps=(_step("a"),))
    exact = Playbook(name="乙", case=PlaybookCase(types=(StoryType.TRUE,), topics=("漏水",)), steps=(_step("b"),))
    case = Situation(type=StoryType.TRUE, topics=("漏水",))
    assert chosen((plain, exact), case).name == "乙"
    assert chosen((plain, exact), Situation(type=StoryType.TRUE)).name == "甲"


def test_of_two_alike_the_desks_own_is_chosen() -> None:
    own = Playbook(name="乙", steps=(_step("b"),), is_own=True)
    assert chosen((Playbook(name="甲", steps=(_step("a"),)), own), Situation()).name == "乙"


def test_without_any_that_fits_there_is_an_empty_one() -> None:
    assert chosen((), Situation()).steps == ()
    assert first_step((), Level.RED, StoryType.TRUE, None) == ""


@given(st.lists(nouns(Playbook), max_size=6, unique_by=lambda one: one.name), nouns(Situation), st.randoms())
def test_the_order_of_playbooks_plays_no_part(playbooks: list[Playbook], case: Situation, dice: random.Random) -> None:
    shuffled = dice.sample(playbooks, len(playbooks))
    assert chosen(playbooks, case) == chosen(shuffled, case)


def test_the_first_step_of_an_alert_names_who_and_when_in_sixty_characters() -> None:
    for type_, level in itertools.product(StoryType, Level):
        said = first_step(shipped(), level, type_, leak_story())
        assert 0 < len(said) <= 60
        assert "内：" in said
        assert "责任部门" not in said


def test_a_story_brings_its_topics() -> None:
    story = leak_story()
    assert choose(shipped(), StoryType.TRUE, Level.RED, story).steps
    own = Playbook(name="甲", case=PlaybookCase(topics=story.topics[:1]), steps=(_step("a"),))
    assert choose((own,), StoryType.TRUE, Level.RED, story).name == "甲"


@pytest.mark.parametrize(
    ("minutes", "said"), [(15, "15 分钟"), (60, "1 小时"), (300, "5 小时"), (1440, "24 小时"), (10080, "7 天")]
)
def test_time_limits_read_as_people_say_them(minutes: int, said: str) -> None:
    assert span(timedelta(minutes=minutes)) == said


def test_the_desks_own_file_replaces_the_shipped_one_of_its_name(tmp_path: Path) -> None:
    text = GOOD.replace("name: 停电", "name: 未核实", 1)
    playbooks, problems = load(_own(tmp_path, 未核实=text))
    assert not problems
    assert [one.is_own for one in playbooks if one.name == "未核实"] == [True]
    assert len(playbooks) == len(shipped())


def test_what_is_exported_can_be_loaded_and_is_never_overwritten(tmp_path: Path) -> None:
    written = export(tmp_path / "playbooks")
    assert len(written) == len(shipped())
    written[0].write_text(GOOD, encoding="utf-8")
    assert export(tmp_path / "playbooks") == ()
    assert written[0].read_text(encoding="utf-8") == GOOD
    playbooks, problems = load(tmp_path / "playbooks")
    assert not problems
    assert sum(one.is_own for one in playbooks) == len(written)


@pytest.mark.parametrize(
    ("wrong", "right", "line", "said"),
    [
        ("within: 20m", "within: 很快", 4, "时长"),
        ("to: 公众", "to: 网友", 4, "只能是"),
        ("means: [上门走访]", "means: [删帖]", 4, "只能是"),
        ("派人到现场", "联系平台删帖", 4, "不是处置手段"),
        ("owner: 抢修队, ", "", 4, "owner"),
        ("did: [处置]", "dids: [处置]", 4, "是不是 did"),
        ("level: [橙, 红]", "level: [紫]", 2, "只能是"),
        ("name: 停电", "name: ''", 1, "不能为空"),
        ("steps:", "steps: []\nstep:", 3, "至少要有一项"),
    ],
)
def test_a_bad_file_is_told_with_its_line_and_the_others_stay(
    tmp_path: Path, wrong: str, right: str, line: int, said: str
) -> None:
    assert wrong in GOOD
    playbooks, problems = load(_own(tmp_path, 停电=GOOD.replace(wrong, right), 好=GOOD.replace("停电", "停水")))
    told = "\n".join(map(str, problems))
    assert said in told
    assert line in {problem.line for problem in problems}
    assert "其余预案不受影响" in told
    assert "停水" in {one.name for one in playbooks}
    assert {one.name for one in shipped()} <= {one.name for one in playbooks}


def test_a_plan_may_forbid_what_it_may_not_ask_for(tmp_path: Path) -> None:
    _, problems = load(_own(tmp_path, 停电=GOOD.replace("派人到现场", "派人到现场，不得删帖")))
    assert not problems


@pytest.mark.parametrize(
    "text", ["", "- 1", "a: &x [*x]", "<<<<<<< HEAD\nname: a", "name: [", "\x00", "name: '\\ud800'", "steps: {a: b}"]
)
def test_a_file_that_is_no_playbook_is_a_problem_not_an_exception(tmp_path: Path, text: str) -> None:
    playbooks, problems = load(_own(tmp_path, 坏=text))
    assert problems
    assert len(playbooks) == len(shipped())


def test_bytes_that_are_no_utf8_are_a_problem(tmp_path: Path) -> None:
    (tmp_path / "坏.yml").write_bytes("name: 停电".encode("gb18030"))
    assert "UTF-8" in str(load(tmp_path)[1][0])


def test_two_files_of_one_name_are_told(tmp_path: Path) -> None:
    playbooks, problems = load(_own(tmp_path, 一=GOOD, 二=GOOD))
    assert len(problems) == 1
    assert "停电" in str(problems[0])
    assert sum(one.name == "停电" for one in playbooks) == 1


def test_without_a_folder_the_shipped_ones_are_in_force() -> None:
    assert load(NONE) == (tuple(sorted(shipped(), key=lambda one: one.name)), ())


def _step(name: str) -> Step:
    return Step(name=name, what=name, owner="值班员", within=timedelta(minutes=5), did=("处置",))
