"""The product as its reader meets it: the pages of the demo's week in a browser, phone and desk, light and dark."""

import json
import re
from collections.abc import Iterator
from html import unescape

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Request

from tests.browsing import served_folder
from tests.demo_week import Week

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]
PAGES = ("/", "/2026-11/2026-11-18/", "/2026-11/2026-11-18/evidence/", "/duty/",
         "/incidents/INC-2026-0001/")  # fmt: skip


@pytest.fixture(scope="module")
def address(week: Week) -> Iterator[str]:
    """The published site over loopback."""
    with served_folder(week.root / "public") as served:
        yield served


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_pages_open_without_errors_outside_requests_or_barriers(
    address: str, browser: Browser, width: int, scheme: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    errors: list[str] = []
    outside: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(message.text)

    def on_request(request: Request) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            outside.append(request.url)

    page.on("console", on_console)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", on_request)
    page.on("dialog", lambda dialog: errors.append(f"dialog {dialog.message}"))
    for path in PAGES:
        page.goto(address + path, wait_until="load")
        found = Axe().run(page).response["violations"]
        serious = [one["id"] for one in found if one["impact"] in ("serious", "critical")]
        assert serious == [], f"{path} {scheme} {width}: {serious}"
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{path} scrolls sideways at {width}"
    assert errors == []
    assert outside == []
    context.close()


def test_charts_are_seen_when_they_come_into_view_and_live_on_a_tap(address: str, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{address}/2026-11/2026-11-18/", wait_until="load")
    figures = page.locator("figure.cf-chart")
    assert figures.count() >= 3
    for figure in figures.all():
        figure.scroll_into_view_if_needed()
        figure.locator(".cf-plot img").evaluate("picture => picture.decode()")
        assert figure.locator("a[href^='charts/#']").count() == 1
    figures.first.locator(".cf-chart__live").click()
    figures.first.locator("svg.main-svg").first.wait_for(timeout=10_000)
    page.close()


def test_the_first_phone_screen_holds_conclusion_decision_and_matters(address: str, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{address}/2026-11/2026-11-18/", wait_until="load")
    visible = page.evaluate("document.elementFromPoint(195, 800) !== null")
    assert visible
    for selector in (".cf-say", ".cf-ask", ".cf-three li >> nth=0"):
        box = page.locator(selector).first.bounding_box()
        assert box is not None
        assert box["y"] < 844, selector
    page.close()


def test_the_hostile_title_is_shown_as_text(week: Week) -> None:
    pages = [path.read_text(encoding="utf-8") for path in (week.root / "public" / "2026-11").rglob("index.html")]
    # The <script> itself ends where the feed is read.
    holding = [page for page in pages if "alert(2)" in unescape(page)]
    assert holding
    for page in holding:
        assert "alert(1)" not in page
        assert not re.search(r"<[^>]*(href=\"?javascript:|onclick=)", page)


def test_the_latest_alias_and_the_feed_lead_to_the_newest_briefing(address: str, browser: Browser, week: Week) -> None:
    page = browser.new_page()
    page.goto(f"{address}/latest/2026-11-20/", wait_until="load")
    page.wait_for_url("**/2026-11/2026-11-20/")
    page.close()
    feed = (week.root / "public" / "feed.xml").read_text(encoding="utf-8")
    assert len(re.findall(r"<title>2026-11-\d\d 第", feed)) == 8
    versions = json.loads((week.root / "public" / "versions.json").read_text(encoding="utf-8"))
    assert [(one["version"], one["aliases"]) for one in versions] == [("2026-11", ["latest"])]
