"""The score sheets of all drills: drills/<day>-<scenario>/score.json beside the configuration."""

from collections.abc import Sequence
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from caifeng.errors import Problem
from caifeng.lake.files import write_whole
from caifeng.models.drill import DrillScore

_SCORE = TypeAdapter(DrillScore)
NAME = "score.json"


def save_score(folder: Path, score: DrillScore) -> None:
    """Keep a drill's score in its folder, durably."""
    write_whole(folder / NAME, _SCORE.dump_json(score, indent=1) + b"\n")


def load_scores(root: Path) -> tuple[tuple[DrillScore, ...], tuple[Problem, ...]]:
    """Every score kept below the workspace ``root``, newest first, and what is wrong with the rest."""
    scores: list[DrillScore] = []
    problems: list[Problem] = []
    for path in sorted((root / "drills").glob(f"*/{NAME}")):
        try:
            scores.append(_SCORE.validate_json(path.read_bytes()))
        except (ValidationError, OSError):
            shown = path.relative_to(root).as_posix()
            mend = "请从 Git 取回这个文件，或删去这次演练的目录"
            problems.append(Problem(shown, 0, "", "成绩单读不出来，没有列入", mend))
    return tuple(_newest_first(scores)), tuple(problems)


def _newest_first(scores: Sequence[DrillScore]) -> list[DrillScore]:
    return sorted(scores, key=lambda one: (one.ended_at, one.id), reverse=True)
