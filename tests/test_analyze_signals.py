"""信号: measured facts with their number and the items that prove them."""

from dataclasses import replace
from datetime import timedelta

from analyze.dossier import Dossier
from caifeng.models import Burst, BurstSpan, Copying, Course, KeyNode, Sensitivity, Shift, ShiftKind, Stage
from tests.analyze_stories import NOW, dossier, item, press
from tests.grading import ACCOUNT, SPREAD, signals

HOUR = timedelta(hours=1)
POSTS = dossier(*(item(f"p{n}", "净水机漏水", hours=n + 1) for n in range(4)))


def daily(*counts: int) -> Dossier:
    """Counts of the days before now, latest first."""
    return dossier(*(item(f"d{day}-{n}", hours=24 * day + 1) for day, count in enumerate(counts) for n in range(count)))


def test_the_first_national_and_provincial_reports_are_signals_once() -> None:
    fresh = dossier(item("a", hours=60), press("p", "漏水调查", hours=3, tier=2), press("n", "漏水", hours=2, tier=1))
    names = signals(fresh)
    assert names["首次进入省级媒体"].item_ids == ("p",)
    assert names["首次进入中央媒体"].item_ids == ("n",)
    known = dossier(press("old", "漏水", hours=40, tier=2), press("p", "漏水调查", hours=3, tier=2))
    assert "首次进入省级媒体" not in signals(known)


def test_the_volume_signal_compares_with_the_day_before() -> None:
    signal = signals(daily(9, 3))["声量倍数"]
    assert (signal.value, signal.text) == (3.0, "近24小时 9 条，前一日 3 条，为其 3.0 倍")


def test_two_items_in_two_days_are_no_volume_signal() -> None:
    assert "声量倍数" not in signals(daily(1, 1))


def test_a_burst_of_the_last_day_is_told_with_its_z() -> None:
    burst = Burst(
        span=BurstSpan.HOUR, sensitivity=Sensitivity.MIDDLE, z=6.24, count=9, usual=1.5, at=NOW - HOUR, item_ids=("p0",)
    )  # fmt: skip
    signal = signals(POSTS, Course(stage=Stage.RISING, bursts=(burst,)))["突增"]
    assert (signal.value, signal.item_ids) == (6.24, ("p0",))
    assert "z = 6.2" in signal.text
    missed = signals(POSTS, Course(stage=Stage.RISING, bursts=(replace(burst, is_after_gap=True),)))["突增"]
    assert "补采" in missed.text
    old = replace(burst, at=NOW - 30 * HOUR)
    assert "突增" not in signals(POSTS, Course(stage=Stage.RISING, bursts=(old,)))


def test_reversals_refutations_and_new_angles_of_the_last_day_are_told() -> None:
    names = {
        ShiftKind.REVERSAL: "反转", ShiftKind.REFUTED: "官方辟谣", ShiftKind.NEW_ANGLE: "新角度",
        ShiftKind.RETRACTED: "撤回更正",
    }  # fmt: skip
    for kind, name in names.items():
        shift = Shift(kind=kind, at=NOW - HOUR, text="当事方改口", item_ids=("p1",))
        signal = signals(POSTS, account=replace(ACCOUNT, shifts=(shift,)))[name]
        assert (signal.text, signal.item_ids) == (f"{name}：当事方改口", ("p1",))
        yesterday = replace(shift, at=NOW - 25 * HOUR)
        assert name not in signals(POSTS, account=replace(ACCOUNT, shifts=(yesterday,)))


def test_copying_and_key_nodes_are_told_from_the_spread() -> None:
    copying = Copying(accounts=7, seconds=90, text="转", item_ids=("p0", "p1"), why="7 个账号 90 秒内同文")
    node = KeyNode(item_id="p2", at=NOW - HOUR, before=1, after=9, reach=12, why="此后每小时 9 条")
    found = signals(POSTS, spread=replace(SPREAD, copying=(copying,), key_nodes=(node,)))
    assert (found["协同复制"].value, found["协同复制"].item_ids) == (7, ("p0", "p1"))
    assert (found["关键节点"].value, found["关键节点"].item_ids) == (12, ("p2",))


def test_coming_back_is_a_signal() -> None:
    assert signals(POSTS, Course(stage=Stage.AGAIN))["平息后再起"].value == 4
    assert "平息后再起" not in signals(POSTS, Course(stage=Stage.HIGH))
