"""A source's record says how often it answered, how late it was, and keeps what went wrong."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from caifeng.lake import Lake
from caifeng.models import Channel, Desk, Failure, FailureKind, Harvest, Source, SourceKind, SourceReport, SourceState
from caifeng.sources import source_records, until
from publish.pages.sources_page import render_sources
from tests.samples import HOSTILE

DAY = date(2026, 11, 20)
NAMED = Source(
    name="澜川日报", kind=SourceKind.FEED, address="https://lanchuan.example/rss", channel=Channel.NEWS, tier=3
)
DESK = Desk(name="澜川电器", zone=ZoneInfo("Asia/Shanghai"), sources=(NAMED,))


def look(lake: Lake, at: datetime, state: SourceState, new: int = 0) -> None:
    report = SourceReport(
        source="澜川日报", state=state, items=new, new=new, bytes=0, seconds=0.1, delay_seconds=None, message=""
    )
    failures = (
        (Failure(source="澜川日报", kind=FailureKind.TIMEOUT, address="", detail="", message="30 秒没有回应"),)
        if state is SourceState.FAILED
        else ()
    )
    run = f"{at:%Y%m%dT%H%M%SZ}-00-0000000{at.hour % 10}"
    draft = lake.draft(run)
    draft.harvest(
        Harvest(
            run=run,
            started_at=at,
            finished_at=at,
            items=(),
            sightings=(),
            failures=failures,
            reports=(report,),
            validators=(),
        )
    )
    draft.commit()


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    found = Lake(tmp_path / "lake")
    noon = datetime(2026, 11, 19, 4, tzinfo=UTC)  # 12:00 in the desk's zone: the window of the 20th
    look(found, noon - timedelta(days=1), SourceState.OK, 3)
    look(found, noon, SourceState.FAILED)
    look(found, noon + timedelta(hours=1), SourceState.OK, 2)
    look(found, noon + timedelta(days=2), SourceState.FAILED)  # after the newest edition
    return found


def test_looks_are_counted_by_the_windows_of_editions(lake: Lake) -> None:
    (record,) = source_records(lake, DESK, DAY)
    assert [(day.day.day, day.looks, day.failed, day.items, day.state) for day in record.days[-2:]] == [
        (19, 1, 0, 3, "正常"),
        (20, 2, 1, 2, "部分失败"),
    ]
    assert record.answered == pytest.approx(2 / 3)
    assert record.items == 5
    assert [told for _, told in record.failures] == ["30 秒没有回应"]
    assert record.days[0].state == "未看"


def test_what_came_after_the_newest_edition_waits_for_the_next(lake: Lake) -> None:
    assert source_records(lake, DESK, DAY) == source_records(Lake(lake.root), DESK, DAY)
    (record,) = source_records(lake, DESK, DAY)
    assert all(at <= until(DESK, DAY) for at, _ in record.failures)


def test_a_source_that_was_never_asked_says_so(tmp_path: Path) -> None:
    (record,) = source_records(Lake(tmp_path / "none"), DESK, DAY)
    assert (record.answered, record.delay_median, record.report) == (None, None, None)
    index, single = render_sources((record,), until(DESK, DAY), "Asia/Shanghai")
    assert "没有看过" in index.text
    assert single.path == "sources/澜川日报/index.md"


def test_hostile_names_of_sources_stay_text(tmp_path: Path) -> None:
    twice = replace(DESK, sources=(replace(NAMED, name=HOSTILE), replace(NAMED, name=HOSTILE + "!")))
    pages = render_sources(source_records(Lake(tmp_path), twice, DAY), until(DESK, DAY), "Asia/Shanghai")
    assert len({page.path for page in pages}) == 3
    assert not any("<script" in page.text or "javascript:" in page.text for page in pages)
