"""Items dated ahead count when they were seen: no date keeps one on top, or puts a story's end into the future."""

from datetime import datetime, timedelta

import pytest

from caifeng.models import Item
from caifeng.models.window import day_of
from tests.analyze_stories import NOW, item
from tests.lived_workspace import Lived, lived

pytestmark = pytest.mark.filterwarnings("ignore:invalid escape sequence")  # jieba's sources, on first compile
AHEAD = (timedelta(minutes=9), timedelta(days=1), timedelta(days=365), timedelta(days=365 * 7000))


def ahead() -> tuple[Item, ...]:
    """Posts seen an hour before NOW and dated later, and plain ones beside them."""
    seen = NOW - timedelta(hours=1)
    late = [
        item(f"i-{n:012x}", f"净水机漏水预告{n}", f"第{n}户净水机漏水，客服拒赔，称改日上门。", url=f"https://a.example/{n}",
             published_at=seen + by, seen_at=seen)
        for n, by in enumerate(AHEAD)
    ]  # fmt: skip
    plain = [
        item(f"i-{n:012x}", f"净水机漏水第{n}回", f"第{n}户说净水机夜里漏水，地板泡坏。", hours=n - 97)
        for n in range(100, 106)
    ]
    return (*late, *plain)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """A desk that has seen them and looks at every hour of two days."""
    made = lived(tmp_path_factory.mktemp("ahead") / "desk")
    for back in range(30, 0, -1):
        made.look(NOW - timedelta(hours=back), ahead() if back == 1 else ())
    return made


def test_items_dated_ahead_are_told_as_of_when_they_were_seen(house: Lived) -> None:
    stories = house.told(NOW).stories
    assert {id_ for story in stories for id_ in story.all_ids} == {one.id for one in ahead()}, "none waits for its date"
    for story in stories:
        assert story.last_at <= NOW
        assert story.spread.first_at <= NOW
        assert all(turn.at <= NOW for turn in story.course.turns)
        assert max(count.day for count in story.days) <= day_of(NOW, house.desk.zone, house.desk.cutoff_hour)
        assert sum(story.course.hours) <= len(story.item_ids)


def test_items_dated_ahead_do_not_stay_on_top(house: Lived) -> None:
    first = {story.id: story for story in house.told(NOW).stories}
    for days in (1, 2, 5):
        later = house.told(NOW + timedelta(days=days)).stories
        assert {story.id for story in later} == set(first)
        assert all(story.heat.value < first[story.id].heat.value or not story.heat.value for story in later)
        assert all(story.last_at == first[story.id].last_at for story in later)
    assert all(story.heat.value == 0 for story in later)
    assert all(story.course.forecast is None for story in later)


def test_a_briefing_counts_them_on_the_day_they_were_seen(house: Lived) -> None:
    house.told(NOW)
    briefing = house.brief(NOW)
    assert briefing.overview.distinct + briefing.overview.reprints == len(ahead())
    assert [point.day for point in briefing.overview.series] == [briefing.date]
    times = [row.at for row in briefing.listed] + [one.published_at for one in briefing.evidence]
    assert max(times) <= briefing.window_end
    assert sum(one.is_time_estimated for one in briefing.evidence) == len(AHEAD)


def test_a_year_later_they_are_no_news(house: Lived) -> None:
    year: datetime = NOW + timedelta(days=366)
    assert not [story for story in house.told(year).stories if story.last_at > NOW]
