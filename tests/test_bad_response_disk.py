"""A full disk, folders that are none, people's files that are no files: one sentence each, and nothing lost."""

import resource
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from caifeng import casework, pipeline
from caifeng.errors import LakeError
from caifeng.models import Act, Deed
from tests.response_desk import CASE, MINUTE, NOW, House, house

BINARY = bytes(range(256)) * 40
_LINES = (f"{b}: &{b} [{','.join(['*' + a] * 9)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
BOMB = "\n".join(("a: &a [x]", *_LINES))


def _full() -> None:
    """From now on no file of this process may grow: as on a full disk, and for root too."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


@pytest.fixture
def made(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path / "desk") as found:
        found.look(NOW)
        yield found


def _tree(root: Path) -> dict[str, bytes]:
    names = ("lake", "incidents")
    return {str(path): path.read_bytes() for name in names for path in (root / name).rglob("*") if path.is_file()}


def test_a_full_disk_ends_a_look_with_one_sentence_and_the_next_one_makes_up_for_it(made: House) -> None:
    made.hurt(NOW + MINUTE)
    before = _tree(made.root)
    done = made.caifeng("watch", "--no-send", preexec_fn=_full)
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    assert "请检查磁盘空间和权限" in done.stderr
    assert _tree(made.root) == before
    assert [alert.level for alert in made.look(NOW + 5 * MINUTE).analysis.alerts] == ["黄"]


def test_a_full_disk_sends_nothing_and_forgets_nobody(made: House) -> None:
    made.hurt(NOW + MINUTE)
    made.look(NOW + 5 * MINUTE)
    before = _tree(made.root)
    done = made.caifeng("notify", preexec_fn=_full)
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    assert (made.post.received, made.chats[0].received, _tree(made.root)) == ([], [], before)
    made.send(NOW + 6 * MINUTE)
    assert (len(made.post.received), len(made.chats[0].received)) == (1, 1)


def test_an_act_that_cannot_be_saved_is_refused_and_the_file_stays_whole(made: House) -> None:
    made.hurt(NOW + MINUTE)
    made.look(NOW + 5 * MINUTE)
    before = _tree(made.root)
    done = made.caifeng("incident", "ack", CASE, "--by", "黎航", preexec_fn=_full)
    assert done.returncode == 3, done.stderr
    assert "原来的文件没有动" in done.stderr
    assert _tree(made.root) == before


def test_an_incident_folder_that_is_none_stops_with_one_sentence_and_loses_no_alert(made: House) -> None:
    made.mend("incidents", BINARY)
    made.hurt(NOW + MINUTE)
    with pytest.raises(LakeError, match="不是可以写的目录"):
        made.look(NOW + 5 * MINUTE)
    desk = pipeline.open_desk(made.workspace)
    with pytest.raises(LakeError, match="不是可以写的目录"):
        casework.open_case(made.workspace, desk, Act(deed=Deed.FOUND, by="甲", at=NOW, title="乙", note="丙"), NOW)
    (made.root / "incidents").unlink()
    assert len(made.look(NOW + 10 * MINUTE).analysis.opened) == 1


KINDS: dict[str, Callable[[Path], object]] = {
    "目录": lambda path: path.mkdir(),
    "指向别处": lambda path: path.symlink_to("/etc/hostname"),
    "指向没有": lambda path: path.symlink_to("/nowhere/file"),
    "指向自己": lambda path: path.symlink_to(path.name),
    "乱码": lambda path: path.write_bytes(BINARY),
    "空": lambda path: path.write_bytes(b""),
    "一千万字节": lambda path: path.write_bytes(b"a" * 10_000_000),
    "炸弹": lambda path: path.write_text(BOMB),
    "半个字": lambda path: path.write_bytes(b'"\\ud800": "\\ud800"\n'),
    "很深": lambda path: path.write_text("[" * 100_000),
}
FILES = (
    "silences.yml",
    "labels.yml",
    "incidents/INC-2026-0009.yml",
    "playbooks/x.yml",
    "risks/x.yml",
    "drills/x/score.json",
)


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_stands_where_people_write_is_a_problem_and_stops_nothing(made: House, kind: str) -> None:
    for name in FILES:
        (made.root / name).parent.mkdir(parents=True, exist_ok=True)
        KINDS[kind](made.root / name)
    allowed = {"silences.yml", "labels.yml"} if kind in ("空", "指向没有") else set()
    found = made.json("check", code=2)
    silent = [name for name in FILES[:-1] if not any(Path(name).name in problem for problem in found["problems"])]
    assert set(silent) <= allowed, found["problems"]
    assert all(len(problem) < 600 for problem in found["problems"])
    made.hurt(NOW + MINUTE)
    assert len(made.look(NOW + 5 * MINUTE).analysis.alerts) == 1
    assert made.json("drill", "--list") == []
    assert made.json("risk", "--list") == []
