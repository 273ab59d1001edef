"""Pictures are made once, frozen beside their briefing, and never asked of a browser again."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caifeng import pictures
from caifeng.lake import Lake
from caifeng.lake.bundle import packed, unpacked
from caifeng.models import Desk, SourceReport
from caifeng.pictures import freeze_pictures
from caifeng.workspace import Workspace
from tests.browsing import CHROMIUM
from tests.handling_site import sample_desk
from tests.samples import sample_briefing


def silent(stage: str, report: SourceReport | None) -> None:
    """Progress that nobody watches."""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "caifeng.yml")


def wanting(desk: Desk, *, wanted: bool) -> Desk:
    return replace(desk, publish=replace(desk.publish, pictures=wanted))


@given(st.dictionaries(st.from_regex(r"[a-z0-9-]{1,20}\.svg", fullmatch=True), st.binary(max_size=50)))
def test_a_bundle_gives_back_what_was_put_in_whatever_the_order(files: dict[str, bytes]) -> None:
    assert unpacked(packed(files)) == files
    assert packed(dict(reversed(files.items()))) == packed(files)


@pytest.mark.browser
def test_pictures_are_frozen_once_and_need_no_browser_afterwards(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not CHROMIUM.exists():
        pytest.skip("Debian's chromium is not installed")
    briefing, desk = sample_briefing(), wanting(sample_desk(), wanted=True)
    made = freeze_pictures(workspace, desk, briefing, silent)
    kept = Lake(workspace.root / "lake").pictures(briefing.date, briefing.revision)
    assert made == len(kept) > 10
    assert kept["volume.svg"].startswith(b"<svg")
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chromium")
    assert freeze_pictures(workspace, desk, briefing, silent) == made
    assert workspace.lake.pictures(briefing.date, briefing.revision) == kept
    assert workspace.lake.pictures(briefing.date, briefing.revision + 1) == {}


def test_a_desk_that_wants_none_and_a_machine_without_a_browser_keep_none(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chromium")
    briefing = sample_briefing()
    for wanted in (True, False):
        assert freeze_pictures(workspace, wanting(sample_desk(), wanted=wanted), briefing, silent) == 0
    assert not (workspace.root / "lake" / "pictures").exists()
    assert pictures.__doc__
