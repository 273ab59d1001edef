"""What was reached stays reached: tests/quality.json holds a floor (or ceiling) for every promised figure."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from analyze.accuracy import FIGURES, LOWER_IS_BETTER, Measured, measured
from analyze.tone.judge import TONE_VERSION
from caifeng.evaluation.duplicates import evaluate_duplicates
from caifeng.evaluation.files import Choice, read_rows
from caifeng.evaluation.items import channel_of
from caifeng.evaluation.results import Evaluation
from caifeng.evaluation.stories import evaluate_stories
from caifeng.evaluation.tone import ToneTask, evaluate_tone
from tests.shared_data import shared

TONES = ("senti_news_bdci2019", "senti_finance_news", "senti_weibo2018", "emotion_smp2020_usual", "senti_ptt_trad")


@dataclass(frozen=True)
class Promise:
    """The least (or most) a figure may be, and why that much."""

    task: str
    dataset: str
    figure: str
    why: str
    floor: float | None = None
    ceiling: float | None = None

    def is_kept(self, share: float) -> bool:
        return (self.floor is None or share >= self.floor) and (self.ceiling is None or share <= self.ceiling)


PROMISES = [Promise(**row) for row in json.loads(Path(__file__).with_name("quality.json").read_text(encoding="utf-8"))]
STORED = {(row.task, row.dataset, row.figure): row for row in measured()}


def stored(promise: Promise) -> Measured:
    return STORED[promise.task, promise.dataset, promise.figure]


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: f"{promise.dataset}-{promise.figure}")
def test_the_stored_figures_keep_every_promise(promise: Promise) -> None:
    assert promise.is_kept(stored(promise).share), f"{promise.why}; measured {stored(promise).share}"


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: f"{promise.dataset}-{promise.figure}")
def test_a_promise_names_one_bound_on_its_right_side_and_says_why(promise: Promise) -> None:
    assert promise.figure in FIGURES
    assert promise.why
    assert (promise.floor is None) != (promise.ceiling is None)
    assert (promise.ceiling is not None) == (promise.figure in LOWER_IS_BETTER)


def test_the_stored_figures_are_of_the_tone_model_that_runs() -> None:
    versions = {row.version for row in measured() if row.task == "tone"}
    assert versions == {TONE_VERSION}, "measure anew: python bench/measure.py"


def test_tone_beats_its_baseline_on_every_set() -> None:
    rows = [row for row in measured() if row.task == "tone" and row.figure in ("accuracy", "macro_f1")]
    assert rows
    assert [row.dataset for row in rows if row.baseline is None or row.share <= row.baseline] == []


@pytest.mark.shared
@pytest.mark.parametrize("dataset", TONES)
def test_tone_measured_again_keeps_its_promises(dataset: str) -> None:
    path = shared(f"sentiment/{dataset}/dev.jsonl.gz")
    task = ToneTask(labels={}, channel=channel_of("", path), part="measured", has_baseline=False)
    hold("tone", evaluate_tone(read_rows(path), task).evaluation)


@pytest.mark.shared
def test_stories_told_again_keep_their_promises() -> None:
    path = shared("events/event_og2021/dev.jsonl.gz")
    hold("stories", evaluate_stories(read_rows(path, Choice(where=(("lang", "eng"),))), has_baseline=False))


@pytest.mark.shared
def test_reprints_found_again_keep_their_promises() -> None:
    folder = shared("streams/stream_rss_news_cn")
    pairs = read_rows(folder / "body_overlap_candidates.jsonl.gz")
    hold("duplicates", evaluate_duplicates(read_rows(folder / "dev.jsonl.gz"), pairs))


def hold(task: str, found: Evaluation) -> None:
    """Every promise on the set is kept, and the stored figures are those measured now."""
    assert found.figures
    for figure in found.figures:
        kept = STORED[task, found.dataset, figure.name]
        assert figure.share == pytest.approx(kept.share, abs=0.005), f"{figure.name}: python bench/measure.py"
        assert figure.n == kept.n
    promised = [promise for promise in PROMISES if (promise.task, promise.dataset) == (task, found.dataset)]
    for promise in promised:
        figure_now = found.figure(promise.figure)
        assert figure_now
        assert promise.is_kept(figure_now.share), promise.why
