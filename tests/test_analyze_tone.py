"""Tone towards what is written about, with the words that carried it."""

import os
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyze.read import Reader
from analyze.text.fold import fold
from analyze.text.passage import Passage
from analyze.text.words import Segmenter
from analyze.tone.carriers import scan
from analyze.tone.grams import code, gram, grams
from analyze.tone.judge import read_tone
from analyze.tone.lexicon import Kind, shipped_lexicon
from analyze.tone.tables import Table, Weights, pack, unpack
from analyze.topics.terms import Spot
from caifeng.models import Channel, Tone, ToneLabel
from tests.analyze_desk import desk, item

READER = Reader(desk())
SEGMENTER = Segmenter()


def tone(text: str, title: str = "", channel: Channel = Channel.NEWS) -> Tone:
    return READER.read(item(text, title, channel)).tone


def weights(text: str) -> dict[str, float]:
    folded = fold(text).text
    found = scan(_passages("", text)[1], shipped_lexicon()).carriers
    return {folded[carrier.start : carrier.end]: carrier.weight for carrier in found}


@pytest.mark.parametrize(
    ("title", "text", "channel"),
    [
        ("净水机半夜漏水 客服拒赔", "多名消费者反映地板被泡坏，客服称属正常现象，拒绝赔偿。", Channel.NEWS),
        ("关于召回部分净水机的通报", "我局对该公司立案调查，责令其召回存在缺陷的产品。", Channel.GOVERNMENT),
        ("", "净水机半夜漏水，四岁小孩滑倒缝针了[怒][泪] 给个说法！", Channel.WEIBO),
        ("客服电话打了三天没人接", "机器坏了，拖了五天", Channel.FORUM),
        ("濾水機漏水 女童受傷", "住戶投訴客服推諉。", Channel.OVERSEAS),
        ("", "质量太差，用了两天就坏了，客服还不理人", Channel.REVIEW),
    ],
)
def test_complaints_harm_and_penalties_are_negative(title: str, text: str, channel: Channel) -> None:
    found = tone(text, title, channel)
    assert found.label is ToneLabel.NEGATIVE
    assert found.words[0].weight < 0


@pytest.mark.parametrize(
    ("title", "text", "channel"),
    [
        ("售后师傅跳江救起落水男孩 获见义勇为称号", "他跳入江中救起男童，获表彰。", Channel.NEWS),
        ("", "师傅跳水救人，太帅了[赞] 为他点赞", Channel.WEIBO),
        ("", "质量很好，安装师傅很耐心，值得推荐", Channel.REVIEW),
    ],
)
def test_rescue_and_praise_are_positive(title: str, text: str, channel: Channel) -> None:
    found = tone(text, title, channel)
    assert found.label is ToneLabel.POSITIVE
    assert found.words[0].weight > 0


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("地铁2号线明日起调整运营时间", "首班车调整为6时，末班车23时。请市民合理安排出行。"),
        ("冷空气来袭 明日降温8℃", "市气象台预计，明日起气温下降。"),
        ("市图书馆举办讲座", "讲座将于周六下午在二楼报告厅举行。"),
        ("学校开展消防应急演练", "师生有序疏散，演练未造成人员受伤。"),
        ("【辟谣】电热水壶煮水释放锰毒？不实！", "经检测，12批次产品全部合格，网传致癌为不实信息。"),
    ],
)
def test_plain_notices_and_refutations_are_neutral(title: str, text: str) -> None:
    assert tone(text, title, Channel.GOVERNMENT).label is ToneLabel.NEUTRAL


def test_negation_turns_a_word() -> None:
    assert weights("问题没有解决")["解决"] < 0
    assert weights("未造成人员伤亡")["伤亡"] >= 0
    assert weights("并不是不满意")["不满意"] > 0


def test_negation_ends_with_the_clause() -> None:
    assert weights("没有，漏水了")["漏水"] < 0


def test_intensity_scales_a_word() -> None:
    assert weights("非常满意吗，满意")["满意"] == weights("满意")["满意"]
    assert weights("特别失望")["失望"] < weights("失望")["失望"] < weights("有点失望")["失望"]


def test_contrast_weighs_what_follows() -> None:
    plain = weights("漏水，点赞")
    turned = weights("漏水，但是点赞")
    assert turned["点赞"] > plain["点赞"]
    assert turned["漏水"] > plain["漏水"]


def test_questions_and_hearsay_weigh_less() -> None:
    assert weights("漏水。")["漏水"] < weights("漏水？")["漏水"]
    assert weights("漏水。")["漏水"] < weights("据说漏水。")["漏水"]


def test_what_someone_works_against_weighs_little() -> None:
    assert weights("严厉打击诈骗")["诈骗"] > 0.3 * weights("诈骗")["诈骗"]


@pytest.mark.parametrize("text", ["差异不大", "今天天气", "特别行政区", "香港", "牛奶", "主持人", "不得了"])
def test_parts_of_other_words_carry_nothing(text: str) -> None:
    assert weights(text) == {}


def test_a_dodged_word_carries_its_weight_and_is_shown_as_written() -> None:
    words = {word.word: word.weight for word in tone("家里的机器漏*水了", channel=Channel.FORUM).words}
    assert words["漏*水"] < 0


def test_words_are_the_heaviest_first_at_most_six() -> None:
    found = tone("漏水 起火 爆炸 死亡 投诉 欺诈 垃圾 愤怒 失望 担心 裁员").words
    assert len(found) == 6
    assert [abs(word.weight) for word in found] == sorted((abs(word.weight) for word in found), reverse=True)


def test_the_lexicon_holds_at_least_800_carriers() -> None:
    carriers = [entry for entry in shipped_lexicon().entries.values() if entry.kind is Kind.WORD and entry.value]
    assert len(carriers) >= 800


def test_an_item_without_any_text_is_not_judged_negative() -> None:
    assert tone("").label in (ToneLabel.NEUTRAL, ToneLabel.UNCERTAIN)


@settings(max_examples=60)
@given(st.text(max_size=80), st.text(max_size=30), st.sampled_from(Channel))
def test_any_text_gets_a_probability_and_words_that_stand_in_it(text: str, title: str, channel: Channel) -> None:
    found = tone(text, title, channel)
    assert 1 / 3 <= found.probability <= 1
    assert all(word.word in text or word.word in title for word in found.words)
    if found.label in (ToneLabel.NEGATIVE, ToneLabel.POSITIVE):
        assert found.words


def towards(text: str, name: str, title: str = "") -> Tone:
    """The tone of a news item towards a name."""
    passages = []
    spots = []
    for field, written in (("title", title), ("text", text)):
        folded = fold(written)
        passages.append(Passage(written, folded, SEGMENTER.words(folded.text)))
        starts = [at for at in range(len(folded.text)) if folded.text.startswith(name, at)]
        spots += [Spot(field, False, at, at + len(name)) for at in starts]  # noqa: FBT003
    return read_tone(passages[0], passages[1], Channel.NEWS, spots)


FIRE = "泰河热水器昨夜起火爆炸，两人死亡，厂家被立案调查。澜川电器连夜派人义务帮助邻居，获居民点赞表扬。"


def test_what_is_said_of_others_weighs_less_than_what_is_said_of_the_subject() -> None:
    ours, theirs = towards(FIRE, "澜川电器"), towards(FIRE, "泰河热水器")
    assert ours.label is not ToneLabel.NEGATIVE
    assert theirs.label is ToneLabel.NEGATIVE
    weighed = {word.word: word.weight for word in ours.words}
    assert abs(weighed["起火"]) < abs({word.word: word.weight for word in theirs.words}["起火"])


def test_without_the_subject_in_the_text_the_lead_is_read() -> None:
    assert towards(FIRE, "不在场") == read_tone(*_passages("", FIRE), Channel.NEWS)


def test_a_subject_beyond_the_lead_is_found() -> None:
    padding = "会议于周三在市图书馆报告厅举行。" * 20
    assert towards(padding + "澜川净水机漏水伤人，被立案查处。", "澜川").label is ToneLabel.NEGATIVE
    assert towards(padding + "澜川净水机漏水伤人，被立案查处。", "图书馆").label is not ToneLabel.NEGATIVE


@settings(max_examples=60)
@given(
    st.text(alphabet="漏水好。!? \n澜川\ud800🎉", max_size=300),
    st.lists(st.tuples(st.sampled_from(["title", "text"]), st.booleans(), st.integers(0, 400)), max_size=8),
)
def test_any_spots_give_a_tone(text: str, places: list[tuple[str, bool, int]]) -> None:
    spots = [Spot(field, mirrored, at, at + 2) for field, mirrored, at in places]
    assert 1 / 3 <= read_tone(*_passages(text, text), Channel.WEIBO, spots).probability <= 1


@pytest.mark.parametrize(
    "text", ["", "好", "好" * 1_000_000, "😂" * 500, "\ud800\udc00\ud800", "\u202e漏水", "漏水。" * 10_000]
)
def test_hostile_texts_give_a_tone(text: str) -> None:
    title, body = _passages("", text)
    assert read_tone(title, body, Channel.FORUM).label in ToneLabel


_SAY = """
import sys
from analyze.text.fold import fold
from analyze.text.passage import Passage
from analyze.text.words import Segmenter
from analyze.tone.judge import read_tone
from caifeng.models import Channel

cutter, text = Segmenter(), fold(sys.argv[1])
passage = Passage(sys.argv[1], text, cutter.words(text.text))
for channel in Channel:
    print(ascii(read_tone(passage, passage, channel)))
"""


def test_the_order_of_sets_changes_nothing() -> None:
    def said(seed: str) -> str:
        text = FIRE + "漏水 起火 投诉 欺诈 垃圾 愤怒 失望 担心 裁员 很好 满意！但是售后不理人？😂[怒]"
        command = [sys.executable, "-W", "ignore", "-c", _SAY, text]
        surroundings = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[1])}
        return subprocess.run(command, env=surroundings, capture_output=True, text=True, check=True).stdout

    first = said("1")
    assert "ToneWord" in first
    assert first == said("2")


def test_the_borders_of_words_are_marked() -> None:
    text = "漏水了ab"
    assert Passage(text, fold(text), ("漏水", "了", "ab")).edges == bytes([1, 0, 1, 1, 0, 1])
    assert Passage(text, fold(text), ()).edges == bytes([1, 0, 0, 0, 0, 0])


def test_a_packed_table_comes_back() -> None:
    codes = grams("漏水了😂")
    pairs = np.array([[0.1 * at, -0.05 * at] for at in range(1, len(codes) + 1)], np.float32)
    table = Table({"bias": 1 + 2j}, Weights(), Weights(codes, pairs), (0.5, 0.6, 0.7), ("a",))
    back = unpack(pack(table))
    assert (back.masses, back.certain, back.fitted_on) == (table.masses, table.certain, table.fitted_on)
    assert all(abs(back.grams.weight(number) - table.grams.weight(number)) <= 0.02 for number in codes.tolist())
    assert back.grams.weight(code("火")) == 0


@pytest.mark.parametrize("data", [b"", b"x", zlib.compress(b"{}\n"), zlib.compress(b"[1]\nabc")])
def test_what_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="not a packed tone table"):
        unpack(data)


@given(st.text(min_size=1, max_size=3))
def test_a_gram_comes_back_from_its_number(text: str) -> None:
    assert gram(code(text)) == text.lstrip("\x00")


def _passages(title: str, text: str) -> tuple[Passage, Passage]:
    first, second = fold(title), fold(text)
    return Passage(title, first, SEGMENTER.words(first.text)), Passage(text, second, SEGMENTER.words(second.text))
