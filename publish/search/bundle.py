"""A Pagefind bundle from records: one page for each, written for Pagefind alone, never shown.

Through the binary, not Pagefind's Python service: that stops answering after some hundred records (measured).
"""

import html
import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from pagefind_bin import get_executable

from caifeng.errors import PublishError
from publish.search.record import SearchRecord
from publish.search.words import tokens
from publish.site.plan import SiteFile

# Entries of an index file. A query loads one file for each pair of characters, so they are small: 4 kB instead of 35.
CHUNK = 2000
_SECONDS = 300.0
_ENGINE = ("pagefind.js", "wasm.unknown.pagefind")
_KEPT = (".pf_meta", ".pf_index", ".pf_fragment", ".pf_filter")
_ENTRY = "pagefind-entry.json"
_PAGE = (
    '<!doctype html><html lang="{language}"><body data-pagefind-body>{marks}<h1>{title}</h1><p>{text}</p></body></html>'
)
_FILTER = '<i data-pagefind-filter="{name}[data-v]" data-v="{value}"></i>'
_SORT = '<i data-pagefind-sort="date[data-v]" data-pagefind-meta="date[data-w]" data-v="{number}" data-w="{day}"></i>'


def build_index(name: str, records: Sequence[SearchRecord]) -> tuple[SiteFile, ...]:
    """The files of a bundle, with paths below its own folder.

    Equal records give equal results, not equal bytes: Pagefind numbers the values of filters by chance. So a bundle is
    made again only when its records are other than before (``sections``).

    ``name`` ("2026-q4") stands in the names of its files, so that no two bundles' results can be mixed up. Raises
    PublishError where Pagefind fails.
    """
    with TemporaryDirectory(prefix="caifeng-search-") as scratch:
        pages, output = Path(scratch, "pages"), Path(scratch, "bundle")
        ordered = sorted(records, key=lambda record: (record.address, record.kind, record.title))
        for path, page in {_path(record): record for record in ordered}.items():
            target = pages / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(_page(name, page), encoding="utf-8", newline="")
        _run(pages, output, name)
        files = (path for path in sorted(output.rglob("*")) if path.name in _ENGINE or path.suffix in _KEPT)
        found = [SiteFile(path=path.relative_to(output).as_posix(), content=path.read_bytes()) for path in files]
        return (*found, SiteFile(path=_ENTRY, content=_entry(output / _ENTRY)))


def place_of(page: str) -> str:
    """The way back: from the address that Pagefind gives a page to that of the record.

    ``/incidents/INC-2026-0001/`` → ``incidents/INC-2026-0001/``, ``/2026-11/2026-11-20/~S-1.html`` →
    ``2026-11/2026-11-20/#S-1``. The browser does the same.
    """
    folder, _, last = page.removeprefix("/").rpartition("/")
    anchor = last.removeprefix("~").removesuffix(".html")
    return f"{folder}/#{anchor}" if anchor else f"{folder}/"


def _path(record: SearchRecord) -> str:
    place, _, anchor = record.address.partition("#")
    return f"{place}~{quote(anchor, safe='')}.html" if anchor else f"{place}index.html"


def _page(name: str, record: SearchRecord) -> str:
    named = [("kind", record.kind), ("year", f"{record.date:%Y}"), ("month", f"{record.date:%Y-%m}")]
    named += [("level", record.level)] if record.level else []
    named += [("type", record.type)] if record.type else []
    named += [("topic", topic) for topic in record.topics] + [("channel", channel) for channel in record.channels]
    marks = [_FILTER.format(name=key, value=html.escape(value)) for key, value in named]
    marks.append(_SORT.format(number=f"{record.date:%Y%m%d}", day=record.date))
    return _PAGE.format(
        language=name, marks="".join(marks), title=_words(record.title) or "-", text=_words(record.text)
    )


def _words(text: str) -> str:
    return html.escape(" ".join(tokens(text)))


def _run(pages: Path, output: Path, name: str) -> None:
    command = [str(get_executable()), "--site", str(pages), "--output-path", str(output), "--force-language", name]
    variables = os.environ | {"PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": str(CHUNK)}
    try:
        done = subprocess.run(
            [*command, "--silent"], env=variables, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PublishError(f"检索索引没有生成：{error}") from error
    if done.returncode or not (output / _ENTRY).is_file():
        raise PublishError(f"检索索引没有生成，Pagefind 报告：{(done.stderr or done.stdout).strip()[:500]}")


def _entry(path: Path) -> bytes:
    """Pagefind's list of what is there, keys in order."""
    return json.dumps(json.loads(path.read_bytes()), sort_keys=True, separators=(",", ":")).encode()
