"""Stories → alerts and incidents: decided purely, from what was told before and what is told now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from caifeng.models import Alert, Desk, Incident, IncidentState, Level, LogEntry, Story, StoryType
from respond.incidents.clocks import start_clocks

AUTHOR = "采风"
PROOF = 3  # items that prove an alert


@dataclass(frozen=True, slots=True)
class Past:
    """What is on record: every alert ever raised, every incident, the numbers already taken this year."""

    alerts: tuple[Alert, ...]
    incidents: tuple[Incident, ...]
    taken_numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Response:
    """Alerts to raise, and incidents to write: new ones and those that Caifeng adds to."""

    alerts: tuple[Alert, ...]
    incidents: tuple[Incident, ...]


def respond(stories: Sequence[Story], past: Past, desk: Desk, now: datetime) -> Response:
    """Raise an alert for every story that rose to a level it had not been alerted at; open or extend its incident.

    ``now`` is aware. The same input gives the same answer, and what is already on record gives nothing.
    """
    alerted = _highest(past.alerts)
    by_story = {story_id: incident for incident in past.incidents for story_id in incident.story_ids}
    numbers = _Numbers(past.taken_numbers, now.astimezone(desk.zone).year)
    alerts: list[Alert] = []
    written: list[Incident] = []
    for story in sorted(stories, key=lambda story: (-story.grade.level.rank, story.id)):
        # What came apart from a story was alerted with it.
        former = [alerted[id_] for id_ in (*story.known_as, story.split_from) if id_ in alerted]
        before = max(former, key=lambda level: level.rank, default=None)
        if story.grade.level is Level.BLUE or (before and before.rank >= story.grade.level.rank):
            continue
        alert = _alert(story, before, now)
        alerts.append(alert)
        incident = next((by_story[id_] for id_ in story.known_as if id_ in by_story), None)
        if incident is not None:
            written += _extended(incident, alert)
        elif story.grade.level.rank >= desk.open_from.rank:
            written.append(_open(story, alert, numbers.take(), desk))
    return Response(tuple(alerts), tuple(written))


def _highest(alerts: Sequence[Alert]) -> Mapping[str, Level]:
    highest: dict[str, Level] = {}
    for alert in alerts:
        known = highest.get(alert.story_id)
        if known is None or alert.level.rank > known.rank:
            highest[alert.story_id] = alert.level
    return highest


def _alert(story: Story, before: Level | None, now: datetime) -> Alert:
    signals = "；".join(signal.text for signal in story.signals[:2])
    moved = f"{before} → {story.grade.level}" if before else f"首次达到{story.grade.level}级"
    reason = f"{moved}：{story.grade.reason}" + (f"。{signals}" if signals else "")
    return Alert(
        id=f"A-{story.id.removeprefix('S-')}-{story.grade.level.rank}",
        story_id=story.id,
        story_title=story.title,
        level=story.grade.level,
        previous=before,
        reason=reason,
        item_ids=_proof(story),
        owner=story.owner,
        raised_at=now,
    )


def _proof(story: Story) -> tuple[str, ...]:
    """First the items that gates and signals name, then the earliest and the newest."""
    named = [item_id for gate in story.grade.gates for item_id in gate.item_ids]
    named += [item_id for signal in story.signals for item_id in signal.item_ids]
    named += [story.spread.first_item_id, story.item_ids[-1], *story.item_ids]
    return tuple(dict.fromkeys(named))[:PROOF]


def _open(story: Story, alert: Alert, number: str, desk: Desk) -> Incident:
    found = LogEntry(at=alert.raised_at, by=AUTHOR, did=IncidentState.FOUND, note=alert.reason, evidence=alert.item_ids)
    return Incident(
        id=number,
        title=story.title,
        story_ids=(story.id,),
        type=StoryType.UNVERIFIED,
        machine_level=story.grade.level,
        override=None,
        owner=story.owner,
        state=IncidentState.FOUND,
        opened_at=alert.raised_at,
        clocks=start_clocks(desk, alert.level, alert.raised_at),
        log=(found,),
    )


def _extended(incident: Incident, alert: Alert) -> tuple[Incident, ...]:
    """The incident with the alert in its log, its level never lowered; nothing when a killed run wrote that already."""
    if any(entry.note == alert.reason and entry.by == AUTHOR for entry in incident.log):
        return ()
    entry = LogEntry(at=alert.raised_at, by=AUTHOR, did="升级", note=alert.reason, evidence=alert.item_ids)
    level = max(incident.machine_level, alert.level, key=lambda level: level.rank)
    return (replace(incident, machine_level=level, log=(*incident.log, entry)),)


class _Numbers:
    """The next free incident numbers of a year."""

    def __init__(self, taken: Sequence[int], year: int) -> None:
        self._last, self._year = max(taken, default=0), year

    def take(self) -> str:
        self._last += 1
        return f"INC-{self._year}-{self._last:04d}"
