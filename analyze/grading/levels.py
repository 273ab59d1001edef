"""级别: from a score, the gates and the limits to one of four colours, again from the print by anyone."""

from collections.abc import Sequence

from analyze.scales import tenth
from caifeng.models import Contribution, Gate, Grade, Level

Cutoffs = Sequence[tuple[Level, float]]


def level_of(score: float, before: Level | None, cutoffs: Cutoffs, hysteresis: float) -> Level:
    """The level of a score; below the level before only where the score is clearly under its cut-off.

    ``cutoffs`` are (level, lowest score 0–100), ``hysteresis`` the points by which a score must fall below one.
    """
    held = before.rank if before else 0
    reached = [level for level, cut in cutoffs if score >= (cut - hysteresis if level.rank <= held else cut)]
    return max(reached, key=_rank, default=Level.BLUE)


def recompute(grade: Grade) -> Level:
    """The level again from what is printed alone: lines added up, held by hysteresis, lifted by gates, limited.

    The score must be the sum of the printed points; where it is not, the sum decides.
    """
    reached = level_of(total(grade.parts), grade.before, grade.cutoffs, grade.hysteresis)
    return bounded(reached, grade.gates, grade.ceiling)


def bounded(reached: Level, gates: Sequence[Gate], ceiling: Level | None) -> Level:
    """A score's level, not below a gate's floor, not above the ceiling."""
    lifted = max([reached, *(gate.floor for gate in gates)], key=_rank)
    return lifted if ceiling is None else min(lifted, ceiling, key=_rank)


def total(parts: Sequence[Contribution]) -> float:
    """The sum of lines, each worked out again from the lines it is the sum of: value × weight, in tenths."""
    return tenth(sum(tenth(_value(part) * part.weight) for part in parts))


def _value(part: Contribution) -> float:
    return total(part.parts) if part.parts else part.value


def _rank(level: Level) -> int:
    return level.rank
