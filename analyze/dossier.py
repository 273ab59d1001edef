"""Everything known about one story at one moment; what heat, trend, spread, grade and hint are computed from."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from caifeng.models import Channel, Desk, Item, Level, Reading, Reprint, Sighting, Story, ToneLabel, window

DAY = timedelta(hours=24)
MEDIA = frozenset({Channel.NEWS, Channel.PRESS, Channel.APP, Channel.OVERSEAS, Channel.WECHAT, Channel.VIDEO})


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A story's items inside the window, the stories told before that it continues, and the desk's usual volume."""

    items: tuple[Item, ...]  # distinct, by time
    copies: tuple[Item, ...]  # reprints, by time
    every: tuple[Item, ...]  # both, by time
    reprints: tuple[Reprint, ...]  # one for each copy
    readings: Mapping[str, Reading]
    sightings: tuple[Sighting, ...]  # of the story's items, by time
    prior: tuple[Story, ...]  # stories told before that this one continues, the one whose id stays first
    retained: frozenset[str]  # their members that have left the window
    desk: Desk
    daily: tuple[int, ...]  # distinct items in each 24 hours before now, latest first, back to the first in the window
    baseline: float  # distinct items that the desk sees on a usual day
    now: datetime
    history: int = 28  # days behind ``baseline``
    interactions: float = 100_000.0  # weighted interactions in a day that are full scale for this desk
    floors: Mapping[str, Level] = field(default_factory=dict)  # gates of the desk's topics, by name
    regions: frozenset[str] = frozenset()  # the desk's places: of its topics and sources

    def tone(self, item: Item) -> ToneLabel:
        """The tone read in an item, UNCERTAIN where there is no reading."""
        reading = self.readings.get(item.id)
        return reading.tone.label if reading else ToneLabel.UNCERTAIN

    def since(self, items: tuple[Item, ...], span: timedelta) -> tuple[Item, ...]:
        """The items published within ``span`` before now."""
        return tuple([item for item in items if self.now - item.published_at < span])

    def negative(self, items: tuple[Item, ...]) -> tuple[Item, ...]:
        """The items read as negative."""
        return tuple(item for item in items if self.tone(item) is ToneLabel.NEGATIVE)

    def judged(self, items: tuple[Item, ...]) -> tuple[Item, ...]:
        """The items whose tone is known."""
        return tuple(item for item in items if self.tone(item) is not ToneLabel.UNCERTAIN)


def day_of(at: datetime, desk: Desk) -> date:
    """The briefing day a moment belongs to."""
    return window.day_of(at, desk.zone, desk.cutoff_hour)


def floors_of(desk: Desk) -> dict[str, Level]:
    """The gates of the desk's topics, by name."""
    return {topic.name: topic.gate for topic in desk.topics if topic.gate}


def regions_of(desk: Desk) -> frozenset[str]:
    """The desk's places: the regions of its topics and of its sources."""
    named = [region for topic in desk.topics for region in topic.regions]
    return frozenset([*named, *(source.region for source in desk.sources if source.region)])


def count_daily(items: Iterable[Item], now: datetime) -> tuple[int, ...]:
    """Items in each 24 hours before ``now``, latest first; what is dated later than now counts as now."""
    counts = Counter([max(0, int((now - item.published_at) / DAY)) for item in items])
    return tuple(counts[days] for days in range(max(counts, default=0) + 1))


def is_head_media(item: Item) -> bool:
    """Whether a national or provincial medium published the item; authorities are not media."""
    return item.tier <= 2 and not item.is_official and item.channel in MEDIA
