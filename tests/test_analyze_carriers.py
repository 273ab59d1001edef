"""What stands around a tone word changes what it weighs; all sentences are made up."""

import math
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyze.text.fold import fold
from analyze.text.passage import Passage
from analyze.text.words import Segmenter
from analyze.tone.carriers import Scan, scan
from analyze.tone.lexicon import shipped_lexicon

SEGMENTER = Segmenter()


def scanned(text: str) -> tuple[str, Scan]:
    folded = fold(text)
    return folded.text, scan(Passage(text, folded, SEGMENTER.words(folded.text)), shipped_lexicon())


def weight(text: str, word: str) -> float:
    folded, found = scanned(text)
    return next(carrier.weight for carrier in found.carriers if folded[carrier.start : carrier.end] == word)


def total(text: str) -> float:
    return sum(carrier.weight for carrier in scanned(text)[1].carriers)


@pytest.mark.parametrize(
    ("plain", "changed", "word"),
    [
        ("这台机器漏水。", "这台机器并未漏水。", "漏水"),
        ("质量合理，客服满意。", "质量谈不上满意。", "满意"),
        ("物业解决问题。", "物业没能解决问题。", "解决"),
        ("消防员受伤。", "未造成人员受伤。", "受伤"),
    ],
)
def test_negation_turns_a_word(plain: str, changed: str, word: str) -> None:
    assert weight(plain, word) * weight(changed, word) < 0


def test_two_negations_take_each_other_back() -> None:
    assert weight("并非没有爆炸。", "爆炸") < 0


def test_negation_does_not_reach_beyond_a_comma() -> None:
    assert weight("没有，漏水了。", "漏水") < -1


@pytest.mark.parametrize(
    ("plain", "changed", "word"),
    [
        ("厂房爆炸。", "一旦厂房爆炸。", "爆炸"),
        ("厂房爆炸。", "如果厂房爆炸。", "爆炸"),
        ("厂房爆炸。", "据传厂房爆炸。", "爆炸"),
        ("厂房爆炸。", "厂房爆炸？", "爆炸"),
        ("厂房爆炸。", "谨防厂房爆炸。", "爆炸"),
        ("警方通报诈骗。", "警方打击诈骗。", "诈骗"),
        ("这事完美。", "这事能不能完美。", "完美"),
        ("大家满意。", "何时才能大家满意。", "满意"),
    ],
)
def test_what_has_not_happened_weighs_less(plain: str, changed: str, word: str) -> None:
    assert abs(weight(changed, word)) < abs(weight(plain, word))
    assert weight(changed, word) * weight(plain, word) > 0


def test_contrast_weighs_what_follows_and_only_once_what_stands_before() -> None:
    assert weight("漏水，不料点赞。", "点赞") > weight("漏水，点赞。", "点赞")
    assert weight("漏水，但点赞，但表扬。", "漏水") == weight("漏水，但点赞，表扬。", "漏水")


@pytest.mark.parametrize(
    ("sincere", "mocking", "word"),
    [
        ("服务周到。", "所谓的服务周到。", "服务周到"),
        ("服务周到。", "呵呵，服务周到。", "服务周到"),
        ("漏水三天，真是完美。", "漏水三天，真是“完美”。", "完美"),
        ("漏水三天，完美。", "漏水三天，完美[doge]", "完美"),
        ("这是优质服务。", "难道这是优质服务？", "优质服务"),
        ("真是完美！", "真是完美！[微笑]", "完美"),
    ],
)
def test_a_mocked_good_word_is_bad(sincere: str, mocking: str, word: str) -> None:
    assert weight(sincere, word) > 0
    assert weight(mocking, word) < 0


def test_a_wink_without_a_bad_word_only_cuts_a_good_one() -> None:
    assert 0 < weight("完美[doge]", "完美") < weight("完美", "完美")


def test_a_rhetorical_question_is_a_reproach_and_a_plain_one_is_not() -> None:
    assert total("凭什么不让我们进门？") < 0
    assert total("几点开门？") == 0


def test_what_is_quoted_weighs_a_little_less() -> None:
    assert weight("他说“这台机器昨天半夜漏水了”。", "漏水") > weight("他说这台机器昨天半夜漏水了。", "漏水")


def test_a_row_of_the_same_emoticon_says_little_more_than_one() -> None:
    assert 3 * total("[怒]") < total("[怒][怒][怒]") < total("[怒]")


@pytest.mark.parametrize(
    ("text", "sign"), [("😡", -1), ("😭", -1), ("👍", 1), ("❤️", 1), ("[蜡烛]", -1), ("XDD", 1), ("QQ", -1)]
)
def test_emoticons_carry_tone(text: str, sign: int) -> None:
    assert total(text) * sign > 0


def test_a_scan_counts_its_marks_and_names_the_classes() -> None:
    found = scanned("如果漏水怎么办？！难道不管？呵呵，但是客服点赞。")[1]
    assert (found.questions, found.exclamations) == (2, 1)
    assert found.irony == 1
    assert found.rhetorical >= 1
    assert found.hypothetical == 1
    bad = {carrier.group for carrier in found.carriers if carrier.weight < 0}
    assert {"质量缺陷", "质问"} <= bad


@settings(max_examples=150)
@given(
    st.text()
    | st.lists(
        st.sampled_from(
            [
                "不",
                "没有",
                "漏水",
                "点赞",
                "“",
                "”",
                '"',
                "但",
                "如果",
                "所谓",
                "呵呵",
                "[doge]",
                "难道",
                "？",
                "！",
                "。",
                "，",
                "\n",
                "很",
                "完美",
                "防范",
            ]
        )
    ).map("".join)
)
def test_a_scan_never_fails_and_stays_inside_the_text(text: str) -> None:
    folded, found = scanned(text)
    assert all(0 <= carrier.start < carrier.end <= len(folded) for carrier in found.carriers)
    assert all(math.isfinite(carrier.weight) and carrier.group for carrier in found.carriers)


@pytest.mark.parametrize("unit", ["啊", "点赞但", "呵呵点赞", "。[doge]", "“点赞”", "不漏水", "[", "“"])
def test_a_long_text_costs_no_more_by_the_character(unit: str) -> None:
    def seconds(count: int) -> float:
        passage = Passage(unit * count, fold(unit * count), tuple(unit * count))
        start = time.process_time()
        scan(passage, shipped_lexicon())
        return time.process_time() - start

    seconds(100)
    assert seconds(40_000) < 60 * max(seconds(4_000), 0.002)
