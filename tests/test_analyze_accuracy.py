"""The figures printed in every edition are those of the shipped measurement."""

import pytest

from analyze.accuracy import ACCURACIES, FIGURES, measured
from caifeng.models.interval import wilson


def test_every_figure_names_its_set_size_interval_and_version() -> None:
    assert len(ACCURACIES) == len(measured()) > 50
    for figure in ACCURACIES:
        assert figure.n >= 1
        assert 0 <= figure.low <= figure.share + 1e-3
        assert figure.share <= figure.high + 1e-3 <= 1 + 1e-3
        assert figure.version
        assert (figure.baseline is None) == (figure.baseline_name == "")


def test_every_measured_figure_has_a_chinese_name_and_the_command_that_gives_it_again() -> None:
    for row in measured():
        assert row.figure in FIGURES
        assert row.command.startswith((f"caifeng evaluate --task {row.task}", "python bench/measure.py"))


def test_no_figure_is_given_twice() -> None:
    named = [(row.dataset, row.figure) for row in measured()]
    assert len(named) == len(set(named))


def test_every_edition_prints_the_accuracy_and_the_share_left_uncertain() -> None:
    printed = [figure.what for figure in ACCURACIES if figure.is_key]
    assert 8 <= len(printed) <= 16
    assert "新闻倾向，三选一：准确率" in printed
    assert any("不确定" in what for what in printed)


def test_the_interval_is_wilsons() -> None:
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)  # Newcombe 1998, table I
