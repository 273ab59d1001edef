"""阶段, days, heat, signals and spread of one story."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from analyze.course.stage import count_days, stage_of
from analyze.dossier import Dossier, day_of
from analyze.grading.heat import measure_heat
from analyze.grading.signals import find_signals
from analyze.spread.trace import trace
from caifeng.models import Channel, DayCount, Engagement, Item, Sighting, Stage
from tests.analyze_stories import DESK, NOW, dossier, item, notice, press


def daily(*counts: int) -> Dossier:
    """Counts of the days before now, latest first."""
    return dossier(*(item(f"d{day}-{n}", hours=24 * day + 1) for day, count in enumerate(counts) for n in range(count)))


@pytest.mark.parametrize(
    ("counts", "stage"),
    [
        ((1,), Stage.LATENT),
        ((2, 1, 2), Stage.LATENT),
        ((8, 3, 1), Stage.RISING),
        ((10, 12, 4), Stage.HIGH),
        ((5, 12, 10), Stage.FALLING),
        ((1, 6, 12), Stage.CALM),
        ((0, 0, 12, 3), Stage.CALM),
        ((0, 9, 2), Stage.CALM),
        ((9, 1, 1, 12, 5), Stage.AGAIN),
    ],
)
def test_the_stage_follows_from_the_counts(counts: tuple[int, ...], stage: Stage) -> None:
    assert stage_of(daily(*counts)) is stage


def test_a_day_ends_at_the_cutoff_hour_in_the_desks_zone() -> None:
    assert day_of(NOW, DESK) == date(2026, 11, 17)  # 08:00 in China closes its briefing
    assert day_of(NOW - timedelta(seconds=1), DESK) == date(2026, 11, 17)


def test_days_count_distinct_reprints_and_negatives_and_show_silence() -> None:
    found = count_days(dossier(
        item("a", "净水机漏水", hours=50), item("b", hours=2), item("c", hours=1), copies={"c": "b"}
    ))  # fmt: skip
    assert found == (
        DayCount(day=date(2026, 11, 15), distinct=1, reprints=0, negative=1),
        DayCount(day=date(2026, 11, 16), distinct=0, reprints=0, negative=0),
        DayCount(day=date(2026, 11, 17), distinct=1, reprints=1, negative=0),
    )


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
    seen = tuple(
        Sighting(item_id="a", source="微岚热搜", seen_at=NOW - timedelta(hours=h), rank=r, board_heat=None)
        for h, r in ((7, 20), (1, 1))
    )
    parts = {part.name: part for part in measure_heat(dossier(loud, sightings=seen)).parts}
    assert "加权 420" in parts["互动"].raw
    assert parts["热榜"].value == 100


def test_the_first_national_and_provincial_reports_are_signals_once() -> None:
    fresh = dossier(item("a", hours=60), press("p", "漏水调查", hours=3, tier=2), press("n", "漏水", hours=2, tier=1))
    names = {signal.name: signal for signal in find_signals(fresh)}
    assert names["首次进入省级媒体"].item_ids == ("p",)
    assert names["首次进入中央媒体"].item_ids == ("n",)
    known = dossier(press("old", "漏水", hours=40, tier=2), press("p", "漏水调查", hours=3, tier=2))
    assert "首次进入省级媒体" not in {signal.name for signal in find_signals(known)}


def test_the_volume_signal_compares_with_the_day_before() -> None:
    signal = next(signal for signal in find_signals(daily(9, 3)) if signal.name == "声量倍数")
    assert (signal.value, signal.text) == (3.0, "近24小时 9 条，前一日 3 条，为其 3.0 倍")


def test_two_items_in_two_days_are_no_volume_signal() -> None:
    assert "声量倍数" not in {signal.name for signal in find_signals(daily(1, 1))}


def test_spread_lists_channels_in_the_order_they_were_reached() -> None:
    video = item("v", hours=20, channel=Channel.VIDEO, source="短视频")
    spread = trace(dossier(press("p", "漏水", hours=5, tier=2), video, item("f", hours=30), notice("n", hours=1)))
    assert [step.channel for step in spread.steps] == ["论坛", "视频", "报刊", "政务"]
    assert (spread.first_item_id, spread.head_media_item_id) == ("f", "p")


def test_an_authority_of_high_tier_is_no_head_medium() -> None:
    ministry = replace(notice("n"), tier=1)
    assert trace(dossier(ministry)).head_media_item_id == ""


def test_future_stamps_do_not_break_the_counts() -> None:
    ahead: Item = item("a", hours=-3)
    assert stage_of(dossier(ahead)) is Stage.LATENT
