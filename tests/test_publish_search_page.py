"""The search page in a real Chromium, under its policy: what is found, in which order, by keys, without a network."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from caifeng.resources import resource
from publish.search.record import SearchRecord
from publish.search.sections import SearchSource, search_sections
from publish.search.words import simplified
from publish.site.build import Build, write_sources
from publish.site.making import harden_build
from tests.browsing import served_folder
from tests.looking import axe_faults

pytestmark = pytest.mark.browser
HOSTILE = "<img src=x onerror=alert(1)>“引号”&amp;<script>alert(2)</script>\u202e倒"


def _record(day: date, title: str, text: str, place: str = "", **known: str) -> SearchRecord:
    return SearchRecord(
        address=f"{day:%Y-%m}/{day}/{place}",
        kind=known.get("kind", "日报"),
        date=day,
        title=simplified(title),
        text=simplified(text),
        level=known.get("level", "黄"),
        type="未核实",
    )


RECORDS = (
    _record(
        date(2026, 11, 20),
        "青禾乳业召回一批奶粉",
        "青禾乳业说明召回范围，耶律楚材博物馆无关。",
        "#S-20261119-04",
        level="橙",
    ),
    _record(date(2026, 11, 19), "某平台數據洩露", "用户數據洩露，编号 S-20261119-04 与 INC-2026-0007。", level="红"),
    _record(date(2026, 7, 1), "数据泄露后续", "泄露的数据已经封存。", kind="周报"),
    _record(date(2024, 3, 5), "两年前的召回", "青禾乳业当年也召回过。"),
    _record(date(2025, 3, 5), HOSTILE, f"标题如上 {HOSTILE}", level="蓝"),
    *(_record(date(2025, 6, 1 + number), f"例行 {number}", f"寻常的一天 {number}", level="蓝") for number in range(25)),
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("search")
    docs, output = folder / "docs", folder / "site"
    docs.mkdir()
    sources = [
        SearchSource(address=one.address, date=one.date, made_from="1", make=lambda one=one: (one,))  # type: ignore[misc]
        for one in RECORDS
    ]
    files = [file for section in search_sections(sources, lambda _: {}) for file in section.make().files]
    write_sources(docs, tuple(files))
    (docs / "index.md").write_text("# 首页\n", encoding="utf-8")
    for name in ("search.md", "sw.js"):
        (docs / name).write_bytes((resource("site/docs") / name).read_bytes())
    build = Build(
        config_file=resource("mkdocs.yml"),
        docs=docs,
        output=output,
        site_name="澜川电器舆情",
        site_url="",
        root=".",
        built_at=datetime(2026, 11, 20, tzinfo=UTC),
        nav=(),
    )
    harden_build(build)
    with served_folder(output) as address:
        yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 390, "height": 844})
    yield opened
    opened.close()


@pytest.fixture
def wrong() -> list[str]:
    return []


@pytest.fixture
def page(context: BrowserContext, wrong: list[str]) -> Page:
    opened = context.new_page()
    opened.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("dialog", lambda dialog: wrong.append(dialog.message))
    return opened


def _find(page: Page, site: str, query: str, more: str = "") -> list[str]:
    """Titles of what is shown for a query; the page is opened where it is not open yet."""
    if more or not page.url.startswith(f"{site}/search/"):
        page.goto(f"{site}/search/?{more}")
    page.locator("#find-said").evaluate("said => { said.textContent = ''; }")
    page.locator("#find-words").fill(query)
    page.locator("#find-words").press("Enter")
    expect(page.locator("#find-said")).to_contain_text("。", timeout=10_000)
    return page.locator(".cf-hit__link").all_inner_texts()


def test_what_is_asked_for_is_found_first(site: str, page: Page, wrong: list[str]) -> None:
    assert _find(page, site, "耶律楚材") == ["青禾乳业召回一批奶粉"]
    assert page.locator(".cf-hit__link").get_attribute("href") == f"{site}/2026-11/2026-11-20/#S-20261119-04"
    assert _find(page, site, "S-20261119-04")[0] == "某平台数据泄露"
    assert _find(page, site, "inc-2026-0007") == ["某平台数据泄露"]
    assert _find(page, site, "青禾乳业召回") == ["青禾乳业召回一批奶粉"]
    assert set(_find(page, site, "青禾 召回")) == {"青禾乳业召回一批奶粉", "两年前的召回"}
    assert _find(page, site, "數據洩露") == _find(page, site, "数据泄露") != []
    assert wrong == []


def test_words_that_nothing_holds_are_named(site: str, page: Page) -> None:
    found = _find(page, site, "召回 饕餮盛宴")
    assert set(found) == {"青禾乳业召回一批奶粉", "两年前的召回"}
    assert page.locator("#find-said").inner_text() == "部分词未找到：饕餮盛宴；共 2 条。"
    _find(page, site, "泄露数据")
    assert "没有连着的“泄露数据”" in page.locator("#find-said").inner_text()
    assert set(_find(page, site, "召回青禾乳业")) == {"两年前的召回", "青禾乳业召回一批奶粉"}
    assert "没有连着的“召回青禾乳业”" in page.locator("#find-said").inner_text()


def test_newest_first_over_all_bundles_and_filters_with_counts(site: str, page: Page) -> None:
    found = _find(page, site, "召回", "order=new")
    assert found == ["青禾乳业召回一批奶粉", "两年前的召回"]
    page.locator("#find-fold summary").click()
    page.locator("select[name=level]").select_option("橙")
    expect(page.locator(".cf-hit")).to_have_count(1)
    assert "level=" in page.url and "q=" in page.url
    assert page.locator("select[name=level] option").all_inner_texts()[1].startswith("橙（1）")


def test_twenty_are_shown_and_more_on_request(site: str, page: Page) -> None:
    assert len(_find(page, site, "寻常")) == 20
    page.locator("#find-more").click()
    expect(page.locator(".cf-hit")).to_have_count(25)
    expect(page.locator("#find-more")).to_be_hidden()
    assert len({link.get_attribute("href") for link in page.locator(".cf-hit__link").all()}) == 25


def test_keys_lead_through_what_was_found(site: str, page: Page) -> None:
    _find(page, site, "召回")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == page.locator(".cf-hit__link").nth(1).inner_text()
    page.keyboard.press("Escape")
    expect(page.locator(".cf-hit")).to_have_count(0)
    page.locator("body").focus()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find-words"


def test_a_hostile_query_is_only_text(site: str, page: Page, wrong: list[str]) -> None:
    page.goto(f"{site}/search/")
    for query in (HOSTILE, "\ud800", '"""', "a" * 5000, "(.*)+$[", "\u202e\u2067", "👩‍👩‍👧‍👦", "%E0%A4%A", "__proto__"):
        page.locator("#find-words").evaluate("(box, text) => { box.value = text; box.form.requestSubmit(); }", query)
        page.wait_for_timeout(150)
        assert page.locator("#find img, #find script, #find iframe").count() == 0
    assert _find(page, site, "耶律楚材") == ["青禾乳业召回一批奶粉"]
    assert wrong == []


def test_hostile_text_is_found_and_shown_as_written(site: str, page: Page, wrong: list[str]) -> None:
    _find(page, site, "onerror")
    row = page.locator(".cf-hit").first
    assert "<img src=x onerror=alert(1)>" in row.inner_text().replace("\n", "")
    assert row.locator("img, script").count() == 0
    assert row.locator("mark").count() >= 1
    assert wrong == []


def test_axe_finds_nothing(site: str, page: Page) -> None:
    _find(page, site, "召回")
    assert axe_faults(page) == []


def test_what_was_kept_is_searched_without_a_network_and_says_so(
    site: str, context: BrowserContext, page: Page
) -> None:
    page.goto(f"{site}/search/")
    button = page.locator("#find-keep-now")
    button.click()
    expect(button).to_contain_text("MB")
    page.reload()  # now under the service worker
    page.locator("#find-keep-now").click()
    expect(page.locator("#find-keep-now")).to_contain_text("MB")
    page.locator("#find-keep-now").click()
    expect(page.locator("#find-kept")).to_contain_text("已存到本机", timeout=15_000)
    context.set_offline(True)
    page.reload()
    assert _find(page, site, "耶律楚材") == ["青禾乳业召回一批奶粉"]
    expect(page.locator(".cf-offline")).to_contain_text("离线")
    page.goto(f"{site}/2026-11/2026-11-20/")
    expect(page.locator("h1")).to_have_text("离线")


def test_the_form_of_every_page_leads_here_without_javascript(site: str, browser: Browser) -> None:
    opened = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 800})
    page = opened.new_page()
    page.goto(f"{site}/")
    page.locator(".cf-seek__box").fill("召回")
    page.locator(".cf-seek__box").press("Enter")
    page.wait_for_url("**/search/?q=*")
    assert "要用 JavaScript" in page.locator("noscript").inner_text() or "要用 JavaScript" in page.content()
    opened.close()
