"""Pages run the theme's scripts only, load nothing from elsewhere, and still work in a real browser."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

from caifeng.errors import PublishError
from caifeng.models import Briefing, Desk
from caifeng.models.card import card_of
from caifeng.resources import resource
from publish.pages.contexts import SiteContext
from publish.pages.month_page import render_month
from publish.pages.render import day_link, render_front, render_incidents
from publish.pages.urgency import by_urgency
from publish.site.edition import publish_site
from publish.site.export import export
from publish.site.feeds import feeds
from publish.site.harden import harden, outside_requests
from publish.site.month import DayFolder, day_parts
from publish.site.plan import Month, Section
from publish.site.root_files import days_file
from tests.browsing import served_folder
from tests.samples import sample_briefing
from tests.sites import desk_repository, site_request

_INJECTED = """() => {
  const script = document.createElement("script");
  script.textContent = "window.injected = 1";
  document.head.append(script);
  return window.injected;
}"""


def page(folder: Path, body: str, name: str = "index.html") -> Path:
    path = folder / "site" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f'<!doctype html><html><head>\n<meta charset="utf-8"><title>x</title></head><body>{body}</body></html>'
    )
    return path


def test_the_policy_stands_before_anything_else_and_allows_script_files_only(tmp_path: Path) -> None:
    path = page(tmp_path, '<script src="../../x.js"></script>', "a/b/index.html")
    harden(tmp_path / "site")
    html = path.read_text()
    assert html.index("<meta charset") < html.index("Content-Security-Policy") < html.index("<title>")
    assert "default-src 'none'; script-src 'self'; " in html
    assert "'unsafe-eval'" not in html
    assert '<meta name="referrer" content="no-referrer">' in html


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        '<script type="module">alert(1)</script>',
        '<script type="text/plain">alert(1)</script>',
        "<svg><script>alert(1)</script></svg>",
        '<p onclick="alert(3)">x</p>',
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        '<a href="javascript:alert(2)">x</a>',
        '<a href=" java&#x0A;script&colon;alert(2)">x</a>',
        '<a href="JaVaScRiPt:alert(2)">x</a>',
        '<form action="javascript:alert(2)"></form>',
        '<iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;"></iframe>',
    ],
)
def test_code_in_a_page_stops_the_publish(tmp_path: Path, body: str) -> None:
    path = page(tmp_path, body)
    before = path.read_text()
    with pytest.raises(PublishError, match=r"index\.html"):
        harden(tmp_path / "site")
    assert path.read_text() == before


@pytest.mark.parametrize(
    "body",
    [
        '<script id="__config" type="application/json">{"base": "."}</script>',
        "<template>{}</template>",
        "<p>onclick=alert(3) javascript:alert(2) &lt;script&gt;alert(1)&lt;/script&gt;</p>",
        '<p title="a onclick=b">x</p>',
        '<script src="assets/x.js"></script>',
    ],
)
def test_data_and_harmless_text_pass(tmp_path: Path, body: str) -> None:
    path = page(tmp_path, body)
    harden(tmp_path / "site")
    assert body in path.read_text()


def test_a_page_without_a_head_is_refused(tmp_path: Path) -> None:
    path = page(tmp_path, "")
    path.write_text("<p>no head</p>")
    with pytest.raises(PublishError, match="<head>"):
        harden(tmp_path / "site")


@pytest.mark.parametrize(
    ("body", "address"),
    [
        ('<script src="https://cdn.example/x.js"></script>', "https://cdn.example/x.js"),
        ('<link rel="stylesheet" href="//fonts.example/a.css">', "//fonts.example/a.css"),
        ('<link rel="preconnect" href="https://fonts.example">', "https://fonts.example"),
        ('<img src="HTTP://pixel.example/a.gif">', "HTTP://pixel.example/a.gif"),
        ('<img src="\\\\pixel.example/a.gif">', "\\\\pixel.example/a.gif"),
        ('<img srcset="a.png 1x, https://pixel.example/b.png 2x">', "https://pixel.example/b.png 2x"),
        ('<iframe src="https://frame.example/"></iframe>', "https://frame.example/"),
        ('<video poster="https://frame.example/p.png"></video>', "https://frame.example/p.png"),
        ('<p style="background:url(https://css.example/a.png)">x</p>', "https://css.example/a.png"),
        ("<style>@import 'https://css.example/a.css';</style>", "https://css.example/a.css"),
        ('<form action="https://form.example/"></form>', "https://form.example/"),
        ('<svg><image href="https://svg.example/a.png"/></svg>', "https://svg.example/a.png"),
    ],
)
def test_a_request_to_another_host_is_found(tmp_path: Path, body: str, address: str) -> None:
    page(tmp_path, body)
    assert outside_requests(tmp_path / "site") == (f"index.html: {address}",)


def test_links_that_people_follow_are_no_requests(tmp_path: Path) -> None:
    page(
        tmp_path,
        '<a href="https://news.example/1">原文</a><link rel="canonical" href="https://desk.example/">'
        '<img src="../a.png"><img src="data:image/png;base64,AA=="><p style="background:url(data:image/png,x)">x</p>',
    )
    (tmp_path / "site" / "a.css").write_text("a{background:url(data:image/svg+xml;x)} b{background:url('../b.png')}")
    assert outside_requests(tmp_path / "site") == ()


def test_a_style_sheet_that_loads_from_another_host_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text('@font-face{src:url("https://fonts.example/a.woff2")}')
    assert outside_requests(tmp_path) == ("a.css: https://fonts.example/a.woff2",)


def _month(briefing: Briefing) -> Month:
    parts = day_parts(DayFolder(revisions=(briefing,), site=SiteContext(base_url="")))
    day = Section(path=f"{briefing.date}/", made_from="1", make=lambda: parts)
    index = render_month([card_of(briefing)], briefing.zone)
    return Month(name=f"{briefing.date:%Y-%m}", sections=(day,), index=lambda _: index)


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The published sample site, served from below a path as project pages are."""
    with desk_repository(tmp_path, monkeypatch) as repository:
        briefing = sample_briefing()
        desk, card = Desk(name=briefing.desk, zone=ZoneInfo(briefing.zone)), card_of(briefing)
        rows = by_urgency([one.incident for one in briefing.handling], briefing.published_at)
        asked = replace(
            site_request(repository, tmp_path, f"{briefing.date}"),
            months=(_month(briefing),),
            root_pages=(
                render_front(briefing, [day_link(briefing)], rows),
                render_incidents(rows, (), briefing.zone),
            ),
            root_files=(days_file([card]), *feeds(desk, [card], (), briefing.published_at)),
            config_file=resource("mkdocs.yml"),
            docs=resource("site/docs"),
            base_url="",
        )
        publish_site(asked)
        export(repository, "gh-pages", tmp_path / "www" / "briefings")
    with served_folder(tmp_path / "www") as served:
        yield f"{served}/briefings"


@pytest.fixture
def tab(browser: Browser) -> Iterator[Tab]:
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    yield opened
    opened.close()


@pytest.mark.browser
def test_palette_versions_and_charts_work_under_the_policy_without_an_error(address: str, tab: Tab) -> None:
    troubles: list[str] = []
    hosts: set[str] = set()
    tab.on("console", lambda message: troubles.append(message.text) if message.type in {"error", "warning"} else None)
    tab.on("pageerror", lambda error: troubles.append(str(error)))
    tab.on("requestfailed", lambda request: troubles.append(f"{request.url} {request.failure}"))
    tab.on("response", lambda answer: troubles.append(f"{answer.status} {answer.url}") if answer.status > 399 else None)
    tab.on("request", lambda request: hosts.add(request.url.split("/")[2]))

    tab.goto(f"{address}/latest/2026-11-17/")
    tab.wait_for_url(f"{address}/2026-11/2026-11-17/")
    expect(tab.locator(".cf-months__now")).to_have_text("2026 年 11 月")

    plot = tab.locator(".cf-plot").first
    plot.scroll_into_view_if_needed()
    expect(plot.locator("svg.main-svg").first).to_be_visible()

    before = tab.locator("body").get_attribute("data-md-color-scheme")
    for _ in range(2):
        tab.locator(".cf-scheme").click()
    assert {before, tab.locator("body").get_attribute("data-md-color-scheme")} == {"default", "slate"}

    for path in ("", "incidents/", "method/", "2026-11/", "2026-11/2026-11-17/evidence/"):
        tab.goto(f"{address}/{path}")
        expect(tab.locator("h1").first).to_be_visible()
        tab.wait_for_load_state("networkidle")
    assert troubles == []
    assert tab.evaluate(_INJECTED) is None, "the policy is in force"
    assert hosts == {address.split("/")[2]}
