"""A story is found by its id in whatever run told it last, also under an id that was merged away."""

from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from caifeng.errors import LakeError
from caifeng.lake import Lake
from caifeng.models import Story
from tests.sample_stories import leak_story


def test_a_story_is_found_by_its_id_in_the_newest_run_that_told_it(tmp_path: Path) -> None:
    lake, first = Lake(tmp_path), leak_story()
    for run, told in (
        ("20261112T150000Z-00-0", [first]),
        (
            "20261113T150000Z-00-0",
            [replace(first, title="新"), replace(first, id="S-20261113-01", split_from=first.id)],
        ),
        ("20261114T150000Z-00-0", [replace(first, id="S-20261111-01", merged=("S-20261113-01",))]),
    ):
        draft = lake.draft(run)
        draft.stories(told)
        draft.commit()
    found = [lake.story(id_) for id_ in (first.id, "S-20261113-01", "S-20261111-01", "S-20261112-09", "", '"id":"S"')]
    assert [story and (story.id, story.title) for story in found] == [
        (first.id, "新"), ("S-20261111-01", first.title), ("S-20261111-01", first.title), None, None, None,
    ]  # fmt: skip


def test_no_run_is_searched_that_is_older_than_the_story(tmp_path: Path) -> None:
    draft = Lake(tmp_path).draft("20261110T150000Z-00-0")
    draft.stories([leak_story()])
    draft.commit()
    (tmp_path / "stories" / "20261110T150000Z-00-0.parquet").unlink()
    assert Lake(tmp_path).story("S-20261112-01") is None
    with pytest.raises(LakeError, match="不见了"):
        Lake(tmp_path).story("S-20261110-01")


def test_what_did_not_change_is_not_written_again_and_every_step_reads_like_the_whole(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    base = [replace(leak_story(), id=f"S-20261112-{number:02d}") for number in range(1, 41)]
    told: tuple[Story, ...] = ()
    for step in range(60):
        stories = tuple(
            replace(story, title=f"第 {step} 次看") if number == step % 40 else story
            for number, story in enumerate(base)
            if number != step % 7
        )
        draft = lake.draft(f"20261112T{step:04d}00Z-00-0")
        draft.stories(stories, lake.issued(), lake.told())
        draft.commit()
        told = tuple(sorted(stories, key=lambda story: (-story.heat.value, story.id)))
        assert tuple(sorted(lake.stories(), key=lambda story: (-story.heat.value, story.id))) == told
    assert 1 <= lake.told().steps <= 48
    assert Lake(tmp_path).stories() == told, "read anew from the disk"
    rows = [pq.read_metadata(path).num_rows for path in sorted((tmp_path / "stories").iterdir())]
    assert rows[:3] == [39, 1, 1], "the whole, then the one that came back"
    assert lake.issued()[-1] == "S-20261112-40"


def test_a_step_whose_ground_is_missing_is_refused(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    for run, title in (("20261112T150000Z-00-0", "一"), ("20261112T160000Z-00-0", "二")):
        draft = lake.draft(run)
        draft.stories([replace(leak_story(), title=title)], (), lake.told() if lake.stories() else None)
        draft.commit()
    (tmp_path / "stories" / "20261112T150000Z-00-0.parquet").unlink()
    with pytest.raises(LakeError, match="不见了"):
        Lake(tmp_path).stories()
