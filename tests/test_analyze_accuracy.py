"""The figures printed in every edition are those that a measurement gives."""

import pytest

from analyze.accuracy import ACCURACIES, wilson
from analyze.tone import TONE_VERSION
from bench.tone import measure
from bench.tone_sets import SETS
from tests.analyze_desk import shared

NAMES = {of.name: of for of in SETS}


def test_every_figure_names_its_set_size_interval_and_version() -> None:
    for figure in ACCURACIES:
        assert figure.dataset in NAMES
        assert figure.n > 100
        assert 0 <= figure.low < figure.share < figure.high <= 1
        assert figure.version == TONE_VERSION


def test_the_interval_is_wilsons() -> None:
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)  # Newcombe 1998, table I


@pytest.mark.shared
@pytest.mark.parametrize(
    ("dataset", "accuracy", "uncertain"),
    [
        ("senti_news_bdci2019", "新闻倾向，三选一的准确率", "新闻倾向，标为“不确定”的比例"),
        ("emotion_smp2020_usual", "日常微博，三选一的准确率", "日常微博，标为“不确定”的比例"),
        ("senti_finance_news", "公司新闻，正负二选一的准确率", ""),
    ],
)
def test_the_shipped_figures_are_measured_again(dataset: str, accuracy: str, uncertain: str) -> None:
    shared("sentiment", dataset, "dev.jsonl.gz")
    printed = {figure.what: figure for figure in ACCURACIES}
    found = measure(NAMES[dataset])
    assert found.n == printed[accuracy].n
    assert found.accuracy == pytest.approx(printed[accuracy].share, abs=0.005)
    if uncertain:
        assert found.uncertain == pytest.approx(printed[uncertain].share, abs=0.01)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("dataset", "floor"), [("emotion_smp2020_virus", 0.72), ("senti_weibo2018", 0.75), ("senti_ptt_trad", 0.83)]
)
def test_accuracy_on_a_sample_keeps_its_floor(dataset: str, floor: float) -> None:
    shared("sentiment", dataset, "dev.jsonl.gz")
    assert measure(NAMES[dataset], limit=2500).accuracy >= floor
