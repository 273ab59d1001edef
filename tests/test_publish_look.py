"""What a reader's browser makes of the pages: the first screen, the charts, the colours, the assistive tree."""

import dataclasses
import logging
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from caifeng.models import Briefing
from publish.pages.contexts import SiteContext
from publish.pages.dossier import render_dossiers
from publish.pages.render import day_link, render_briefing, render_front, render_month
from publish.pages.urgency import by_urgency
from publish.site.material import CaseFile, SiteMaterial
from tests.browsing import served_folder
from tests.handling_site import sample_desk
from tests.looking import axe_faults, build_pages, opened
from tests.samples import hostile_briefing, sample_briefing

# jieba, which Material's search loads, is compiled on its first import, and its source holds invalid escapes.
pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore:invalid escape sequence")]
DAY = "2026-11/2026-11-17/"
PAGES = {"day": DAY, "evidence": f"{DAY}evidence/", "front": "", "incident": "incidents/INC-2026-0007/"}
CASES = ("sample", "hostile", "long")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Three whole sites over loopback; gives their common address."""
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    folder = tmp_path_factory.mktemp("look")
    for name, briefing in zip(CASES, (sample_briefing(), hostile_briefing(), long_briefing()), strict=True):
        build_whole(folder, name, briefing)
    with served_folder(folder / "public") as served:
        yield served


def long_briefing() -> Briefing:
    """The most a first screen may have to hold: 200 characters, long titles, long lines."""
    full = sample_briefing()
    matters = tuple(dataclasses.replace(one, title=one.title * 3, line=one.line * 2) for one in full.matters)
    return dataclasses.replace(full, conclusion="净水机漏水投诉升级，" * 20, matters=matters)


def build_whole(folder: Path, name: str, briefing: Briefing) -> None:
    incident = briefing.handling[0].incident
    material = SiteMaterial(
        desk=sample_desk(),
        now=briefing.published_at,
        briefings=(briefing,),
        cases=(CaseFile(incident=incident),),
        stories=tuple(detail.story for detail in briefing.details),
    )
    rows = by_urgency([incident], briefing.published_at)
    root = [render_front(briefing, [day_link(briefing)], rows), *render_dossiers(material)]
    month = [render_month([briefing]), *render_briefing(briefing, SiteContext(base_url=""))]
    build_pages(folder / f"{name}-root", root, folder / "public" / name, root=".")
    build_pages(folder / f"{name}-month", month, folder / "public" / name / "2026-11", root="..")


@pytest.mark.parametrize("case", ["sample", "long"])
def test_the_phones_first_screen_holds_conclusion_decision_and_three_matters(
    site: str, browser: Browser, case: str
) -> None:
    page, _ = opened(browser, f"{site}/{case}/{DAY}")
    for selector in (".cf-say", ".cf-ask", ".cf-three li:nth-child(3)"):
        box = page.locator(selector).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 844, selector
    page.context.close()


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_wider_than_a_phone_runs_a_script_or_asks_anyone_else(
    site: str, browser: Browser, case: str, name: str
) -> None:
    page, wrong = opened(browser, f"{site}/{case}/{PAGES[name]}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert wrong == []
    page.context.close()


def test_charts_are_drawn_when_seen_and_follow_the_scheme(site: str, browser: Browser) -> None:
    page, wrong = opened(browser, f"{site}/sample/{DAY}", width=1280)
    assert page.locator(".cf-plot svg").count() == 0
    before = page.evaluate("document.body.scrollHeight")
    page.locator(".cf-plot").first.scroll_into_view_if_needed()
    line = page.locator("#chart-volume .scatterlayer path.js-line").last
    line.wait_for(timeout=8000)
    assert page.evaluate("document.body.scrollHeight") == before
    light = line.evaluate("node => getComputedStyle(node).stroke")
    page.evaluate("document.body.setAttribute('data-md-color-scheme', 'slate')")
    page.wait_for_timeout(600)
    assert page.locator("#chart-volume path.js-line").last.evaluate("node => getComputedStyle(node).stroke") != light
    assert wrong == []
    page.context.close()


def test_before_printing_every_table_is_opened(site: str, browser: Browser) -> None:
    page, _ = opened(browser, f"{site}/sample/{DAY}")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".cf-chart details:not([open]), .cf-fold:not([open])").count() == 0
    page.context.close()


def test_hostile_text_is_text_in_search_results(site: str, browser: Browser) -> None:
    page, wrong = opened(browser, f"{site}/hostile/2026-11/", width=1280)
    page.locator(".md-search__input").fill("标题")
    page.keyboard.press("End")  # the search listens to keys, and filling presses none
    page.locator(".md-search-result__item").first.wait_for(timeout=15000)
    results = page.locator(".md-search-result__list")
    assert results.locator("script, img, iframe, svg[onload], [onclick]").count() == 0
    addresses = results.locator("a").evaluate_all("links => links.map(link => link.href)")
    assert [address for address in addresses if not address.startswith(site)] == []
    assert "<script>alert(1)</script>" in results.inner_text()
    assert wrong == []
    page.context.close()


@pytest.mark.parametrize(("name", "scheme"), list(zip(PAGES, cycle(["light", "dark"]), strict=False)))
def test_axe_finds_nothing(site: str, browser: Browser, name: str, scheme: str) -> None:
    page, _ = opened(browser, f"{site}/sample/{PAGES[name]}", scheme=scheme)
    assert axe_faults(page) == []
    page.context.close()
