"""What all tests share: where the real data lies, and a Hypothesis that measures no time on a busy machine."""

from pathlib import Path

import pytest
from hypothesis import settings

from tests.shared_data import shared as shared_path

settings.register_profile("caifeng", deadline=None)
settings.load_profile("caifeng")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data outside the repository; tests that need it skip, saying so, where it is absent."""
    return shared_path("")
