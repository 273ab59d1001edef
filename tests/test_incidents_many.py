"""Many incident files, long logs, and files that are anything but YAML are read in bounded time."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from caifeng.lake import CaseRecord, Lake
from respond.incidents.clocks import clocks_of
from tests.incident_files import DESK, FILE, folder, recorded


def test_a_thousand_files_that_the_journal_knows_are_read_in_under_two_seconds(tmp_path: Path) -> None:
    (incident,) = recorded(tmp_path, INC_2026_0001=FILE)
    sha256 = Lake(tmp_path / "lake").caselog()[incident.id].sha256
    draft = Lake(tmp_path / "lake").draft("20261120T020000Z-00-00000000")
    names = [f"INC-2026-{number:04d}" for number in range(2, 1001)]
    draft.caselog([CaseRecord(incident=replace(incident, id=name, clocks=()), sha256=sha256) for name in names])
    draft.commit()
    for name in names:
        (tmp_path / "incidents" / f"{name}.yml").write_text(FILE, encoding="utf-8")
    began = time.perf_counter()
    incidents, problems = folder(tmp_path).load()
    assert time.perf_counter() - began < 2
    assert (len(incidents), problems) == (1000, ())
    assert {len(one.clocks) for one in incidents} == {len(incident.clocks)}


def test_a_log_that_lost_very_much_is_told_in_few_problems(tmp_path: Path) -> None:
    told = [f"  - {{at: 2026-11-20T08:{n % 60:02d}:00+08:00, by: 甲, did: 备注, note: 第{n}户}}\n" for n in range(200)]
    recorded(tmp_path, INC_2026_0007=FILE + "".join(told))
    (shown,), problems = folder(tmp_path, INC_2026_0007=FILE).load()
    assert len(shown.log) == 202
    assert len(problems) == 21
    assert "还少了 180 行" in problems[-1].message


@pytest.mark.parametrize(
    "bad",
    [
        "a" * 1_000_000, "[1," * 100_000, "title: " + "x" * 900_000, "😀" * 1000, "<<<<<<< a\n" * 10_000,
        "log:\n" + "  - x\n" * 3000, "x: &a [*a]\n", "\u202e\u2066", "", "- ", "log: {}", "---\n---\n",
    ],
)  # fmt: skip
def test_whatever_stands_in_a_file_gives_a_few_problems(tmp_path: Path, bad: str) -> None:
    incidents, problems = folder(tmp_path, INC_2026_0001=bad).load()
    assert incidents == ()
    assert 1 <= len(problems) <= 21


def test_clocks_of_a_very_long_log_are_computed_at_once(tmp_path: Path) -> None:
    (incident,) = recorded(tmp_path, INC_2026_0007=FILE)
    long = incident.log * 5000
    began = time.perf_counter()
    clocks_of(replace(incident, log=long), DESK)
    assert time.perf_counter() - began < 2
