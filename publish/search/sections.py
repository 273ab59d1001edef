"""The search's part of the root site: which bundles there are, and how each is made from what changed alone.

Records of what did not change are read back from the bundle that is public (``records.jsonl`` beside it), so that no
old briefing is parsed. A bundle is a year; in the newest year a quarter, so that adding a day makes a quarter anew.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from importlib.metadata import version

from pydantic import TypeAdapter, ValidationError

from caifeng.errors import LakeError
from publish.search.bundle import build_index
from publish.search.record import SearchRecord
from publish.search.words import script_table
from publish.site.plan import EditionParts, Section, SiteFile, digest

FOLDER = "pagefind/"
RECORDS = "records.jsonl"
_FILES = "files.txt"  # bytes and name of each file that a browser asks for
_MADE = "made.txt"  # the digest of the records that a bundle was made from
_RECORDS = "1"  # of what records hold: another number, and every one is made anew from its briefing
_VERSION = f"{_RECORDS} {version('pagefind_bin')} {version('opencc')}"  # others make other bundles

Published = Callable[[str], Mapping[str, bytes]]  # files that are public below a folder, by path from the site's root


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchSource:
    """Something that is published and can be found: an edition, a case, the topics.

    ``make`` is called only where ``made_from`` is another than before; it may raise LakeError: its former records stay.
    """

    address: str  # of its page, from the site's root
    date: date  # decides which bundle it belongs to
    made_from: str
    make: Callable[[], tuple[SearchRecord, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """A line of ``records.jsonl``: what a source gave."""

    address: str
    made_from: str
    records: tuple[SearchRecord, ...]


_KEPT = TypeAdapter(_Kept)


def search_sections(sources: Iterable[SearchSource], published: Published) -> tuple[Section, ...]:
    """A folder for each bundle, and one with their list. ``published`` reads what the site's branch holds now."""
    bundles: dict[str, list[SearchSource]] = {}
    known = sorted(sources, key=lambda source: (source.date, source.address))
    newest = known[-1].date if known else date.min
    for source in known:
        bundles.setdefault(bundle_of(source.date, newest), []).append(source)
    made = tuple(_section(name, found, published) for name, found in sorted(bundles.items()))
    return (*made, _list(sorted(bundles, reverse=True)))


def bundle_of(day: date, newest: date) -> str:
    """The bundle for what is dated ``day``: "2025", and "2026-q4" in the year of the newest edition or later."""
    return f"{day.year}-q{(day.month + 2) // 3}" if day.year >= newest.year else f"{day.year}"


def _section(name: str, sources: Sequence[SearchSource], published: Published) -> Section:
    """A bundle. Its digest is of its sources: a page of other bytes but of equal records changes nothing."""
    return Section(
        path=f"{FOLDER}{name}/",
        made_from=digest(f"{_VERSION}\0{source.address}\0{source.made_from}".encode() for source in sources),
        make=partial(_bundle, name, tuple(sources), published),
    )


def _bundle(name: str, sources: Sequence[SearchSource], published: Published) -> EditionParts:
    place = f"{FOLDER}{name}/"
    before = published(place)
    kept = _gathered(sources, _read(before.get(f"{place}{RECORDS}", b"")))
    lines = b"".join(_KEPT.dump_json(one) + b"\n" for one in kept)
    made = digest((_VERSION.encode(), lines)).encode()
    if before.get(f"{place}{_MADE}") == made:
        return EditionParts(pages=(), files=tuple(SiteFile(path=path, content=before[path]) for path in sorted(before)))
    built = build_index(name, [record for one in kept for record in one.records])
    sizes = "".join(f"{len(file.content)} {file.path}\n" for file in built).encode()
    files = (
        *built,
        SiteFile(path=RECORDS, content=lines),
        SiteFile(path=_MADE, content=made),
        SiteFile(path=_FILES, content=sizes),
    )
    return EditionParts(
        pages=(), files=tuple(SiteFile(path=f"{place}{file.path}", content=file.content) for file in files)
    )


def _gathered(sources: Sequence[SearchSource], before: Mapping[str, _Kept]) -> list[_Kept]:
    found = []
    for source in sources:
        former = before.get(source.address)
        made_from = f"{_RECORDS} {source.made_from}"
        if former is not None and former.made_from == made_from:
            found.append(former)
            continue
        try:
            found.append(_Kept(address=source.address, made_from=made_from, records=source.make()))
        except LakeError:  # told by the edition's own section
            found.extend([former] if former else [])
    return found


def _read(lines: bytes) -> dict[str, _Kept]:
    """What was kept; nothing of a shape that is not ours."""
    try:
        found = [_KEPT.validate_json(line) for line in lines.splitlines()]
    except ValidationError:
        return {}
    return {one.address: one for one in found}


def _list(names: Sequence[str]) -> Section:
    """What the search page asks first: the bundles, newest first, and the table of scripts."""
    listed = json.dumps({"bundles": list(names)}, separators=(",", ":")).encode()
    made_from = digest((_VERSION.encode(), listed))
    return Section(path=f"{FOLDER}list/", made_from=made_from, make=partial(_listed, listed))


def _listed(listed: bytes) -> EditionParts:
    files = (("bundles.json", listed), ("simplified.txt", script_table().encode()))
    return EditionParts(
        pages=(), files=tuple(SiteFile(path=f"{FOLDER}list/{path}", content=content) for path, content in files)
    )
