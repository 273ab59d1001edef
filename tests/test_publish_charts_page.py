"""A reader's browser and the pictures of a day: seen without a script, explored on tap, and nothing ever moves."""

import logging
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from publish.pages.charts import day_charts
from publish.pages.contexts import Page as Written
from publish.pages.contexts import SiteContext
from publish.pages.render import render_briefing
from publish.pictures import make_pictures, picture_files
from tests.browsing import CHROMIUM, served_folder
from tests.looking import axe_faults, build_pages, opened
from tests.samples import sample_briefing

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore:invalid escape sequence")]
DAY = "2026-11/2026-11-17/"
_SHIFTS = """new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (entry.sources.some(one => one.node?.closest?.(".cf-chart")))
    window.moved = (window.moved ?? 0) + entry.value;
}).observe({type: "layout-shift", buffered: true})"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A day with its pictures, below a root that has the bundle, over loopback."""
    if not CHROMIUM.exists():
        pytest.skip("Debian's chromium is not installed")
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    folder, briefing = tmp_path_factory.mktemp("charts"), sample_briefing()
    pictures = make_pictures(day_charts(briefing).drawn)
    pages = render_briefing(briefing, SiteContext(base_url=""), pictures.keys())
    build_pages(folder / "root", [Written(path="index.md", text="# 首页\n")], folder / "public", root=".")
    for file in picture_files(f"{briefing.date}/", pictures):
        path = folder / "month" / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
    build_pages(
        folder / "month", [Written(path="index.md", text="# 本月\n"), *pages], folder / "public" / "2026-11", root=".."
    )
    with served_folder(folder / "public") as served:
        yield served


def read_through(page: Page) -> None:
    page.evaluate(_SHIFTS)
    for _ in range(14):
        page.mouse.wheel(0, 900)
        page.wait_for_timeout(40)
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("width", [390, 1280])
def test_pictures_load_when_reached_and_move_nothing(site: str, browser: Browser, width: int) -> None:
    page, wrong = opened(browser, f"{site}/{DAY}", width=width)
    height = page.evaluate("document.body.scrollHeight")
    read_through(page)
    assert page.evaluate("document.body.scrollHeight") == height
    assert page.evaluate("window.moved ?? 0") < 0.01
    seen = page.locator(".cf-plot img").evaluate_all("all => all.map(one => one.complete && one.naturalWidth)")
    assert seen
    assert all(seen)
    narrow = page.locator("#chart-volume img").evaluate("one => one.currentSrc.endsWith('volume-s.svg')")
    assert narrow is (width == 390)
    assert page.locator(".cf-plot__live").count() == 0  # nobody asked, so nobody pays for the bundle
    assert wrong == []
    page.context.close()


def test_a_tap_makes_a_chart_live_in_its_place_and_a_second_brings_the_picture_back(
    site: str, browser: Browser
) -> None:
    page, wrong = opened(browser, f"{site}/{DAY}", width=1280)
    button = page.locator("#chart-volume .cf-chart__live")
    button.scroll_into_view_if_needed()
    height = page.evaluate("document.body.scrollHeight")
    button.click()
    line = page.locator("#chart-volume .scatterlayer path.js-line").last
    line.wait_for(timeout=8000)
    assert button.get_attribute("aria-pressed") == "true"
    assert abs(page.evaluate("document.body.scrollHeight") - height) <= 1
    light = line.evaluate("node => getComputedStyle(node).stroke")
    page.evaluate("document.body.setAttribute('data-md-color-scheme', 'slate')")
    page.wait_for_timeout(600)
    assert page.locator("#chart-volume path.js-line").last.evaluate("node => getComputedStyle(node).stroke") != light
    assert axe_faults(page) == []
    button.click()
    assert button.get_attribute("aria-pressed") == "false"
    assert page.locator("#chart-volume .cf-plot__live").is_hidden()
    assert wrong == []
    page.context.close()


def test_without_a_script_pictures_and_tables_are_there_and_no_button_that_does_nothing(
    site: str, browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{site}/{DAY}")
    assert page.locator("#chart-volume img").is_visible()
    assert page.locator("#chart-volume .cf-chart__table").is_visible()
    assert page.locator(".cf-chart__live").first.is_hidden()
    context.close()


def test_paper_shows_the_picture_in_light_even_of_a_dark_page(site: str, browser: Browser) -> None:
    page, _ = opened(browser, f"{site}/{DAY}", width=1280, scheme="dark")
    page.emulate_media(media="print")
    assert page.locator("#chart-volume img").is_visible()
    assert page.locator("#chart-volume img").evaluate("one => getComputedStyle(one).colorScheme") == "light"
    assert page.locator(".cf-chart__live").first.is_hidden()
    page.context.close()
