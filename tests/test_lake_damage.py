"""Damage shows: a flipped bit, a cut or foreign file, a newer format, a ledger line that a kill cut."""

from datetime import timedelta
from pathlib import Path

import pytest

from caifeng.errors import LakeError
from caifeng.lake import DeliveryLedger, Lake
from caifeng.models import (
    Alert,
    DeliveryState,
    Level,
)
from tests.lakes import NOW, commit, delivery, item


def test_every_single_flipped_bit_is_noticed(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    commit(lake, "r1", item())
    draft = lake.draft("r2")
    draft.alerts([alert()])
    draft.commit()
    for path in [path for path in tmp_path.rglob("*") if path.is_file()]:
        good = path.read_bytes()
        for place in range(0, len(good), max(1, len(good) // 30)):
            flipped = bytearray(good)
            flipped[place] ^= 1 << (place % 8)
            path.write_bytes(flipped)
            with pytest.raises(LakeError):
                Lake(tmp_path).items(NOW - timedelta(days=1))
                Lake(tmp_path).alerts()
                Lake(tmp_path).slots()
        path.write_bytes(good)
    assert len(Lake(tmp_path).items(NOW - timedelta(days=1))) == 1


def alert() -> Alert:
    return Alert(
        id="A-1", story_id="S-1", story_title="漏水", level=Level.YELLOW, previous=None, reason="总分 40",
        item_ids=("i-1",), owner="", raised_at=NOW,
    )  # fmt: skip


@pytest.mark.parametrize("damage", ["cut", "gone", "link"])
def test_a_cut_missing_or_foreign_file_is_refused(tmp_path: Path, damage: str) -> None:
    commit(Lake(tmp_path), "r1", item())
    (path,) = (tmp_path / "items").rglob("*.parquet")
    data = path.read_bytes()
    path.unlink()
    if damage == "cut":
        path.write_bytes(data[:-9])
    if damage == "link":
        (tmp_path / "elsewhere").write_bytes(data)
        path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(LakeError):
        Lake(tmp_path).items(NOW - timedelta(days=1))


def test_a_newer_lake_is_refused_loudly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("caifeng.lake.files.FORMAT", 2)
    commit(Lake(tmp_path), "r1", item())
    monkeypatch.setattr("caifeng.lake.files.FORMAT", 1)
    with pytest.raises(LakeError, match="先升级"):
        Lake(tmp_path).items(NOW)


def test_the_ledger_survives_a_last_line_that_a_kill_cut(tmp_path: Path) -> None:
    ledger = DeliveryLedger(tmp_path, "r1")
    assert ledger.append(delivery())
    assert ledger.append(delivery(DeliveryState.SENT))
    whole = (tmp_path / "r1.jsonl").read_bytes()
    first = whole.index(b"\n") + 1
    for end in range(first, len(whole) - 1):
        (tmp_path / "r1.jsonl").write_bytes(whole[:end])
        assert DeliveryLedger(tmp_path, "r2").states() == (delivery(),)


def test_the_ledger_refuses_a_damaged_line_before_the_last(tmp_path: Path) -> None:
    ledger = DeliveryLedger(tmp_path, "r1")
    ledger.append(delivery())
    (tmp_path / "r1.jsonl").write_bytes(b'{"half\n' + (tmp_path / "r1.jsonl").read_bytes())
    with pytest.raises(LakeError, match="第 1 行"):
        ledger.states()


def test_the_ledger_reads_the_steps_of_all_runs(tmp_path: Path) -> None:
    DeliveryLedger(tmp_path, "r1").append(delivery())
    DeliveryLedger(tmp_path, "r2").append(delivery(DeliveryState.SENT))
    states = [one.state for one in DeliveryLedger(tmp_path, "r3").states()]
    assert states == [DeliveryState.CLAIMED, DeliveryState.SENT]
