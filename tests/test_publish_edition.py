"""An edition and the root site from Markdown to the branch: real git, real MkDocs with Material."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from caifeng.errors import PublishError
from publish.site import branch
from publish.site.edition import publish_site
from publish.site.plan import SiteFile
from tests.sites import day_page, desk_repository, git, month, site_request, site_sources


@pytest.fixture(scope="session")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return site_sources(tmp_path_factory.mktemp("sources"))


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with desk_repository(tmp_path, monkeypatch) as folder:
        yield folder


def paths(repository: Path) -> set[str]:
    return set(git(repository, "ls-tree", "-r", "--name-only", "gh-pages").splitlines())


def test_one_commit_brings_everything_and_the_same_input_makes_no_second(repository: Path, sources: Path) -> None:
    asked = site_request(repository, sources, "2026-11-19", "2026-11-20")
    done = publish_site(asked)

    assert done.changed
    assert done.commit == branch.tip(repository, "gh-pages")
    assert git(repository, "rev-list", "--count", "gh-pages") == "1"
    assert paths(repository) >= {
        ".nojekyll",
        "versions.json",
        "index.html",
        "feed.xml",
        "method/index.html",
        "incidents/INC-2026-0001/index.html",
        "2026-11/index.html",
        "2026-11/2026-11-20/index.html",
        "latest/2026-11-20/index.html",
    }
    versions = json.loads(git(repository, "show", "gh-pages:versions.json"))
    assert versions == [{"version": "2026-11", "title": "2026 年 11 月", "aliases": ["latest"]}]
    assert done.files == len(paths(repository))
    assert done.bytes > 100_000

    again = publish_site(asked)
    assert (again.commit, again.changed) == (done.commit, False)


def test_publishing_november_leaves_october_byte_for_byte(repository: Path, sources: Path) -> None:
    publish_site(site_request(repository, sources, "2026-10-31"))
    october = git(repository, "rev-parse", "gh-pages:2026-10")
    publish_site(site_request(repository, sources, "2026-11-01"))
    assert git(repository, "rev-parse", "gh-pages:2026-10") == october
    assert git(repository, "rev-list", "--count", "gh-pages") == "2"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[没有](missing.md)", "missing.md"),
        ("<script>alert(1)</script>", "内联脚本"),
        ("[看这里](javascript:alert(2))", "javascript"),
        ("看这里\n{: onclick=alert(3)}", "onclick"),
        ("![图](https://tracker.example/x.png)", "tracker.example"),
    ],
)
def test_a_page_that_must_not_go_out_stops_the_publish_and_says_why(
    repository: Path, sources: Path, text: str, told: str
) -> None:
    asked = site_request(repository, sources, "2026-11-20")
    with pytest.raises(PublishError, match=told):
        publish_site(replace(asked, months=(month(day_page("2026-11-20", text)),)))
    assert branch.tip(repository, "gh-pages") == ""


def test_addresses_of_pages_know_their_place_below_the_base(repository: Path, sources: Path) -> None:
    publish_site(site_request(repository, sources, "2026-11-20"))
    for path in ("2026-11/2026-11-20/", ""):
        tree = LexborHTMLParser(git(repository, "show", f"gh-pages:{path}index.html"))
        addresses = [link.attributes["href"] for link in tree.css("link[rel=canonical]")]
        assert addresses == [f"https://desk.example/briefings/{path}"]


@pytest.mark.parametrize("path", ["../out.md", "/etc/out.md", "a\\b.md", "method.md"])
def test_a_page_outside_the_site_or_written_twice_is_refused(repository: Path, sources: Path, path: str) -> None:
    asked = site_request(repository, sources, "2026-11-20")
    with pytest.raises(PublishError, match="未发布"):
        publish_site(replace(asked, root_files=(SiteFile(path=path, content=b"x"),)))


def test_a_folder_without_a_repository_is_refused(tmp_path: Path, sources: Path) -> None:
    with pytest.raises(PublishError, match="not a git repository"):
        publish_site(site_request(tmp_path, sources, "2026-11-20"))


def test_without_git_the_message_says_what_to_install(
    tmp_path: Path, sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PublishError, match="请安装 git"):
        publish_site(site_request(tmp_path, sources, "2026-11-20"))
