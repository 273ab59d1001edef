"""A bad edit of an incident file is refused with line and reason; nothing that was recorded is lost."""

import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caifeng.errors import ConfigError, LakeError
from caifeng.lake import Lake
from caifeng.lake.caselog import line_key, lost_lines, merged
from caifeng.models import Act, Deed, IncidentState, LogEntry, StoryType
from respond.incidents.acts import act
from tests.incident_files import CLOSED, DESK, FILE, commit, folder, raised, recorded, text_of

RECEIVED = FILE[FILE.index("  - at: 2026-11-19T22:50:12") :]


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("type: 属实", "type: 属時", 4, "未核实、属实、不符、恶意谣言"),
        ("owner:", "onwer:", 6, "owner"),
        ("limit: 15m", "limit: 一刻钟", 9, "15m"),
        ("limit: 15m", "limit: 999999d", 9, "3650d"),
        ("limit: 15m", "limit: -15m", 9, "15m"),
        ("limit: 15m", "limti: 15m", 9, "limit"),
        ("state: 核实定性", "state:", 7, "闭环"),
        ("state: 核实定性", "state: 已删帖", 7, "不在可选之列"),
        ("2026-11-19T22:41:07+08:00", "2026-11-19T22:41:07", 12, "时区"),
        ("2026-11-19T22:41:07+08:00", "昨晚", 12, "无法辨认"),
        ("2026-11-19T22:41:07+08:00", "1700000000", 12, "无法辨认"),
        ("2026-11-19T22:41:07+08:00", "9999-12-31T23:59:59-12:00", 12, "2199"),
        ("machine: 黄", "machine: 黄, machine: 红", 5, "重复"),
        ("why: 涉及人身安全", "why: ''", 5, "为什么"),
        ("log:", "log: []\nold:", 11, "未知的键"),
        ("title: NO", "title: *x", 2, "别名"),
        ("did: 接收", "did: 暂停计时", 15, ""),
        ("did: 接收", "did: 删帖", 16, "不删帖"),
        ("did: 接收", "did: 处置\n    means: 沉帖", 17, "不沉帖"),
        ("did: 接收", "did: 处置\n    means: 拖延", 17, "召回"),
        ("did: 接收", "did: 处置\n    side: 空中", 17, "线下"),
    ],
)
def test_a_bad_edit_is_refused_with_line_and_reason_and_others_load(
    tmp_path: Path, old: str, new: str, line: int, said: str
) -> None:
    bad = FILE.replace(old, new, 1)
    if "暂停计时" in bad:
        bad = bad.replace("    note: |\n      第一行\n      第二行\n", "")
    incidents, problems = folder(tmp_path, INC_2026_0001=FILE, INC_2026_0002=bad).load()
    assert [incident.id for incident in incidents] == ["INC-2026-0001"]
    told = [problem for problem in problems if said in str(problem)]
    assert told, problems
    assert told[0].file == "incidents/INC-2026-0002.yml"
    assert abs(told[0].line - line) <= 1


def test_a_misnamed_file_or_another_encoding_or_a_folder_is_one_problem(tmp_path: Path) -> None:
    made = folder(tmp_path, 案件=FILE)
    (tmp_path / "incidents" / "INC-2026-0003.yml").write_bytes(FILE.encode("gb18030"))
    (tmp_path / "incidents" / "INC-2026-0004.yml").mkdir()
    incidents, problems = made.load()
    assert incidents == ()
    assert len(problems) == 3


def test_an_empty_log_is_refused(tmp_path: Path) -> None:
    text = FILE.split("log:", maxsplit=1)[0] + "log: []\n"
    assert "log" in str(folder(tmp_path, INC_2026_0001=text).load()[1][0])


def test_numbers_of_unreadable_and_removed_files_stay_taken(tmp_path: Path) -> None:
    recorded(tmp_path, INC_2026_0005=FILE)
    (tmp_path / "incidents" / "INC-2026-0005.yml").unlink()
    made = folder(tmp_path, INC_2026_0004="broken", INC_2026_0002=FILE, INC_2025_0009=FILE)
    assert made.used_numbers(2026) == (2, 4, 5)


@pytest.mark.parametrize("bad", [FILE.replace("type: 属实", "type: 属時"), "<<<<<<< HEAD\n" + FILE, "", "[", "\x00"])
def test_a_file_that_cannot_be_read_is_shown_as_it_was_last_recorded(tmp_path: Path, bad: str) -> None:
    (good,) = recorded(tmp_path, INC_2026_0007=FILE)
    (shown,), problems = folder(tmp_path, INC_2026_0007=bad).load()
    assert replace(shown, problems=()) == good
    assert shown.problems == problems
    assert problems[0].file == "incidents/INC-2026-0007.yml"


def test_a_line_that_was_removed_is_named_and_shown_all_the_same(tmp_path: Path) -> None:
    (good,) = recorded(tmp_path, INC_2026_0007=FILE)
    (shown,), (problem,) = folder(tmp_path, INC_2026_0007=FILE.replace(RECEIVED, "").rstrip(" ")).load()
    assert shown.log == good.log
    assert "2026-11-19 22:50:12 值班员 接收" in problem.message
    assert "caifeng incident restore INC-2026-0007" in problem.mend


def test_a_changed_line_is_noticed_and_another_spacing_is_not(tmp_path: Path) -> None:
    recorded(tmp_path, INC_2026_0007=FILE)
    changed = folder(tmp_path, INC_2026_0007=FILE.replace("22:50:12", "22:41:12")).load()
    assert len(changed[1]) == 1
    assert [entry.did for entry in changed[0][0].log] == ["发现", "接收", "接收"]
    respaced = FILE.replace("|\n      第一行\n      第二行\n", '"第一行 第二行"\n')
    assert folder(tmp_path, INC_2026_0007=respaced).load()[1] == ()


def test_restoring_puts_lost_lines_back_in_their_places(tmp_path: Path) -> None:
    more = FILE + "  - {at: 2026-11-20T08:00:00+08:00, by: 值班员, did: 进展反馈, note: 已联系}\n"
    (good,) = recorded(tmp_path, INC_2026_0007=more)
    made = folder(tmp_path, INC_2026_0007=more.replace(RECEIVED, "").rstrip(" "))
    assert made.restore("INC-2026-0007") == 1
    assert "# 我的注释" in text_of(tmp_path)
    (back,), problems = folder(tmp_path).load()
    assert [line_key(line) for line in back.log] == [line_key(line) for line in good.log]
    assert problems == ()


def test_a_file_that_is_gone_stays_shown_and_can_be_written_anew(tmp_path: Path) -> None:
    (good,) = recorded(tmp_path, INC_2026_0007=FILE)
    (tmp_path / "incidents" / "INC-2026-0007.yml").unlink()
    (shown,), (problem,) = folder(tmp_path).load()
    assert replace(shown, problems=()) == good
    assert "不见了" in problem.message
    assert folder(tmp_path).restore("INC-2026-0007") == 2
    (back,), problems = folder(tmp_path).load()
    assert (replace(back, clocks=(), limits=()), problems) == (replace(good, clocks=(), limits=()), ())


def test_nothing_can_be_restored_that_was_never_recorded_or_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(LakeError, match="无从找回"):
        folder(tmp_path, INC_2026_0007=FILE).restore("INC-2026-0007")
    with pytest.raises(LakeError, match="案件号"):
        folder(tmp_path).restore("../../etc/passwd")
    recorded(tmp_path)
    with pytest.raises(ConfigError):
        folder(tmp_path, INC_2026_0007="[").restore("INC-2026-0007")


@pytest.mark.parametrize("bad", ["[", FILE.replace("state: 核实定性", "state: 入库")])
def test_what_the_machine_adds_meanwhile_waits_until_the_file_is_mended(tmp_path: Path, bad: str) -> None:
    recorded(tmp_path, INC_2026_0007=FILE)
    made = folder(tmp_path, INC_2026_0007=bad)
    (shown,), _ = made.load()
    assert made.save(raised(shown)) is False
    assert text_of(tmp_path) == bad
    commit(tmp_path, made, 2)
    (mended,), (owed,) = folder(tmp_path, INC_2026_0007=FILE).load()
    assert mended.log[-1].did == "升级"
    assert "升级" in owed.message
    assert folder(tmp_path).save(mended)
    assert folder(tmp_path).load()[1] == ()


def test_a_state_that_cannot_be_is_refused_and_the_former_one_shown(tmp_path: Path) -> None:
    recorded(tmp_path, INC_2026_0007=FILE)
    closed = FILE.replace("state: 核实定性", "state: 闭环")
    (shown,), problems = folder(tmp_path, INC_2026_0007=closed).load()
    assert shown.state is IncidentState.VERIFYING
    assert "闭环" in problems[0].message
    assert problems[0].line == 7
    said = closed + CLOSED.replace("已办结", "未回应：当事人已撤诉")
    (done,), none = folder(tmp_path, INC_2026_0007=said).load()
    assert (done.state, none) == (IncidentState.CLOSED, ())


def test_a_state_that_cannot_be_but_was_never_recorded_otherwise_is_shown_with_its_problem(tmp_path: Path) -> None:
    (shown,), problems = folder(tmp_path, INC_2026_0007=FILE.replace("state: 核实定性", "state: 入库")).load()
    assert shown.state is IncidentState.ARCHIVED
    assert problems


def test_the_journal_keeps_every_line_once_however_many_runs_write_it(tmp_path: Path) -> None:
    first, second = folder(tmp_path, INC_2026_0007=FILE), folder(tmp_path)
    for run, made in enumerate((first, second, first), 1):
        made.load()
        commit(tmp_path, made, run)
    record = Lake(tmp_path / "lake").caselog()["INC-2026-0007"]
    assert len(record.incident.log) == 2
    assert folder(tmp_path).load()[1] == ()
    fresh = folder(tmp_path)
    fresh.load()
    assert fresh.unrecorded() == ()


def git(path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    identity = ["-c", "user.name=值班员", "-c", "user.email=duty@example.org"]
    return subprocess.run(["git", *identity, *arguments], cwd=path, capture_output=True, text=True, check=False)


def two_edits(path: Path, attributes: str, ours: str, theirs: str) -> bool:
    """Two people edit the same file at once; whether Git merges it by itself."""
    recorded(path, INC_2026_0007=FILE)
    (path / ".gitattributes").write_text(attributes)
    git(path, "init", "-b", "main")
    git(path, "add", ".gitattributes", "incidents")
    git(path, "commit", "-m", "before")
    git(path, "checkout", "-b", "other")
    folder(path, INC_2026_0007=theirs)
    git(path, "commit", "-am", "theirs")
    git(path, "checkout", "main")
    folder(path, INC_2026_0007=ours)
    git(path, "commit", "-am", "ours")
    return git(path, "merge", "other").returncode == 0


OURS = FILE + "  - {at: 2026-11-20T08:00:00+08:00, by: 值班员, did: 进展反馈, note: 已联系甲}\n"
THEIRS = FILE + "  - {at: 2026-11-20T08:01:00+08:00, by: 值班长, did: 首次回应, note: 已回复乙}\n"


def test_two_lines_appended_at_once_are_both_kept_by_a_union_merge(tmp_path: Path) -> None:
    assert two_edits(tmp_path, "incidents/*.yml merge=union\n", OURS, THEIRS)
    (merged_,), problems = folder(tmp_path).load()
    assert {entry.did for entry in merged_.log} == {"发现", "接收", "进展反馈", "首次回应"}
    assert problems == ()


def test_a_merge_conflict_names_the_lines_that_conflict(tmp_path: Path) -> None:
    assert not two_edits(tmp_path, "", OURS, THEIRS)
    (shown,), (problem,) = folder(tmp_path).load()
    lines = text_of(tmp_path).split("\n")
    first = next(number for number, line in enumerate(lines, 1) if line.startswith("<<<<<<<"))
    assert problem.line == first
    assert f"{first + 1}–{first + 1} 行与 {first + 3}–{first + 3} 行不一样" in problem.message
    assert len(shown.log) == 2


def test_two_states_written_at_once_are_one_problem_under_a_union_merge(tmp_path: Path) -> None:
    ours, theirs = FILE.replace("核实定性", "回应"), FILE.replace("核实定性", "处置")
    assert two_edits(tmp_path, "incidents/*.yml merge=union\n", ours, theirs)
    (shown,), (problem,) = folder(tmp_path).load()
    assert "'state' 重复" in problem.message
    assert shown.state is IncidentState.VERIFYING


def test_lines_broken_over_several_lines_are_both_kept_too(tmp_path: Path) -> None:
    said = "  - at: 2026-11-20T08:0{}:00+08:00\n    by: 值班员\n    did: {}\n"
    ours, theirs = FILE + said.format(0, "派责"), FILE + said.format(1, "进展反馈")
    assert two_edits(tmp_path, "incidents/*.yml merge=union\n", ours, theirs)
    (shown,), problems = folder(tmp_path).load()
    assert (len(shown.log), problems) == (4, ())


def test_an_act_on_a_real_file_is_read_back(tmp_path: Path) -> None:
    made = folder(tmp_path, INC_2026_0007=FILE)
    (incident,), _ = made.load()
    at = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
    done = act(incident, Act(deed=Deed.TYPED, by="质检部", at=at, note='"; curl x', type=StoryType.FALSE), DESK)
    assert made.save(done)
    (back,), problems = folder(tmp_path).load()
    assert (back.type, back.log[-1].note, problems) == (StoryType.FALSE, '属实 → 不符；"; curl x', ())


lines = st.builds(
    LogEntry, at=st.sampled_from([datetime(2026, 1, day, tzinfo=UTC) for day in (1, 2)]), by=st.just("甲"),
    did=st.sampled_from("甲乙丙丁戊"),
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(lines, unique_by=line_key, max_size=10), st.data())
def test_merging_a_log_with_its_record_gives_every_line_once_in_its_order(
    known: list[LogEntry], data: st.DataObject
) -> None:
    kept = [line for line in known if data.draw(st.booleans())]
    assert merged(known, kept) == tuple(known)
    assert lost_lines(known, merged(known, kept)) == ()
