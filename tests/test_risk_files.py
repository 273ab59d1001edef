"""Assessments in risks/: every mistake is one sentence with its line, and one bad file holds up no other."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caifeng import config
from caifeng.errors import ConfigError
from caifeng.models import Desk, Level, Likelihood
from caifeng.models.risk import Verdict
from caifeng.resources import resource
from caifeng.risks import load_risk, load_risks, read_risk, template, with_risk_topics
from tests.drill_desk import DESK

RISK = """
decision: 上门费由免费改为 60 元
owner: 售后部
when: 2026-12-15
affected: [用户]
scenarios:
  - {what: 被说成趁火打劫, likelihood: 很可能（80—95%）, impact: 4, signs: [投诉], owner: 总经理办}
  - {what: 转投别家, likelihood: 不太可能, impact: 2}
  - {what: 被约谈, likelihood: 可能, impact: 5}
questions:
  - {ask: 为什么收费, answer: 人工成本}
  - {ask: 老人怎么办}
watch:
  - {name: 上门费, watch: 净水机 AND 收费, gate: 黄, from: "2026-12-08 00:00", until: "2027-01-15 00:00"}
verdict: 调整后再报
conclusion: 先征求意见
signed: [总经理办 顾砚秋]
"""


@pytest.fixture(scope="module")
def desk() -> Desk:
    return config.read(DESK, "caifeng.yml").desk


def problems(text: str, desk: Desk) -> list[str]:
    with pytest.raises(ConfigError) as raised:
        read_risk(text, "上门费.yml", desk)
    return [str(problem) for problem in raised.value.problems]


def test_scenarios_stand_by_likelihood_times_impact(desk: Desk) -> None:
    found = read_risk(RISK, "上门费.yml", desk)
    assert [(one.what, one.weight) for one in found.scenarios] == [
        ("被约谈", 25), ("被说成趁火打劫", 24), ("转投别家", 6),
    ]  # fmt: skip
    assert found.scenarios[1].likelihood is Likelihood.VERY_LIKELY
    assert [one.owner for one in found.scenarios] == ["售后部", "总经理办", "售后部"]
    assert (found.id, found.verdict) == ("上门费", Verdict.REVISE)


def test_a_topic_runs_between_two_times_of_the_desks_zone(desk: Desk) -> None:
    (watch,) = read_risk(RISK, "上门费.yml", desk).watches
    assert watch.topic.name == "风险：上门费"
    assert (watch.topic.owner, watch.topic.gate) == ("售后部", Level.YELLOW)
    assert watch.since == datetime(2026, 12, 7, 16, 0, tzinfo=UTC)
    assert not watch.is_on(watch.since - timedelta(seconds=1))
    assert watch.is_on(watch.since)
    assert not watch.is_on(watch.until)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("decision: 上门费由免费改为 60 元", "决定: 收费", "未知的键 '决定'"),
        ("owner: 售后部", "owner: 售后", "people 里没有 售后 → 是不是 售后部？"),
        ("when: 2026-12-15", "when: 2026-13-15", "日期应写成 2026-12-15 这样"),
        ("likelihood: 不太可能", "likelihood: 大概", "不在可选之列 → 只能是 几乎不可能、很不可能"),
        ("impact: 4", "impact: 9", "不能大于 5"),
        ("impact: 4", "impact: 重", "须是整数"),
        ("affected: [用户]", "affected: []", "至少要有一项"),
        ('until: "2027-01-15 00:00"', 'until: "2026-12-01 00:00"', "结束不晚于开始"),
        ('until: "2027-01-15 00:00"', 'until: "2030-01-15 00:00"', "一次最多监测 366 天"),
        ('until: "2027-01-15 00:00"', "until: 过年", "应写成 2026-12-15 09:00"),
        ("watch: 净水机 AND 收费", "watch: 净水机 AND (收费", "watch[0].watch"),
        ("signed: [总经理办 顾砚秋]", "", "有结论，没有签字"),
        ("verdict: 调整后再报", "", "签了字，没有结论"),
        ("verdict: 调整后再报", "verdict: 先干了再说", "只能是 可行、暂缓、调整后再报"),
    ],
)
def test_each_mistake_is_one_sentence_with_its_line(old: str, new: str, said: str, desk: Desk) -> None:
    assert old in RISK
    found = problems(RISK.replace(old, new, 1), desk)
    assert any(said in one for one in found), found
    assert all(one.startswith("上门费.yml:") for one in found)


@given(st.text(max_size=200))
def test_no_text_makes_it_fail_otherwise(text: str) -> None:
    try:
        read_risk(text, "某事.yml", config.read(DESK, "caifeng.yml").desk)
    except ConfigError as error:
        assert error.problems


def test_a_bad_file_switches_nothing_on_and_holds_up_no_other(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "risks"
    folder.mkdir()
    (folder / "好.yml").write_text(RISK, encoding="utf-8")
    (folder / "坏.yml").write_text(RISK.replace("impact: 4", "impact: 40"), encoding="utf-8")
    (folder / "乱码.yml").write_bytes("decision: 收费".encode("gbk"))
    found, wrong = load_risks(tmp_path, desk)
    assert [risk.id for risk in found] == ["好"]
    assert {problem.file for problem in wrong} == {"坏.yml", "乱码.yml"}
    on = with_risk_topics(tmp_path, desk, datetime(2026, 12, 20, tzinfo=UTC))
    assert [topic.name for topic in on.topics] == ["产品质量", "风险：上门费"]


def test_two_files_that_watch_under_one_name_are_told(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "risks").mkdir()
    for name in ("甲", "乙"):
        (tmp_path / "risks" / f"{name}.yml").write_text(RISK, encoding="utf-8")
    found, wrong = load_risks(tmp_path, desk)
    assert len(found) == 2
    assert ["监测议题 上门费 在 乙.yml 里也有" in problem.message for problem in wrong] == [True]


def test_a_name_that_cannot_be_an_address_is_refused(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "a b.yml"
    path.write_text(RISK, encoding="utf-8")
    with pytest.raises(ConfigError, match="文件名不能作网址"):
        load_risk(path, desk)


def test_no_folder_is_no_problem(desk: Desk, tmp_path: Path) -> None:
    assert load_risks(tmp_path, desk) == ((), ())


def test_the_new_form_is_a_file_that_lacks_only_what_people_must_fill_in(desk: Desk) -> None:
    assert all("people 里没有" in one for one in problems(template(), desk))


def test_the_shipped_example_can_be_read() -> None:
    root = resource("examples/lanchuan")
    found, wrong = load_risks(root, config.load(root / "caifeng.yml").desk)
    assert wrong == ()
    assert len(found) >= 1
    assert any(not question.answer for risk in found for question in risk.questions)
