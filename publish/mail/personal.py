"""What of a briefing concerns one person: their topics, their level, the files they own. Pure."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from caifeng.models import Briefing, Decision, Handling, Level, Matter, Person, Positive, TopicRow, Upcoming


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """One person's share of a briefing, and how much was left out of it and why."""

    matters: tuple[Matter, ...]
    off_topic: int  # matters outside the person's topics
    below_level: int  # matters inside them, under the person's level
    decisions: tuple[Decision, ...]
    topics: tuple[TopicRow, ...]
    handling: tuple[Handling, ...]  # open incidents only
    calendar: tuple[Upcoming, ...]
    positives: tuple[Positive, ...]
    level: Level  # the gravest of what concerns the person; the edition's where they take every topic

    @property
    def is_quiet(self) -> bool:
        """Nothing happened for this person; the mail goes out all the same and says so."""
        return not (self.matters or self.decisions or self.handling)


def select(briefing: Briefing, person: Person) -> Selection:
    """The person's share of the briefing.

    A story whose topic is unknown concerns everybody: we leave out only what we know to be elsewhere. The level
    thins out matters alone: a decision asked and an open file stay, whatever their level. Owners always see their own.
    """
    filter_ = _Interest(person, _topics_by_story(briefing))
    on_topic = tuple(matter for matter in briefing.matters if filter_.has_story(matter.story_id))
    matters = tuple(matter for matter in on_topic if matter.level.rank >= person.min_level.rank)
    handling = tuple(entry for entry in briefing.handling if entry.incident.is_open and filter_.has_incident(entry))
    return Selection(
        matters=matters,
        off_topic=len(briefing.matters) - len(on_topic),
        below_level=len(on_topic) - len(matters),
        decisions=tuple(decision for decision in briefing.decisions if filter_.has_decision(decision, briefing)),
        topics=tuple(row for row in briefing.topics if not person.topics or row.name in person.topics),
        handling=handling,
        calendar=tuple(entry for entry in briefing.calendar if filter_.has_topics(entry.topics)),
        positives=tuple(case for case in briefing.positives if filter_.has_story(case.story_id)),
        level=_level(matters, handling) if person.topics else briefing.level,
    )


@dataclass(frozen=True, slots=True)
class _Interest:
    person: Person
    topics_by_story: Mapping[str, frozenset[str]]

    def has_story(self, story_id: str) -> bool:
        known = self.topics_by_story.get(story_id, frozenset())
        return not self.person.topics or not known or not known.isdisjoint(self.person.topics)

    def has_topics(self, topics: tuple[str, ...]) -> bool:
        return not self.person.topics or not topics or not set(topics).isdisjoint(self.person.topics)

    def has_incident(self, entry: Handling) -> bool:
        stories = entry.incident.story_ids
        return entry.incident.owner == self.person.name or not stories or any(map(self.has_story, stories))

    def has_decision(self, decision: Decision, briefing: Briefing) -> bool:
        files = [entry for entry in briefing.handling if entry.incident.id == decision.incident_id]
        return decision.owner == self.person.name or not files or any(map(self.has_incident, files))


def _topics_by_story(briefing: Briefing) -> Mapping[str, frozenset[str]]:
    """Topics of each story, from every place of the briefing that tells."""
    found: dict[str, set[str]] = defaultdict(set)
    for detail in briefing.details:
        for id_ in detail.story.known_as:  # an incident may name the story as it was called before it merged
            found[id_].update(detail.story.topics)
    for row in briefing.listed:
        found[row.story_id].add(row.topic)
    for topic in briefing.topics:
        found[topic.top_story_id].add(topic.name)
    return {story: frozenset(topics - {""}) for story, topics in found.items()}


def _level(matters: tuple[Matter, ...], handling: tuple[Handling, ...]) -> Level:
    levels = [matter.level for matter in matters] + [entry.incident.level for entry in handling]
    return max(levels, key=lambda level: level.rank, default=Level.BLUE)
