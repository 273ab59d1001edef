"""Posts with their reposts as stories, and how well the suggested type fares on real ones."""

import json
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from analyze.spread.trace import trace
from analyze.spread.tree import reach_of
from caifeng.evaluation.cascades import dossier_of, has_reposts, is_untuned, reposts_of
from caifeng.evaluation.files import Row, read_rows
from caifeng.evaluation.results import Figure
from caifeng.evaluation.rumor import RumorTask, evaluate_rumor
from caifeng.models import Desk, EdgeKind
from tests.shared_data import shared

DESK = Desk(name="测试", zone=ZoneInfo("Asia/Shanghai"))
FIELDS = ["mid", "parent_mid", "date", "user_hash", "text"]


def row(label: str = "rumor", said: str = "谣言，早就辟谣了", count: int = 40, id_: str = "x-1") -> dict[str, object]:
    nodes: list[object] = [
        [f"m{n:02d}", "m00" if n else "", f"2012-03-01 08:00:{n:02d}", f"u{n}", said] for n in range(count)
    ]
    nodes += ["broken", ["m99", "", "03月01日 08:00", "u", "时间不全"], ["", "", "2012-03-01 09:00:00", "u", "无编号"]]
    return {
        "id": id_,
        "text": "水壶致癌",
        "date": "2012-03-01T07:00:00+08:00",
        "label": label,
        "node_fields": FIELDS,
        "nodes": nodes,
    }


def test_reposts_are_read_by_time_in_chinas_zone_and_broken_ones_left_out() -> None:
    found = reposts_of(Row(1, row(count=3)))
    assert [repost.id for repost in found] == ["m00", "m01", "m02"]
    assert found[0].at == datetime(2012, 3, 1, 0, 0, tzinfo=UTC)


def test_the_post_and_its_reposts_make_a_story_with_or_without_their_parents() -> None:
    whole, bare = (dossier_of(Row(1, row()), DESK, has_parents=known) for known in (True, False))
    edges = trace(whole).edges
    assert {edge.kind for edge in edges} == {EdgeKind.REPOST}
    assert dict(reach_of(edges)) == {"m00": 39, "post": 40}
    assert trace(bare).edges_total == 0
    assert len(bare.every) == 41


@pytest.mark.parametrize("nodes", [None, [], "x", 3])
def test_a_row_without_reposts_is_the_post_alone(nodes: object) -> None:
    stated = {"text": "水壶致癌", "nodes": nodes}
    assert not has_reposts(Row(1, stated)) or nodes in ("x", 3)
    assert len(dossier_of(Row(1, stated), DESK).every) == 1


def test_the_suggested_type_is_scored_beside_the_share_of_rumours(tmp_path: Path) -> None:
    lines = [row(), row("non-rumor", "真好看"), row("non-rumor", "真的假的？"), row("rumor", "转")]
    path = tmp_path / "set.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    found = evaluate_rumor(read_rows(path), RumorTask(labels={}))
    precision, recall, typed = (found.figure(name) for name in ("type_precision", "type_recall", "typed"))
    assert isinstance(precision, Figure)
    assert (precision.n, precision.share, precision.baseline) == (1, 1.0, 0.5)
    assert recall
    assert typed
    assert (recall.share, typed.share) == (0.5, 0.25)


def test_only_the_half_that_nothing_was_chosen_on_counts_as_measured(tmp_path: Path) -> None:
    lines = [row(id_=f"x-{n}") for n in range(12)]
    path = tmp_path / "set.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    untuned = sum(is_untuned(Row(1, line)) for line in lines)
    assert evaluate_rumor(read_rows(path), RumorTask(labels={}, part="measured")).n == untuned


def test_real_suggestions_are_nine_times_in_ten_right_on_the_half_that_nothing_was_chosen_on() -> None:
    rows = read_rows(shared("propagation/propagation_ced/dev.jsonl.gz"))
    found = evaluate_rumor(rows, RumorTask(labels={}, part="measured"))
    precision, recall = found.figure("type_precision"), found.figure("type_recall")
    assert precision
    assert recall
    assert precision.share >= 0.9
    assert recall.share >= 0.3


def test_real_key_nodes_are_among_the_five_greatest_hubs() -> None:
    rows = read_rows(shared("propagation/propagation_ced/dev.jsonl.gz")).rows[:60]
    named = right = 0
    for one in rows:
        dossier = dossier_of(one, DESK)
        reach = {repost.id: 0 for repost in reposts_of(one)}
        for repost in reversed(reposts_of(one)):
            if repost.of in reach:
                reach[repost.of] += reach[repost.id] + 1
        least = sorted(reach.values())[-5]
        nodes = trace(dossier).key_nodes
        named += len(nodes)
        right += sum(reach.get(node.item_id, 0) >= max(1, least) for node in nodes)
    assert named >= 150
    assert right / named >= 0.9
