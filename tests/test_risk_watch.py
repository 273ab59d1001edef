"""Topics of assessments: on between two times, then off by themselves; what came in on them is counted."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caifeng import config
from caifeng.models import Channel, Desk, Engagement, Item, Topic
from caifeng.models.risk import Risk, RiskScenario, RiskWatch
from caifeng.models.vocabulary import Likelihood
from caifeng.risk_cases import risk_cases
from caifeng.risks import load_risks
from respond.risk import figures, matrix, ranked, with_risks
from tests.drill_desk import DESK
from tests.lived_workspace import lived

SINCE = datetime(2026, 12, 8, tzinfo=UTC)
DAY = timedelta(days=1)
FILE = """
decision: 上门费由免费改为 60 元
owner: 售后部
when: 2026-11-20
affected: [用户]
scenarios: [{what: 被说成趁火打劫, likelihood: 可能, impact: 4}]
watch: [{name: 上门费, watch: 净水机 AND 上门费, from: "2026-11-16 00:00", until: "2026-11-19 00:00"}]
"""


def watch(name: str = "上门费", days: int = 10, start: datetime = SINCE) -> RiskWatch:
    return RiskWatch(topic=Topic(name=f"风险：{name}", watch="净水机 AND 收费"), since=start, until=start + days * DAY)


def risk(id_: str, *watches: RiskWatch) -> Risk:
    scenario = RiskScenario(what="闹大", likelihood=Likelihood.LIKELY, impact=3)
    return Risk(id=id_, decision="收费", owner="售后部", on=SINCE.date(), affected=("用户",), scenarios=(scenario,),
                watches=watches)  # fmt: skip


@pytest.fixture(scope="module")
def desk() -> Desk:
    return config.read(DESK, "caifeng.yml").desk


def names(desk: Desk) -> list[str]:
    return [topic.name for topic in desk.topics]


def test_a_topic_is_on_from_its_beginning_and_off_at_its_end(desk: Desk) -> None:
    one = risk("甲", watch())
    moments = {SINCE - DAY: False, SINCE: True, SINCE + 9 * DAY: True, SINCE + 10 * DAY: False}
    for now, is_on in moments.items():
        assert ("风险：上门费" in names(with_risks(desk, [one], now))) is is_on


def test_a_desk_without_open_topics_stays_the_very_same(desk: Desk) -> None:
    assert with_risks(desk, [risk("甲", watch())], SINCE - DAY) is desk


def test_switching_on_twice_adds_nothing(desk: Desk) -> None:
    once = with_risks(desk, [risk("甲", watch())], SINCE)
    assert with_risks(once, [risk("甲", watch())], SINCE) is once


@given(st.permutations(["甲", "乙", "丙"]))
def test_the_order_of_files_is_nothing(order: list[str]) -> None:
    plain = config.read(DESK, "caifeng.yml").desk
    other = replace(watch(), topic=replace(watch().topic, watch="净水机 AND 退款"))
    known = {"甲": risk("甲", watch("改期")), "乙": risk("乙", watch()), "丙": risk("丙", other)}
    found = with_risks(plain, [known[name] for name in order], SINCE)
    assert names(found) == ["产品质量", "风险：上门费", "风险：改期"]
    shared = found.topic("风险：上门费")
    assert shared is not None
    assert shared.watch == other.topic.watch  # of two files that share a name the first by name holds


def test_the_matrix_holds_every_scenario_once() -> None:
    scenarios = ranked([
        RiskScenario(what=f"{word}{impact}", likelihood=word, impact=impact) for word in Likelihood for impact in (1, 5)
    ])  # fmt: skip
    rows = matrix(scenarios)
    assert [row.likelihood for row in rows] == list(reversed(Likelihood))
    assert sorted(number for row in rows for cell in row.cells for number in cell) == list(range(1, 15))
    assert [one.weight for one in scenarios] == sorted((one.weight for one in scenarios), reverse=True)


@given(st.lists(st.tuples(st.sampled_from(["i-1", "i-2", "i-3"]), st.booleans())))
def test_an_item_counts_once_however_often_it_comes(seen: list[tuple[str, bool]]) -> None:
    found = figures(watch(), seen, (), ())
    assert found.items == len({id_ for id_, _ in seen})
    assert found.negative == len({id_ for id_, is_negative in seen if is_negative})


def item(number: int, at: datetime, title: str) -> Item:
    return Item(
        id=f"i-{number:012d}", revision=1, content_hash=str(number), source="澜川论坛", channel=Channel.FORUM, tier=4,
        region="", is_official=False, url=f"https://bbs.example/{number}", title=title, text=title, author="",
        credited="", published_at=at, is_time_estimated=False, seen_at=at, engagement=Engagement(),
    )  # fmt: skip


def test_what_came_in_while_it_watched_is_counted_even_when_it_is_over(tmp_path: Path) -> None:
    made = lived(tmp_path / "desk")
    (tmp_path / "desk" / "risks").mkdir()
    (tmp_path / "desk" / "risks" / "上门费.yml").write_text(FILE, encoding="utf-8")
    risks, wrong = load_risks(tmp_path / "desk", made.desk)
    assert wrong == ()
    during = datetime(2026, 11, 17, 2, tzinfo=UTC)
    made = replace(made, desk=with_risks(made.desk, risks, during))
    before = item(1, during - 3 * DAY, "净水机上门费太贵，投诉无门")
    made.look(during, [before, item(2, during, "净水机上门费太坑，投诉无门"), item(3, during, "净水机漏水")])
    made.told(during)
    for now in (during, during + 30 * DAY):
        (case,) = risk_cases(made.workspace, made.desk, (), now)
        (found,) = case.figures
        assert found.items == 1
        assert found.watch.is_on(now) is (now == during)
    assert [story.topics for story in found.stories][:1]
