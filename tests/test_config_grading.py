"""grading in caifeng.yml: the desk's own thresholds, and what is said of those that make no sense."""

import json

import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml

from caifeng import config
from caifeng.errors import ConfigError, Problem
from caifeng.models import GateClass, GradingRules, Level

LEAST = """desk: 澜川电器
sources: [{name: 澜川日报, feed: "https://example.org/rss.xml"}]
topics: [{name: 产品质量, watch: 漏水}]
"""


def rules(text: str) -> GradingRules:
    return config.read(f"{LEAST}grading: {text}\n", "caifeng.yml").desk.grading


def problem(text: str) -> Problem:
    with pytest.raises(ConfigError) as caught:
        rules(text)
    (only,) = caught.value.problems
    return only


def test_without_a_word_the_shipped_thresholds_hold() -> None:
    assert config.read(LEAST, "caifeng.yml").desk.grading == GradingRules()


def test_what_is_written_replaces_only_that() -> None:
    found = rules("{cutoffs: {黄: 40}, hysteresis: 3, gates: {伤亡: 橙, 中央媒体: 关}}")
    assert dict(found.cutoffs) == {Level.YELLOW: 40, Level.ORANGE: 64, Level.RED: 90}
    assert found.hysteresis == 3
    gates = dict(found.gates)
    assert gates[GateClass.HARM] is Level.ORANGE
    assert GateClass.CENTRAL_MEDIA not in gates
    assert gates[GateClass.MINORS] is Level.YELLOW


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{cutoffs: {黄: 70}}", "从黄到红依次升高，现为 黄 70、橙 64、红 90"),
        ("{cutoffs: {橙: 64, 红: 64}}", "依次升高"),
        ("{cutoffs: {红: 101}}", "不能大于 100"),
        ("{cutoffs: {黄: 0}}", "须大于 0"),
        ("{cutoffs: {黄: 多}}", "须是数字"),
        ("{cutoffs: {蓝: 3}}", "可写 黄、橙、红"),
        ("{cutoffs: [38]}", "对照"),
        ("{hysteresis: -1}", "不能小于 0"),
        ("{gates: {死亡: 黄}}", "没有底线 '死亡'，可写 伤亡、未成年人"),
        ("{gates: {伤亡: 紫}}", "只能写 蓝、黄、橙、红、关"),
        ("{gate: {}}", "未知的键"),
        ("5", "对照"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_sentence_at_its_line(text: str, said: str) -> None:
    found = problem(text)
    assert said in found.message
    assert found.line == 4


@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        ("{cutoffs: {黄: 40}, gates: {伤亡: 橙, 中央媒体: 关}}", True),
        ("{cutoffs: {蓝: 3}}", False),
        ("{gates: {伤亡: 紫}}", False),
        ("{gates: {死亡: 黄}}", False),
    ],
)
def test_editors_are_told_the_same_by_the_schema(text: str, is_right: bool) -> None:
    written = yaml.safe_load(f"{LEAST}grading: {text}\n")
    checker = jsonschema.Draft202012Validator(json.loads(config.json_schema()))
    assert checker.is_valid(written) is is_right
