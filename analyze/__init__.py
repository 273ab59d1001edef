"""判: items → readings → stories → grades. Pure: no clock, no disk, no network; ``now`` is an argument."""

from analyze.accuracy import ACCURACIES
from analyze.check import RuleProblem, check_rules
from analyze.corrected import corrected, in_force, matter_of
from analyze.grade import GRADE_VERSION
from analyze.heat import HEAT_VERSION
from analyze.piece import PIECE_VERSION
from analyze.precision import IRRELEVANT, RELEVANT, running_precision
from analyze.read import READ_VERSION, Reader
from analyze.sampling import Drawn, draw
from analyze.tell import Evidence, tell
from analyze.tone import TONE_VERSION

# Printed in every edition; a changed version also makes old readings stale.
VERSIONS = (
    ("判读", READ_VERSION),
    ("体裁", PIECE_VERSION),
    ("倾向", TONE_VERSION),
    ("热度", HEAT_VERSION),
    ("评级", GRADE_VERSION),
)

__all__ = [
    "ACCURACIES",
    "IRRELEVANT",
    "RELEVANT",
    "VERSIONS",
    "Drawn",
    "Evidence",
    "Reader",
    "RuleProblem",
    "check_rules",
    "corrected",
    "draw",
    "in_force",
    "matter_of",
    "running_precision",
    "tell",
]
