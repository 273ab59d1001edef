"""The branch goes to origin and into a folder: real git, other people's pushes, folders that are not ours."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from caifeng.errors import PublishError
from publish.site import branch
from publish.site.edition import release
from publish.site.export import export
from tests.branches import asked, built, show
from tests.sites import desk_repository, empty_commit, git


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with desk_repository(tmp_path, monkeypatch) as folder:
        yield folder


def test_a_push_builds_upon_what_others_pushed(repository: Path, tmp_path: Path) -> None:
    origin = _origin(repository, tmp_path)
    other = tmp_path / "other"
    git(tmp_path, "clone", "--quiet", str(origin), str(other))
    release(replace(asked(repository), push=True), built(tmp_path, "2026-10", {"index.html": "mine"}))
    _, new = release(replace(asked(other), push=True), built(tmp_path, "2026-11", {"index.html": "theirs"}))
    assert git(origin, "rev-parse", "gh-pages") == branch.tip(other, "gh-pages") == new
    assert git(origin, "rev-list", "--count", "gh-pages") == "2"
    assert show(origin, "2026-10/index.html") == "mine"


def test_a_push_of_nothing_new_still_brings_origin_an_unpushed_commit(repository: Path, tmp_path: Path) -> None:
    origin = _origin(repository, tmp_path)
    builds = built(tmp_path, "2026-11", {"index.html": ""})
    _, local = release(asked(repository), builds)
    release(replace(asked(repository), push=True), builds)
    assert git(origin, "rev-parse", "gh-pages") == local


def test_branches_that_both_moved_on_are_left_to_people(repository: Path, tmp_path: Path) -> None:
    origin = _origin(repository, tmp_path)
    builds = built(tmp_path, "2026-11", {"index.html": ""})
    release(replace(asked(repository), push=True), builds)
    git(origin, "update-ref", "refs/heads/gh-pages", empty_commit(origin, "other"))
    with pytest.raises(PublishError, match="各自有新提交"):
        release(replace(asked(repository), push=True), builds)


@pytest.mark.parametrize(("words", "tries"), [("cannot lock ref", 3), ("policy says no", 1)])
def test_a_refused_push_leaves_the_local_branch_and_is_tried_again_only_for_a_race(
    repository: Path, tmp_path: Path, words: str, tries: int
) -> None:
    origin = _origin(repository, tmp_path)
    hook = origin / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f'#!/bin/sh\necho once >> "{tmp_path}/tries"\necho "{words}" >&2\nexit 1\n')
    hook.chmod(0o755)
    with pytest.raises(PublishError):
        release(replace(asked(repository), push=True, push_tries=3), built(tmp_path, "2026-11", {"index.html": ""}))
    assert branch.tip(repository, "gh-pages") == ""
    assert len((tmp_path / "tries").read_text().split()) == tries


def test_an_export_is_the_branch_and_replaces_only_our_own_folder(repository: Path, tmp_path: Path) -> None:
    release(asked(repository), built(tmp_path, "2026-11", {"2026-11-20/index.html": "day"}))
    public = tmp_path / "out" / "public"
    commit = export(repository, "gh-pages", public)
    assert commit == branch.tip(repository, "gh-pages")
    assert (public / "2026-11" / "2026-11-20" / "index.html").read_text() == "day"
    assert (public / ".nojekyll").is_file()
    (public / "stray.txt").write_text("x")
    export(repository, "gh-pages", public)
    assert not (public / "stray.txt").exists()
    assert [path.name for path in public.parent.iterdir()] == ["public"]


def test_an_export_refuses_a_folder_that_is_not_ours(repository: Path, tmp_path: Path) -> None:
    release(asked(repository), built(tmp_path, "2026-11", {"index.html": ""}))
    mine, link = tmp_path / "mine", tmp_path / "link"
    mine.mkdir()
    (mine / "thesis.txt").write_text("x")
    link.symlink_to(mine)
    for folder in (mine, link, mine / "thesis.txt"):
        with pytest.raises(PublishError, match="不是采风导出的"):
            export(repository, "gh-pages", folder)
    assert (mine / "thesis.txt").read_text() == "x"


def test_an_export_of_a_branch_that_does_not_exist_says_so(repository: Path, tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="还没有"):
        export(repository, "gh-pages", tmp_path / "public")


def _origin(repository: Path, tmp_path: Path) -> Path:
    origin = tmp_path / "origin.git"
    git(tmp_path, "init", "--quiet", "--bare", "-b", "main", str(origin))
    git(repository, "remote", "add", "origin", str(origin))
    return origin
