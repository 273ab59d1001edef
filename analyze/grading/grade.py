"""评级: four dimensions 0–100, named after DB4401/T 12-2023; the weights and cut-offs are ours.

    总分 = 0.30 媒体传播 + 0.30 舆论强度 + 0.25 民意态度 + 0.15 舆情演变                               (grade-2)

    媒体传播  last 48 h: 0.20 channels (k−1)/5 + 0.25 sources ln(1+s)/ln 31 + 0.30 best tier
              + 0.15 reprints ln(1+r)/ln(1+B) + 0.10 (1 − HHI of items by source)
    舆论强度  last 24 h: 0.60 volume + 0.25 interaction + 0.15 boards, as in heat
    民意态度  last 48 h: 0.80 lower end of the 95 % Wilson interval of the negative share
              + 0.10 complaints ln(1+c)/ln 11 + 0.10 harm and sensitive words ln(1+w)/ln 21
    舆情演变  0.70 (40 + 30·log2((n0+1)/(n1+1))) · min(1, n0/5) for the last two spans of 24 h
              + 0.10 burst + 0.10 a national or provincial medium is new + 0.10 came back, or turned

Every dimension is the sum of its printed lines, every line value × weight, all in tenths: ``levels.recompute`` finds
the level from the print alone. Items are counted by voice. Gates are not weights (:mod:`analyze.grading.gates`), limits
are ceilings (:mod:`analyze.grading.limits`). A level is left downwards only when the score is clearly below its
cut-off, so that it does not flap.
"""

from analyze.dossier import Dossier
from analyze.grading.dimensions import attitude, evolution, media_spread, strength
from analyze.grading.gates import open_gates
from analyze.grading.lean import is_mostly_positive
from analyze.grading.levels import bounded, level_of
from analyze.grading.limits import GOOD, limit_of
from analyze.grading.material import material_of
from analyze.scales import tenth
from caifeng.models import Account, Course, Grade, GradingRules, TypeHint

GRADE_VERSION = "grade-2"
CUTOFFS = dict(GradingRules().cutoffs)


def grade_story(dossier: Dossier, course: Course, account: Account, hint: TypeHint) -> Grade:
    """The machine's level with its reasons; ``dossier.prior`` gives the level to fall from slowly.

    ``course`` and ``account`` are of the same story and moment; of a ``hint`` that says 不符 or 恶意谣言 the level does
    not rise.
    """
    rules, material = dossier.desk.grading, material_of(dossier)
    parts = (
        media_spread(dossier, material),
        strength(dossier, material),
        attitude(dossier, material),
        evolution(dossier, material, course, account),
    )
    score = tenth(sum(part.points for part in parts))
    before = max((story.grade.level for story in dossier.prior), key=lambda level: level.rank, default=None)
    reached = level_of(score, before, rules.cutoffs, rules.hysteresis)
    is_good = is_mostly_positive(dossier)
    gates = () if is_good else open_gates(dossier)
    limit = GOOD if is_good else limit_of(material, reached, before, gates, hint)
    return Grade(
        level=bounded(reached, gates, limit.ceiling if limit else None),
        score=score,
        parts=parts,
        gates=gates,
        version=GRADE_VERSION,
        cutoffs=rules.cutoffs,
        hysteresis=rules.hysteresis,
        before=before,
        ceiling=limit.ceiling if limit else None,
        ceiling_why=limit.why if limit else "",
    )
