"""What the demo's pages weigh, and that nothing moves while they are read."""

import gzip
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from selectolax.lexbor import LexborHTMLParser

from tests.browsing import served_folder
from tests.demo_week import Week

pytestmark = pytest.mark.timeout(420)
MOST_HTML = 55_000  # bytes of a page
MOST_FIRST = 100_000  # gzip, of all that a page asks for before anything is touched
MOST_SHIFT = 0.05
FETCHED = ("versions.json", "days.json")  # by frame.js
_SHIFT = """() => { window.shift = 0; new PerformanceObserver((list) => { for (const one of list.getEntries())
  if (!one.hadRecentInput) window.shift += one.value; }).observe({ type: "layout-shift", buffered: true }); }"""


def first_load(public: Path, page: Path) -> int:
    """Bytes (gzip) of a page with its style sheets, scripts, icon, and every picture it may show."""
    tree = LexborHTMLParser(page.read_text(encoding="utf-8"))
    ways = {node.attributes["href"] for node in tree.css("link[rel=stylesheet], link[rel=icon]")}
    ways |= {node.attributes["src"] for node in tree.css("script[src], img[src]")}
    files = {(page.parent / str(way)).resolve() for way in ways} | {public / name for name in FETCHED}
    return sum(len(gzip.compress(file.read_bytes(), 6)) for file in {page, *files})


def test_no_page_is_heavier_than_a_phone_should_read(week: Week) -> None:
    public = week.root / "public"
    sizes = {path.relative_to(public): path.stat().st_size for path in public.rglob("*.html")}
    assert len(sizes) > 100
    assert {path: size for path, size in sizes.items() if size > MOST_HTML} == {}


@pytest.mark.parametrize("way", ["", "2026-11/2026-11-19/", "duty/", "incidents/INC-2026-0001/", "search/"])
def test_a_first_visit_costs_little(week: Week, way: str) -> None:
    public = week.root / "public"
    assert 5_000 < first_load(public, public / way / "index.html") <= MOST_FIRST


def test_the_data_of_a_chart_is_fetched_only_when_asked_for(week: Week) -> None:
    day = week.root / "public" / "2026-11" / "2026-11-19"
    tree = LexborHTMLParser((day / "index.html").read_text(encoding="utf-8"))
    drawn = [str(node.attributes["id"]).removeprefix("chart-") for node in tree.css("figure.cf-chart")]
    assert tree.css("template") == []
    tables = LexborHTMLParser((day / "charts" / "index.html").read_text(encoding="utf-8"))
    for name in drawn:
        assert (day / "charts" / f"{name}.json").is_file()
        assert tables.css(f"#chart-{name} table tbody tr")


@pytest.mark.browser
@pytest.mark.parametrize("way", ["2026-11/2026-11-19/", "duty/"])
def test_nothing_moves_while_a_page_is_read(week: Week, browser: Browser, way: str) -> None:
    with served_folder(week.root / "public") as address:
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.goto(f"{address}/{way}", wait_until="networkidle")
        page.evaluate(_SHIFT)
        for _ in range(10):
            page.mouse.wheel(0, 800)
            page.wait_for_timeout(50)
        assert page.evaluate("window.shift") < MOST_SHIFT
        page.close()
