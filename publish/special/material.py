"""What a special report is written from."""

from dataclasses import dataclass

from caifeng.models import StepState, Story
from caifeng.models.special import Special
from publish.report.report_draft import ReportMaterial
from publish.special.owed import Owed


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialMaterial:
    """``report``: the incident with its stories, items, tones, effects and similar cases, at the moment of writing.

    ``steps``: how its playbook's steps stand; ``chain``: the reports before it, oldest first; ``number``: its own.
    """

    owed: Owed
    report: ReportMaterial
    chain: tuple[Special, ...]
    number: int
    steps: tuple[StepState, ...] = ()
    playbook: str = ""  # its name, "" where none was chosen

    @property
    def former(self) -> Special | None:
        """The report before."""
        return self.chain[-1] if self.chain else None

    @property
    def main(self) -> Story | None:
        """The story with most items; None where none is kept."""
        return max(self.report.stories, key=lambda story: (len(story.item_ids), story.id), default=None)
