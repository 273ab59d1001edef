"""What all tests share: where the real data lies, and a Hypothesis that measures no time on a busy machine."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser

from tests.browsing import chromium
from tests.shared_data import shared as shared_path

settings.register_profile("caifeng", deadline=None)
settings.load_profile("caifeng")

OWN_BROWSER = os.environ.get("BROWSER_PATH")

# Files that take longest, first: a worker that begins one of them last keeps the other waiting.
LONGEST = ("test_whole_way.py", "test_publish_look.py", "test_publish_look_handling.py", "test_bad_state.py",
           "test_bad_response_disk.py", "test_bad_response_storm.py")  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the order of tests inside a file, and let the longest files begin."""
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Let only tests marked ``browser`` draw pictures: Chromium takes seconds for an edition, and many tests make some.

    The others publish as a machine without a browser does. Set before any fixture of the test begins.
    """
    if item.get_closest_marker("browser") is None:
        os.environ["BROWSER_PATH"] = os.devnull
    elif OWN_BROWSER is None:
        os.environ.pop("BROWSER_PATH", None)
    else:
        os.environ["BROWSER_PATH"] = OWN_BROWSER


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data outside the repository; tests that need it skip, saying so, where it is absent."""
    return shared_path("")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium; the test is skipped, saying so, where it is not installed."""
    with chromium() as opened:
        yield opened
