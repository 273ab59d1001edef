"""The workflows are sound by two independent judges, pinned, and keep state as they say; the lock names no registry."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
SCRIPT = ROOT / ".github" / "keep-state"
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")
BIN = Path(sys.executable).parent


def read(path: Path) -> dict[str, Any]:
    """A workflow with every scalar as text ("on" stays "on")."""
    return dict(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader))  # noqa: S506 - builds text only


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in read(path)["jobs"].values() for step in job["steps"]]


def run(*command: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False)


def test_zizmor_finds_nothing_in_its_strictest_persona() -> None:
    done = run(BIN / "zizmor", "--offline", "--no-progress", "--persona=auditor", ROOT / ".github" / "workflows")
    assert done.returncode == 0, done.stdout + done.stderr


def test_workflows_fit_the_published_schema() -> None:
    done = run(BIN / "check-jsonschema", "--builtin-schema", "vendor.github-workflows", *WORKFLOWS)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_no_expression_stands_inside_a_shell_line(path: Path) -> None:
    assert [step["run"] for step in steps(path) if "${{" in step.get("run", "")] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_action_is_pinned_to_a_commit_and_names_its_version(path: Path) -> None:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if "uses:" in line]
    assert lines
    for line in lines:
        address, _, version = line.split("uses:")[1].partition("#")
        assert PINNED.fullmatch(address.strip()), line
        assert re.fullmatch(r"v\d+\.\d+\.\d+", version.strip()), line


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_nothing_is_permitted_unless_a_job_asks_and_every_job_ends(path: Path) -> None:
    workflow = read(path)
    assert workflow["permissions"] == {}
    assert all(int(job["timeout-minutes"]) <= 60 for job in workflow["jobs"].values())
    assert all("permissions" in job for job in workflow["jobs"].values())


def test_secrets_reach_the_steps_that_send_and_seal_and_no_other() -> None:
    named = [step for step in steps(ROOT / ".github/workflows/daily.yml") if "secrets." in str(step)]
    assert [step["name"] for step in named] == ["Send what is owed", "Write the site's folder"]
    (sealing,) = [step for step in named if step["name"] == "Write the site's folder"]
    assert re.findall(r"secrets\.(\w+)", str(sealing)) == ["SEAL_KEY"]  # in the job that deploys and reads no stranger


def test_daily_slots_are_off_the_hour_and_in_the_desks_zone() -> None:
    slots = read(ROOT / ".github/workflows/daily.yml")["on"]["schedule"]
    assert {slot["timezone"] for slot in slots} == {"Asia/Shanghai"}
    assert all(int(slot["cron"].split()[0]) % 2 == 1 for slot in slots)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_the_lock_has_a_hash_for_everything_and_names_no_registry(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    packages = re.split(r"\n(?=\S)", text.strip())
    assert all("--hash=sha256:" in package for package in packages)


def test_what_runs_is_locked_alike_for_development() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"(?m)^[^\s#]+==\S+.*?(?= \\$)", (ROOT / name).read_text(encoding="utf-8")))

    assert pins("requirements.txt") <= pins("requirements-dev.txt")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A checkout of an organisation's repository, with another one beside it in which people work."""
    run("git", "init", "--quiet", "--bare", "--initial-branch=main", tmp_path / "origin.git")
    people = tmp_path / "people"
    run("git", "clone", "--quiet", tmp_path / "origin.git", people)
    (people / "desk").mkdir()
    (people / "desk" / "caifeng.yml").write_text("desk: 测试\n", encoding="utf-8")
    commit(people, "begin")
    run("git", "push", "--quiet", "origin", "HEAD:refs/heads/main", cwd=people)
    run("git", "clone", "--quiet", "--depth=1", f"file://{tmp_path}/origin.git", tmp_path / "runner")
    return tmp_path / "runner"


def commit(folder: Path, message: str) -> None:
    run("git", "add", "--all", cwd=folder)
    person = ("-c", "user.name=someone", "-c", "user.email=someone@example.org")
    done = run("git", *person, "commit", "--quiet", "--message", message, cwd=folder)
    assert done.returncode == 0, done.stderr


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def tracked(clone: Path) -> list[str]:
    return run("git", "-C", clone.parent / "origin.git", "ls-tree", "-r", "--name-only", "main").stdout.split()


def test_state_and_incidents_are_pushed_and_the_rest_is_not(clone: Path) -> None:
    for name in ("lake/items/day=2026-11-20/r.parquet", "lake/.lock", "incidents/INC-2026-0001.yml", "public/x.html"):
        write(clone / "desk" / name, "x")
    done = run(SCRIPT, "desk", "main", cwd=clone)
    assert done.returncode == 0, done.stderr
    assert tracked(clone) == [
        "desk/caifeng.yml",
        "desk/incidents/INC-2026-0001.yml",
        "desk/lake/items/day=2026-11-20/r.parquet",
    ]


def test_a_person_who_pushed_meanwhile_loses_nothing(clone: Path) -> None:
    people = clone.parent / "people"
    write(people / "desk" / "incidents" / "INC-2026-0001.yml", "title: 值班员改过\n")
    commit(people, "edit")
    run("git", "push", "--quiet", "origin", "HEAD:refs/heads/main", cwd=people)
    write(clone / "desk" / "lake" / "manifests" / "r.json", "{}")
    done = run(SCRIPT, "desk", "main", cwd=clone)
    assert done.returncode == 0, done.stderr
    assert {"desk/incidents/INC-2026-0001.yml", "desk/lake/manifests/r.json"} <= set(tracked(clone))


def test_a_run_that_learnt_nothing_pushes_no_commit(clone: Path) -> None:
    before = run("git", "rev-parse", "HEAD", cwd=clone).stdout
    assert run(SCRIPT, "desk", "main", cwd=clone).returncode == 0
    assert run("git", "-C", clone.parent / "origin.git", "rev-parse", "main").stdout == before


def test_the_site_goes_up_with_the_state(clone: Path) -> None:
    run("git", "branch", "gh-pages", cwd=clone)
    write(clone / "desk" / "lake" / "manifests" / "r.json", "{}")
    assert run(SCRIPT, "desk", "main", cwd=clone).returncode == 0
    heads = run("git", "-C", clone.parent / "origin.git", "for-each-ref", "--format=%(refname:short)").stdout.split()
    assert heads == ["gh-pages", "main"]
