"""What all tests share: where the real data lies, and a Hypothesis that measures no time on a busy machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser

from tests.browsing import chromium
from tests.shared_data import shared as shared_path

settings.register_profile("caifeng", deadline=None)
settings.load_profile("caifeng")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data outside the repository; tests that need it skip, saying so, where it is absent."""
    return shared_path("")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium; the test is skipped, saying so, where it is not installed."""
    with chromium() as opened:
        yield opened
