"""Which editions tell a case, asked many times: the briefings are read once."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from caifeng.models import Briefing, Incident
from publish.briefing.proof import shown_items


class Mentions:
    """An index of the stories and incidents that editions tell."""

    def __init__(self, briefings: Sequence[Briefing]) -> None:
        self._told: dict[str, set[date]] = defaultdict(set)
        self._briefings = {briefing.date: briefing for briefing in briefings}
        self._anchors: dict[date, frozenset[str]] = {}
        for briefing in briefings:
            for id_ in _ids(briefing):
                self._told[id_].add(briefing.date)

    def of(self, incident: Incident) -> tuple[Briefing, ...]:
        """Editions that tell it or one of its stories, newest first."""
        days = set().union(*(self._told.get(id_, ()) for id_ in (incident.id, *incident.story_ids)))
        return tuple(self._briefings[day] for day in sorted(days, reverse=True))

    def anchors(self, day: date) -> frozenset[str]:
        """Ids of items and stories that the evidence page of that day shows."""
        if day not in self._anchors:
            self._anchors[day] = anchors(self._briefings[day])
        return self._anchors[day]


def anchors(briefing: Briefing) -> frozenset[str]:
    """Ids of items and stories that the briefing's evidence page shows."""
    return shown_items(briefing) | {item.story_id for item in briefing.evidence}


def _ids(briefing: Briefing) -> Collection[str]:
    told = {id_ for detail in briefing.details for id_ in detail.story.known_as}
    return told | {matter.story_id for matter in briefing.matters} | {one.incident.id for one in briefing.handling}
