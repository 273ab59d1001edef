"""What a reader's browser makes of the pages: the first screen, the charts, the colours, the assistive tree."""

import dataclasses
import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from caifeng.models import Briefing, Level
from caifeng.models.card import card_of
from publish.pages.contexts import Page, SiteContext
from publish.pages.dossier import render_dossiers
from publish.pages.month_page import render_month
from publish.pages.render import day_link, render_briefing, render_front
from publish.pages.urgency import by_urgency
from publish.site.material import CaseFile, SiteMaterial
from publish.site.root_files import days_file
from tests.browsing import served_folder
from tests.handling_site import sample_desk
from tests.looking import axe_faults, build_pages, opened
from tests.samples import hostile_briefing, sample_briefing

pytestmark = pytest.mark.browser
DAY = "2026-11/2026-11-17/"
PAGES = {"day": DAY, "evidence": f"{DAY}evidence/", "front": "", "incident": "incidents/INC-2026-0007/"}
VERSIONS = '[{"version": "2026-11", "title": "2026 年 11 月", "aliases": ["latest"]}]'
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
        newest=briefing,
        cards=(card_of(briefing),),
        briefing={briefing.date: briefing}.get,
        cases=(CaseFile(incident=incident),),
        stories=tuple(detail.story for detail in briefing.details),
    )
    rows = by_urgency([incident], briefing.published_at)
    root = [render_front(briefing, [day_link(briefing)], rows), *render_dossiers(material)]
    yesterday = dataclasses.replace(briefing, date=briefing.date - timedelta(days=1), level=Level.BLUE)
    day = render_briefing(briefing, SiteContext(base_url=""), yesterday=yesterday)
    month = [render_month([card_of(briefing)], briefing.zone), *day]
    build_pages(folder / f"{name}-root", root, folder / "public" / name, root=".")
    build_pages(folder / f"{name}-month", month, folder / "public" / name / "2026-11", root="..")
    (folder / "public" / name / "versions.json").write_text(VERSIONS)
    (folder / "public" / name / "days.json").write_bytes(days_file([card_of(briefing), card_of(yesterday)]).content)


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


@pytest.mark.parametrize(("name", "scheme"), list(zip(PAGES, cycle(["light", "dark"]), strict=False)))
def test_axe_finds_nothing(site: str, browser: Browser, name: str, scheme: str) -> None:
    page, _ = opened(browser, f"{site}/sample/{PAGES[name]}", scheme=scheme)
    assert axe_faults(page) == []
    page.context.close()


def test_light_dark_and_large_type_stay_as_the_reader_chose_them(site: str, browser: Browser) -> None:
    page, wrong = opened(browser, f"{site}/sample/{DAY}")
    size = "getComputedStyle(document.querySelector('.cf-say')).fontSize"
    before = page.evaluate(size)
    for _ in range(2):  # as the system has it, light, dark
        page.locator(".cf-scheme").click()
    page.locator(".cf-bigger").click()
    page.goto(f"{site}/sample/", wait_until="load")
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    assert page.locator(".cf-bigger").get_attribute("aria-pressed") == "true"
    assert float(page.evaluate(size).removesuffix("px")) >= 1.15 * float(before.removesuffix("px"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert wrong == []
    page.context.close()


def test_a_frozen_page_leads_to_the_days_and_months_that_are_there_now(site: str, browser: Browser) -> None:
    page, wrong = opened(browser, f"{site}/sample/{DAY}")
    assert page.locator(".cf-turn a").all_inner_texts() == ["← 11-16", "本月各期"]
    assert page.locator(".cf-months__now").inner_text() == "2026 年 11 月"
    page.locator(".cf-open").check(force=True)
    assert page.locator(".cf-links a", has_text="值守").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator(".cf-links a", has_text="值守").is_visible()
    assert wrong == []
    page.context.close()


def test_hostile_text_stays_text_when_copied(site: str, browser: Browser) -> None:
    page, wrong = opened(browser, f"{site}/hostile/{DAY}")
    page.locator(".cf-copy summary").click()
    text = page.locator(".cf-copy textarea").input_value()
    assert "<script>alert(1)</script>" in text
    assert len(text) <= 500
    page.locator(".cf-copy button").click()
    assert wrong == []
    page.context.close()


def test_without_javascript_everything_can_still_be_read_and_reached(site: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/sample/{DAY}")
    assert page.locator(".cf-turn a").get_attribute("href") == "../../2026-11/"
    page.locator(".cf-open").check(force=True)
    assert page.locator(".cf-links a", has_text="案件").is_visible()
    page.locator(".cf-copy summary").click()
    assert page.locator(".cf-copy textarea").is_visible()
    context.close()


def test_the_frame_weighs_little_and_loads_what_is_there(tmp_path: Path) -> None:
    build_pages(tmp_path / "docs", [Page(path="index.md", text="# 一页\n")], tmp_path / "out", root=".")
    html = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert len(html.encode()) <= 5_000
    assert "<script>" not in html
    for address in re.findall(r'(?:src|href)="\./((?:assets|stylesheets|javascripts)/[^"]+)"', html):
        assert (tmp_path / "out" / address).is_file(), address
