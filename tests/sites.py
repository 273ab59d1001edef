"""A small desk's repository and site sources, and what tests ask of git."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from publish.pages.contexts import Page
from publish.site.plan import EditionParts, Month, Section, SiteFile, SiteRequest, digest

BUILT_AT = datetime(2026, 11, 20, 0, 36, tzinfo=UTC)
CONFIG = """
site_name: x
theme:
  name: material
  language: zh
  font: false
  custom_dir: theme
plugins: []
markdown_extensions: [attr_list, md_in_html]
"""
FRAME = """<!doctype html>
<html><head><meta charset="utf-8"><title>{{ page.title if page else "" }} - {{ config.site_name }}</title>
{% if page and page.canonical_url %}<link rel="canonical" href="{{ page.canonical_url }}">{% endif %}</head>
<body>{% block content %}{{ page.content }}{% endblock %}</body></html>
"""


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, text=True, check=True)
    return done.stdout.rstrip("\n")


def empty_commit(folder: Path, message: str) -> str:
    """A commit of nothing that no branch holds."""
    tree = git(folder, "hash-object", "-t", "tree", "-w", os.devnull)
    return git(folder, "-c", "user.name=a", "-c", "user.email=a@b", "commit-tree", tree, "-m", message)


@contextmanager
def desk_repository(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A repository with a half-edited work tree where no identity is configured; checks that neither changed."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    repository = folder / "desk"
    git(folder, "init", "--quiet", "-b", "main", str(repository))
    (repository / "caifeng.yml").write_text("desk: 澜川电器\n")
    git(repository, "add", ".")
    git(repository, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "-m", "start")
    (repository / "caifeng.yml").write_text("desk: 正在改\n")
    yield repository
    assert git(repository, "status", "--porcelain") == " M caifeng.yml"
    refs = git(repository, "for-each-ref", "--format=%(refname)", "refs/heads", "refs/tags")
    assert set(refs.splitlines()) <= {"refs/heads/main", "refs/heads/gh-pages"}


def site_sources(folder: Path) -> Path:
    """mkdocs.yml with Material's files in the least frame there can be, and one hand-written page."""
    (folder / "theme").mkdir()
    (folder / "theme" / "main.html").write_text(FRAME)
    (folder / "docs").mkdir()
    (folder / "mkdocs.yml").write_text(CONFIG)
    (folder / "docs" / "method.md").write_text("# 方法\n\n热度怎样算。\n")
    return folder


def day_page(name: str, text: str = "净水机漏水。") -> Page:
    return Page(path=f"{name}/index.md", text=f"# {name} 简报\n\n{text}\n")


def section(page: Page, *files: SiteFile) -> Section:
    """A day's folder that holds one page."""
    parts = EditionParts(pages=(page,), files=files)
    told = [page.text.encode(), *(file.content for file in files)]
    return Section(path=f"{page.path.partition('/')[0]}/", made_from=digest(told), make=lambda: parts)


def month(*days: Page, name: str = "2026-11") -> Month:
    """A month of days, each a page, and an index that names what could not be made."""
    return Month(
        name=name,
        sections=tuple(map(section, days)),
        index=lambda damaged: Page(path="index.md", text=f"# 本月\n\n{'、'.join(sorted(damaged))}\n"),
    )


def site_request(repository: Path, sources: Path, *days: str) -> SiteRequest:
    """A publish of the month of ``days`` with a front page, one incident and a feed."""
    return SiteRequest(
        repository=repository,
        branch="gh-pages",
        months=(month(*map(day_page, days), name=days[0][:7]),),
        root_pages=(
            Page(path="index.md", text="# 首页\n\n[方法](method.md)\n"),
            Page(path="incidents/INC-2026-0001.md", text="# 案件\n"),
        ),
        config_file=sources / "mkdocs.yml",
        docs=sources / "docs",
        site_name="澜川电器 舆情",
        base_url="https://desk.example/briefings",
        built_at=BUILT_AT,
        root_files=(SiteFile(path="feed.xml", content=b"<feed/>"),),
    )
