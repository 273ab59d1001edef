"""Strings of strangers in every text field of a desk: none becomes an element, runs, asks anybody or breaks a file."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Browser
from selectolax.lexbor import LexborHTMLParser

from caifeng.paper import docx_of
from caifeng.workspace import Workspace
from publish.escape import plain
from tests.bad_pages import Seen, visit
from tests.bad_site import LAST, Words, live
from tests.browsing import served_folder

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore:invalid escape sequence")]  # jieba's sources
NAMES = (
    "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "{{ 7*7 }}{% raw %}", '"><svg/onload=alert(1)>',
    "' onclick='alert(1)", "../../etc/passwd", "*[HTML]: <script>", '{: onclick="alert(1)" }', "<!--",
    "`</code><b>", "=cmd|x!A1", "@所有人 &lt;b&gt;", "|a|b|", "# 标题", "$\\href{javascript:alert(1)}{x}$",
    "%{customdata}<br>",
)  # fmt: skip
TEXTS = (
    *NAMES, "</script><script>alert(1)</script>", "<iframe src=//evil.example>", "<a\nhref='javascript:alert(1)'>x",
    "![](http://tracker.example/p.gif)", "</textarea><details open ontoggle=alert(1)>", "--8<-- '/etc/passwd'",
    "~~~mermaid\nclick a 'javascript:alert(1)'", "-->]]><x/>", "&#60;script&#62;alert(1)",
    "\\<base href=//evil.example>", "\u202e倒着的字\u202c", "零\u200b宽\ufeff字\u2060符", "Z̴̨̛͔̪̘̫̳̤͎a̷̡l̶g̵o̷",
    "👩\u200d👧🇨🇳", "半个\ud83d字", "\x00\x1b[31m红", "x" * 600,
    "日报\r\nBcc: evil@x.example", '=HYPERLINK("http://evil.example")', "<math><mi xlink:href=data:x,<script>>",
    "<link rel=stylesheet href=//evil.example/x.css>", "<form action=//evil.example><input autofocus onfocus=alert(1)>",
)  # fmt: skip
# One page of every kind, by the way it lies; digits and what names it are left out.
_NUMBERED = re.compile(r"\d+")
_NAMED = re.compile(r"^(topics|sources|cases)/[^/]+/")
FROZEN = ("2026-W47", "2026-11", str(LAST))


@dataclass(frozen=True)
class Lived:
    """The desk of strangers' strings, its harmless twin of the same make, and the specials both made."""

    bad: Workspace
    twin: Workspace


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    folder = tmp_path_factory.mktemp("texts")
    harmless = Words([f"无害的话之{at}" for at in range(16)], [f"名{at}" for at in range(len(NAMES))])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MAIL_DUTY", "duty@example.org")
        yield Lived(live(folder / "bad", Words(TEXTS, NAMES), days=1), live(folder / "twin", harmless, days=1))


@pytest.fixture(scope="module")
def seen(lived: Lived, browser: Browser) -> dict[str, Seen]:
    """One page of every kind in a browser, of the site and of the public face."""
    found = {}
    for name, folder in (("public", lived.bad.public), ("face", lived.bad.face)):
        with served_folder(folder) as address:
            found[name] = visit(browser, address, one_of_each(folder))
    return found


def one_of_each(folder: Path) -> list[str]:
    kinds: dict[str, str] = {}
    for path in pages(folder):
        kinds.setdefault(_NUMBERED.sub("0", _NAMED.sub(r"\1/x/", path)), path)
    return list(kinds.values())


def pages(folder: Path) -> list[str]:
    found = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    return [path for path in found if not path.startswith("latest/")]


def shapes(folder: Path) -> set[str]:
    """Every element of every page as its name with the names of its attributes."""
    found = set()
    for path in pages(folder):
        for node in LexborHTMLParser((folder / path).read_text(encoding="utf-8")).css("*"):
            found.add(" ".join((str(node.tag), *sorted(node.attributes))))
    return found


def test_no_page_has_an_element_or_an_attribute_that_a_harmless_one_has_not(lived: Lived) -> None:
    assert len(pages(lived.bad.public)) >= 60
    assert shapes(lived.bad.public) - shapes(lived.twin.public) <= {"details open"}
    assert shapes(lived.bad.face) == shapes(lived.twin.face)


def test_no_page_runs_anything_asks_anybody_or_is_wider_than_a_phone(seen: dict[str, Seen]) -> None:
    assert len(seen["public"].texts) >= 30
    for one in seen.values():
        assert one.wrong == []
        assert one.wide == []


def test_every_string_can_be_read_as_it_was_written(lived: Lived) -> None:
    """All but the one of the item that was taken down."""
    day = lived.bad.public / f"{LAST:%Y-%m}" / str(LAST)
    proofs = [day / "evidence/index.html", *day.glob("evidence/*/index.html")]
    shown = LexborHTMLParser("".join(path.read_text(encoding="utf-8") for path in proofs)).text()
    titles = [f"{at:04d}号 {line(text)}"[:400] for at, text in enumerate(TEXTS)]
    assert len([title for title in titles if title not in line(shown)]) <= 1


def line(text: str) -> str:
    """As a page shows it: without what no sink may show, on one line."""
    return " ".join(plain(text).split())


def test_feeds_sitemaps_and_indexes_can_be_read_by_programs(lived: Lived) -> None:
    for folder in (lived.bad.public, lived.bad.face):
        for path in folder.rglob("*.xml"):
            ET.fromstring(path.read_bytes())  # noqa: S314  our own
        for path in folder.rglob("*.json"):
            json.loads(path.read_text(encoding="utf-8"))
    feed = (lived.bad.public / "feeds").rglob("*.xml")
    assert len(list(feed)) >= 3


def test_no_cell_of_a_table_is_a_formula(lived: Lived) -> None:
    tables = list(lived.bad.public.rglob("*.csv"))
    assert tables
    for table in tables:
        for row in csv.reader(io.StringIO(table.read_text(encoding="utf-8-sig"))):
            assert [cell for cell in row if cell.startswith(("=", "@", "\t", "\r"))] == []


def test_papers_are_whole_documents(lived: Lived) -> None:
    specials = [one.key for one in lived.bad.lake.specials()]
    assert specials
    for wanted in (*FROZEN, *specials):
        _, data = docx_of(lived.bad.lake, wanted)
        with zipfile.ZipFile(io.BytesIO(data)) as whole:
            for name in whole.namelist():
                if name.endswith((".xml", ".rels")):
                    ET.fromstring(whole.read(name))  # noqa: S314  our own


def test_mails_have_one_subject_and_nothing_active(lived: Lived) -> None:
    mails = list(lived.bad.outbox.rglob("*.eml"))
    assert mails
    for path in mails:
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        assert mail["Bcc"] is None
        assert [len(mail.get_all(name) or ()) for name in ("Subject", "To")] == [1, 1]
        for part in mail.walk():
            if part.get_content_type() == "text/html":
                active = LexborHTMLParser(part.get_content()).css("script, img, iframe, form, svg, [onerror], [onload]")
                assert active == []


def test_no_file_has_a_name_that_leads_elsewhere(lived: Lived) -> None:
    for folder in (lived.bad.public, lived.bad.face, lived.bad.outbox):
        for path in folder.rglob("*"):
            assert re.fullmatch(r"[\w.@=+-]+", path.name), path


def test_search_says_what_was_asked_and_runs_none_of_it(lived: Lived, browser: Browser) -> None:
    with served_folder(lived.bad.public) as address:
        context = browser.new_context()
        page, wrong = context.new_page(), list[str]()
        page.on("dialog", lambda dialog: wrong.append(dialog.message))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.on("request", lambda asked: wrong.extend([] if asked.url.startswith(address) else [asked.url]))
        page.goto(f"{address}/search/?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&level=%22%3E%3Cb%3E")
        before = page.locator("main *").evaluate_all("nodes => [...new Set(nodes.map(node => node.localName))].sort()")
        for query in (*TEXTS[:10], "澜川", "烫伤 <b>"):
            page.locator("#find-words").fill(query)
            page.locator("#find-words").press("Enter")
            page.wait_for_timeout(40)
        page.locator("#find-said").filter(has_text="。").wait_for()
        after = page.locator("main *").evaluate_all("nodes => [...new Set(nodes.map(node => node.localName))].sort()")
        context.close()
    assert wrong == []
    assert set(after) - set(before) <= {
        "a",
        "button",
        "h2",
        "input",
        "label",
        "li",
        "mark",
        "option",
        "p",
        "select",
        "span",
    }
