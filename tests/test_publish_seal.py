"""A sealed folder shows nothing without the key, and the whole site with it, in a real browser."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from publish.access.seal import new_key, read_key, seal_folder
from tests.browsing import served_folder

CANARY = "净水机漏水CANARY"
PAGES = {
    "index.html": f'<!doctype html><title>{CANARY}</title><link rel="icon" href="data:,">'
    f'<link rel="stylesheet" href="a.css"><p id="t">{CANARY}</p>'
    '<a href="2026-11/%E4%B8%80%E6%97%A5/">日报</a><script src="a.js"></script>',
    "a.css": f"#t {{ color: rgb(1, 2, 3) }} /* {CANARY} */",
    "a.js": "fetch('data.json').then((a) => a.json()).then((d) => { document.title = d.told; });",
    "data.json": f'{{"told": "{CANARY} 2"}}',
    "2026-11/一日/index.html": f'<!doctype html><link rel="icon" href="data:,"><h1>{CANARY} 一日</h1>',
}


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    for name, text in PAGES.items():
        path = tmp_path / "plain" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "plain"


def sealed(plain: Path, key: str, former: Path | None = None) -> Path:
    folder = plain.parent / ("again" if former else "sealed")
    folder.mkdir()
    seal_folder(plain, folder, read_key(key), former)
    return folder


def test_no_byte_of_any_file_says_what_the_pages_say(plain: Path) -> None:
    folder = sealed(plain, new_key())
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) == 5 + 2 + 3 + 1  # every file sealed, pages that ask, what asks, the index
    assert not any(b"CANARY" in path.read_bytes() or "净水机".encode() in path.read_bytes() for path in files)


def test_what_did_not_change_keeps_its_bytes_and_another_key_changes_them_all(plain: Path) -> None:
    key = new_key()
    first = sealed(plain, key)
    (plain / "data.json").write_text('{"told": "别的"}', encoding="utf-8")
    second = sealed(plain, key, first)
    same = [name for name in PAGES if _bytes(first, name) == _bytes(second, name)]
    assert sorted(same) == sorted(PAGES.keys() - {"data.json"})
    third = plain.parent / "third"
    third.mkdir()
    seal_folder(plain, third, read_key(new_key()), first)
    assert not any(_bytes(first, name) == _bytes(third, name) for name in PAGES)


def test_a_former_folder_that_was_damaged_is_sealed_anew(plain: Path) -> None:
    key = new_key()
    first = sealed(plain, key)
    os.truncate(first / "sealed-index.sealed", 5)
    second = sealed(plain, key, first)
    assert not any(_bytes(first, name) == _bytes(second, name) for name in PAGES)


@pytest.mark.browser
def test_the_key_opens_every_page_and_a_wrong_one_says_so(plain: Path, browser: Browser) -> None:
    key = new_key()
    folder = sealed(plain, key)
    with served_folder(folder) as address:
        page = browser.new_page()
        told: list[str] = []
        page.on("console", lambda line: told.append(line.text) if line.type == "error" else None)
        page.goto(f"{address}/2026-11/一日/")
        assert page.title() == "需要钥匙"
        page.fill("#key", new_key())
        page.click("button")
        page.get_by_text("钥匙不对").wait_for()
        page.fill("#key", key)
        page.click("button")
        page.get_by_role("heading", name=f"{CANARY} 一日").wait_for()
        page.goto(f"{address}/index.html")
        expect(page).to_have_title(f"{CANARY} 2")  # a script and its data were opened too
        assert page.evaluate("getComputedStyle(document.getElementById('t')).color") == "rgb(1, 2, 3)"
        page.click("a")
        page.get_by_role("heading", name=f"{CANARY} 一日").wait_for()
        assert told == []
        page.context.close()


@pytest.mark.browser
def test_a_key_in_the_address_opens_the_page_and_leaves_no_trace_there(plain: Path, browser: Browser) -> None:
    key = new_key()
    with served_folder(sealed(plain, key)) as address:
        page = browser.new_context().new_page()
        page.goto(f"{address}/#key={key}")
        page.wait_for_selector("#t")
        assert key not in page.url
        assert page.evaluate("history.length") <= 2
        page.context.close()


def _bytes(folder: Path, name: str) -> bytes:
    return (folder / f"{name}.sealed").read_bytes()
