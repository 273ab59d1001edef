"""Two people edit one incident in two real clones while the machine looks: whatever Git does, nothing is lost."""

import subprocess
from pathlib import Path

from caifeng import pipeline
from tests.response_desk import CASE, MINUTE, NOW, House, house

OURS = "  - {at: '2026-11-20T10:06:00+08:00', by: 黎航, did: 接收}\n"
THEIRS = "  - {at: '2026-11-20T10:07:00+08:00', by: 柳知遥, did: 首次回应, note: 已致电用户}\n"


def git(folder: Path, *arguments: str, code: int = 0) -> None:
    identity = ["-c", "user.name=值班员", "-c", "user.email=duty@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        ["git", "-C", str(folder), *identity, *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stderr + done.stdout


def _edited(folder: Path, more: str) -> None:
    path = folder / "incidents" / f"{CASE}.yml"
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    git(folder, "commit", "-qam", more)


def _both_edit(made: House, tmp_path: Path, attributes: str) -> None:
    """The desk's own clone and a colleague's add a line each to the same place."""
    made.look(NOW)
    made.hurt(NOW + MINUTE)
    made.look(NOW + 5 * MINUTE)
    made.mend(".gitattributes", attributes)
    git(made.root, "add", ".gitattributes", "incidents")
    git(made.root, "commit", "-qm", "立案")
    git(tmp_path, "clone", "-q", str(made.root), "colleague")
    _edited(tmp_path / "colleague", THEIRS)
    _edited(made.root, OURS)


def _deeds(made: House) -> list[str]:
    (incident,), problems = made.workspace.incidents(pipeline.open_desk(made.workspace)).load()
    assert problems == ()
    return [line.did for line in incident.log]


def test_lines_of_both_are_kept_where_git_joins_them(tmp_path: Path) -> None:
    with house(tmp_path / "desk") as made:
        _both_edit(made, tmp_path, "incidents/*.yml merge=union\n")
        git(made.root, "pull", "-q", "--no-rebase", "--no-edit", str(tmp_path / "colleague"), "main")
        look = made.look(NOW + 10 * MINUTE)
        assert look.analysis.problems == ()
        assert sorted(_deeds(made)) == ["发现", "接收", "首次回应"]


def test_a_conflict_is_named_alerts_go_on_and_both_lines_count_once_it_is_solved(tmp_path: Path) -> None:
    with house(tmp_path / "desk") as made:
        _both_edit(made, tmp_path, "")
        git(made.root, "pull", "-q", "--no-rebase", "--no-edit", str(tmp_path / "colleague"), "main", code=1)
        marked = made.case().read_text(encoding="utf-8")
        made.mend("caifeng.yml", made.workspace.desk_file.read_text(encoding="utf-8").replace("gate: 黄", "gate: 橙"))
        look = made.look(NOW + 10 * MINUTE)
        assert ["合并冲突" in problem.message for problem in look.analysis.problems] == [True]
        assert [str(alert.level) for alert in look.analysis.alerts] == ["橙"]
        assert made.case().read_text(encoding="utf-8") == marked, "what people are mending is left alone"
        assert "合并冲突" in made.json("check", code=2)["problems"][0]
        kept = [
            line for line in marked.splitlines(keepends=True) if not line.startswith(("<<<<<<<", "=======", ">>>>>>>"))
        ]
        made.mend(f"incidents/{CASE}.yml", "".join(kept))
        after = made.look(NOW + 15 * MINUTE)
        assert (after.analysis.problems, [one.kind for one in after.analysis.alerts if one.kind == "预警"]) == ((), [])
        assert sorted(_deeds(made)) == ["升级", "发现", "接收", "首次回应"]
