"""Replay a recorded board look by look, as the watch would have lived it: collect, read, tell, respond, in memory.

Each look is told from what had been seen by then and from nothing else: looks come from an iterator, one at a time,
and a step is complete before the next look is taken.
"""

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from analyze.clusters.cluster import Grouping
from analyze.course.gaps import find_gaps
from analyze.read import Reader
from analyze.stories.tell import Evidence, retell
from caifeng.analysis import BASELINE_DAYS, story_start
from caifeng.errors import UsageError
from caifeng.models import (
    Alert,
    AlertKind,
    DayCount,
    Desk,
    Incident,
    Item,
    Reading,
    Sighting,
    Source,
    SourceKind,
    Story,
    ToneLabel,
)
from caifeng.models.window import day_of
from caifeng.pipeline import KNOWN_DAYS
from collect.board import parse_board
from collect.entry import Job, SourceError, Task
from collect.items import take_stock
from respond import Past, respond, was_meant


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look at a board: when (aware UTC), and the JSON that its server answered with."""

    at: datetime
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one look led to."""

    at: datetime
    items: tuple[Item, ...]  # new on the board
    relevant: frozenset[str]  # ids of those that matched a topic
    sightings: tuple[Sighting, ...]  # of this look
    stories: tuple[Story, ...]  # as told at this look
    alerts: tuple[Alert, ...]  # raised at this look
    seconds: float  # CPU time of this look, from bytes to alerts


def replay(desk: Desk, looks: Iterable[Look]) -> Iterator[Step]:
    """A step for each look, oldest first; a look that holds no list is a gap and gives no step.

    ``desk`` must have exactly one board. Raises UsageError when it has not, when looks run backwards or when a time
    is naive, and ConfigError when a rule cannot be read.
    """
    boards = [source for source in desk.sources if source.kind is SourceKind.BOARD]
    if len(boards) != 1:
        raise UsageError(f"回放要求编辑台恰有一个榜单信源，现有 {len(boards)} 个；请改 sources")
    memory = _Memory(desk, boards[0], Reader(desk))
    last: datetime | None = None
    for look in looks:
        if look.at.tzinfo is None or (last is not None and look.at <= last):
            raise UsageError(f"回放的各次查看须按时间先后、带时区；{look.at} 排在 {last} 之后，请排序")
        last = look.at
        try:
            step = memory.live(look)
        except SourceError:
            continue  # the pipeline would note a failed source and tell nothing new
        yield step


@dataclass(slots=True)
class _Memory:
    """What the lake and the incident folder would hold; grows by one look at a time."""

    desk: Desk
    board: Source
    reader: Reader
    known: dict[str, tuple[int, str]] = field(default_factory=dict)
    known_at: dict[str, datetime] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    readings: dict[str, Reading] = field(default_factory=dict)
    sightings: list[Sighting] = field(default_factory=list)
    looked_at: list[datetime] = field(default_factory=list)
    stories: tuple[Story, ...] = ()
    grouping: Grouping | None = None
    alerts: list[Alert] = field(default_factory=list)
    incidents: dict[str, Incident] = field(default_factory=dict)
    volume: dict[date, DayCount] = field(default_factory=dict)
    since: datetime | None = None  # where the window of stories begins
    today: date | None = None  # the briefing day of the last look

    def live(self, look: Look) -> Step:
        start = time.process_time()
        items, sightings = self._collect(look)
        self._forget(look.at)
        self._close_days(look.at)
        telling = retell(self._evidence(look.at), self.desk, look.at, self.grouping)
        self.stories, self.grouping = telling.stories, telling.grouping
        alerts = self._respond(look.at)
        return Step(
            at=look.at,
            items=items,
            relevant=frozenset(item.id for item in items if self.readings[item.id].topics),
            sightings=sightings,
            stories=self.stories,
            alerts=alerts,
            seconds=time.process_time() - start,
        )

    def _collect(self, look: Look) -> tuple[tuple[Item, ...], tuple[Sighting, ...]]:
        board = self.board
        job = Job(task=Task.BOARD, address=board.address, items_path=board.items_path, columns=board.columns)
        stock = take_stock(board, parse_board(job, look.body).entries, self.known, look.at, self.desk.zone)
        self.known |= {item.id: (item.revision, item.content_hash) for item in stock.items}
        self.known_at |= {item.id: look.at for item in stock.items}
        self.items |= {item.id: item for item in stock.items}
        self.readings |= {reading.item_id: reading for reading in self.reader.read_all(stock.items)}
        self.sightings += stock.sightings
        self.looked_at.append(look.at)
        return stock.items, stock.sightings

    def _forget(self, now: datetime) -> None:
        """Drop what lies before the windows that the pipeline asks the lake for; they move once a day."""
        since = story_start(self.desk, now)
        if since == self.since:
            return
        self.since = since
        for id_ in [id_ for id_, item in self.items.items() if item.published_at < since]:
            del self.items[id_], self.readings[id_]
        self.sightings = [sighting for sighting in self.sightings if sighting.seen_at >= since]
        self.looked_at = [at for at in self.looked_at if at >= since]
        for id_ in [id_ for id_, at in self.known_at.items() if at < now - timedelta(days=KNOWN_DAYS)]:
            del self.known[id_], self.known_at[id_]

    def _evidence(self, now: datetime) -> Evidence:
        relevant = tuple(item for item in self.items.values() if self.readings[item.id].topics)
        today = self._day(now)
        first = today - timedelta(days=BASELINE_DAYS)
        return Evidence(
            items=relevant,
            readings={item.id: self.readings[item.id] for item in relevant},
            sightings=tuple(self.sightings),
            prior=self.stories,
            volume=tuple(count for day, count in self.volume.items() if first <= day < today),
            gaps=find_gaps(self.looked_at, story_start(self.desk, now), now),
        )

    def _close_days(self, now: datetime) -> None:
        """Count the days whose window has ended, as their briefings would have."""
        today = self._day(now)
        if today == self.today:
            return
        self.today = today
        copies = {reprint.item_id for story in self.stories for reprint in story.reprints}
        days: dict[date, list[Item]] = {}
        for item in self.items.values():
            if self.readings[item.id].topics:
                days.setdefault(self._day(item.published_at), []).append(item)
        for day, items in days.items():
            if day < today and day not in self.volume:
                self.volume[day] = self._count(day, items, copies)

    def _count(self, day: date, items: list[Item], copies: set[str]) -> DayCount:
        tones = Counter(self.readings[item.id].tone.label for item in items if item.id not in copies)
        reprints = sum(item.id in copies for item in items)
        return DayCount(day=day, distinct=tones.total(), reprints=reprints, negative=tones[ToneLabel.NEGATIVE])

    def _day(self, at: datetime) -> date:
        return day_of(at, self.desk.zone, self.desk.cutoff_hour)

    def _respond(self, now: datetime) -> tuple[Alert, ...]:
        past = Past(tuple(self.alerts), tuple(self.incidents.values()), tuple(range(1, len(self.incidents) + 1)))
        response = respond(self.stories, past, self.desk, now)
        self.alerts += response.alerts
        self.incidents |= {incident.id: incident for incident in response.incidents}
        return tuple(alert for alert in response.alerts if alert.kind is AlertKind.RISE and was_meant(alert))
