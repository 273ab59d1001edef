"""What a look may read: every source at its own pace, no host before the time it asked for; and what is recorded."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caifeng.models import Channel, Harvest, Sighting, Source, SourceKind, SourceReport, SourceState, Validator
from collect.due import RECORDED, Seen, due, is_worth_a_record, last_seen

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SOURCE = Source(name="澜川论坛", kind=SourceKind.FEED, channel=Channel.FORUM, tier=4, address="https://bbs.example/rss")
REPORT = SourceReport(
    source=SOURCE.name, state=SourceState.UNCHANGED, items=0, new=0, bytes=0, seconds=0.1, delay_seconds=None
)
minutes = st.integers(-10_000, 10_000).map(lambda count: count * MINUTE)


def harvest(report: SourceReport = REPORT) -> Harvest:
    return Harvest(run="r", started_at=NOW, finished_at=NOW, items=(), sightings=(), failures=(), reports=(report,),
                   validators=())  # fmt: skip


def seen(ago: timedelta, report: SourceReport = REPORT) -> dict[str, Seen]:
    return {SOURCE.name: Seen(NOW - ago, report)}


@given(ago=minutes, every=st.integers(0, 3_000).map(lambda count: count * MINUTE), rest=st.none() | minutes)
def test_a_source_is_read_when_its_interval_and_the_rest_its_host_asked_for_are_over(
    ago: timedelta, every: timedelta, rest: timedelta | None
) -> None:
    report = replace(REPORT, again_at=None if rest is None else NOW + rest)
    is_due = bool(due([replace(SOURCE, every=every)], seen(ago, report), NOW))
    is_from_the_future = ago < timedelta()
    is_at_rest = rest is not None and rest > timedelta()
    assert is_due == (is_from_the_future or (ago >= every and not is_at_rest))


@given(st.permutations([replace(SOURCE, name=f"源{n}", every=n * MINUTE) for n in range(6)]))
def test_what_is_due_keeps_the_order_of_the_desk(sources: list[Source]) -> None:
    looked = {source.name: Seen(NOW - 3 * MINUTE, REPORT) for source in sources}
    assert [source.name for source in due(sources, looked, NOW)] == [
        source.name for source in sources if source.every <= 3 * MINUTE
    ]


def test_a_source_that_was_never_read_is_due() -> None:
    assert due([replace(SOURCE, every=timedelta(days=30))], {}, NOW)


def test_the_newest_look_at_each_source_counts() -> None:
    later = replace(REPORT, state=SourceState.FAILED)
    found = last_seen([(NOW - 9 * MINUTE, (REPORT,)), (NOW - MINUTE, (later, replace(REPORT, source="乙")))])
    assert found == {SOURCE.name: Seen(NOW - MINUTE, later), "乙": Seen(NOW - MINUTE, replace(REPORT, source="乙"))}


@given(ago=st.integers(0, 59).map(lambda count: count * MINUTE))
def test_the_same_again_within_an_hour_is_not_written_down(ago: timedelta) -> None:
    assert not is_worth_a_record(harvest(), [SOURCE], seen(ago))


@pytest.mark.parametrize("ago", [RECORDED, 3 * RECORDED, -MINUTE])
def test_after_an_hour_and_after_a_jump_of_the_clock_it_is(ago: timedelta) -> None:
    assert is_worth_a_record(harvest(), [SOURCE], seen(ago))


def test_what_came_or_changed_is_written_down_at_once() -> None:
    last = seen(MINUTE)
    sighting = Sighting(item_id="i-1", source=SOURCE.name, seen_at=NOW, rank=1, board_heat=None)
    validator = Validator(address=SOURCE.address, etag='"2"', last_modified="")
    failed = replace(REPORT, state=SourceState.FAILED, message="网站没有回应")
    assert is_worth_a_record(replace(harvest(), sightings=(sighting,)), [SOURCE], last)
    assert is_worth_a_record(replace(harvest(), validators=(validator,)), [SOURCE], last)
    assert is_worth_a_record(harvest(failed), [SOURCE], last)
    assert not is_worth_a_record(harvest(failed), [SOURCE], seen(MINUTE, failed))
    assert is_worth_a_record(harvest(), [SOURCE], {}), "the first look at a source"


def test_every_look_at_a_source_with_a_pace_of_its_own_is_written_down_for_the_next_waits_from_it() -> None:
    assert is_worth_a_record(harvest(), [replace(SOURCE, every=MINUTE)], seen(MINUTE))
