"""What a reader's browser makes of the duty board, a case's dossier, alerts, and a drill's band."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import cycle

import pytest
from playwright.sync_api import Browser

from caifeng.models import Desk
from publish.site.publish import root_site
from tests.browsing import served_folder
from tests.handling_site import hostile_material, sample_desk, sample_material
from tests.looking import axe_faults, build_pages, opened
from tests.samples import FILE, HOSTILE

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore:invalid escape sequence")]
PAGES = {
    "duty": "duty/",
    "dossier": f"incidents/{FILE}/",
    "incidents": "incidents/",
    "alerts": "alerts/2026-11-17/",
    "days": "alerts/",
}
DRILL: Desk = replace(sample_desk(), drill="净水机漏水<b>演练</b>")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The sample, hostile text, and a drill, each a root site of its own; gives their common address."""
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    folder = tmp_path_factory.mktemp("handling")
    sites = {
        "sample": sample_material(),
        "hostile": hostile_material(HOSTILE),
        "drill": replace(sample_material(), desk=DRILL),
    }
    for name, material in sites.items():
        output, drill = folder / "public" / name, material.desk.drill
        root = root_site(material)
        pages = [*root.pages, *(page for section in root.sections for page in section.make().pages)]
        build_pages(folder / name, pages, output, drill=drill)
    with served_folder(folder / "public") as served:
        yield served


@pytest.mark.parametrize("case", ["sample", "hostile"])
@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_wider_than_a_phone_runs_a_script_or_asks_anyone_else(
    site: str, browser: Browser, case: str, name: str
) -> None:
    page, wrong = opened(browser, f"{site}/{case}/{PAGES[name]}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert wrong == []
    page.context.close()


@pytest.mark.parametrize(("name", "scheme"), list(zip(PAGES, cycle(["light", "dark"]), strict=False)))
def test_axe_finds_nothing(site: str, browser: Browser, name: str, scheme: str) -> None:
    page, _ = opened(browser, f"{site}/sample/{PAGES[name]}", scheme=scheme)
    assert axe_faults(page) == []
    page.context.close()


def test_one_phone_screen_tells_what_is_overdue(site: str, browser: Browser) -> None:
    page, _ = opened(browser, f"{site}/sample/duty/")
    for selector in (".cf-asof", ".cf-say--late", ".cf-file--late .cf-due--overdue"):
        box = page.locator(selector).first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 844, selector
    page.context.close()


def test_the_readers_clock_counts_down_and_says_when_the_board_is_old(site: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.clock.install(time=datetime(2026, 11, 17, 0, 56, tzinfo=UTC))  # 20 minutes after the board was made
    page.goto(f"{site}/sample/duty/")
    assert page.locator(".cf-age").inner_text() == "20 分前生成"
    assert page.locator(".cf-due--overdue .cf-left").first.inner_text() == "已超 45 分"
    assert page.locator(".cf-due--running .cf-left").first.inner_text() == "还剩 3 小时"
    page.clock.fast_forward(3 * 3600 * 1000)
    assert "没有更新，监测可能停了" in page.locator(".cf-age--stale").inner_text()
    context.close()


def test_without_scripts_the_board_says_the_same_in_absolute_times(site: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/sample/duty/")
    assert "到责任人 已超时，应于 11-17 08:11" in page.locator(".cf-file").first.inner_text()
    assert page.locator(".cf-left").first.is_hidden()
    context.close()


def test_items_and_acts_are_drawn_on_one_axis_and_follow_the_scheme(site: str, browser: Browser) -> None:
    page, wrong = opened(browser, f"{site}/sample/{PAGES['dossier']}", width=1280)
    plot = page.locator("#chart-timeline")
    plot.scroll_into_view_if_needed()
    bar = plot.locator(".barlayer path").first
    bar.wait_for(state="attached", timeout=8000)
    assert plot.locator(".scatterlayer .textpoint").count() >= 5
    light = bar.evaluate("node => getComputedStyle(node).fill")
    page.evaluate("document.body.setAttribute('data-md-color-scheme', 'slate')")
    page.wait_for_timeout(600)
    assert plot.locator(".barlayer path").first.evaluate("node => getComputedStyle(node).fill") != light
    assert wrong == []
    page.context.close()


def test_online_and_offline_stand_side_by_side_on_a_desk_and_below_each_other_on_a_phone(
    site: str, browser: Browser
) -> None:
    for width, beside in ((1280, True), (390, False)):
        page, _ = opened(browser, f"{site}/sample/{PAGES['dossier']}", width=width)
        lefts = [page.locator(f".cf-way--{lane} > div").first.bounding_box() for lane in ("online", "offline")]
        assert lefts[0] is not None
        assert lefts[1] is not None
        assert (lefts[0]["x"] + lefts[0]["width"] <= lefts[1]["x"]) is beside
        page.context.close()


@pytest.mark.parametrize("path", ["", *PAGES.values()])
def test_every_page_of_a_drill_says_so_and_no_other_does(site: str, browser: Browser, path: str) -> None:
    page, _ = opened(browser, f"{site}/drill/{path}")
    assert page.title().startswith("【演练】")
    assert page.locator(".cf-drill").inner_text() == "演练：净水机漏水<b>演练</b>　非真实事件"
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        assert page.locator(".cf-drill").is_visible()
    assert page.locator('meta[name="robots"]').get_attribute("content") == "noindex"
    page.goto(f"{site}/sample/{path}")
    assert page.locator(".cf-drill").count() == 0
    assert "演练" not in page.title()
    page.context.close()
