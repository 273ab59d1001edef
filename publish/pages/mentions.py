"""Which editions tell a case, asked many times: from their cards; a briefing is read only for what it says of it."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from caifeng.models import Briefing, BriefingCard, Incident
from publish.pages.evidence_page import anchors


class Mentions:
    """An index of the stories and incidents that editions tell.

    ``read`` gives the briefing of a date, None where it cannot be read.
    """

    def __init__(self, cards: Sequence[BriefingCard], read: Callable[[date], Briefing | None]) -> None:
        self.read = read
        self._told: dict[str, set[date]] = defaultdict(set)
        self._cards = {card.date: card for card in cards}
        self._anchors: dict[date, Mapping[str, str]] = {}
        for card in cards:
            for id_ in (*card.incidents, *(id_ for story in card.stories for id_ in story.known_as)):
                self._told[id_].add(card.date)

    def of(self, incident: Incident) -> tuple[BriefingCard, ...]:
        """Editions that tell it or one of its stories, newest first."""
        days = set().union(*(self._told.get(id_, ()) for id_ in (incident.id, *incident.story_ids)))
        return tuple(self._cards[day] for day in sorted(days, reverse=True))

    def anchors(self, day: date) -> Mapping[str, str]:
        """Ids of items and stories that the evidence pages of that day show, with the page."""
        if day not in self._anchors:
            briefing = self.read(day)
            self._anchors[day] = anchors(briefing) if briefing else {}
        return self._anchors[day]
