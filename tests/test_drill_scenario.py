"""Scenario files: every mistake is one sentence with its line, and the shipped ones can be played."""

import itertools
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caifeng import config
from caifeng.drill.run import IDLE, looks
from caifeng.drill.scenario import load_scenario, read_scenario
from caifeng.errors import ConfigError
from caifeng.models import Audience, Desk
from caifeng.resources import resource
from tests.drill_desk import DESK, SCENARIO

SHIPPED = sorted(resource("examples/lanchuan/drills").glob("*.yml"))


@pytest.fixture(scope="module")
def desk() -> Desk:
    return config.read(DESK, "caifeng.yml").desk


def problems(text: str, desk: Desk) -> list[str]:
    with pytest.raises(ConfigError) as raised:
        read_scenario(text, "演练.yml", desk)
    return [str(problem) for problem in raised.value.problems]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("source: 澜川论坛", "source: 澜川坛", "没有信源 澜川坛 → 是不是 澜川论坛？"),
        ("at: 5m", "at: 五分钟", "时长 '五分钟' 无法辨认"),
        ("at: 5m", "at: 2h", "在演练结束之后"),
        ("at: 5m", "att: 5m", "未知的键 'att' → 是不是 at？"),
        ("drill: 漏水伤人", "about: 无名", "缺少 drill"),
        ("type: 属实, note", "type: 真的, note", "不在可选之列"),
        ("title: 周末爬山约伴, text: 周末爬山，坐公交去。, ", "", "标题和正文都是空的"),
        ("title: 周末爬山约伴, text: 周末爬山，坐公交去。", "copy_of: 没有", "没有可照抄的 没有"),
        ("{at: 8m, source: 澜川日报", "{at: 8m, source: 微岚热搜", "已用作榜单"),
        ("length: 60m", "length: 90d", "演练最长 14 天"),
        ("notice: 10m", "notice: 快", "时长 '快' 无法辨认"),
        ("length: 60m", "to: {people: {售后: 'env:X'}}", "people 里没有 售后 → 是不是 售后部？"),
        ("length: 60m", "to: {people: {售后部: a@b.example}}", "只能写环境变量名"),
        ("length: 60m", "length: 60m\nlength: 80m", "键 'length' 重复"),
    ],
)  # fmt: skip
def test_each_mistake_is_one_sentence_with_its_line(old: str, new: str, said: str, desk: Desk) -> None:
    assert old in SCENARIO
    found = problems(SCENARIO.replace(old, new, 1), desk)
    assert any(said in one for one in found), found
    assert all(one.startswith("演练.yml:") for one in found)


def test_all_mistakes_are_told_at_once(desk: Desk) -> None:
    broken = SCENARIO.replace("澜川论坛", "甲").replace("微岚热搜", "乙")
    assert len(problems(broken, desk)) == 3


def test_a_file_that_is_missing_or_no_text_is_one_problem(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "gbk.yml").write_bytes("drill: 演练".encode("gbk"))
    for path in (tmp_path / "none.yml", tmp_path / "gbk.yml", tmp_path):
        with pytest.raises(ConfigError) as raised:
            load_scenario(path, desk)
        assert len(raised.value.problems) == 1


@given(st.text(max_size=200))
def test_no_text_makes_it_fail_otherwise(text: str) -> None:
    known = config.read(DESK, "caifeng.yml").desk
    try:
        read_scenario(text, "演练.yml", known)
    except ConfigError as error:
        assert error.problems


def test_a_copy_has_the_words_of_what_it_copies_and_its_own_lead(desk: Desk) -> None:
    text = SCENARIO.replace(
        "title: 净水机漏水滑倒受伤", "id: 首帖, title: 净水机漏水滑倒受伤"
    ).replace("title: 周末爬山约伴, text: 周末爬山，坐公交去。", "copy_of: 首帖, lead: 转：")  # fmt: skip
    items = read_scenario(text, "演练.yml", desk).items
    copied = next(item for item in items if item.trap)
    assert (copied.title, copied.text) == (items[0].title, f"转：\n{items[0].text}")


def test_without_an_own_list_the_desks_holds(desk: Desk) -> None:
    assert read_scenario(SCENARIO, "演练.yml", desk).audience is None
    own = read_scenario(SCENARIO + "to: {people: {售后部: 'env:X'}}\n", "演练.yml", desk)
    assert own.audience == Audience(people=(("售后部", "X"),))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_shipped_scenarios_can_be_played(path: Path) -> None:
    known = config.load(resource("examples/lanchuan/caifeng.yml")).desk
    found = load_scenario(path, known)
    traps = [item for item in found.items if item.trap]
    assert len(found.items) >= 25
    assert len(traps) >= 3
    assert any("javascript:" in item.title + item.text for item in traps)
    assert found.acts
    assert found.injects
    assert found.expected.reply == timedelta(minutes=30)


def test_two_scenarios_ship() -> None:
    assert len(SHIPPED) >= 2


def test_a_drill_that_jumps_leaves_out_idle_looks_and_none_with_news(desk: Desk) -> None:
    found = read_scenario(SCENARIO, "演练.yml", desk)
    every = timedelta(minutes=5)
    whole, jumping = looks(found, every, is_jumping=False), looks(found, every, is_jumping=True)
    assert len(whole) == 13
    assert set(jumping) < set(whole)
    assert (jumping[0], jumping[-1]) == (timedelta(), found.length)
    assert all(later - earlier <= IDLE for earlier, later in itertools.pairwise(jumping))
    for item in found.items:
        seen_at = min(look for look in jumping if look >= item.after)
        assert seen_at - item.after < every
