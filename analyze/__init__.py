"""判: items → readings → stories → grades. Pure: no clock, no disk, no network; ``now`` is an argument."""

from analyze.accuracy import ACCURACIES
from analyze.facts.piece import PIECE_VERSION
from analyze.people.corrected import corrected, in_force, matter_of
from analyze.people.precision import IRRELEVANT, RELEVANT, running_precision
from analyze.people.sampling import Drawn, draw
from analyze.read import READ_VERSION, Reader
from analyze.stories.grade import GRADE_VERSION
from analyze.stories.heat import HEAT_VERSION
from analyze.stories.tell import Evidence, tell
from analyze.tone.judge import TONE_VERSION
from analyze.tone.tables import Adapter
from analyze.topics.check import RuleProblem, check_rules

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
    "Adapter",
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
