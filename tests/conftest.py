"""What all tests share: where the real data lies, and a Hypothesis that measures no time on a busy machine."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser

from tests.browsing import DRAWING, chromium
from tests.demo_week import Week, lived_week
from tests.shared_data import shared as shared_path

settings.register_profile("caifeng", deadline=None)
settings.load_profile("caifeng")


# Files that take longest, first: a worker that begins one of them last keeps the other waiting.
LONGEST = (
    "test_whole_way.py",
    "test_bad_response_kill.py",
    "test_bad_state.py",
    "test_late_days.py",
    "test_bad_response_course.py",
    "test_publish_look_handling.py",
    "test_publish_look.py",
    "test_bad_response_storm.py",
    "test_incident_record.py",
    "test_drill_speed.py",
    "test_bad_response_disk.py",
    "test_whole_way_pages.py",  # not before the demo is made
    "test_bad_stories_size.py",
    "test_collect_harvest.py",
    "test_collect_page.py",
    "test_collect_workers.py",
    "test_bad_response_edits.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the order of tests inside a file, and let the longest files begin."""
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Let only tests marked ``browser`` draw pictures: Chromium takes seconds for an edition, and many tests make some.

    The others publish as a machine without a browser does. Set before any fixture of the test begins.
    """
    os.environ["BROWSER_PATH"] = DRAWING if item.get_closest_marker("browser") else os.devnull


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data outside the repository; tests that need it skip, saying so, where it is absent."""
    return shared_path("")


@pytest.fixture(scope="session")
def week(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Week:
    """The demo's eight days, lived once a run whatever the number of workers; who changes them takes a copy."""
    folder = tmp_path_factory.getbasetemp()
    return lived_week(folder if worker_id == "master" else folder.parent)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium; the test is skipped, saying so, where it is not installed."""
    with chromium() as opened:
        yield opened
