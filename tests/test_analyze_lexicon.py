"""The tables of tone words are sound: every term folded, once, with a documented class."""

from importlib.resources import files

import pytest

from analyze.text.fold import fold
from analyze.text.passage import Passage
from analyze.text.words import Segmenter
from analyze.tone.carriers import scan
from analyze.tone.lexicon import Kind, shipped_lexicon

ENTRIES = shipped_lexicon().entries
WORDS = {term: entry for term, entry in ENTRIES.items() if entry.kind is Kind.WORD}
SEGMENTER = Segmenter()


def rows(name: str) -> list[str]:
    lines = files("analyze").joinpath("data", name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def terms(name: str) -> list[str]:
    return [term for line in rows(name) if not (line.startswith("[") and line[-2].isdigit()) for term in line.split()]


def score(text: str) -> float:
    folded = fold(text)
    passage = Passage(text, folded, SEGMENTER.words(folded.text))
    return sum(carrier.weight for carrier in scan(passage, shipped_lexicon()).carriers)


def test_the_lexicon_holds_thousands_of_carriers() -> None:
    assert sum(entry.value < 0 for entry in WORDS.values()) >= 3000
    assert sum(entry.value > 0 for entry in WORDS.values()) >= 1500


def test_every_term_folds_to_itself() -> None:
    assert [term for term in ENTRIES if fold(term).text != term and term != "\n"] == []


def test_no_term_stands_twice() -> None:
    listed = [*terms("lexicon.txt"), *terms("shifters.txt")]
    assert sorted(term for term in set(listed) if listed.count(term) > 1) == []


def test_weights_lie_between_minus_three_and_three() -> None:
    assert all(-3 <= entry.value <= 3 for entry in ENTRIES.values())


def test_every_class_is_explained_in_the_head_of_the_file() -> None:
    text = files("analyze").joinpath("data", "lexicon.txt").read_text(encoding="utf-8")
    head = "\n".join(line for line in text.splitlines() if line.startswith("#"))
    assert {entry.group for entry in ENTRIES.values() if entry.group and entry.group not in head} == set()


def test_every_tone_word_names_its_class() -> None:
    assert all(entry.group for entry in WORDS.values())


@pytest.mark.parametrize(
    "text",
    [
        "小区组织消防安全检查", "市场监管部门开展安全教育", "他在香港坐火车", "本周垃圾分类宣传", "污水处理厂位于城东",
        "人民法院周三开庭", "加油站在路口", "特别行政区", "腾讯QQ音乐", "艾滋病日讲座", "抗日战争纪念馆",
    ],
)  # fmt: skip
def test_neutral_topics_carry_nothing(text: str) -> None:
    assert score(text) == 0


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("矿井透水三人遇难", -1), ("学生餐吃出活虫", -1), ("平台大数据杀熟", -1), ("证监会下发警示函", -1),
        ("县长接受审查调查", -1), ("工人讨薪无果", -1), ("公司预亏三亿", -1), ("用户信息泄露", -1),
        ("河水黑臭死鱼成片", -1), ("老師體罰學生", -1), ("客服踢皮球", -1), ("超爛的服務", -1), ("超雷包，氣死", -1),
        ("司机勇救落水儿童", 1), ("公司预中标大单", 1), ("护士获评道德模范", 1), ("已全额退款，用户满意", 1),
        ("小確幸，好開心", 1), ("祝大家身体健康", 1), ("发放消费券惠民", 1),
    ],
)  # fmt: skip
def test_events_weigh_to_their_side(text: str, sign: int) -> None:
    assert score(text) * sign > 0
