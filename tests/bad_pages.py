"""Finished pages in a real Chromium: what ran, what was asked while they were open, and their elements."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request

# Every element as its name with the names of its attributes; what of them could run; the text that a reader can reach.
_LOOK = """() => {
  document.querySelectorAll('details').forEach(fold => { fold.open = true; });
  const shapes = new Set(), active = [];
  const LEADING = new Set(['href', 'src', 'action', 'formaction', 'data', 'xlink:href']);
  for (const node of document.querySelectorAll('*')) {
    const names = node.getAttributeNames();
    shapes.add([node.localName, ...names.sort()].join(' '));
    for (const name of names) {
      const said = node.getAttribute(name).replace(/[\\x00-\\x20]/g, '');
      if (name.startsWith('on') || name === 'srcdoc' ||
          (LEADING.has(name) && /^(javascript:|vbscript:|data:text)/i.test(said)))
        active.push(`${node.localName} ${name}=${said.slice(0, 60)}`);
    }
  }
  const main = document.querySelector('main') ?? document.body;
  const shown = (main.textContent + ' ' + document.title).replace(/\\s+/g, ' ');
  return [[...shapes], active, shown, document.documentElement.scrollWidth];
}"""


@dataclass
class Seen:
    """What came of opening pages one after the other."""

    shapes: dict[str, str] = field(default_factory=dict)  # an element with its attributes → the first page that has it
    wrong: list[str] = field(
        default_factory=list
    )  # "page: what": dialogs, errors, refusals by the policy, requests out
    wide: list[str] = field(default_factory=list)  # pages wider than the phone
    texts: dict[str, str] = field(default_factory=dict)  # page → its text, white space collapsed


def visit(browser: Browser, address: str, paths: Iterable[str], width: int = 390) -> Seen:
    """Open every path below ``address`` (no final slash) on a screen of ``width`` pixels."""
    context = browser.new_context(viewport={"width": width, "height": 844}, service_workers="block")
    page, seen = context.new_page(), Seen()
    _listen(page, address, seen.wrong)
    for path in paths:
        page.goto(f"{address}/{path}", wait_until="load")
        shapes, active, text, wide = page.evaluate(_LOOK)
        for shape in shapes:
            seen.shapes.setdefault(shape, path)
        seen.wrong += [f"{path}: {one}" for one in active]
        seen.texts[path] = text
        if wide > width:
            seen.wide.append(f"{path}: {wide}")
    context.close()
    return seen


def _listen(page: Page, address: str, wrong: list[str]) -> None:
    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            wrong.append(f"{page.url}: {message.text}")

    def on_request(request: Request) -> None:
        if not request.url.startswith((f"{address}/", "data:image/", "blob:")):
            wrong.append(f"{page.url}: asked {request.url[:120]}")

    def on_dialog(dialog: Dialog) -> None:
        wrong.append(f"{page.url}: dialog {dialog.message}")
        dialog.dismiss()

    page.on("console", on_console)
    page.on("request", on_request)
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
    page.on("dialog", on_dialog)
