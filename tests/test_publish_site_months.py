"""Months that are over stay as they were published; a day that cannot be read keeps its former page."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from caifeng.errors import CaifengError, LakeError
from caifeng.resources import resource
from publish.pages.contexts import Page
from publish.site import branch
from publish.site.edition import publish_site
from publish.site.export import export
from publish.site.plan import EditionParts, Month, Section, SiteRequest
from publish.site.rebuild import rebuild_section
from tests.sites import day_page, desk_repository, git, month, site_request, site_sources


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return site_sources(tmp_path_factory.mktemp("sources"))


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with desk_repository(tmp_path, monkeypatch) as folder:
        yield folder


OCTOBER = month(day_page("2026-10-30"), day_page("2026-10-31"), name="2026-10")
NOVEMBER = month(day_page("2026-11-19"), day_page("2026-11-20"))


@pytest.fixture
def asked(repository: Path, sources: Path) -> SiteRequest:
    return replace(site_request(repository, sources, "2026-11-20"), months=(OCTOBER, NOVEMBER))


def shipped(request: SiteRequest) -> SiteRequest:
    """With the theme as it ships: Material's own would lead from each page to its neighbours."""
    return replace(request, config_file=resource("mkdocs.yml"))


def tree(repository: Path, path: str) -> str:
    return git(repository, "rev-parse", f"gh-pages:{path}")


def damaged(found: Month, path: str, made_from: str) -> Month:
    """The month with a folder whose records cannot be read."""

    def fail() -> EditionParts:
        raise LakeError("与清单的 SHA-256 不符")

    sections = [replace(one, make=fail, made_from=made_from) if one.path == path else one for one in found.sections]
    return replace(found, sections=tuple(sections))


def test_a_new_theme_changes_the_newest_month_only(asked: SiteRequest) -> None:
    publish_site(asked)
    october, november = tree(asked.repository, "2026-10"), tree(asked.repository, "2026-11")
    publish_site(replace(asked, site_name="新的名字"))
    assert tree(asked.repository, "2026-10") == october
    assert tree(asked.repository, "2026-11") != november


def test_a_correction_builds_exactly_its_month_and_latest_stays(asked: SiteRequest) -> None:
    publish_site(asked)
    november, latest = tree(asked.repository, "2026-11"), tree(asked.repository, "latest")
    corrected = month(day_page("2026-10-30", "更正后"), day_page("2026-10-31"), name="2026-10")
    publish_site(replace(asked, months=(corrected, NOVEMBER)))
    assert "更正后" in git(asked.repository, "show", "gh-pages:2026-10/2026-10-30/index.html")
    assert (tree(asked.repository, "2026-11"), tree(asked.repository, "latest")) == (november, latest)


def test_in_the_newest_month_only_the_changed_day_and_the_index_are_built(asked: SiteRequest) -> None:
    publish_site(asked)
    made: list[str] = []

    def watched(one: Section) -> Section:
        def make() -> EditionParts:
            made.append(one.path)
            return one.make()

        return replace(one, make=make)

    later = month(day_page("2026-11-19"), day_page("2026-11-20", "更正后"), day_page("2026-11-21"))
    watched_month = replace(later, sections=tuple(map(watched, later.sections)))
    publish_site(replace(asked, months=(OCTOBER, watched_month)))
    assert sorted(made) == ["2026-11-20/", "2026-11-21/"]
    assert 'content="0; url=../../2026-11/2026-11-21/"' in git(
        asked.repository, "show", "gh-pages:latest/2026-11-21/index.html"
    )


def test_a_month_of_which_a_part_was_built_has_the_bytes_of_one_built_whole(asked: SiteRequest) -> None:
    asked = shipped(asked)
    later = replace(asked, months=(OCTOBER, month(day_page("2026-11-20", "更正后"), day_page("2026-11-21"))))
    publish_site(asked)
    publish_site(later)
    partial = tree(asked.repository, "2026-11"), tree(asked.repository, "latest")
    git(asked.repository, "branch", "-D", "gh-pages")
    publish_site(later)
    assert partial == (tree(asked.repository, "2026-11"), tree(asked.repository, "latest"))


def test_a_damaged_day_keeps_its_page_and_is_named_and_all_else_goes_on(asked: SiteRequest) -> None:
    publish_site(asked)
    day = tree(asked.repository, "2026-11/2026-11-19")
    broken = damaged(month(day_page("2026-11-19"), day_page("2026-11-20", "更正后")), "2026-11-19/", "other")
    done = publish_site(replace(asked, months=(OCTOBER, broken)))
    assert tree(asked.repository, "2026-11/2026-11-19") == day
    assert "更正后" in git(asked.repository, "show", "gh-pages:2026-11/2026-11-20/index.html")
    assert "2026-11-19/" in git(asked.repository, "show", "gh-pages:2026-11/index.html")
    assert [problem.file for problem in done.problems] == ["2026-11/2026-11-19/"]
    assert "SHA-256" in str(done.problems[0])


def test_a_damaged_day_stands_even_where_the_whole_month_is_built_anew(asked: SiteRequest) -> None:
    publish_site(asked)
    day = tree(asked.repository, "2026-11/2026-11-19")
    broken = damaged(NOVEMBER, "2026-11-19/", NOVEMBER.sections[0].made_from)
    publish_site(replace(asked, months=(OCTOBER, broken), site_name="新的名字"))
    assert tree(asked.repository, "2026-11/2026-11-19") == day
    publish_site(replace(asked, site_name="新的名字"))
    assert "新的名字" in git(asked.repository, "show", "gh-pages:2026-11/2026-11-19/index.html"), "mended: built"


def test_a_folder_built_alone_has_the_bytes_that_are_public(asked: SiteRequest, tmp_path: Path) -> None:
    asked = shipped(asked)
    publish_site(asked)
    rebuilt = rebuild_section(asked, "2026-11", "2026-11-19/", tmp_path)
    assert rebuilt.is_same_frame
    assert rebuilt.fresh == rebuilt.public != {}


def test_an_export_links_what_did_not_change_and_mends_what_was_touched(asked: SiteRequest, tmp_path: Path) -> None:
    publish_site(asked)
    public = tmp_path / "out" / "public"
    export(asked.repository, "gh-pages", public)
    kept = (public / "2026-10" / "index.html").stat().st_ino
    (public / "index.html").write_text("改坏了")
    publish_site(replace(asked, root_pages=(Page(path="index.md", text="# 首页\n"), *asked.root_pages[1:])))
    export(asked.repository, "gh-pages", public)
    assert (public / "2026-10" / "index.html").stat().st_ino == kept, "the same file, not a copy"
    files = {path.relative_to(public).as_posix() for path in public.rglob("*") if path.is_file()}
    listed = {path for path, _ in branch.listed(asked.repository, "gh-pages")}
    assert files == listed | {".caifeng-site"}
    held = branch.blobs(asked.repository, "gh-pages", "index.html")
    assert (public / "index.html").read_bytes() == held["index.html"]


def test_a_disk_that_takes_no_more_leaves_the_former_folder(
    asked: SiteRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A limit on the size of files is what a process meets that may write no more."""
    import resource
    import signal

    publish_site(asked)
    public = tmp_path / "out" / "public"
    export(asked.repository, "gh-pages", public)
    before = {path: path.read_bytes() for path in sorted(public.rglob("*")) if path.is_file()}
    text = "漏水" * 20_000
    publish_site(replace(asked, root_pages=(Page(path="index.md", text=f"# 首页\n\n{text}\n"), *asked.root_pages[1:])))
    former = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, former[1]))
        with pytest.raises(CaifengError, match="没有动"):
            export(asked.repository, "gh-pages", public)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, former)
        signal.signal(signal.SIGXFSZ, ignored)
    assert {path: path.read_bytes() for path in sorted(public.rglob("*")) if path.is_file()} == before
