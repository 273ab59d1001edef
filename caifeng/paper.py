"""Editions and reports on paper: .docx from the frozen record, PDF by a browser from the published page."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from caifeng.errors import UsageError
from caifeng.lake import Lake
from caifeng.models.period import Period, Span, period_card, span_named
from caifeng.specials import find_special
from publish.paper.day_sheet import day_sheet
from publish.paper.docx_form import sheet_docx
from publish.paper.period_sheet import period_sheet
from publish.paper.report_sheet import special_sheet

BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "microsoft-edge")
CHOSEN = "BROWSER_PATH"  # names another one; what draws the charts asks the same
TIMEOUT = 120  # seconds for one page
_NONE = (
    "没有找到浏览器，不能打印 PDF：请安装 Chromium（如 apt install chromium），"
    "或用环境变量 BROWSER_PATH 写出它的路径；只要 Word 文件时用 --docx，不需要浏览器"
)


def docx_of(lake: Lake, wanted: str) -> tuple[str, bytes]:
    """File name and bytes of an edition as .docx: a date, a week, a month, or a special report. Raises UsageError."""
    day, span = _day(wanted), span_named(wanted)
    if span is not None:
        period = _period(lake, span)
        return f"{period.key}.docx", sheet_docx(period_sheet(period))
    if day is not None:
        briefing = lake.briefing(day)
        if briefing is None:
            raise UsageError(f"{day} 没有日报；caifeng daily --date {day} 可以补出")
        return f"{day}.docx", sheet_docx(day_sheet(briefing))
    special = find_special(lake.specials(), wanted)
    return f"special-{special.key}.docx", sheet_docx(special_sheet(special))


def page_of(lake: Lake, public: Path, wanted: str) -> Path:
    """The published page of an edition, as a file. Raises UsageError where it is not published."""
    day, span = _day(wanted), span_named(wanted)
    if span is not None:  # before the date: Python reads 2026-W47 as a Monday
        address = period_card(_period(lake, span)).address
    elif day is not None:
        address = f"{day:%Y-%m}/{day}/"
    else:
        address = find_special(lake.specials(), wanted).address
    page = public / address / "index.html"
    if not page.is_file():
        raise UsageError(f"{page} 还没有发布；先运行 caifeng publish")
    return page


def print_pdf(page: Path, target: Path, environ: Mapping[str, str]) -> None:
    """Print a page to ``target``; nothing is asked of the network. Raises UsageError in Chinese where it cannot."""
    browser = find_browser(environ)
    with TemporaryDirectory(prefix="caifeng-print-") as profile:
        made = Path(profile) / "page.pdf"
        command = [browser, *_flags(Path(profile)), f"--print-to-pdf={made}", page.resolve().as_uri()]
        try:
            done = subprocess.run(command, capture_output=True, timeout=TIMEOUT, check=False, env=_environ(environ))
        except subprocess.TimeoutExpired as error:
            raise UsageError(f"{browser} 打印 {page} 超过 {TIMEOUT} 秒没有完成；请重试，或改用 --docx") from error
        except OSError as error:
            raise UsageError(f"{browser} 不能运行（{error.strerror}）；请检查 {CHOSEN}") from error
        if done.returncode or not made.is_file():
            said = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
            raise UsageError(f"{browser} 没有打印出 {page}：{''.join(said)[:200] or '没有说明'}；请检查浏览器能否运行")
        write(target, made.read_bytes())


def find_browser(environ: Mapping[str, str]) -> str:
    """The browser's path: the one that the environment names, or the first that is installed. Raises UsageError."""
    named = environ.get(CHOSEN, "")
    found = [shutil.which(name, path=environ.get("PATH")) for name in ((named,) if named else BROWSERS)]
    browser = next((path for path in found if path), None)
    if browser is None:
        raise UsageError(f"{CHOSEN} 写的 {named} 不是可运行的程序；请改正路径" if named else _NONE)
    return browser


def write(target: Path, data: bytes) -> None:
    """Write a file for people. Raises UsageError where that is impossible."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    except OSError as error:
        raise UsageError(f"不能写入 {target}：{error.strerror}；请换一个位置") from error


def _period(lake: Lake, span: Span) -> Period:
    found = next((one for one in lake.periods() if one.span == span), None)
    if found is None:
        raise UsageError(f"没有 {span.key} 的{span.kind}；caifeng period list 可以查到已出的")
    return found


def _day(wanted: str) -> date | None:
    try:
        return date.fromisoformat(wanted.strip())
    except ValueError:
        return None


def _flags(profile: Path) -> tuple[str, ...]:
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0  # Chromium's sandbox refuses to run as root
    return (
        "--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", "--disable-background-networking",
        "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=127.0.0.1:9",
        "--no-pdf-header-footer", "--allow-file-access-from-files", "--virtual-time-budget=4000",
        f"--user-data-dir={profile / 'profile'}", *(("--no-sandbox",) if is_root else ()),
    )  # fmt: skip


def _environ(environ: Mapping[str, str]) -> dict[str, str]:
    """What a browser needs, and none of the desk's keys."""
    return {
        name: environ[name]
        for name in ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "FONTCONFIG_PATH")
        if name in environ
    }
