"""A publish builds only what changed, and no reader can tell it from one that built everything."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from caifeng.resources import resource
from publish.pages.contexts import Page
from publish.site import built
from publish.site.edition import publish_site
from publish.site.partial import change, output
from publish.site.plan import SiteFile, SiteRequest
from tests.sites import desk_repository, git, month, site_request

pytestmark = pytest.mark.filterwarnings("ignore:invalid escape sequence")  # jieba's sources, on first compile


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with desk_repository(tmp_path, monkeypatch) as folder:
        yield folder


@pytest.fixture
def asked(repository: Path, tmp_path: Path) -> SiteRequest:
    """With the theme as it ships: Material's own would lead from each page to its neighbours."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "method.md").write_text("# 方法\n\n热度怎样算。\n")
    request = replace(site_request(repository, tmp_path, "2026-11-20"), config_file=resource("mkdocs.yml"))
    more = tuple(case(f"INC-2026-000{n}", "漏水投诉\n\n## 经过\n\n派责\n\n## 复盘\n\n老化") for n in range(2, 6))
    return replace(request, root_pages=(*request.root_pages, *more))


def case(id_: str, text: str) -> Page:
    return Page(path=f"incidents/{id_}/index.md", text=f"# 案件 {id_}\n\n{text}\n")


def tree(repository: Path) -> str:
    return git(repository, "rev-parse", "gh-pages^{tree}")


def whole(request: SiteRequest) -> list[str]:
    """The files that a build of everything gives."""
    git(request.repository, "branch", "-D", "gh-pages")
    publish_site(request)
    return git(request.repository, "ls-tree", "-r", "gh-pages").splitlines()


def test_a_changed_a_new_and_a_vanished_page_give_the_bytes_of_a_whole_build(asked: SiteRequest) -> None:
    publish_site(asked)
    pages = {page.path: page for page in asked.root_pages}
    del pages["incidents/INC-2026-0003/index.md"]
    for page in (case("INC-2026-0002", "已闭环"), case("INC-2026-0009", "起火\n\n## 经过\n\n接收")):
        pages[page.path] = page
    later = replace(asked, root_pages=tuple(pages.values()), root_files=(SiteFile(path="feed.xml", content=b"<new/>"),))
    assert publish_site(later).changed
    partial = git(asked.repository, "ls-tree", "-r", "gh-pages").splitlines()
    assert "incidents/INC-2026-0003" not in git(asked.repository, "ls-tree", "-r", "--name-only", "gh-pages")
    assert sorted(set(partial) ^ set(whole(later))) == []


def test_the_edition_keeps_its_bytes_while_only_the_root_changes(asked: SiteRequest) -> None:
    publish_site(asked)
    edition = git(asked.repository, "rev-parse", "gh-pages:2026-11")
    publish_site(replace(asked, root_pages=(*asked.root_pages, case("INC-2026-0009", "新"))))
    assert git(asked.repository, "rev-parse", "gh-pages:2026-11") == edition


def test_a_changed_day_changes_the_edition_and_nothing_else_but_what_it_is_made_from(asked: SiteRequest) -> None:
    publish_site(asked)
    publish_site(replace(asked, months=(month(Page(path="2026-11-20/index.md", text="# 更正后\n")),)))
    changed = git(asked.repository, "diff", "--name-only", "gh-pages~", "gh-pages").splitlines()
    assert [path for path in changed if "search" not in path] == ["2026-11/2026-11-20/index.html", built.NAME]


def test_another_name_of_the_site_builds_everything(asked: SiteRequest) -> None:
    publish_site(asked)
    publish_site(replace(asked, site_name="别的编辑台"))
    for path in ("index.html", "2026-11/2026-11-20/index.html", "incidents/INC-2026-0004/index.html"):
        assert "别的编辑台" in git(asked.repository, "show", f"gh-pages:{path}")


def test_what_people_changed_on_the_branch_is_not_built_upon(asked: SiteRequest, tmp_path: Path) -> None:
    publish_site(asked)
    before = tree(asked.repository)
    git(asked.repository, "worktree", "add", "--quiet", str(tmp_path / "pages"), "gh-pages")
    (tmp_path / "pages" / "index.html").write_text("改坏了")
    git(tmp_path / "pages", "-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "-am", "by hand")
    git(asked.repository, "worktree", "remove", str(tmp_path / "pages"))
    assert publish_site(asked).changed
    assert tree(asked.repository) == before


def test_a_page_that_leads_to_an_unchanged_page_is_published_all_the_same(asked: SiteRequest) -> None:
    publish_site(asked)
    page = Page(path="incidents/INC-2026-0002/index.md", text="# 案件\n\n[并案](../INC-2026-0004/index.md)\n")
    pages = tuple(page if one.path == page.path else one for one in asked.root_pages)
    publish_site(replace(asked, root_pages=pages))
    assert "并案" in git(asked.repository, "show", "gh-pages:incidents/INC-2026-0002/index.html")


def test_what_is_read_of_another_shape_equals_nothing() -> None:
    assert built.read("") == built.read("{") == built.read('{"frame": 1}') == built.Built()


def test_a_change_names_what_is_to_be_built_and_what_goes() -> None:
    before = built.Made(
        pages={"a.md": "1", "b/index.md": "1", "c.md": "1"}, files={"x.csv": "1"}, sections={"s/": "1", "t/": "1"}
    )
    wanted = built.Made(pages={"a.md": "2", "c.md": "1", "d.md": "1"}, sections={"s/": "2", "u/": "1"})
    found = change(before, wanted)
    assert not found.is_whole
    assert (sorted(found.pages), sorted(found.sections)) == (["a.md", "d.md"], ["s/", "u/"])
    assert found.gone == ("b/index.html", "x.csv", "s/", "t/"), "what a section no longer holds must go with it"
    assert not change(wanted, wanted).is_needed


@pytest.mark.parametrize(
    ("page", "html"),
    [("index.md", "index.html"), ("duty/index.md", "duty/index.html"), ("method.md", "method/index.html")],
)
def test_a_page_stands_where_the_build_puts_it(page: str, html: str) -> None:
    assert output(page) == html
