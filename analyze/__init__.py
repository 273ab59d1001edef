"""判: items → readings → stories → grades. Pure: no clock, no disk, no network; ``now`` is an argument."""

from analyze.accuracy import ACCURACIES
from analyze.check import RuleProblem, check_rules
from analyze.grade import GRADE_VERSION
from analyze.heat import HEAT_VERSION
from analyze.read import Reader
from analyze.tell import Evidence, tell
from analyze.tone import TONE_VERSION

# Printed in every edition; a changed version also makes old readings stale.
VERSIONS = (("倾向", TONE_VERSION), ("热度", HEAT_VERSION), ("评级", GRADE_VERSION))

__all__ = ["ACCURACIES", "VERSIONS", "Evidence", "Reader", "RuleProblem", "check_rules", "tell"]
