"""Topics, names and gate words of an item, with their places in the original."""

import pytest

from analyze.read import Reader
from analyze.topics.check import check_rules
from caifeng.errors import ConfigError
from caifeng.models import Channel, Topic
from tests.analyze_desk import desk, item, read

QUALITY = Topic(name="产品质量", watch="净水机 AND (漏水 OR 召回) NOT 招聘")


def test_hits_stand_in_the_original_as_written() -> None:
    reading = read("净水机 AND 漏水", "昨夜家里的濾水機突然漏*水", "求助")
    hits = reading.topics[0].hits
    assert [(hit.term, hit.field, hit.start, hit.end, hit.written) for hit in hits] == [
        ("净水机", "text", 5, 8, "濾水機"),
        ("漏水", "text", 10, 13, "漏*水"),
    ]


def test_hits_of_the_title_come_first() -> None:
    assert [hit.field for hit in read("漏水", "漏水了", "又漏水").topics[0].hits] == ["title", "text"]


@pytest.mark.parametrize("written", ["滤水机", "淨飲機", "净水机", "净 水 机"])
def test_a_name_matches_by_all_its_spellings(written: str) -> None:
    reading = read("净水机 漏水", f"{written}漏水")
    assert reading.topic_names() == ("题",)
    assert reading.names == ("净水机",)


@pytest.mark.parametrize(
    ("term", "text", "is_match"),
    [
        ("mac", "new machine learning", False),
        ("mac", "新款Mac发布", True),
        ("mac", "the mac, again", True),
        ("12315", "拨打112315", False),
        ("12315", "拨打12315投诉", True),
        ("iPhone", "iPhone17发布", True),
        ("L5", "型号L50", False),
        ("L5", "清涧L5漏水", True),
    ],
)
def test_latin_words_and_numbers_match_whole(term: str, text: str, is_match: bool) -> None:
    assert bool(read(term, text).topics) is is_match


def test_near_does_not_reach_from_title_to_text() -> None:
    assert not read("净水机 NEAR/20 漏水", "漏水", "净水机").topics
    assert read("净水机 NEAR/20 漏水", "净水机昨夜漏水").topics


def test_near_counts_the_characters_between() -> None:
    assert read("净水机 NEAR/3 漏水", "净水机一二三漏水").topics
    assert not read("净水机 NEAR/3 漏水", "净水机一二三四漏水").topics


def test_not_near_holds_where_both_stand_far_apart() -> None:
    assert read("净水机 NOT (净水机 NEAR/2 招聘)", "净水机漏水，另一件事是本公司招聘").topics


def test_tags_and_terms_match_together_and_beside_the_watch() -> None:
    topic = Topic(name="售后", watch="退一赔三", tags=("家电", "售后"), terms=("拖延", "拒赔"))
    reader = Reader(desk(topic))
    assert reader.read(item("家电卖场拒赔")).topics
    assert reader.read(item("要求退一赔三")).topics
    assert not reader.read(item("家电卖场开业")).topics
    assert not reader.read(item("对方拒赔")).topics


def test_a_tag_of_the_source_stands_for_the_tag_in_the_text() -> None:
    topic = Topic(name="售后", watch="", tags=("家电",), terms=("拒赔",))
    assert Reader(desk(topic, tags=("家电",))).read(item("对方拒赔")).topics
    assert not Reader(desk(topic, tags=("家电",))).read(item("对方道歉")).topics


def test_an_excluded_term_rules_an_item_out() -> None:
    topic = Topic(name="题", watch="净水机", exclude=("招聘",))
    assert not Reader(desk(topic)).read(item("净水机企业招聘")).topics


def test_channels_and_regions_limit_a_topic() -> None:
    reader = Reader(desk(Topic(name="题", watch="漏水", channels=(Channel.FORUM,), regions=("澜川市",))))
    assert reader.read(item("漏水", channel=Channel.FORUM, region="岚江省澜川市")).topics
    assert reader.read(item("澜川市一小区漏水", channel=Channel.FORUM)).topics
    assert not reader.read(item("漏水", channel=Channel.FORUM, region="屏州市")).topics
    assert not reader.read(item("漏水", channel=Channel.NEWS, region="澜川市")).topics


def test_topics_keep_the_order_of_the_desk() -> None:
    reader = Reader(desk(Topic(name="乙", watch="漏水"), Topic(name="甲", watch="净水机")))
    assert reader.read(item("净水机漏水")).topic_names() == ("乙", "甲")


@pytest.mark.parametrize(
    ("text", "gates"),
    [
        ("女童滑倒受伤", ["受伤"]),
        ("事故致三人死亡", ["死亡"]),
        ("无锡一工厂起火致一人死亡", ["死亡"]),
        ("未按规定操作，致人死亡", ["死亡"]),
        ("未成年人受伤", ["受伤"]),
        ("未造成人员受伤", []),
        ("没有人员受伤", []),
        ("现场无人员死亡", []),
        ("幸未造成人员死亡或受伤", []),
        ("没有发现死亡病例", []),
        ("避免人员受伤", []),
        ("开展应急演练，模拟一名工人受伤", []),
        ("死亡人数为零", []),
        ("未造成死亡，但有两人受伤", ["受伤"]),
    ],
)
def test_a_gate_word_counts_only_where_it_happened(text: str, gates: list[str]) -> None:
    reading = Reader(desk(gate_words=("死亡", "受伤"))).read(item(text))
    assert [hit.written for hit in reading.gates] == gates


def test_a_desk_with_wrong_rules_is_refused_with_all_problems_at_once() -> None:
    wrong = desk(Topic(name="甲", watch="(漏水"), QUALITY, Topic(name="乙", watch=""), gate_words=("……",))
    with pytest.raises(ConfigError) as caught:
        Reader(wrong)
    assert [problem.path for problem in caught.value.problems] == [
        "topics[0].watch",
        "topics[2].watch",
        "gate_words[0]",
    ]
    assert all(problem.mend for problem in caught.value.problems)


def test_the_check_names_topic_field_and_place() -> None:
    first, second = check_rules(
        desk(Topic(name="甲", watch="漏水 AND"), Topic(name="乙", watch="漏水", exclude=("——",)))
    )
    assert (first.topic, first.field, first.path) == ("甲", "watch", "topics[0].watch")
    assert "第 4 个字" in first.message
    assert first.caret.endswith("^")
    assert (second.topic, second.field) == ("乙", "exclude")


def test_a_right_desk_has_no_problem() -> None:
    assert check_rules(desk(QUALITY, gate_words=("死亡",))) == ()


def test_a_text_read_backwards_on_the_screen_is_found() -> None:
    hits = read("台风", "今天风台\u202e").topics[0].hits
    assert [hit.written for hit in hits] == ["风台"]


def test_many_hits_near_each_other_take_no_long_time() -> None:
    reading = read("净水机 NEAR/3 漏水", "净水机漏水" * 20_000)
    hits = reading.topics[0].hits
    assert [hit.start for hit in hits[:4]] == [0, 3, 5, 8]
    assert len(hits) == 2_000  # the first thousand places of each word
