"""What a reader's first load costs: python bench/pages.py [--folder demo/public] [--page 2026-11/2026-11-20/]… [--json]

Served from a loopback that compresses as hosts do, opened in Debian's Chromium at 390 × 844 and 1280 × 900: kilobytes
of the first load (gzip), requests that leave the host, layout shift while scrolling through, console errors, axe's
findings in both schemes, kilobytes of HTML. With ``lighthouse`` in PATH (npm) also its mobile scores.
"""

import argparse
import gzip
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, Page

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.browsing import CHROMIUM, chromium
from tests.looking import axe_faults

SIZES = ((390, 844), (1280, 900))
SHIFT = """() => { window.shift = 0; new PerformanceObserver((list) => { for (const one of list.getEntries())
  if (!one.hadRecentInput) window.shift += one.value; }).observe({ type: "layout-shift", buffered: true }); }"""
_TEXT = (".html", ".css", ".js", ".json", ".svg", ".xml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One page; sizes in kilobytes of 1,000 bytes."""

    page: str
    html_kb: float
    first_load_kb: float  # gzip, all that the browser asked for before anything was touched
    requests: int
    outside: int
    shift: float  # cumulative layout shift, the worst of both widths
    errors: int  # of the console
    axe: int  # findings in both widths and schemes
    lighthouse: dict[str, float]  # scores 0–1


class _Host(SimpleHTTPRequestHandler):
    """Compresses text as static hosts do."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """A bench prints its figures only."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if path.suffix not in _TEXT or not path.is_file():
            super().do_GET()
            return
        body = gzip.compress(path.read_bytes(), 6, mtime=0)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def measure(folder: Path, pages: list[str]) -> Iterator[Measured]:
    """Each page in turn."""
    with _served(folder) as address, chromium() as browser:
        for way in pages:
            yield _page(browser, address, way, folder)


def _page(browser: Browser, address: str, way: str, folder: Path) -> Measured:
    asked, outside, errors, shift, axe = 0.0, 0, 0, 0.0, 0
    requests = 0
    for width, height in SIZES:
        for scheme in ("light", "dark"):
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme="dark" if scheme == "dark" else "light",
                bypass_csp=True,
            )  # fmt: skip
            page, sizes, gone, told = context.new_page(), list[int](), list[str](), list[str]()
            page.on("response", lambda reply, sizes=sizes: sizes.append(int(reply.headers.get("content-length", 0))))
            page.on(
                "request",
                lambda one, gone=gone: None if one.url.startswith((address, "data:")) else gone.append(one.url),
            )
            page.on("console", lambda line, told=told: told.append(line.text) if line.type == "error" else None)
            page.goto(f"{address}/{way}", wait_until="networkidle")
            if (width, scheme) == (390, "light"):
                asked, requests = sum(sizes) / 1000, len(sizes)
            if scheme == "light":
                shift = max(shift, _shift(page))
            outside, errors = outside + len(gone), errors + len(told)
            axe += len(axe_faults(page))
            context.close()
    file = folder / way / "index.html" if not way.endswith(".html") else folder / way
    return Measured(
        page=way or "/", html_kb=file.stat().st_size / 1000, first_load_kb=round(asked, 1), requests=requests,
        outside=outside, shift=round(shift, 4), errors=errors, axe=axe, lighthouse=_lighthouse(f"{address}/{way}"),
    )  # fmt: skip


def _shift(page: Page) -> float:
    page.evaluate(SHIFT)
    for _ in range(12):
        page.mouse.wheel(0, 700)
        page.wait_for_timeout(60)
    page.wait_for_timeout(300)
    return float(page.evaluate("window.shift"))


def _lighthouse(address: str) -> dict[str, float]:
    tool = shutil.which("lighthouse")
    if tool is None:
        return {}
    command = [tool, address, "--quiet", "--output=json", "--only-categories=performance,accessibility,best-practices",
               "--chrome-flags=--headless --no-sandbox --disable-gpu"]  # fmt: skip
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=True,
        timeout=180,
        env=os.environ | {"CHROME_PATH": str(CHROMIUM)},
    )
    return {name: found["score"] for name, found in json.loads(done.stdout)["categories"].items()}


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Host, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("demo/public"))
    parser.add_argument("--page", action="append", default=[])
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    for one in measure(options.folder, options.page or ["", "2026-11/2026-11-20/", "duty/"]):
        print(json.dumps(asdict(one), ensure_ascii=False) if options.json else _line(one), flush=True)  # noqa: T201


def _line(one: Measured) -> str:
    scores = " ".join(f"{name} {score:.2f}" for name, score in one.lighthouse.items())
    return (
        f"{one.page:28} html {one.html_kb:6.1f} kB  first load {one.first_load_kb:6.1f} kB in {one.requests} requests, "
        f"{one.outside} outside  shift {one.shift:.3f}  errors {one.errors}  axe {one.axe}  {scores}"
    )


if __name__ == "__main__":
    main()
