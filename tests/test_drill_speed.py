"""Clocks of a drill run, fly or jump: the score is the same, and people act in the drill's own time."""

import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from caifeng.drill.clock import Pace, clear_time, drill_time, set_time
from tests.drill_desk import NOW, drilled, scenario, workspace

EVERY = timedelta(minutes=15)
LOOK = timedelta(minutes=5)


def pace(speed: float | None) -> Pace:
    return Pace(speed=speed, now=lambda: NOW, sleep=lambda _: None)


def test_a_drill_that_flies_scores_as_one_that_jumps(tmp_path: Path) -> None:
    found = []
    for name, speed in (("jump", None), ("fly", 600.0)):
        real = workspace(tmp_path / name)
        played = scenario(real[1])
        short = replace(played, length=timedelta(minutes=45), items=played.items[:2], boards=())
        found.append(drilled(real, short, speed=speed, every=EVERY)[0].score)
    jumped, flown = found
    assert (flown.measures, flown.checks, flown.missed) == (jumped.measures, jumped.checks, jumped.missed)
    assert jumped.measures[0].took is not None


def test_in_real_time_a_drill_begins_when_it_is_started() -> None:
    assert pace(1.0).began_at(NOW, timedelta(hours=6)) == NOW


def test_one_that_jumps_is_over_when_it_is_started() -> None:
    assert pace(None).began_at(NOW, timedelta(hours=6)) == NOW - timedelta(hours=6)


@given(st.floats(1, 10_000), st.integers(1, 1_000_000))
def test_a_drill_ends_when_the_real_clock_says_so_too(speed: float, seconds: int) -> None:
    length = timedelta(seconds=seconds)
    ended = pace(speed).began_at(NOW, length) + length
    assert abs(ended - (NOW + length / speed)) <= timedelta(seconds=1)


def test_it_sleeps_until_the_next_look_is_due() -> None:
    slept: list[float] = []
    Pace(speed=60.0, now=lambda: NOW, sleep=slept.append).wait(NOW, timedelta(minutes=30))
    Pace(speed=None, now=lambda: NOW, sleep=slept.append).wait(NOW, timedelta(minutes=30))
    Pace(speed=60.0, now=lambda: NOW, sleep=slept.append).wait(NOW - timedelta(hours=1), timedelta(minutes=30))
    assert slept == [30.0, 0.0]


def test_people_act_in_the_time_of_the_drill(tmp_path: Path) -> None:
    at = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
    set_time(tmp_path, pace(60.0), at, at + LOOK)
    assert drill_time(tmp_path, NOW + timedelta(seconds=2)) == at + timedelta(minutes=2)
    assert drill_time(tmp_path, NOW + timedelta(hours=2)) == at + LOOK
    assert drill_time(tmp_path, NOW - timedelta(hours=2)) == at


def test_outside_a_drill_the_real_clock_holds(tmp_path: Path) -> None:
    assert drill_time(tmp_path, NOW) == NOW
    set_time(tmp_path, pace(60.0), NOW, NOW)
    clear_time(tmp_path)
    assert drill_time(tmp_path, NOW) == NOW


@given(st.text(max_size=80))
def test_a_spoiled_note_is_no_time(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "drill.json").write_text(text, encoding="utf-8", errors="replace")
        assert drill_time(Path(folder), NOW) == NOW
