"""热度: what heats a story, against the desk's usual day, as a sum that a reader can add up."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyze.grading.heat import WEIGHTS, measure_heat
from analyze.grading.usual import full_interactions
from analyze.grading.voices import counted, dampened, witnesses
from analyze.scales import tenth
from analyze.stories.tell import Evidence, tell
from caifeng.models import Engagement, Heat, Item, Sighting
from tests.analyze_stories import DESK, NOW, dossier, item, notice, press, readings
from tests.grading import line


def sighting(hours: float, rank: int) -> Sighting:
    at = NOW - timedelta(hours=hours)
    return Sighting(item_id="a", source="微岚热搜", seen_at=at, rank=rank, board_heat=None)


def test_heat_grows_with_volume_and_a_reprint_counts_as_reprint_only() -> None:
    posts = [item(f"p{n}", "漏水", hours=n + 1) for n in range(8)]
    alone, more = measure_heat(dossier(*posts[:3])), measure_heat(dossier(*posts))
    copied = measure_heat(dossier(*posts, copies={one.id: "p7" for one in posts[:5]}))
    assert more.value > alone.value
    assert copied.parts[0].value == alone.parts[0].value
    assert copied.parts[1].value > 0 == more.parts[1].value


def test_the_same_volume_is_less_heat_for_a_busier_desk() -> None:
    posts = [item(f"p{n}", hours=n + 1) for n in range(8)]
    assert measure_heat(dossier(*posts, baseline=200.0)).value < measure_heat(dossier(*posts)).value


def test_heat_looks_back_one_day_only() -> None:
    assert measure_heat(dossier(item("a", "净水机漏水", hours=30))).value == 0


def test_engagement_and_boards_heat_and_say_what_was_counted() -> None:
    loud = item("a", "漏水", engagement=Engagement(reposts=100, comments=50, likes=10, reads=1000))
    parts = measure_heat(dossier(loud, sightings=(sighting(7, 20), sighting(1, 1)))).parts
    assert "加权 420" in line(parts, "互动").raw
    assert line(parts, "热榜").value == 100
    assert [part.points for part in line(parts, "热榜").parts] == [70, 30]


def test_a_young_desk_says_that_its_usual_day_is_a_guess() -> None:
    young = replace(dossier(item("a", "漏水")), history=3)
    assert "历史只有 3 日" in measure_heat(young).parts[0].raw
    assert "历史" not in measure_heat(dossier(item("a", "漏水"))).parts[0].raw


def test_the_same_interactions_are_less_heat_where_readers_always_interact() -> None:
    loud = item("a", "漏水", engagement=Engagement(likes=5_000))
    usual = dossier(loud)
    assert line(measure_heat(replace(usual, interactions=5e6)).parts, "互动").value < (
        line(measure_heat(usual).parts, "互动").value
    )


def test_full_interactions_are_twenty_usual_days_once_four_are_known() -> None:
    def days(count: int) -> list[Item]:
        return [item(f"d{n}", hours=24 * n + 1, engagement=Engagement(likes=2_000)) for n in range(count)]

    assert full_interactions(days(4), NOW) == 100_000  # today is no usual day: three are known
    assert full_interactions(days(5), NOW) == 40_000
    assert full_interactions([item("a")], NOW) == 100_000


@pytest.mark.parametrize(("count", "counts_as"), [(0, 0), (3, 3), (5, 5), (10, 6.8), (5_000, 13.5)])
def test_many_items_of_one_voice_count_as_few(count: int, counts_as: float) -> None:
    assert counted([item(f"i{n}") for n in range(count)]) == counts_as


@given(st.integers(0, 10_000))
def test_another_item_of_a_voice_never_counts_less_nor_more_than_one(count: int) -> None:
    assert 0 < dampened(count + 1) - dampened(count) <= 1


def test_a_medium_is_one_witness_and_unnamed_posts_are_several() -> None:
    assert witnesses([press("a", ""), press("b", "")]) == 1
    assert witnesses([item("a"), item("b")]) == 2
    assert witnesses([item("a", author="甲"), item("b", author="甲")]) == 1


def _adds_up(heat: Heat) -> None:
    assert heat.value == round(sum(part.points for part in heat.parts), 1)
    for part in heat.parts:
        assert part.weight == WEIGHTS[part.name]
        assert part.points == tenth(part.value * part.weight)
        assert part.value == (round(sum(p.points for p in part.parts), 1) if part.parts else part.value)


@given(
    st.lists(st.tuples(st.floats(0, 60), st.integers(1, 4), st.integers(0, 10**7)), min_size=1, max_size=20),
    st.lists(st.tuples(st.floats(0, 30), st.integers(1, 80)), max_size=4),
)
def test_the_lines_of_every_heat_add_up_to_it(
    found: list[tuple[float, int, int]], looks: list[tuple[float, int]]
) -> None:
    items = [
        item("a" if n == 0 else f"i{n}", "漏水", hours=h, tier=tier, engagement=Engagement(likes=likes))
        for n, (h, tier, likes) in enumerate(found)
    ]
    seen = tuple(sorted((sighting(*look) for look in looks), key=lambda one: one.seen_at))
    heat = measure_heat(dossier(*items, sightings=seen))
    _adds_up(heat)
    assert 0 <= heat.value <= 100


def test_an_item_dated_in_the_future_does_not_stay_on_top() -> None:
    ahead = item("a", "净水机漏水", hours=-24 * 30, seen_at=NOW - timedelta(hours=40))
    fresh = item("b", "保价说好的不认", hours=2)
    known = readings([ahead, fresh])
    stories = tell(Evidence(items=(ahead, fresh), readings=known), DESK, NOW)
    assert [story.item_ids for story in stories] == [("b",), ("a",)]
    assert stories[1].heat.value == 0
    assert stories[1].last_at == ahead.seen_at


@pytest.mark.parametrize("text", ["", "漏", "漏" * 1_000_000, "🙂" * 50, "\ud800漏水\udfff", "\u202e净水机漏水"])
def test_hostile_texts_have_a_heat(text: str) -> None:
    _adds_up(measure_heat(dossier(item("a", text[:300], text), notice("b", text[:300], text))))
