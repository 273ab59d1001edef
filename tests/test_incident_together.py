"""Several clones act on one incident, and Git merges them: nothing on record is lost, and no two cases become one."""

from pathlib import Path

import pytest

from tests.clones import clone, commit, git, incidents, keep, number, record, runner, with_one_incident
from tests.forms import dispatch
from tests.incident_desk import did, opened, refused, typed


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    return with_one_incident(tmp_path)


def test_two_clones_that_act_on_one_incident_are_merged_by_hand_and_keep_both_lines(origin: Path) -> None:
    one, other = clone(origin, "one"), clone(origin, "other")
    id_ = number(one)
    did(one / "desk", "ack", id_)
    did(other / "desk", "note", id_, "--note", "媒体来电")
    commit(one)
    commit(other)
    assert git(one, "push", "--quiet", "origin", "HEAD:refs/heads/main").returncode == 0
    git(other, "pull", "--quiet", "--no-rebase", "origin", "main")
    path = other / "desk" / "incidents" / f"{id_}.yml"
    said = refused(other / "desk", "ack", id_)
    assert "没有解决的 Git 合并冲突" in said
    text = path.read_text(encoding="utf-8")
    kept = [line for line in text.split("\n") if not line.startswith(("<<<<<<<", "=======", ">>>>>>>"))]
    path.write_text("\n".join(kept), encoding="utf-8")
    commit(other)
    log = did(other / "desk", "progress", id_, "--note", "两边都在")["log"]
    assert {"接收", "备注", "进展反馈"} <= {line["did"] for line in log}


def test_a_side_that_was_dropped_in_a_merge_comes_back_from_the_record(origin: Path) -> None:
    one, other = clone(origin, "one"), clone(origin, "other")
    id_ = number(one)
    did(one / "desk", "note", id_, "--note", "先推的")
    did(other / "desk", "note", id_, "--note", "后推的")
    commit(one)
    commit(other)
    git(one, "push", "--quiet", "origin", "HEAD:refs/heads/main")
    git(other, "pull", "--quiet", "--no-rebase", "-X", "theirs", "origin", "main")
    assert "后推的" not in (other / "desk" / "incidents" / f"{id_}.yml").read_text(encoding="utf-8")
    assert "找回 1 行" in typed(other / "desk", "restore", id_).stdout
    text = (other / "desk" / "incidents" / f"{id_}.yml").read_text(encoding="utf-8")
    assert "先推的" in text
    assert "后推的" in text


def test_a_pass_that_meets_a_form_on_the_same_incident_keeps_its_items_and_both_lines(origin: Path) -> None:
    lane, one = runner(origin, "lane"), runner(origin, "one")
    id_ = number(one)
    did(lane / "desk", "log", id_, "提醒过", "--note", "时限已过七成")
    assert record(one, dispatch(deed="派责", incident=id_, owner="售后部"))[0] == 0
    done = keep(lane)
    assert done.returncode == 0, done.stderr
    (found,) = incidents(origin, "fresh")
    assert sorted(line.did for line in found.log[-2:]) == ["提醒过", "派责"]
    assert found.owner == "售后部"


def test_two_cases_of_one_number_are_never_made_one(origin: Path) -> None:
    lane, one = runner(origin, "lane"), runner(origin, "one")
    assert opened(lane / "desk", "采风立的") == opened(one / "desk", "人立的")
    assert keep(one).returncode == 0
    assert keep(lane).returncode != 0
    assert [one.title for one in incidents(origin, "fresh")][1:] == ["人立的"]
