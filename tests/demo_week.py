"""The demo's eight days by the real command: made once for all who look at them, and changed by nobody."""

import fcntl
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.browsing import DRAWING


@dataclass(frozen=True, slots=True)
class Week:
    """A finished demo, and what the command answered."""

    root: Path
    told: str


def lived_week(folder: Path) -> Week:
    """The week below a folder that several processes share: the first to ask lives it while the others wait."""
    root, told = folder / "demo", folder / "demo.txt"
    with (folder / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            told.write_text(_live(root), encoding="utf-8")
    return Week(root, told.read_text(encoding="utf-8"))


def copied(week: Week, folder: Path) -> Path:
    """A copy of the week in a new folder, for those who go on from it; gives the folder."""
    return shutil.copytree(week.root, folder, symlinks=True)


def _live(root: Path) -> str:
    words = [sys.executable, "-m", "caifeng.cli", "demo", "--folder", str(root)]
    surroundings = os.environ | {"BROWSER_PATH": DRAWING}  # with its pictures, whichever test asks first
    done = subprocess.run(words, capture_output=True, text=True, timeout=400, check=False, env=surroundings)
    assert done.returncode == 0, done.stderr
    return done.stdout
