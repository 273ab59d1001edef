"""Pages built as one site, opened in a browser, and held against what axe knows."""

from collections.abc import Iterable
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Browser, Page

from caifeng.resources import resource
from publish.pages.contexts import Page as Written
from publish.site.figures import lift_figures


def build_pages(docs: Path, pages: Iterable[Written], output: Path, **extra: str) -> None:
    """Write pages below ``docs`` and build them as one site into ``output``; ``extra`` goes to the theme."""
    for page in pages:
        path = docs / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page.text, encoding="utf-8")
    config = load_config(str(resource("mkdocs.yml")), docs_dir=str(docs), site_dir=str(output), strict=True)
    config.nav = None
    config.extra.update(extra)
    build(config)
    lift_figures(output)


def opened(browser: Browser, address: str, *, width: int = 390, scheme: str = "light") -> tuple[Page, list[str]]:
    """The page and everything that went wrong, or left this machine, while it was opened."""
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)  # type: ignore[arg-type]
    page, wrong = context.new_page(), []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", lambda dialog: wrong.append(dialog.message))
    page.on("requestfailed", lambda request: wrong.append(request.url))
    page.on("request", lambda request: wrong.extend([request.url] if "127.0.0.1" not in request.url else []))
    page.goto(address, wait_until="load")
    page.wait_for_timeout(250)
    return page, wrong


def axe_faults(page: Page) -> list[tuple[object, ...]]:
    """What axe finds wrong on a page with all its folds open."""
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    found = Axe().run(page).response["violations"]
    return [(one["id"], one["impact"], one["nodes"][0]["target"]) for one in found]
