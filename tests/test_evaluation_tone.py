"""Tone is measured by the product's own reading; the baseline stands beside; only unseen rows count when asked."""

from pathlib import Path

import pytest

from bench.tone_sets import SETS, pieces
from caifeng.errors import UsageError
from caifeng.evaluation import snow
from caifeng.evaluation.files import Row, read_rows
from caifeng.evaluation.items import channel_of, date_of, is_measured, item_of
from caifeng.evaluation.tone import ToneTask, add_up, evaluate_tone
from caifeng.models import Channel
from tests.evaluation_files import tone_rows, write_lines
from tests.shared_data import shared

TASK = ToneTask(labels={}, channel=Channel.REVIEW, has_baseline=False)


def test_plainly_good_and_bad_pieces_are_mostly_judged_rightly(tmp_path: Path) -> None:
    found = evaluate_tone(read_rows(write_lines(tmp_path / "shop.jsonl", tone_rows())), TASK).evaluation
    accuracy, majority = found.figure("accuracy"), found.figure("majority")
    assert accuracy
    assert majority
    assert accuracy.share >= 0.75
    assert (majority.share, found.n, found.classes) == (0.5, 24, ("负面", "正面"))
    assert {"macro_f1", "calibration_error", "uncertain", "coverage_at_90", "accuracy_at_80", "neutral"} <= {
        figure.name for figure in found.figures
    }
    assert all(0 <= figure.low <= figure.share + 1e-9 <= figure.high + 2e-9 for figure in found.figures)


def test_the_same_rows_give_the_same_figures(tmp_path: Path) -> None:
    rows = read_rows(write_lines(tmp_path / "shop.jsonl", tone_rows()))
    assert evaluate_tone(rows, TASK) == evaluate_tone(rows, TASK)


def test_hostile_texts_are_rows_like_others(tmp_path: Path) -> None:
    hostile = ["", "好", "\ud800坏", "😀😀", "\u202eevil", "甲" * 20_000, "\x00", "a\u200bb"]
    odd: list[dict[str, object]] = [{"text": text, "label": "neg"} for text in hostile]
    rows = [*tone_rows(1), *odd]
    assert evaluate_tone(read_rows(write_lines(tmp_path / "odd.jsonl", rows)), TASK).evaluation.n == 16


def test_one_class_alone_is_refused(tmp_path: Path) -> None:
    rows = [row for row in tone_rows() if row["label"] == "pos"]
    with pytest.raises(UsageError, match="只有“正面”一类"):
        evaluate_tone(read_rows(write_lines(tmp_path / "good.jsonl", rows)), TASK)


def test_only_rows_the_model_was_never_fitted_on_count_when_asked(tmp_path: Path) -> None:
    rows = read_rows(write_lines(tmp_path / "shop.jsonl", tone_rows(20)))
    part = evaluate_tone(rows, ToneTask(labels={}, channel=Channel.REVIEW, part="measured", has_baseline=False))
    assert part.evaluation.n == sum(map(is_measured, rows.rows)) < len(rows.rows) / 2


def test_several_sets_add_up(tmp_path: Path) -> None:
    one = evaluate_tone(read_rows(write_lines(tmp_path / "a.jsonl", tone_rows(1))), TASK)
    two = evaluate_tone(read_rows(write_lines(tmp_path / "b.jsonl", tone_rows(2))), TASK)
    assert (add_up([one, two]).n, add_up([one, two]).dataset) == (24, "合计")


@pytest.mark.skipif(not snow.is_installed(), reason="the extra caifeng[measure] is not installed")
@pytest.mark.parametrize(("repeated", "name"), [(1, snow.STOCK), (30, snow.QUICK)])
def test_the_baseline_judges_the_same_rows(tmp_path: Path, repeated: int, name: str) -> None:
    rows = read_rows(write_lines(tmp_path / "shop.jsonl", tone_rows(repeated)))
    found = evaluate_tone(rows, ToneTask(labels={}, channel=Channel.REVIEW)).evaluation
    accuracy = found.figure("accuracy")
    assert found.baseline == name
    assert accuracy
    assert accuracy.baseline is not None
    assert 0 <= accuracy.baseline <= 1


@pytest.mark.parametrize(
    ("path", "channel"),
    [
        ("senti_news_bdci2019/dev.jsonl.gz", Channel.NEWS),
        ("senti_finance_news/dev.jsonl.gz", Channel.NEWS),
        ("senti_waimai_10k/dev.jsonl.gz", Channel.REVIEW),
        ("hotel.jsonl", Channel.REVIEW),
        ("emotion_osm2022/dev.jsonl.gz", Channel.WEIBO),
    ],
)
def test_the_channel_is_guessed_by_the_files_name(tmp_path: Path, path: str, channel: Channel) -> None:
    assert channel_of("", tmp_path / path) is channel
    assert channel_of("论坛", tmp_path / path) is Channel.FORUM


def test_an_unknown_channel_is_refused() -> None:
    with pytest.raises(UsageError, match="没有渠道"):
        channel_of("电台", Path("a"))


def test_a_text_that_repeats_its_title_is_read_once() -> None:
    item = item_of(Row(1, {"title": "甲公司获奖", "text": "甲公司获奖"}), "i-1", Channel.NEWS)
    assert (item.title, item.text) == ("甲公司获奖", "")
    assert item_of(Row(1, {"title": "甲"}), "i-1", Channel.NEWS).text == "甲"


def test_dates_without_a_zone_count_as_utc_and_nonsense_is_none() -> None:
    assert str(date_of(Row(1, {"date": "2026-11-20"}))) == "2026-11-20 00:00:00+00:00"
    assert str(date_of(Row(1, {"date": "2026-11-20T08:00:00+08:00"}))) == "2026-11-20 00:00:00+00:00"
    assert date_of(Row(1, {"date": "去年"})) is None
    assert date_of(Row(1, {"date": "0001-01-01T00:00:00+08:00"})) is None


@pytest.mark.shared
@pytest.mark.parametrize("name", ["senti_finance_news", "senti_news_bdci2019"])
def test_the_unseen_rows_are_those_that_the_fitting_leaves_out(name: str) -> None:
    (of,) = [one for one in SETS if one.name == name]
    rows = read_rows(shared(f"sentiment/{name}/dev.jsonl.gz")).rows
    assert [is_measured(row) for row in rows] == [piece.is_measured for piece in pieces(of)]


def test_who_measures_what_the_model_has_learned_is_told(tmp_path: Path) -> None:
    learned = read_rows(write_lines(tmp_path / "senti_weibo2018.jsonl", tone_rows()))
    run = evaluate_tone(learned, ToneTask(labels={}, channel=Channel.WEIBO, has_baseline=False))
    assert any("--part measured" in note for note in run.evaluation.notes)
    own = read_rows(write_lines(tmp_path / "own.jsonl", tone_rows()))
    assert evaluate_tone(own, ToneTask(labels={}, channel=Channel.WEIBO, has_baseline=False)).evaluation.notes == ()
