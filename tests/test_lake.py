"""State is whole or absent: what was committed comes back, a kill leaves old or new."""

import os
import subprocess
import sys
import textwrap
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caifeng.errors import LakeError
from caifeng.lake import DeliveryLedger, Lake
from caifeng.lake.files import Manifests, sweep
from caifeng.models import (
    Alert,
    Item,
    Reading,
    Sighting,
    Story,
    Validator,
)
from tests.lakes import NOW, commit, delivery, harvest, item
from tests.nouns import nouns
from tests.samples import sample_briefing

cheap = settings(max_examples=15, deadline=None)


@cheap
@given(
    st.lists(nouns(Item, revision=st.integers(1, 9), tier=st.integers(1, 4)), max_size=4, unique_by=lambda one: one.id)
)
def test_items_come_back_as_they_were(tmp_path_factory: pytest.TempPathFactory, items: list[Item]) -> None:
    lake = Lake(tmp_path_factory.mktemp("lake"))
    commit(lake, "r1", *items)
    back = Lake(lake.root).items(datetime(2019, 6, 1, tzinfo=UTC))
    assert sorted(back, key=lambda one: one.id) == sorted(items, key=lambda one: one.id)
    assert all(one.seen_at.utcoffset() == timedelta(0) for one in back)
    assert Lake(lake.root).known(date(2019, 6, 1)) == {one.id: (one.revision, one.content_hash) for one in items}


@cheap
@given(
    st.lists(nouns(Sighting), max_size=3),
    st.lists(nouns(Validator), max_size=3, unique_by=lambda one: one.address),
    st.lists(nouns(Alert), max_size=3),
    st.lists(nouns(Reading), max_size=3, unique_by=lambda one: one.item_id),
    st.lists(nouns(Story), max_size=2),
)
def test_every_other_noun_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory,
    sightings: list[Sighting],
    validators: list[Validator],
    alerts: list[Alert],
    readings: list[Reading],
    stories: list[Story],
) -> None:
    lake = Lake(tmp_path_factory.mktemp("lake"))
    draft = lake.draft("r1")
    draft.harvest(harvest(sightings=tuple(sightings), validators=tuple(validators)))
    draft.alerts(alerts)
    draft.readings(NOW.date(), readings, "maker")
    draft.stories(stories)
    draft.commit()
    key = lambda one: (one.seen_at, one.source, one.rank)  # noqa: E731
    assert sorted(lake.sightings(datetime(2019, 6, 1, tzinfo=UTC)), key=key) == sorted(sightings, key=key)
    assert lake.validators() == {one.address: one for one in validators}
    assert lake.alerts() == tuple(alerts)
    assert lake.readings("maker", date(2019, 6, 1)) == {one.item_id: one for one in readings}
    assert lake.readings("another", date(2019, 6, 1)) == {}
    assert lake.stories() == tuple(stories)
    assert lake.slots()[0].run == "r1"


def test_a_briefing_comes_back_as_it_was_and_its_newest_revision_counts(tmp_path: Path) -> None:
    lake, first = Lake(tmp_path), sample_briefing()
    second = replace(first, revision=first.revision + 1, conclusion="更正")
    for run, briefing in (("r1", first), ("r2", second)):
        draft = lake.draft(run)
        draft.briefing(briefing)
        draft.commit()
    assert lake.briefings() == (second,)


def test_a_sealed_briefing_cannot_be_rewritten(tmp_path: Path) -> None:
    lake, briefing = Lake(tmp_path), sample_briefing()
    draft = lake.draft("r1")
    draft.briefing(briefing)
    draft.commit()
    other = lake.draft("r2")
    other.briefing(replace(briefing, conclusion="另一句"))
    with pytest.raises(LakeError, match="已经存档"):
        other.commit()
    assert lake.briefings() == (briefing,)


def test_a_run_commits_once(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    commit(lake, "r1", item())
    with pytest.raises(LakeError, match="已经提交过"):
        commit(lake, "r1", item(2))
    assert len(lake.known(date(2026, 1, 1))) == 1


def test_a_revision_counts_and_the_first_sight_stays(tmp_path: Path) -> None:
    lake, later = Lake(tmp_path), NOW + timedelta(days=2)
    commit(lake, "r1", item(text="旧"))
    commit(lake, "r2", item(revision=2, seen=later, text="新"))
    (found,) = lake.items(NOW - timedelta(days=7))
    assert (found.text, found.revision, found.seen_at) == ("新", 2, NOW)


def test_times_are_utc_on_a_machine_of_any_zone(tmp_path: Path) -> None:
    commit(Lake(tmp_path), "r1", item())
    script = f"""
        from datetime import UTC, datetime
        from pathlib import Path
        from caifeng.lake import Lake
        (one,) = Lake(Path({str(tmp_path)!r})).items(datetime(2026, 11, 1, tzinfo=UTC))
        print(one.seen_at.isoformat())
    """
    done = child(script, TZ="Asia/Shanghai")
    assert done.stdout.strip() == NOW.isoformat(), done.stderr


def test_two_drafts_never_conflict(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    one, other = lake.draft("r1"), lake.draft("r2")
    one.harvest(harvest(item(1)))
    other.harvest(harvest(item(2), run="r2"))
    other.commit()
    one.commit()
    assert len(lake.items(NOW - timedelta(days=1))) == 2


def test_another_run_on_the_same_disk_is_kept_out(tmp_path: Path) -> None:
    with Lake(tmp_path).hold(), pytest.raises(LakeError, match="另一个采风"), Lake(tmp_path).hold():
        pass
    with Lake(tmp_path).hold():
        pass


def test_what_a_killed_run_left_is_swept_and_nothing_else(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    commit(lake, "r1", item())
    for name in (
        "items/day=2026-11-20/r0.parquet",
        "items/day=2026-11-20/.r0.parquet.7.tmp",
        "manifests/.r0.json.7.tmp",
    ):
        (tmp_path / name).write_bytes(b"half")
    DeliveryLedger(tmp_path / "deliveries", "r1").append(delivery())
    assert sweep(Manifests(tmp_path)) == 3
    assert len(lake.items(NOW - timedelta(days=1))) == 1
    assert len(DeliveryLedger(tmp_path / "deliveries", "r2").states()) == 1


def child(script: str, **environment: str) -> subprocess.CompletedProcess[str]:
    folders = os.pathsep.join([str(Path(__file__).parents[1]), str(Path(__file__).parent)])
    variables = os.environ | {"PYTHONPATH": folders} | environment
    command = [sys.executable, "-c", textwrap.dedent(script)]
    return subprocess.run(command, env=variables, capture_output=True, text=True, check=False)


# Forks die, as by SIGKILL, right before their k-th file operation, one k after another, until one lives.
DYING = """
    import os, sys
    from itertools import count
    from pathlib import Path
    from caifeng.lake import Lake
    from tests.lakes import commit, harvest, item

    def die_before(operation):
        left = iter(range(operation - 1, -1, -1))
        def dying(act):
            def run(*arguments, **options):
                if next(left, -1) == 0:
                    os._exit(9)
                return act(*arguments, **options)
            return run
        os.fsync, os.open = dying(os.fsync), dying(os.open)
        Path.open, Path.mkdir, Path.replace = map(dying, (Path.open, Path.mkdir, Path.replace))

    for operation in count(1):
        root = Path(sys.argv[1]) / f"{operation:03d}"
        commit(Lake(root), "r1", item(1))
        draft = Lake(root).draft("r2")
        draft.harvest(harvest(item(2), item(3), run="r2"))
        pid = os.fork()
        if pid == 0:
            die_before(operation)
            draft.commit()
            os._exit(0)
        if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0:
            break
"""


def test_a_kill_between_any_two_file_operations_leaves_old_or_new(tmp_path: Path) -> None:
    done = child(DYING.replace("sys.argv[1]", repr(str(tmp_path))))
    assert done.returncode == 0, done.stderr
    roots = sorted(tmp_path.iterdir())
    assert len(roots) > 15
    outcomes = []
    for root in roots:
        found = {one.id for one in Lake(root).items(NOW - timedelta(days=1))}
        assert found in ({item(1).id}, {item(1).id, item(2).id, item(3).id})
        with Lake(root).hold():
            commit(Lake(root), "r3", item(2), item(3))  # the next run repairs and converges
        assert len(Lake(root).items(NOW - timedelta(days=1))) == 3
        assert not list(root.rglob("*.tmp"))
        outcomes.append(len(found))
    assert outcomes == sorted(outcomes)
    assert set(outcomes) == {1, 3}


def test_an_empty_lake_answers_with_nothing(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "absent")
    assert (lake.items(NOW), lake.sightings(NOW), lake.stories(), lake.alerts(), lake.briefings()) == ((),) * 5
    assert lake.known(NOW.date()) == {}
    assert lake.size() == 0
