"""演练: how a drill went, and beside those before it. Judges purely."""

from respond.drills.compare import changes, former, sheets
from respond.drills.score import Played, score

__all__ = ["Played", "changes", "former", "score", "sheets"]
