"""Victims and damage that a piece states."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyze.facts.harm import harm_in
from analyze.topics.terms import shadow_of
from caifeng.models import Hit
from tests.analyze_desk import item


def harm(text: str, title: str = "") -> tuple[Hit, ...]:
    return harm_in(shadow_of(item(text, title)))


def told(text: str, title: str = "") -> list[tuple[str, str]]:
    return [(hit.term, hit.written) for hit in harm(text, title)]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("火灾中有2名工人受伤。", "2名工人受伤"),
        ("已有3人死亡，现场仍在清理。", "3人死亡"),
        ("十余名学生腹泻。", "十余名学生腹泻"),
        ("事故造成8人死亡。", "造成8人死亡"),
        ("喷出的热水致女童烫伤", "致女童烫伤"),
        ("多名住户被困", "多名住户被困"),
        ("兩人受傷", "兩人受傷"),
        ("货车侧翻8死17伤", "8死17伤"),
        ("一男子驾车撞人致35死", "35死"),
    ],
)
def test_victims_are_quoted_as_written(text: str, written: str) -> None:
    assert told(text) == [("伤亡", written)]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("某店被罚款3万元。", "被罚款3万元"),
        ("商户称损失约1,200元", "损失约1,200元"),
        ("公司赔偿住户5.5万余元", "赔偿住户5.5万余元"),
    ],
)
def test_damage_in_money_is_quoted_as_written(text: str, written: str) -> None:
    assert told(text) == [("损失", written)]


@pytest.mark.parametrize(
    "text", ["", "伤", "手机售价3000元", "三名学生获奖", "死亡是一个话题", "中毒", "🔥" * 50, "\ud800"]
)
def test_what_states_no_harm_gives_nothing(text: str) -> None:
    assert told(text) == []


def test_a_statement_inside_another_is_told_once() -> None:
    assert told("爆炸造成2人死亡") == [("伤亡", "造成2人死亡")]


def test_the_title_comes_first() -> None:
    assert told("事故中3人受伤，损失10万元。", "厂房起火1人遇难") == [
        ("伤亡", "1人遇难"), ("伤亡", "3人受伤"), ("损失", "损失10万元"),
    ]  # fmt: skip


def test_a_clause_ends_a_statement() -> None:
    assert told("现场有2名工人，设备受伤害") == []


def test_at_most_six_are_given_and_a_hostile_text_is_read_in_time() -> None:
    start = time.process_time()
    assert len(harm("1人死亡，" * 10_000)) == 6
    for unit in ("致", "多", "损", "1", "损失1"):
        assert len(harm(unit * 1_000_000)) <= 6
    assert time.process_time() - start < 5


@given(st.text(alphabet=st.sampled_from("造成致12三多名人死亡受伤损失元万,，。\u200b 傷\ud800"), max_size=80))
def test_hits_lie_in_the_original(text: str) -> None:
    for hit in harm(text, text):
        assert hit.written == text[hit.start : hit.end]
