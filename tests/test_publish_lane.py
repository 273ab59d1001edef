"""The lane's record: each alert from publication over sight to the alert, and how often was looked."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from caifeng.models import Alert, AlertKind, Level, Proof
from publish.briefing.lane import lane_lines, lane_record

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def proof(published: float, seen: float) -> Proof:
    return Proof(item_id="i-1", title="漏水", source="澜川论坛", url="", published_at=NOW + published * MINUTE,
                 seen_at=NOW + seen * MINUTE)  # fmt: skip


def alert(*proofs: Proof, raised: float, kind: AlertKind = AlertKind.RISE) -> Alert:
    return Alert(
        id=f"A-{raised}", story_id="S-20261120-01", story_title="漏水", level=Level.YELLOW, previous=None, reason="",
        item_ids=(), owner="", raised_at=NOW + raised * MINUTE, proof=proofs, kind=kind,
    )  # fmt: skip


def test_an_alert_is_measured_at_the_proof_that_was_seen_last() -> None:
    record = lane_record([alert(proof(-600, -590), proof(0, 4), raised=4.1)], ())
    assert (record.alerts, record.within_10, record.within_60) == (1, 1, 1)
    assert record.seen_median == 4 * MINUTE
    assert record.raised_median == 0.1 * MINUTE
    assert lane_lines(record) == (
        "预警时效（n=1，按每条最后采到的依据）：依据从发布到采到中位 4 分、最长 4 分；采到到预警中位 6 秒、最长 6 秒；"
        "从发布算起 10 分内预警 1/1，60 分内 1/1。",
    )


def test_what_time_alone_raised_is_not_measured_and_nothing_measured_is_said() -> None:
    record = lane_record([alert(raised=1), alert(proof(0, 1), raised=2, kind=AlertKind.ESCALATED)], ())
    assert record.alerts == 0
    assert lane_lines(record) == ("预警时效：没有新预警，无可计的时长。",)


def test_looks_are_counted_with_the_longest_stretch_between_two() -> None:
    looks = [NOW, NOW + 5 * MINUTE, NOW + 70 * MINUTE, NOW + 70 * MINUTE]
    record = lane_record((), looks)
    assert (record.looks, record.longest_gap) == (3, 65 * MINUTE)
    assert lane_lines(record)[1] == "有记录的采集 3 次，相邻两次最长相隔 1 小时 5 分；没有新内容的采集每小时记一次。"
    assert lane_lines(lane_record((), [NOW]))[1] == "有记录的采集 1 次；没有新内容的采集每小时记一次。"


spans = st.tuples(st.integers(-500, 500), st.integers(-500, 500), st.integers(-500, 500))


@given(st.lists(spans, max_size=40), st.lists(st.integers(0, 5_000), max_size=20), st.randoms())
def test_the_record_does_not_depend_on_the_order_and_never_runs_backwards(
    found: list[tuple[int, int, int]], looks: list[int], chance: random.Random
) -> None:
    alerts = [alert(proof(published, seen), raised=raised) for published, seen, raised in found]
    moments = [NOW + at * MINUTE for at in looks]
    record = lane_record(alerts, moments)
    shuffled = chance.sample(alerts, len(alerts))
    assert lane_record(shuffled, reversed(moments)) == record
    assert 0 <= record.within_10 <= record.within_60 <= record.alerts == len(alerts)
    for median, p95 in ((record.seen_median, record.seen_p95), (record.raised_median, record.raised_p95)):
        assert (median is None) == (p95 is None) == (not alerts)
        assert median is None or p95 is None or timedelta() <= median
    assert all(line.endswith("。") for line in lane_lines(record))


def test_of_twenty_and_more_the_95_percent_are_told() -> None:
    alerts = [replace(alert(proof(0, n), raised=n), id=f"A-{n}") for n in range(1, 21)]
    record = lane_record(alerts, ())
    assert (record.seen_p95, record.within_10, record.within_60) == (19 * MINUTE, 10, 20)
    assert "95% 不超过 19 分" in lane_lines(record)[0]
