"""From items to stories: what belongs together, ids that stay, order that does not matter."""

import math
import random
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from analyze.stories.tell import Evidence, tell
from caifeng.models import DayCount, Item, Level, Sighting, Stage, Story, StoryType
from tests.analyze_stories import DESK, NOW, item, notice, press, readings

COMPLAINTS = (
    item("c1", "净水机漏水，地板泡了", "澜川的净水机装了两个月，昨晚漏水，地板全鼓起来，客服让我再等等。", 60),
    item("c2", "我家净水机也漏水", "半夜听见滴水声，净水机底下接口漏水，柜板泡发，报修没人来。", 50),
    item("c3", "净水机漏水要求赔偿", "滤芯下面漏水，楼下吊顶也湿了，要求厂家赔偿地板和吊顶损失。", 40),
    item("c4", "又一个漏水的", "净水机夜里漏水，水流到客厅，地板起鼓，客服说是正常现象。", 30),
    press("c5", "多户居民反映净水机漏水 地板被泡", "多户居民反映澜川电器净水机夜间漏水，地板被泡，客服称正常。", 20),
    item("c6", "漏水第三天", "净水机漏水第三天，师傅来看了一眼，说接口松了，地板谁赔？", 10),
)
OTHERS = (
    item("o1", "净水机双十一保价被拒", "买了净水机第二天降价八十元，申请保价，直播间说不参加保价活动。", 45),
    item("o2", "净水机选购指南 领券优惠", "冬季换新季，净水机到店优惠三百元，扫码领券，赠送滤芯一支。", 35),
    press("o3", "澜川电器新产线投产", "澜川电器智能产线今天投产，主要生产空气炸锅，年产能增加六十万台。", 25),
)


def told(*items: Item, prior: tuple[Story, ...] = (), sightings: tuple[Sighting, ...] = ()) -> tuple[Story, ...]:
    evidence = Evidence(items=items, readings=readings(items), prior=prior, sightings=sightings)
    return tell(evidence, DESK, NOW)


def holding(stories: tuple[Story, ...], id_: str) -> Story:
    return next(story for story in stories if id_ in story.all_ids)


def test_complaints_about_one_defect_in_different_words_are_one_story() -> None:
    story = holding(told(*COMPLAINTS, *OTHERS), "c1")
    assert set(story.all_ids) == {"c1", "c2", "c3", "c4", "c5", "c6"}
    assert story.topics[0] == "产品质量"
    assert story.owner == "售后部"


def test_other_news_of_the_same_product_stays_outside() -> None:
    stories = told(*COMPLAINTS, *OTHERS)
    for id_ in ("o1", "o2", "o3"):
        assert holding(stories, id_).all_ids == (id_,)


def test_a_story_crosses_scripts() -> None:
    simplified = press("a", "澜川电器召回三千台漏水净水机", "澜川电器宣布召回三千台净水机，密封圈老化导致漏水。", 9)
    traditional = press("b", "瀾川電器召回三千部漏水濾水機", "瀾川電器宣佈召回三千部濾水機，密封圈老化導致漏水。", 3)
    assert len(told(simplified, traditional)) == 1


def test_nothing_tells_nothing() -> None:
    assert told() == ()


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**16))
def test_the_order_in_which_items_come_does_not_matter(seed: int) -> None:
    items = [*COMPLAINTS, *OTHERS, replace(COMPLAINTS[0], id="c7", source="快览", published_at=NOW)]
    expected = told(*items)
    random.Random(seed).shuffle(items)  # noqa: S311
    assert told(*items) == expected


def test_ids_are_the_day_of_the_first_telling_with_a_running_number() -> None:
    assert sorted(story.id for story in told(*COMPLAINTS[:1], *OTHERS)) == [f"S-20261117-0{n}" for n in (1, 2, 3, 4)]


def test_a_story_keeps_its_id_and_its_members_as_the_window_moves() -> None:
    first = holding(told(*COMPLAINTS[:4]), "c1")
    later = holding(told(*COMPLAINTS[2:], *OTHERS, prior=(first,)), "c6")
    assert later.id == first.id
    assert later.item_ids == ("c1", "c2", "c3", "c4", "c5", "c6")
    assert later.spread.first_item_id == "c1"
    assert later.first_at == COMPLAINTS[0].published_at
    assert sum(day.distinct for day in later.days) == 6


def test_when_two_stories_merge_the_older_id_stays() -> None:
    old = replace(holding(told(*COMPLAINTS[:2]), "c1"), id="S-20261114-03")
    young = replace(holding(told(*COMPLAINTS[2:4]), "c3"), id="S-20261115-01")
    merged = told(*COMPLAINTS, prior=(young, old))
    assert [story.id for story in merged] == ["S-20261114-03"]


def test_a_single_old_post_does_not_hand_its_id_to_a_large_story() -> None:
    post = replace(holding(told(COMPLAINTS[0]), "c1"), id="S-20261112-09")
    large = replace(holding(told(*COMPLAINTS[1:]), "c3"), id="S-20261115-01")
    assert holding(told(*COMPLAINTS, prior=(post, large)), "c1").id == "S-20261115-01"


def test_a_reprint_whose_original_left_the_window_stays_a_reprint() -> None:
    copy = replace(COMPLAINTS[4], id="k1", source="快览客户端", published_at=NOW - timedelta(hours=2))
    first = holding(told(COMPLAINTS[4], copy), "c5")
    later = holding(told(copy, prior=(first,)), "k1")
    assert (later.item_ids, [r.of for r in later.reprints]) == (("c5",), ["c5"])
    assert later.title == COMPLAINTS[4].title


def test_new_ids_never_repeat_one_that_was_told() -> None:
    first = told(*OTHERS)
    second = told(*OTHERS[:1], *COMPLAINTS, prior=first)
    assert len({story.id for story in (*first, *second)}) == 4


def test_every_index_adds_up_and_names_its_items() -> None:
    known = {one.id for one in (*COMPLAINTS, *OTHERS)}
    for story in told(*COMPLAINTS, *OTHERS):
        assert story.item_ids and set(story.all_ids) <= known
        for whole, parts in ((story.heat.value, story.heat.parts), (story.grade.score, story.grade.parts)):
            assert math.isclose(whole, sum(part.points for part in parts), abs_tol=1e-6)
            assert math.isclose(sum(part.weight for part in parts), 1.0)
            assert all(math.isclose(part.points, part.value * part.weight, abs_tol=0.0501) for part in parts)
            assert all(0 <= part.value <= 100 and part.raw and len(part.item_ids) <= 20 for part in parts)
        cited = {id_ for part in (*story.heat.parts, *story.grade.parts) for id_ in part.item_ids}
        cited |= {id_ for signal in story.signals for id_ in signal.item_ids}
        assert cited <= set(story.all_ids)
        assert all(signal.item_ids for signal in story.signals)


def test_stories_come_hottest_first() -> None:
    values = [story.heat.value for story in told(*COMPLAINTS, *OTHERS)]
    assert values == sorted(values, reverse=True)


def test_a_crisis_is_told_whole() -> None:
    injury = press(
        "i1", "净水机漏水 四岁女童滑倒受伤缝针", "净水机漏水，女童滑倒受伤，缝针四针，报修无人来。", 6, tier=2
    )
    case = notice("n1", "关于净水机漏水立案调查的通报", "针对澜川电器净水机漏水投诉，我局已立案调查。", 2)
    seen = Sighting(item_id="c6", source="微岚热搜", seen_at=NOW - timedelta(hours=1), rank=3, board_heat=None)
    story = holding(told(*COMPLAINTS, injury, case, sightings=(seen,)), "c1")
    assert {"i1", "n1"} <= set(story.all_ids)
    assert story.grade.level.rank >= Level.YELLOW.rank
    assert story.hint.type is StoryType.TRUE
    assert story.stage in (Stage.RISING, Stage.HIGH)
    assert {"首次进入省级媒体", "登上热搜", "官方通报", "负面占比"} <= {signal.name for signal in story.signals}


def test_the_usual_volume_is_the_median_of_full_days() -> None:
    days = tuple(DayCount(day=date(2026, 11, 17) - timedelta(days=n), distinct=d, reprints=0, negative=0)
                 for n, d in ((0, 500), (1, 90), (2, 60), (3, 80), (40, 900)))  # fmt: skip
    evidence = Evidence(items=OTHERS, readings=readings(OTHERS), volume=days)
    assert "平日 80 条" in tell(evidence, DESK, NOW)[0].heat.parts[0].raw
