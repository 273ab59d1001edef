"""What a briefing is composed from: a day's material and the sets that every section counts."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from caifeng.models import (
    Accuracy,
    Alert,
    Briefing,
    BriefingCard,
    Desk,
    Failure,
    ForecastRecord,
    Incident,
    Item,
    Level,
    Pulse,
    Reading,
    Reprint,
    Sighting,
    SourceReport,
    SpotCheck,
    Story,
    StoryType,
    ToneLabel,
)
from caifeng.models.window import window


@dataclass(frozen=True, kw_only=True)
class Day:
    """Everything known when a briefing is made. ``items`` reach back at least two windows; times are aware UTC."""

    desk: Desk
    date: date
    number: int  # issue number
    now: datetime
    items: tuple[Item, ...]
    readings: Mapping[str, Reading]
    stories: tuple[Story, ...]
    incidents: tuple[Incident, ...]
    reports: tuple[SourceReport, ...]  # of the window's harvests, oldest first
    failures: tuple[Failure, ...]  # of the newest harvest
    runs: int
    history: tuple[Briefing, ...]  # earlier briefings, by date
    accuracies: tuple[Accuracy, ...]
    versions: tuple[tuple[str, str], ...]
    unreadable: tuple[str, ...] = ()  # incident files that could not be read
    spot_checks: tuple[SpotCheck, ...] = ()  # what people found of items drawn at random
    label_problems: int = 0  # places in labels.yml that could not be read
    peer_copies: frozenset[str] = frozenset()  # near-copies among the items that only peers' topics ask for
    pulses: tuple[Pulse, ...] = ()  # of the desk ("") and its topics at the end of the window
    forecasts: ForecastRecord | None = None  # how the forecasts of former editions fared
    alerts: tuple[Alert, ...] = ()  # raised in the window
    looked: tuple[datetime, ...] = ()  # when the window's harvests began
    editions: tuple[BriefingCard, ...] = ()  # of every earlier briefing, by date
    sightings: tuple[Sighting, ...] = ()  # looks at boards of the last days

    @cached_property
    def bounds(self) -> tuple[datetime, datetime]:
        """Start (exclusive) and end (inclusive) of the window."""
        return window(self.date, self.desk.zone, self.desk.cutoff_hour)

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        return {item.id: item for item in self.items}

    @cached_property
    def reprints(self) -> Mapping[str, Reprint]:
        """Every near-copy, by its item id."""
        return {reprint.item_id: reprint for story in self.stories for reprint in story.reprints}

    @cached_property
    def story_of(self) -> Mapping[str, Story]:
        return {item_id: story for story in self.stories for item_id in story.all_ids}

    @cached_property
    def incident_of(self) -> Mapping[str, Incident]:
        """The incident of a story, by story id; the newest when there are several."""
        found = {story_id: incident for incident in self.incidents for story_id in incident.story_ids}
        led = {story.id: found[id_] for story in self.stories for id_ in reversed(story.known_as) if id_ in found}
        return found | led

    @cached_property
    def scanned(self) -> tuple[Item, ...]:
        """Items published inside the window, relevant or not."""
        start, end = self.bounds
        return tuple(item for item in self.items if start < item.published_at <= end)

    @cached_property
    def relevant(self) -> tuple[Item, ...]:
        """Items of the window that a topic asks for, near-copies included."""
        return tuple(item for item in self.scanned if self.is_relevant(item))

    @cached_property
    def distinct(self) -> tuple[Item, ...]:
        """Relevant items of the window without near-copies: 声量."""
        return tuple(item for item in self.relevant if item.id not in self.reprints)

    @cached_property
    def previous(self) -> Briefing | None:
        """The briefing of the day before, if there is one."""
        last = self.history[-1] if self.history else None
        return last if last and (self.date - last.date).days == 1 else None

    def is_relevant(self, item: Item) -> bool:
        """Whether a topic of the desk's own asks for the item; peers' topics are compared with, not told."""
        reading = self.readings.get(item.id)
        return reading is not None and self.desk.is_own(reading.topic_names())

    def tone(self, item: Item) -> ToneLabel:
        """The item's tone; 不确定 when it was not read."""
        reading = self.readings.get(item.id)
        return reading.tone.label if reading else ToneLabel.UNCERTAIN

    def level(self, story: Story) -> Level:
        """The level in force: of its open incident where there is one, else the machine's."""
        incident = self.incident_of.get(story.id)
        if incident is not None and incident.override is not None:
            return incident.override.level
        return story.grade.level

    def type(self, story: Story) -> StoryType:
        """定性 as people decided it; 未核实 where nobody did."""
        incident = self.incident_of.get(story.id)
        return incident.type if incident else StoryType.UNVERIFIED

    def members(self, story: Story) -> tuple[Item, ...]:
        """The story's distinct items inside the window."""
        return tuple(item for item in self._of_story.get(story.id, ()) if item.id not in self.reprints)

    def copies(self, story: Story) -> tuple[Item, ...]:
        """The story's near-copies inside the window."""
        return tuple(item for item in self._of_story.get(story.id, ()) if item.id in self.reprints)

    @cached_property
    def _of_story(self) -> Mapping[str, list[Item]]:
        found: dict[str, list[Item]] = defaultdict(list)
        for item in self.scanned:
            if item.id in self.story_of:
                found[self.story_of[item.id].id].append(item)
        return found

    @cached_property
    def active(self) -> tuple[Story, ...]:
        """Stories with something new in the window, gravest and hottest first."""
        alive = [story for story in self.stories if self.members(story) or self.copies(story)]
        return tuple(sorted(alive, key=lambda story: (-self.level(story).rank, -story.heat.value, story.id)))
