"""A story is found by its id in whatever run told it last, also under an id that was merged away."""

from dataclasses import replace
from pathlib import Path

import pytest

from caifeng.errors import LakeError
from caifeng.lake import Lake
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
