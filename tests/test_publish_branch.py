"""The branch moves once or not at all: real git, finished pages written by hand."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from caifeng.errors import PublishError
from publish.site import branch
from publish.site.edition import release
from publish.site.tree import EditionBuild
from tests.branches import asked, built, show
from tests.sites import desk_repository, empty_commit, git


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with desk_repository(tmp_path, monkeypatch) as folder:
        yield folder


def names(repository: Path, *options: str) -> set[str]:
    return set(git(repository, "ls-tree", "--name-only", *options, "gh-pages").splitlines())


def test_an_alias_page_leads_to_the_edition_without_any_script(repository: Path, tmp_path: Path) -> None:
    release(asked(repository), built(tmp_path, "2026-11", {"2026-11-20/index.html": "day", "data.csv": "1"}))
    page = show(repository, "latest/2026-11-20/index.html")
    assert 'content="0; url=../../2026-11/2026-11-20/"' in page
    assert '<a href="../../2026-11/2026-11-20/">' in page
    assert '<html lang="zh">' in page
    assert "<script" not in page
    assert "latest/data.csv" not in names(repository, "-r")


def test_the_alias_follows_the_newest_month_and_only_it(repository: Path, tmp_path: Path) -> None:
    release(asked(repository), built(tmp_path, "2026-10", {"index.html": "october", "a/index.html": "a"}))
    release(asked(repository), built(tmp_path, "2026-11", {"index.html": "november"}))
    assert "../2026-11/" in show(repository, "latest/index.html")
    assert "latest/a/index.html" not in names(repository, "-r")

    release(asked(repository), built(tmp_path / "corrected", "2026-10", {"index.html": "october, corrected"}))
    assert "../2026-11/" in show(repository, "latest/index.html")
    assert show(repository, "2026-10/index.html") == "october, corrected"
    versions = json.loads(show(repository, "versions.json"))
    assert [(version["version"], version["aliases"]) for version in versions] == [
        ("2026-11", ["latest"]),
        ("2026-10", []),
    ]


def test_what_vanished_from_the_input_vanishes_from_the_site(repository: Path, tmp_path: Path) -> None:
    release(
        asked(repository),
        built(
            tmp_path, "2026-11", {"a.html": "", "b.html": ""}, {"index.html": "", "old/index.html": "", "x y.txt": ""}
        ),
    )
    release(asked(repository), built(tmp_path / "later", "2026-11", {"a.html": ""}, {"index.html": "", "更正.txt": ""}))
    assert git(repository, "-c", "core.quotePath=false", "ls-tree", "--name-only", "gh-pages").splitlines() == [
        ".nojekyll",
        "2026-11",
        "index.html",
        "latest",
        "versions.json",
        "更正.txt",
    ]
    assert git(repository, "ls-tree", "--name-only", "gh-pages:2026-11") == "a.html"


def test_a_root_page_may_not_take_the_place_of_an_edition(repository: Path, tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="2026-11"):
        release(asked(repository), built(tmp_path, "2026-11", {"index.html": ""}, {"2026-11/index.html": ""}))
    assert branch.tip(repository, "gh-pages") == ""


def test_a_domain_setting_of_the_branch_is_kept(repository: Path, tmp_path: Path) -> None:
    release(asked(repository), built(tmp_path, "2026-11", {"index.html": ""}))
    listing = git(repository, "ls-tree", "gh-pages")
    blob = git(repository, "rev-parse", "gh-pages:index.html")
    made = subprocess.run(
        ["git", "-C", str(repository), "mktree"],
        input=f"{listing}\n100644 blob {blob}\tCNAME\n",
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    commit = git(repository, "-c", "user.name=a", "-c", "user.email=a@b", "commit-tree", made, "-m", "domain")
    git(repository, "update-ref", "refs/heads/gh-pages", commit)
    release(asked(repository), built(tmp_path / "later", "2026-11", {"index.html": "new"}))
    assert "CNAME" in names(repository)


def test_a_damaged_versions_file_stops_the_publish(repository: Path, tmp_path: Path) -> None:
    release(asked(repository), built(tmp_path, "2026-11", {"index.html": ""}))
    before = git(repository, "rev-parse", "gh-pages")
    git(repository, "update-ref", "refs/heads/gh-pages", _with_versions(repository, "[{"))
    damaged = git(repository, "rev-parse", "gh-pages")
    with pytest.raises(PublishError, match="无法更新"):
        release(asked(repository), built(tmp_path / "later", "2026-11", {"index.html": "new"}))
    assert git(repository, "rev-parse", "gh-pages") == damaged != before


def test_a_branch_moved_meanwhile_is_not_overwritten(repository: Path) -> None:
    first, other, mine = (empty_commit(repository, name) for name in ("first", "other", "mine"))
    branch.swap(repository, "gh-pages", first, "")
    branch.swap(repository, "gh-pages", other, first)
    with pytest.raises(PublishError, match="被别的任务移动"):
        branch.swap(repository, "gh-pages", mine, first)
    with pytest.raises(PublishError, match="被别的任务移动"):
        branch.swap(repository, "gh-pages", mine, "")
    assert branch.tip(repository, "gh-pages") == other


_PUBLISH_FOREVER = """
import dataclasses, itertools, pathlib, sys
from tests.branches import asked, built
from publish.site.edition import release
repository, folder = map(pathlib.Path, sys.argv[1:])
for turn in itertools.count():
    pages = {f"{page}.html": str(turn) for page in range(20)}
    release(asked(repository), built(folder, "2026-11", pages, pages))
"""


def _settled(repository: Path) -> str:
    """The branch's commit once a git command that outlived the kill has ended too."""
    tip, since = branch.tip(repository, "gh-pages"), time.monotonic()
    while time.monotonic() - since < 1.0:
        time.sleep(0.05)
        if (now := branch.tip(repository, "gh-pages")) != tip:
            tip, since = now, time.monotonic()
    return tip


@pytest.mark.parametrize("seconds", [0.05, 0.11, 0.23])
def test_a_kill_at_any_moment_leaves_one_whole_publish(repository: Path, tmp_path: Path, seconds: float) -> None:
    path = os.pathsep.join([str(Path(__file__).parent), str(Path(__file__).parents[1])])
    process = subprocess.Popen(
        [sys.executable, "-c", _PUBLISH_FOREVER, str(repository), str(tmp_path)],
        env={**os.environ, "PYTHONPATH": path, "TMPDIR": str(tmp_path)},
    )
    while process.poll() is None and not branch.tip(repository, "gh-pages"):
        time.sleep(0.02)
    time.sleep(seconds)
    process.kill()
    process.wait()
    tip = _settled(repository)
    pages = [f"{site}{page}.html" for site in ("", "2026-11/") for page in range(20)]
    assert len({git(repository, "show", f"{tip}:{page}") for page in pages}) == 1
    git(repository, "fsck", "--strict", "--connectivity-only", "gh-pages")
    release(asked(repository), built(tmp_path / "after", "2026-11", {"index.html": "repaired"}))
    assert show(repository, "2026-11/index.html") == "repaired"


@pytest.mark.parametrize("month", ["2026-13", "../evil", "latest", "2026-1"])
def test_only_a_month_can_be_an_edition(repository: Path, tmp_path: Path, month: str) -> None:
    with pytest.raises(PublishError, match="年-月"):
        wrong = EditionBuild(month=month, folder=tmp_path / "2026-11" / "edition")
        branch.compose(repository, "", replace(built(tmp_path, "2026-11", {}), editions=(wrong,)))


def test_a_checked_out_branch_is_refused(repository: Path) -> None:
    with pytest.raises(PublishError, match="检出"):
        branch.tip(repository, "main")


def test_a_linked_work_tree_and_a_bare_repository_can_publish(repository: Path, tmp_path: Path) -> None:
    linked, bare = tmp_path / "linked", tmp_path / "bare.git"
    git(repository, "worktree", "add", "--quiet", "--detach", str(linked))
    git(tmp_path, "init", "--quiet", "--bare", "-b", "gh-pages", str(bare))
    for number, place in enumerate((linked, bare)):
        release(asked(place), built(tmp_path / str(number), "2026-11", {"index.html": "here"}))
        assert show(place, "2026-11/index.html") == "here"
    assert show(repository, "2026-11/index.html") == "here"


def test_inside_a_hook_git_variables_do_not_lead_elsewhere(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
        patch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
        release(asked(repository), built(tmp_path, "2026-11", {"index.html": "here"}))
    assert show(repository, "2026-11/index.html") == "here"
    assert not (tmp_path / "elsewhere").exists()


def test_without_an_identity_caifeng_signs_and_the_configuration_stays(repository: Path, tmp_path: Path) -> None:
    config = (repository / ".git" / "config").read_bytes()
    release(asked(repository), built(tmp_path, "2026-11", {"index.html": ""}))
    assert git(repository, "log", "-1", "--format=%an <%ae> %cI", "gh-pages") == (
        "Caifeng <caifeng@localhost> 2026-11-20T00:36:00+00:00"
    )
    assert (repository / ".git" / "config").read_bytes() == config


def test_a_configured_identity_signs(repository: Path, tmp_path: Path) -> None:
    git(repository, "config", "user.name", "值班员")
    git(repository, "config", "user.email", "duty@desk.example")
    release(asked(repository), built(tmp_path, "2026-11", {"index.html": ""}))
    assert git(repository, "log", "-1", "--format=%cn <%ce>", "gh-pages") == "值班员 <duty@desk.example>"


def _with_versions(repository: Path, text: str) -> str:
    """A commit like the branch's, but with this text as versions.json."""
    blob = subprocess.run(
        ["git", "-C", str(repository), "hash-object", "-w", "--stdin"],
        input=text,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    lines = [line for line in git(repository, "ls-tree", "gh-pages").splitlines() if "versions.json" not in line]
    listing = "\n".join([*lines, f"100644 blob {blob}\tversions.json", ""])
    made = subprocess.run(
        ["git", "-C", str(repository), "mktree"], input=listing, capture_output=True, text=True, check=True
    ).stdout.strip()
    return git(repository, "-c", "user.name=a", "-c", "user.email=a@b", "commit-tree", made, "-m", "damaged")
