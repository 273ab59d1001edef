"""What binds items into one story besides their words, and how well it works on named sets."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse

from analyze.clusters.adoption import adopt, settle
from analyze.clusters.amounts import amounts_in
from analyze.clusters.anchors import anchor_rows
from analyze.clusters.bearers import Bearers, Named, bearers
from analyze.clusters.cluster import cluster
from analyze.clusters.headings import heading, is_digest
from analyze.clusters.quotations import quotations
from analyze.clusters.stars import Sky, fading, group
from analyze.text.persons import persons
from analyze.text.words import Segmenter
from caifeng.models import Piece, PieceKind, ToneLabel
from tests.analyze_stories import DESK, item, reading, readings
from tests.shared_data import shared


def test_an_anchor_is_a_name_with_a_problem_word() -> None:
    leak, price = item("a", "净水机漏水"), item("b", "净水机双十一保价")
    rows = anchor_rows([reading(leak), reading(price), None], DESK)
    assert rows[[0]].nnz > 0
    assert rows[[1, 2]].nnz == 0  # a price is a kind of talk, not a happening; no reading, no anchor


def test_a_problem_word_in_passing_in_a_norm_or_in_advertising_weighs_less() -> None:
    first, late = item("a", "净水机漏水"), item("b", "净水机", "很好用" * 80 + "漏水")
    norm = replace(reading(first), keywords=("净水机", "征求意见"))
    advert = replace(reading(first), piece=Piece(kind=PieceKind.MARKETING, probability=0.9, reasons=()))
    weights = anchor_rows([reading(first), reading(late), norm, advert], DESK).max(axis=1).toarray()
    assert weights[0] == 1.0
    assert max(weights[1:]) < 1.0


def test_the_tone_moves_no_item_from_story_to_story() -> None:
    first = item("a", "净水机漏水")
    rows = anchor_rows([reading(first, tone) for tone in ToneLabel], DESK).toarray()
    assert (rows == rows[0]).all()


def test_only_private_persons_are_anchors_by_themselves() -> None:
    names = (("沈渡", ()), ("华为", ()), ("净水机", ()), ("澜川电器", ()))
    assert persons(replace(DESK, names=names)) == {"沈渡"}


def test_different_problems_of_one_company_are_two_stories() -> None:
    leaks = [item(f"l{n}", "澜川电器净水机漏水", f"第{n}户净水机漏水，地板泡了。", hours=n) for n in range(4)]
    rumour = [item(f"k{n}", "澜川电器电热水壶致癌", f"第{n}位说电热水壶致癌，不敢用了。", hours=n) for n in range(4)]
    found = cluster([*leaks, *rumour], readings([*leaks, *rumour]), DESK)
    assert {frozenset(one.id[0] for one in each.items) for each in found} == {frozenset("l"), frozenset("k")}


def test_what_lies_further_apart_must_be_more_alike() -> None:
    left = fading(np.array([0.0, 0.4, 1.0, 60.0]))
    assert left[0] == left[1] == 1.0
    assert left[1] > left[2] > left[3] > 0


def test_a_large_group_adopts_a_stray_that_speaks_its_own_words() -> None:
    rows = [[1.0, 1.0, 0.0]] * 5 + [[0.3, 0.3, 0.9]] + [[0.0, 0.0, 1.0]]
    matrix = sparse.csr_array(np.array(rows) / np.linalg.norm(rows, axis=1, keepdims=True))
    sky = Sky(matrix, np.zeros(3, bool), sparse.csr_array((7, 1)), np.zeros(7), _nobody(7))
    labels = np.array([0, 0, 0, 0, 0, 5, 6])
    assert adopt(sky, labels).tolist() == [0, 0, 0, 0, 0, 0, 6]
    named = replace(sky, is_name=np.array([True, True, False]))
    assert adopt(named, labels).tolist() == labels.tolist()  # names are everybody's words


def test_an_item_settles_in_the_large_group_it_resembles_most() -> None:
    rows = np.array([[1.0, 0.0]] * 5 + [[0.6, 0.8]] + [[0.0, 1.0]] * 5)
    sky = Sky(sparse.csr_array(rows), np.zeros(2, bool), sparse.csr_array((11, 1)), np.zeros(11), _nobody(11))
    assert settle(sky, np.array([0] * 6 + [6] * 5)).tolist() == [0] * 5 + [6] * 6
    assert settle(sky, np.zeros(11, np.int64)).tolist() == [0] * 11


def test_equal_rows_are_one_group_and_unlike_rows_are_not() -> None:
    matrix = sparse.csr_array(np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]]))
    labels = group(Sky(matrix, np.zeros(2, bool), sparse.csr_array((3, 1)), np.zeros(3), _nobody(3)))
    assert labels[0] == labels[1] != labels[2]


def test_happenings_of_one_template_are_told_apart_by_person_and_place() -> None:
    titles = ("松原市委原书记贺砚舟接受纪律审查和监察调查", "衡阳市委原书记周启明接受纪律审查和监察调查",
              "秘鲁一架小型飞机坠毁致3人遇难", "挪威一架小型飞机坠毁致6人遇难")  # fmt: skip
    assert _together(titles) == {frozenset({title}) for title in titles}


def test_english_headlines_meet_whatever_the_ending_of_their_words() -> None:
    titles = ("Peru bans old fishing nets after whale deaths", "Old fishing net banned in Peru after whales die",
              "Norway raises fuel taxes before election")  # fmt: skip
    assert _together(titles) == {frozenset(titles[:2]), frozenset(titles[2:])}


def test_persons_count_before_places_and_one_shared_name_is_enough() -> None:
    one_man = ("青海省原副省长贺砚舟接受纪律审查和监察调查", "西宁市委原书记贺砚舟接受纪律审查和监察调查")
    one_city = ("西宁市原副市长贺砚舟接受审查调查", "西宁市政协原副主席罗永杰接受审查调查")
    one_crash = ("秘鲁一架小型飞机坠毁致3人遇难", "秘鲁一架飞机坠毁 机上3人全部遇难", "一架小型飞机坠毁 3人遇难")
    assert len(_together(one_man)) == 1
    assert len(_together(one_city)) == 2
    assert len(_together(one_crash)) == 1


def test_complaints_about_the_desks_own_come_from_many_cities() -> None:
    assert len(_together(("西宁用户家里净水机漏水泡了地板", "衡阳用户家里净水机漏水泡了地板"))) == 1


def test_a_place_is_the_same_with_and_without_its_rank_and_everywhere_is_no_place() -> None:
    places = bearers(["西宁暴雨", "西宁市暴雨", "全国暴雨"], Segmenter()).places.title.toarray()
    assert places.tolist() == [[1.0], [1.0], [0.0]]


@pytest.mark.filterwarnings("ignore::SyntaxWarning", "ignore::DeprecationWarning", "ignore:pkg_resources")
def test_without_the_fast_cutter_titles_are_tagged_too() -> None:
    from analyze.text.words import _slow_cutter

    cutter = _slow_cutter(["澜川电器"])
    assert ("西宁", "ns") in cutter.tag("西宁澜川电器") and ("澜川电器", "nz") in cutter.tag("西宁澜川电器")
    assert cutter.has_word("西宁") and not cutter.has_word("贺砚舟")


@pytest.mark.parametrize(
    ("title", "bare"),
    [("新华社快讯:某地发生地震", "某地发生地震"), ("01版 - 某地发生地震", "某地发生地震"),
     ("olympics latest: li wins gold | wtop", "li wins gold"), ("星河银行:拟减持", "星河银行:拟减持"), ("", "")],
)  # fmt: skip
def test_a_heading_is_a_title_without_column_and_publisher(title: str, bare: str) -> None:
    assert heading(title) == bare
    assert heading(heading(title)) == heading(title)


def test_amounts_are_money_shares_and_rates_not_victims() -> None:
    assert amounts_in("拟以44.04亿元收购 5人受伤 降息0.5 涨2%") == ("0.5", "2%", "44.04亿")


def test_a_passage_or_headline_that_two_sources_share_links_them_unless_one_is_a_digest() -> None:
    passage = "国家统计局发布数据显示全年快递业务量完成一千九百亿件同比增长一成多中西部地区增速快于东部地区" * 2
    letters = [passage, f"早间来自各地的消息{passage}", passage, "短", "短"]
    titles = ["甲地消息", "乙地消息", "早报:今日要闻", "同一个标题写在两家报纸", "同一个标题写在两家报纸"]
    links = quotations(letters, titles, ["甲", "乙", "丙", "丁", "戊"]).toarray()
    assert {(one, other) for one, other in zip(*np.nonzero(links), strict=True)} == {(0, 1), (1, 0), (3, 4), (4, 3)}
    assert not quotations(letters, titles, ["甲"] * 5).nnz
    assert is_digest("8点1氪丨某事;另一事;第三事")


def _together(titles: Sequence[str]) -> set[frozenset[str]]:
    """The titles of each cluster; the order in which they are given is no matter."""
    items = [item(f"i{n}", title, hours=n) for n, title in enumerate(titles)]
    found = cluster(items, readings(items), DESK)
    assert found == cluster(items[::-1], readings(items), DESK)
    return {frozenset(one.title for one in each.items) for each in found}


def _nobody(count: int) -> Bearers:
    none = Named(sparse.csr_array((count, 1)), sparse.csr_array((count, 1)))
    return Bearers(none, none, none)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "floor", "pairs"),
    [
        ("event_finance_silver", 0.97, 0.8),
        ("finance_masked", 0.935, 0.5),
        ("event_og2021", 0.8, 0.6),
        ("event_covid_hashtag_silver", 0.735, 0.8),
    ],
)
def test_grouping_holds_its_floor_on_named_event_sets(name: str, floor: float, pairs: float) -> None:
    shared("events")
    from bench.stories import event_scores

    *_, b_cubed, pairwise = event_scores(name)
    assert b_cubed >= floor
    assert pairwise >= pairs
