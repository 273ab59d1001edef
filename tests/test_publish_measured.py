"""The method page prints every measured figure of the newest edition; an edition prints the few that matter most."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from caifeng.errors import PublishError
from caifeng.models import Accuracy, Briefing
from caifeng.resources import resource
from publish.pages.contexts import Page, SiteContext
from publish.pages.render import render_briefing, render_measured
from publish.site.edition import publish_site
from publish.site.plan import FILL
from tests.samples import sample_briefing
from tests.sites import desk_repository, git, site_request, site_sources

KEY = Accuracy(
    what="新闻倾向，三选一：准确率", dataset="news|<b>", n=711, share=0.7131, low=0.679, high=0.745, version="tone-2",
    baseline=0.274, baseline_name="SnowNLP",
)  # fmt: skip
OTHER = replace(KEY, what="新闻倾向，三选一：校准误差", share=0.0526, baseline=None, baseline_name="", is_key=False)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with desk_repository(tmp_path, monkeypatch) as folder:
        yield folder


def briefing() -> Briefing:
    sample = sample_briefing()
    return replace(sample, note=replace(sample.note, accuracies=(KEY, OTHER)))


def test_the_method_page_takes_every_figure_with_its_interval_and_baseline() -> None:
    page = render_measured(briefing())
    assert page.path == "method.md"
    for told in ("71.3%", "67.9%–74.5%", "27.4%", "SnowNLP", "5.3%", "711"):
        assert told in page.text
    assert "news|<b>" not in page.text


def test_the_hand_written_page_has_one_place_for_them() -> None:
    assert (resource("site/docs") / "method.md").read_text("utf-8").count(FILL) == 1


def test_an_edition_prints_only_the_key_figures_beside_their_baseline() -> None:
    day, *_ = render_briefing(briefing(), SiteContext(base_url=""))
    assert "三选一：准确率" in day.text
    assert "三选一：校准误差" not in day.text
    assert "27&#37;" in day.text


def test_a_site_without_figures_says_so() -> None:
    empty = replace(briefing(), note=replace(briefing().note, accuracies=()))
    assert "没有实测数字" in render_measured(empty).text


def test_the_published_method_page_holds_the_figures(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    sources = site_sources(tmp_path / "sources")
    (sources / "docs" / "method.md").write_text(f"# 方法\n\n{FILL}\n", encoding="utf-8")
    asked = replace(site_request(repository, sources, "2026-11-20"), fills=(render_measured(briefing()),))
    publish_site(asked)
    page = git(repository, "show", "gh-pages:method/index.html")
    assert "67.9%–74.5%" in page
    assert FILL not in page
    with pytest.raises(PublishError, match="恰有一处"):
        publish_site(replace(asked, fills=(Page(path="none.md", text=""),)))
