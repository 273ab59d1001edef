"""Many months are built by two processes, and come out as if one had built them."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from caifeng.errors import LakeError
from publish.pages.contexts import Page
from publish.privacy import keep_public, public_contacts
from publish.site.built import Made
from publish.site.making import Making, MonthMade, build_month
from publish.site.partial import everything
from publish.site.plan import EditionParts, Month, Section
from publish.site.workers import Task, build_months
from tests.sites import day_page, site_request, site_sources

MONTHS = ("2026-08", "2026-09", "2026-10", "2026-11")


@pytest.fixture
def public_number() -> Iterator[None]:
    before = public_contacts()
    keep_public(frozenset({"4001234567"}))
    yield
    keep_public(before)


def parts(name: str) -> EditionParts:
    if name == "2026-09-01":
        raise LakeError("与清单的 SHA-256 不符")
    return EditionParts(pages=(day_page(name, f"公开的 {sorted(public_contacts())}"),))


def index(damaged: Collection[str]) -> Page:
    return Page(path="index.md", text=f"# 本月\n\n{'、'.join(sorted(damaged))}\n")


def task(name: str) -> Task:
    days = [Section(path=f"{name}-0{n}/", made_from="x", make=partial(parts, f"{name}-0{n}")) for n in (1, 2)]
    found = Month(name=name, sections=tuple(days), index=index)
    return found, everything(Made(sections={day.path: day.made_from for day in days})), Made()


def files(made: MonthMade) -> dict[str, bytes]:
    folder = made.edition.folder
    return {f"{path.relative_to(folder)}": path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.usefixtures("public_number")
def test_four_months_of_two_processes_are_those_of_one_in_the_order_asked(tmp_path: Path) -> None:
    request = site_request(tmp_path, site_sources(tmp_path), "2026-11-20")
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    alone = Making(request=request, base="", scratch=tmp_path / "one")
    tasks = [task(name) for name in MONTHS]
    expected = [build_month(alone, *one) for one in tasks]
    found = build_months(replace(alone, scratch=tmp_path / "two"), tasks)
    assert [one.edition.month for one in found] == list(MONTHS)
    assert list(map(files, found)) == list(map(files, expected))
    assert "4001234567" in files(found[0])["2026-08-01/index.html"].decode()
    assert [[problem.file for problem in one.problems] for one in found] == [[], ["2026-09/2026-09-01/"], [], []]
