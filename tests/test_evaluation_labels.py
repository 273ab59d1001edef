"""Labels of any set become the classes of a task: guessed where they mean one thing, asked for where they do not."""

import pytest

from caifeng.errors import UsageError
from caifeng.evaluation.files import Row
from caifeng.evaluation.labels import RUMORS, TONES, Wording, labelled, parse_labels
from caifeng.models import ToneLabel

NEGATIVE, NEUTRAL, POSITIVE = ToneLabel.NEGATIVE, ToneLabel.NEUTRAL, ToneLabel.POSITIVE


def rows(*labels: object) -> list[Row]:
    return [Row(line, {"text": "甲", "label": label}) for line, label in enumerate(labels, 1)]


@pytest.mark.parametrize(
    ("label", "tone"),
    [
        ("pos", POSITIVE), ("NEG", NEGATIVE), ("neu", NEUTRAL), ("positive", POSITIVE), (0, NEGATIVE), (1, POSITIVE),
        ("-1", NEGATIVE), ("正面", POSITIVE), ("中性", NEUTRAL), ("angry", NEGATIVE), ("weak_negative", NEGATIVE),
        ("optimism", POSITIVE), ("gratitude", POSITIVE), ("hate", NEGATIVE),
    ],
)  # fmt: skip
def test_usual_labels_need_no_mapping(label: object, tone: ToneLabel) -> None:
    assert [one.of for one in labelled(rows(label), {}, TONES)] == [tone]


def test_polarity_counts_before_the_finer_label_and_ambiguous_pieces_are_left_out() -> None:
    given = [
        Row(1, {"label": "surprise", "polarity": "amb"}),
        Row(2, {"label": "odd", "polarity": "neg"}),
        Row(3, {"label": "surprise"}),
    ]
    assert [(one.row.line, one.of) for one in labelled(given, {}, TONES)] == [(2, NEGATIVE)]


def test_a_mapping_wins_over_guess_and_polarity() -> None:
    mapping = parse_labels("surprise=正面，happy=-", TONES)
    given = [Row(1, {"label": "Surprise", "polarity": "amb"}), *rows("happy", "sad")]
    assert [one.of for one in labelled(given, mapping, TONES)] == [POSITIVE, NEGATIVE]


def test_labels_nobody_can_place_are_listed_in_one_sentence() -> None:
    with pytest.raises(UsageError, match="“火灾”（2 行）、“地震”（1 行）"):
        labelled(rows("火灾", "地震", "火灾", "pos"), {}, TONES)


def test_rows_without_any_label_are_refused() -> None:
    with pytest.raises(UsageError, match="2 行没有 label"):
        labelled(rows("", None), {}, TONES)


@pytest.mark.parametrize("written", ["happy", "=正面", "happy=高兴吗", "happy=不确定吧"])
def test_a_mapping_that_cannot_be_read_is_refused(written: str) -> None:
    with pytest.raises(UsageError, match="无法辨认"):
        parse_labels(written, TONES)


def test_rumour_sets_have_their_own_words() -> None:
    found = labelled(rows("fake", "rumor", "non-rumor", "real", "uncertain"), {}, RUMORS)
    assert [one.of for one in found] == [Wording.RUMOR, Wording.RUMOR, Wording.OTHER, Wording.OTHER]
