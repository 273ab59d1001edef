"""阶段, days and spread of one story."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from analyze.course.baseline import pace_of
from analyze.course.days import count_days
from analyze.course.run import course_of
from analyze.dossier import Dossier, day_of
from analyze.spread.trace import trace
from caifeng.models import Channel, DayCount, Item, Stage
from tests.analyze_stories import DESK, NOW, dossier, item, notice, press


def stage_of(found: Dossier) -> Stage:
    return course_of(found, pace_of((), (), found.now)).stage


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
