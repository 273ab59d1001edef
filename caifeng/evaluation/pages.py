"""The pages of an index of web pages, out of the folder or the archives beside it."""

import tarfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from caifeng.errors import UsageError
from caifeng.evaluation.files import Row, Rows

_LARGEST = 20_000_000  # bytes of one page


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A saved page and what is known to be right of it; "" and () where nothing is."""

    id: str
    address: str
    body: bytes
    text: str
    title: str
    author: str
    date: str  # as written
    must: tuple[str, ...]  # passages that belong to the article
    must_not: tuple[str, ...]  # passages that do not


def open_pages(index: Rows) -> tuple[Page, ...]:
    """The pages that an index names in ``file``. Raises UsageError where none of them is there."""
    wanted = {row.text("file") for row in index.rows} - {""}
    bodies = _loose(index.path.parent, wanted)
    for archive in sorted(index.path.parent.glob("*.tar.gz")):
        if missing := wanted - bodies.keys():
            bodies |= _packed(archive, missing)
    pages = [_page(row, bodies) for row in index.rows if row.text("file") in bodies]
    if not pages:
        raise UsageError(f"{index.path} 旁边没有它列出的网页（字段 file，可在同一文件夹或 .tar.gz 里）")
    return tuple(pages)


def _loose(folder: Path, names: Sequence[str] | set[str]) -> dict[str, bytes]:
    root = folder.resolve()
    paths = {name: (root / name).resolve() for name in names}
    return {name: path.read_bytes() for name, path in paths.items() if path.is_relative_to(root) and path.is_file()}


def _packed(archive: Path, names: set[str]) -> dict[str, bytes]:
    found = {}
    try:
        with tarfile.open(archive, "r:gz") as packed:
            for member in packed:
                body = packed.extractfile(member) if member.name in names and member.size <= _LARGEST else None
                if body is not None:
                    found[member.name] = body.read()
    except (tarfile.TarError, EOFError, OSError) as error:
        raise UsageError(f"{archive} 打不开，可能已损坏；请重新下载") from error
    return found


def _page(row: Row, bodies: Mapping[str, bytes]) -> Page:
    gold = row.inside("gold")
    metadata = gold.inside("metadata")
    expected = gold.text("expected_html")
    return Page(
        id=row.text("id", "file"),
        address=row.text("url") or "https://example.org/page",
        body=bodies[row.text("file")],
        text=gold.text("content", "text") or (LexborHTMLParser(expected).text(separator="\n") if expected else ""),
        title=gold.text("title") or metadata.text("title"),
        author=gold.text("author") or metadata.text("byline"),
        date=gold.text("publish_time", "date"),
        must=gold.texts("with"),
        must_not=gold.texts("without"),
    )
