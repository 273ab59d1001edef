"""The published editions at hand: cards of all, and a briefing whole only when something of it is asked for."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from caifeng.lake import Lake
from caifeng.models import Briefing, BriefingCard, Engagement, EvidenceItem, Item, Story, ToneLabel

_AT_HAND = 16  # briefings kept in memory: those of neighbouring incidents are mostly the same


class Editions:
    """Which editions told a story, and what they told."""

    def __init__(self, lake: Lake, cards: Sequence[BriefingCard]) -> None:
        self._days: dict[str, list[date]] = defaultdict(list)
        for card in cards:
            for id_ in {id_ for story in card.stories for id_ in story.known_as}:
                self._days[id_].append(card.date)
        self.briefing = lru_cache(maxsize=_AT_HAND)(lake.sound)

    def story(self, id_: str) -> Story | None:
        """A story as the newest edition that told it in detail has it, by any of its ids."""
        for day in reversed(self._days.get(id_, ())):
            briefing = self.briefing(day)
            for detail in briefing.details if briefing else ():
                if id_ in detail.story.known_as:
                    return detail.story
        return None

    def evidence(self, stories: Sequence[Story]) -> Mapping[str, tuple[Item, ToneLabel]]:
        """Items of these stories and their tones as the editions that told them keep them, by id."""
        days = sorted({day for story in stories for id_ in story.known_as for day in self._days.get(id_, ())})
        wanted = {id_ for story in stories for id_ in story.all_ids}
        return {
            one.id: (_item(one), one.tone) for day in days for one in _shown(self.briefing(day)) if one.id in wanted
        }


def _shown(briefing: Briefing | None) -> tuple[EvidenceItem, ...]:
    return briefing.evidence if briefing else ()


def _item(shown: EvidenceItem) -> Item:
    """An item as an edition keeps it: its text is the excerpt, its region is not kept."""
    return Item(
        id=shown.id,
        revision=shown.revision,
        content_hash=shown.content_hash,
        source=shown.source,
        channel=shown.channel,
        tier=shown.tier,
        region="",
        is_official=False,
        url=shown.url,
        title=shown.title,
        text=shown.excerpt,
        author="",
        credited=shown.credited,
        published_at=shown.published_at,
        is_time_estimated=shown.is_time_estimated,
        seen_at=shown.seen_at,
        engagement=Engagement(),
    )
