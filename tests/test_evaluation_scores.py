"""The scores are those of the field, checked against values worked out by hand."""

from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from caifeng.evaluation.scores import (
    Score,
    accuracy_at,
    b_cubed,
    calibration_error,
    counted,
    coverage_at,
    macro_f1,
    mean,
    pairwise,
)

RIGHT = np.array([True, True, True, False, True, False, False, False, True, False])
SURE = np.array([0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5])
GROUPS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), min_size=1, max_size=12)


def share(score: Score | None) -> float:
    assert score
    return round(score.share, 6)


def test_a_counted_share_has_wilsons_interval() -> None:
    found = counted(81, 263)
    assert found
    assert (found.low, found.high) == pytest.approx((0.2553, 0.3662), abs=1e-4)  # Newcombe 1998, table I


def test_nothing_counted_is_no_figure() -> None:
    empty = np.array([], dtype=bool)
    none = np.array([], dtype=float)
    scores = [counted(0, 0), mean([]), macro_f1([], [], ["a"]), calibration_error(empty, none)]
    assert [*scores, coverage_at(0.9, empty, none), accuracy_at(0.8, empty, none)] == [None] * 6
    assert b_cubed([], []) is None


def test_macro_f1_weighs_classes_alike_and_counts_unknown_answers_as_wrong() -> None:
    truth, guess = ["a", "a", "a", "b"], ["a", "a", "?", "a"]
    assert share(macro_f1(truth, guess, ["a", "b"])) == round((2 * 2 / 6 + 0) / 2, 6)


def test_calibration_error_is_the_weighted_gap_of_ten_bins() -> None:
    right = np.array([True, True, False, False])
    sure = np.array([0.95, 0.95, 0.95, 0.55])
    assert share(calibration_error(right, sure)) == round(0.75 * abs(2 / 3 - 0.95) + 0.25 * 0.55, 6)
    assert share(calibration_error(np.array([True]), np.array([1.0]))) == 0.0


def test_coverage_at_a_precision_is_the_largest_share_that_holds_it() -> None:
    assert share(coverage_at(0.8, RIGHT, SURE)) == 0.5  # 4 of the first 5
    assert share(coverage_at(0.9, RIGHT, SURE)) == 0.3
    assert share(coverage_at(0.9, ~RIGHT, SURE)) == 0.0


def test_accuracy_at_a_coverage_looks_at_the_surest() -> None:
    found = accuracy_at(0.4, RIGHT, SURE)
    assert found
    assert (found.share, found.n) == (0.75, 4)


def test_b_cubed_of_a_small_grouping_is_as_worked_out_by_hand() -> None:
    scores = b_cubed(["1", "1", "1", "2"], ["a", "a", "b", "b"])
    assert scores
    precision, recall = (2 / 3 + 2 / 3 + 1 / 3 + 1) / 4, (1 + 1 + 0.5 + 0.5) / 4
    assert [share(one) for one in scores] == pytest.approx(
        [precision, recall, 2 * precision * recall / (precision + recall)], abs=1e-6
    )


@given(GROUPS)
def test_pairs_are_counted_as_if_they_were_listed(both: list[tuple[str, str]]) -> None:
    found, true = [one for one, _ in both], [other for _, other in both]
    listed = Counter((a[0] == b[0], a[1] == b[1]) for a, b in combinations(both, 2))
    scores = pairwise(found, true)
    assert scores.right == listed[True, True]
    assert scores.joined == listed[True, True] + listed[True, False]
    assert scores.true == listed[True, True] + listed[False, True]


@given(GROUPS)
def test_every_share_lies_between_nought_and_one_and_inside_its_interval(both: list[tuple[str, str]]) -> None:
    found, true = [one for one, _ in both], [other for _, other in both]
    scores = [*(b_cubed(found, true) or ()), pairwise(found, true).f1]
    for score in filter(None, scores):
        assert -1e-9 <= score.low <= score.share + 1e-9
        assert score.share <= score.high + 1e-9 <= 1 + 1e-8


def test_the_same_judgements_give_the_same_interval() -> None:
    assert calibration_error(RIGHT, SURE) == calibration_error(RIGHT, SURE)
