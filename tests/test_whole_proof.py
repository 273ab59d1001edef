"""The demo's week as an auditor meets it: every number comes out again, every page is byte for byte what is frozen."""

import pytest

from caifeng import pipeline
from caifeng.models import Desk
from caifeng.rebuilding import rebuild
from caifeng.report_check import check_report, is_report
from caifeng.verifying import editions, verify
from caifeng.workspace import Workspace
from tests.demo_week import Week


@pytest.fixture(scope="module")
def workspace(week: Week) -> Workspace:
    return Workspace(week.root / "caifeng.yml")


@pytest.fixture(scope="module")
def desk(workspace: Workspace) -> Desk:
    return pipeline.open_desk(workspace)


def test_every_number_of_every_day_is_resolved(workspace: Workspace, desk: Desk) -> None:
    days = editions(workspace, "2026-11")
    assert len(days) == 8
    checks = [verify(workspace, desk, day, None, lambda _: None) for day in days]
    assert sum(sum(check.counts.values()) for check in checks) > 10_000
    assert [(check.day, lost) for check in checks for lost in check.unresolved] == []
    assert [(check.day, one) for check in checks for one in check.findings] == []


def test_every_edition_built_again_from_the_lake_has_the_same_bytes(workspace: Workspace, desk: Desk) -> None:
    for key in ("2026-11-13", "2026-11-18", "2026-11-20"):
        compared = rebuild(workspace, desk, key, None)
        assert compared.files > 5
        assert (key, compared.differing) == (key, ())


def test_the_weekly_report_and_the_special_ones_are_what_their_records_give(workspace: Workspace, desk: Desk) -> None:
    special = workspace.lake.specials()[0].key
    for key in ("2026-W46", special):
        assert is_report(workspace, key)
        check = check_report(workspace, desk, key)
        assert check.is_sound, (check.differing, check.changed)
        assert check.files > 1
    assert check_report(workspace, desk, "2026-W46").composed > 500
