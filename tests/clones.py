"""Clones of a desk's repository: real Git, the real scripts of the workflows."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from caifeng import pipeline
from caifeng.models import Incident
from caifeng.workspace import Workspace
from tests.incident_desk import desk_folder, opened

ROOT = Path(__file__).parents[1]


def git(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    person = ("-c", "user.name=someone", "-c", "user.email=someone@example.org")
    return subprocess.run(["git", "-C", folder, *person, *words], capture_output=True, text=True, check=False)


def commit(folder: Path) -> None:
    git(folder, "add", "--all", ":(exclude)desk/lake/.lock")
    assert git(folder, "commit", "--quiet", "--message", "act").returncode == 0


def with_one_incident(folder: Path) -> Path:
    """A bare repository with a desk in it that has one incident."""
    bare = folder / "origin.git"
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", bare], check=True)
    first = clone(bare, "first")
    opened(desk_folder(first / "desk"))
    commit(first)
    assert git(first, "push", "--quiet", "origin", "HEAD:refs/heads/main").returncode == 0
    return bare


def clone(origin: Path, name: str) -> Path:
    folder = origin.parent / name
    subprocess.run(["git", "clone", "--quiet", origin, folder], check=True, capture_output=True)
    return folder


def runner(origin: Path, name: str) -> Path:
    """A clone as the workflow has it, with the script and the command in their places."""
    folder = clone(origin, name)
    shutil.copytree(ROOT / ".github", folder / ".github")
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / ".venv" / "bin" / "caifeng").symlink_to(Path(sys.executable).parent / "caifeng")
    return folder


def record(folder: Path, event: bytes) -> tuple[int, str]:
    """Run the workflow's script: its exit code, and the summary that people see."""
    (folder / "event.json").write_bytes(event)
    (folder / "summary.md").write_text("", encoding="utf-8")
    command = (folder / ".github" / "record-form", "desk", "main", "event.json", "summary.md")
    done = subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONUTF8": "1", "KEEP_STATE_PAUSE": "0"},
    )
    return done.returncode, (folder / "summary.md").read_text(encoding="utf-8")


def keep(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the script by which every pass keeps what it learnt."""
    command = (folder / ".github" / "keep-state", "desk", "main")
    pause = {"KEEP_STATE_PAUSE": "0"}
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=os.environ | pause)


def incidents(origin: Path, name: str) -> tuple[Incident, ...]:
    """What a fresh clone reads, without a fault."""
    workspace = Workspace(clone(origin, name) / "desk" / "caifeng.yml")
    found, problems = workspace.incidents(pipeline.open_desk(workspace)).load()
    assert problems == ()
    return found


def number(folder: Path) -> str:
    return next((folder / "desk" / "incidents").glob("*.yml")).stem
