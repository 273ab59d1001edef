"""What a briefing is composed from: items and readings of its window, stories, incidents, health, our own figures."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from analyze.accuracy import ACCURACIES
from analyze.copies.find import find_copies
from analyze.copies.wording import word_items
from analyze.course.burst import pulses
from analyze.course.hours import topic_hours
from analyze.course.scoring import score_forecasts, settle
from analyze.people.corrected import corrected
from analyze.people.precision import running_precision
from analyze.stories.tell import dated
from analyze.versions import VERSIONS
from caifeng.analysis import gaps_since, story_start
from caifeng.lake import Lake
from caifeng.models import Briefing, Desk, ForecastRecord, Item, Label, Pulse, Reading, Story
from caifeng.models.window import window
from caifeng.reading import fingerprint, tone_model
from caifeng.workspace import Workspace
from publish.briefing.day import Day

RECENT_DAYS = 8  # items this old are known to a briefing, whether a topic asks for them or not
BOARD_DAYS = timedelta(days=2)  # hot lists of so long before the window show how an item got where it is
HISTORY_DAYS = 60  # editions whose volume, levels and occasions a briefing looks back on
SCORED_DAYS = 27  # editions whose forecasts are scored: what came is still at hand


def material(workspace: Workspace, desk: Desk, day: date, now: datetime) -> Day:
    """Everything known at ``now`` (aware) for the briefing of a date."""
    lake = workspace.lake
    start, end = window(day, desk.zone, desk.cutoff_hour)
    incidents, problems = workspace.incidents(desk).load()
    labels, mislabelled = workspace.labels(desk).load()
    known = [slot for slot in lake.slots(start) if slot.started_at > start]
    slots = [slot for slot in known if slot.started_at <= end]
    slots += [slot for slot in known if end < slot.started_at <= now][:1]  # the first look after the window
    stories = lake.stories()
    before = tuple(one for one in lake.readable(day - timedelta(days=HISTORY_DAYS)) if one.date < day)
    cards = lake.cards()
    items, readings = _items(workspace, desk, stories, min(now, end), labels)
    return Day(
        desk=desk,
        date=day,
        now=now,
        items=items,
        readings=readings,
        stories=stories,
        incidents=incidents,
        reports=tuple(report for slot in slots for report in slot.reports),
        failures=slots[-1].failures if slots else (),
        runs=len(slots),
        number=max((card.number for card in cards), default=0) + 1,
        history=before,
        editions=tuple(card for card in cards if card.date < day),
        accuracies=ACCURACIES,
        versions=VERSIONS,
        unreadable=tuple(dict.fromkeys(problem.file for problem in problems)),
        spot_checks=running_precision(labels, now),
        label_problems=len(mislabelled),
        pulses=_pulses(lake, desk, items, readings, min(now, end)),
        forecasts=_record(before, stories, items, now),
        alerts=tuple(alert for alert in lake.alerts(start) if start < alert.raised_at <= end),
        looked=tuple(slot.started_at for slot in slots if slot.started_at <= end),
        peer_copies=_peer_copies(desk, items, readings, labels),
        sightings=lake.sightings(start - BOARD_DAYS, {item.id for item in items}),
    )


def _items(
    workspace: Workspace, desk: Desk, stories: tuple[Story, ...], end: datetime, labels: tuple[Label, ...]
) -> tuple[tuple[Item, ...], Mapping[str, Reading]]:
    """Recent items, relevant or not, and the older ones of the stories told; and their readings, by item id."""
    lake, began = workspace.lake, story_start(desk, end) - timedelta(days=1)
    recent = {item.id: item for item in lake.items(end - timedelta(days=RECENT_DAYS))}
    older = {id_ for story in stories for id_ in story.all_ids} - recent.keys()
    items = sorted(
        map(dated, (*lake.items(began, older), *recent.values())), key=lambda item: (item.published_at, item.id)
    )
    maker = fingerprint(desk, tone_model(workspace.root)[0])
    readings = lake.readings(maker, began.date(), {item.id for item in items})
    return tuple(items), corrected(readings, labels, desk)


def _peer_copies(
    desk: Desk, items: tuple[Item, ...], readings: Mapping[str, Reading], labels: tuple[Label, ...]
) -> frozenset[str]:
    """Near-copies among the items that only peers' topics ask for: no story tells them, so none names its copies."""
    topics = {item.id: reading.topic_names() for item in items if (reading := readings.get(item.id))}
    peers = [item for item in items if desk.is_only_peers(topics.get(item.id, ()))]
    return frozenset(copy.item_id for copy in find_copies(peers, word_items(peers), labels))


def _pulses(
    lake: Lake, desk: Desk, items: tuple[Item, ...], readings: Mapping[str, Reading], end: datetime
) -> tuple[Pulse, ...]:
    known = tuple(item for item in items if item.published_at <= end)
    topics = [topic.name for topic in desk.topics]
    return pulses(topic_hours(known, readings, desk), gaps_since(lake, story_start(desk, end), end), topics, end)


def _record(
    history: tuple[Briefing, ...], stories: tuple[Story, ...], items: tuple[Item, ...], now: datetime
) -> ForecastRecord | None:
    """How the forecasts of the last editions fared, as far as their 24 hours are over."""
    outcomes = settle(history[-SCORED_DAYS:], stories, {item.id: item for item in items}, now)
    return score_forecasts([(one.forecast, one.actual) for one in outcomes])
