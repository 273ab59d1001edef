"""The ledger of an edition, from its frozen briefing alone."""

from caifeng.models import Briefing
from publish.ledger.editions import edition_figures
from publish.ledger.figure import Figure, Ledger
from publish.ledger.handling import calendar_figures, handling_figures, note_figures
from publish.ledger.stories import story_figures, titles


def ledger_of(briefing: Briefing) -> Ledger:
    """Every number that the edition states: one figure each, ids unique, in the order of the page. Pure."""
    figures: dict[str, Figure] = {}
    for make in (edition_figures, story_figures, handling_figures, calendar_figures, note_figures):
        for figure in make(briefing):
            figures.setdefault(figure.id, figure)
    return Ledger(figures=tuple(figures.values()), titles=titles(briefing))
