"""Boards and files through a whole harvest."""

from pathlib import Path

import pytest

from caifeng.models import (
    FailureKind,
    Source,
    SourceKind,
    SourceState,
)
from collect.known import Known
from tests.harvesting import as_known, harvest, source, titles
from tests.servers import Reply, Request, Site


def test_a_board_is_seen_at_every_look_and_told_once() -> None:
    entries = ["净水机半夜漏水", "降温"]

    def route(_: Request) -> Reply:
        rows = ",".join(f'{{"word": "{word}", "num": {1000 - place}}}' for place, word in enumerate(entries))
        return Reply(f'{{"data": [{rows}]}}'.encode(), headers={"ETag": '"same"'})

    with Site({"/board": route}) as site:
        hot = source(site, "/board", name="微岚热搜", kind=SourceKind.BOARD, items_path="data",
                     columns=(("title", "word"), ("heat", "num")))  # fmt: skip
        first = harvest(hot)
        entries.reverse()
        second = harvest(hot, known=as_known(first))
    assert titles(first) == ["净水机半夜漏水", "降温"]
    assert [(look.rank, look.board_heat) for look in first.sightings] == [(1, 1000.0), (2, 999.0)]
    assert not second.items
    assert [look.item_id for look in second.sightings] == [look.item_id for look in first.sightings][::-1]
    assert not first.validators, "an unchanged board is a sighting all the same"
    assert all(item.is_time_estimated for item in first.items)


def test_files_are_read_and_a_bad_one_stops_no_other(tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "a.csv").write_bytes("标题,时间\n漏水,2026-11-20 08:00\n,\n第二条,昨天\na,b,c\n".encode("gb18030"))
    (folder / "b.csv").write_text("题目\nx\n", "utf-8")
    (folder / "c.jsonl").write_text('{"标题": "第三条", "时间": "2026-11-19"}\n', "utf-8")
    export = Source(
        name="采购", kind=SourceKind.FILE, address="exports/*", columns=(("title", "标题"), ("published", "时间"))
    )
    found = harvest(export, known=Known(files_root=tmp_path))
    assert sorted(titles(found)) == ["漏水", "第三条", "第二条"]
    messages = [failure.message for failure in found.failures]
    assert any("exports/a.csv 第 5 行" in message for message in messages)
    assert any("exports/b.csv 缺少列“标题”" in message for message in messages)
    assert found.reports[0].state is SourceState.PARTIAL


@pytest.mark.parametrize(
    ("pattern", "kind"),
    [("none/*.csv", FailureKind.MISSING), ("../*.csv", FailureKind.REFUSED), ("/etc/host*", FailureKind.REFUSED),
     ("", FailureKind.MISSING), ("link.csv", FailureKind.REFUSED)],
)  # fmt: skip
def test_a_glob_without_files_or_outside_its_folder_is_told(tmp_path: Path, pattern: str, kind: FailureKind) -> None:
    root = tmp_path / "desk"
    root.mkdir()
    (tmp_path / "outside.csv").write_text("title\nsecret\n", "utf-8")
    (root / "link.csv").symlink_to(tmp_path / "outside.csv")
    found = harvest(Source(name="采购", kind=SourceKind.FILE, address=pattern), known=Known(files_root=root))
    assert [failure.kind for failure in found.failures] == [kind]
    assert not found.items
