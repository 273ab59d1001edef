"""Where the real data outside the repository lies; tests that need it skip, saying so, where it is absent."""

import os
from pathlib import Path

import pytest


def shared(path: str) -> Path:
    """A file or folder of the shared data; CAIFENG_SHARED names its root, ../shared by default."""
    root = Path(os.environ.get("CAIFENG_SHARED", Path(__file__).parents[2] / "shared"))
    found = root / "data" / path
    if not found.exists():
        pytest.skip(f"real data is absent: {found} (set CAIFENG_SHARED)")
    return found
