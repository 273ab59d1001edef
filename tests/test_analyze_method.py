"""The method page tells the weights and cut-offs in force."""

import re

from analyze.grading.dimensions import ATTITUDE, DIMENSIONS, EVOLUTION, SPREAD, STRENGTH
from analyze.grading.grade import GRADE_VERSION
from analyze.grading.heat import HEAT_VERSION, WEIGHTS
from analyze.grading.lines import BOARD_WEIGHTS
from caifeng.models import GateClass, GradingRules
from caifeng.resources import resource

INNER = {"媒体传播": SPREAD, "舆论强度": STRENGTH, "民意态度": ATTITUDE, "舆情演变": EVOLUTION}


def section(version: str) -> str:
    page = (resource("site/docs") / "method.md").read_text("utf-8")
    return page.split(f"（{version}）")[1].split("\n## ")[0]


def weights(rows: str) -> dict[str, float]:
    """Of a table's rows: | name | 25% | …"""
    return {name: int(share) / 100 for name, share in re.findall(r"^\| (\S+) \| (\d+)% \|", rows, re.MULTILINE)}


def test_the_page_prints_the_weights_of_heat() -> None:
    told = section(HEAT_VERSION)
    assert weights(told) == WEIGHTS
    assert all(f"{weight:.0%} {name}" in told for name, weight in BOARD_WEIGHTS.items())


def test_the_page_prints_the_weights_of_every_dimension_and_line_of_a_grade() -> None:
    told = section(GRADE_VERSION)
    assert weights(told) == DIMENSIONS
    for dimension, lines in INNER.items():
        printed = dict(re.findall(rf"^\| {dimension} \| (\S+) \| (\d+)% \|", told, re.MULTILINE))
        assert {name: int(share) / 100 for name, share in printed.items()} == lines


def test_the_page_prints_cut_offs_hysteresis_and_gates() -> None:
    told, rules = section(GRADE_VERSION), GradingRules()
    assert all(f"{cut:.0f} 分起为{level}" in told for level, cut in rules.cutoffs)
    assert f"低 {rules.hysteresis:.0f} 分以上" in told
    assert all(kind in told for kind in GateClass)
