"""Weekly and monthly reports in the folder: made once, frozen, shown, and whole beside a damaged day."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from caifeng.commands.period import app
from caifeng.errors import ConfigError, LakeError, UsageError
from caifeng.models.period import Period, span_named
from caifeng.periods import find_period, make_period, make_periods, period_sections, recompose
from caifeng.pipeline import open_desk
from tests.lived_workspace import Lived, lived, quiet
from tests.period_days import NOW, WEEK, full_week

KEY = "2026-W46"


@pytest.fixture
def desk(tmp_path: Path) -> Lived:
    """A folder in whose lake the briefings of a whole week are frozen."""
    found = lived(tmp_path / "desk")
    for day in full_week():
        draft = found.workspace.lake.draft(found.workspace.run(day.published_at))
        draft.briefing(day)
        draft.commit()
    return found


def made(desk: Lived) -> tuple[Period, ...]:
    return make_periods(desk.workspace, desk.desk, NOW, quiet)


def frozen(desk: Lived) -> bytes:
    return (desk.workspace.root / "lake" / "periods" / f"{KEY}.r1.json").read_bytes()


def test_what_is_owed_is_made_once(desk: Lived) -> None:
    first = made(desk)
    assert [one.key for one in first] == [KEY]
    assert made(desk) == ()
    assert desk.workspace.lake.periods() == first


def test_the_same_lake_gives_the_same_bytes(desk: Lived, tmp_path: Path) -> None:
    made(desk)
    other = lived(tmp_path / "other")
    for day in full_week():
        draft = other.workspace.lake.draft(other.workspace.run(day.published_at))
        draft.briefing(day)
        draft.commit()
    made(other)
    assert frozen(desk) == frozen(other)


def test_composed_again_it_is_the_same(desk: Lived) -> None:
    (period,) = made(desk)
    assert recompose(desk.workspace, desk.desk, period) == period


def test_a_damaged_day_is_left_out_and_named(desk: Lived) -> None:
    damaged = desk.workspace.root / "lake" / "briefings" / "2026-11-12.r1.json"
    damaged.write_bytes(b"{" + damaged.read_bytes())
    (period,) = made(desk)
    assert [f"{day:%m-%d}" for day in period.damaged] == ["11-12"]
    assert len(period.editions) == 6
    (section,) = period_sections(desk.workspace.lake, desk.desk)["2026-11"]
    assert "存档读不出来：11" in section.make().pages[0].text


def test_a_report_that_was_changed_is_refused(desk: Lived) -> None:
    made(desk)
    path = desk.workspace.root / "lake" / "periods" / f"{KEY}.r1.json"
    path.write_bytes(frozen(desk).replace(b'"distinct": 21', b'"distinct": 12'))
    with pytest.raises(LakeError, match=KEY):
        lived(desk.workspace.root).workspace.lake.periods()


def test_its_folder_stands_in_the_month_and_is_made_anew_only_when_it_says_something_else(desk: Lived) -> None:
    made(desk)
    (one,) = period_sections(desk.workspace.lake, desk.desk)["2026-11"]
    (again,) = period_sections(lived(desk.workspace.root).workspace.lake, desk.desk)["2026-11"]
    assert one.path == f"{KEY}/"
    assert one.made_from == again.made_from
    assert one.make().pages[0].path == f"{KEY}/index.md"


def test_one_that_is_not_over_is_made_only_when_asked_for(desk: Lived) -> None:
    month = span_named("2026-11")
    assert month is not None
    with pytest.raises(UsageError, match="--force-early"):
        make_period(desk.workspace, desk.desk, month, NOW)
    early = make_period(desk.workspace, desk.desk, month, NOW, is_early=True)
    assert early.number == 1
    assert make_period(desk.workspace, desk.desk, month, NOW + timedelta(days=60)) == early


def test_of_a_week_without_any_edition_there_is_none(desk: Lived) -> None:
    with pytest.raises(UsageError, match="没有一期日报"):
        make_period(desk.workspace, desk.desk, WEEK.before.before, NOW)
    with pytest.raises(UsageError, match="caifeng period list"):
        find_period((), KEY)


def test_the_setting_is_read_and_wrong_words_are_refused(desk: Lived) -> None:
    file = desk.workspace.desk_file
    file.write_text(file.read_text(encoding="utf-8") + "publish: {periods: [月报]}\n", encoding="utf-8")
    assert [kind.value for kind in open_desk(desk.workspace).publish.periods] == ["月报"]
    file.write_text(file.read_text(encoding="utf-8").replace("[月报]", "[季报]"), encoding="utf-8")
    with pytest.raises(ConfigError):
        open_desk(desk.workspace)


def test_the_command_makes_lists_and_shows(desk: Lived) -> None:
    named = ["--desk", str(desk.workspace.desk_file)]
    runner = CliRunner()
    first = runner.invoke(app, ["make", KEY, *named, "--json"])
    assert first.exit_code == 0, first.output
    assert json.loads(first.stdout)[0]["address"] == "2026-11/2026-W46/"
    listed = runner.invoke(app, ["list", *named])
    assert KEY in listed.stdout
    shown = runner.invoke(app, ["show", KEY, *named])
    assert "处置与时效" in shown.stdout
    assert json.loads(runner.invoke(app, ["show", KEY, *named, "--json"]).stdout)["number"] == 1


def test_what_is_typed_wrong_is_said(desk: Lived) -> None:
    result = CliRunner().invoke(app, ["make", "下周", "--desk", str(desk.workspace.desk_file)])
    assert isinstance(result.exception, UsageError)
    assert "2026-W47" in str(result.exception)
