"""成绩单: what a drill asked, beside what came of it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from caifeng.models import REPLIES, Alert, AlertKind, Deed, Incident, Item, LogEntry, Story
from caifeng.models.drill import DrillCheck, DrillItem, DrillMeasure, DrillScore, Expected, Scenario

NOTICE, OWNER, REPLY = "发现到预警", "到责任人", "首次回应"
_TAKEN = (Deed.RECEIVED, Deed.ASSIGNED)
_RAISED = (AlertKind.RISE, AlertKind.REPEAT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What the sandbox holds once a drill is over; ``items`` maps the scenario's items to those of the sandbox."""

    id: str
    began_at: datetime  # aware UTC, in the drill's own time
    ended_at: datetime
    items: Sequence[tuple[DrillItem, Item]]
    stories: Sequence[Story] = ()
    alerts: Sequence[Alert] = ()
    incidents: Sequence[Incident] = ()
    skipped: Sequence[str] = ()  # steps of the playbook in force that are not done
    findings: Sequence[str] = ()  # of the reply check
    refused: Sequence[str] = ()  # acts that the rules refused


def score(scenario: Scenario, played: Played) -> DrillScore:
    """The score sheet of a drill: times against limits, level, type and steps against what was asked.

    Does not depend on the order in which things are given. Times count in the drill's own time, so that speed is
    nothing to them. What did not happen within the drill took no time and is not met.
    """
    matter = {item.id for asked, item in played.items if not asked.trap}
    raised = sorted((one for one in played.alerts if one.kind in _RAISED), key=lambda one: (one.raised_at, one.id))
    hits = [alert for alert in raised if matter & (_grounds(alert) | _told(alert, played.stories))]
    incident = main_incident(played.incidents, played.stories, matter)
    missed = tuple(dict.fromkeys((*_undone(scenario.expected.steps, incident), *played.skipped)))
    return DrillScore(
        id=played.id,
        drill=scenario.name,
        began_at=played.began_at,
        ended_at=played.ended_at,
        items=len(played.items),
        traps=sum(bool(asked.trap) for asked, _ in played.items),
        alerts=len(raised),
        incident=incident.id if incident else "",
        measures=tuple(_measures(scenario.expected, played, hits, incident)),
        checks=tuple(_checks(scenario.expected, incident)),
        missed=missed,
        sprung=_sprung(played, raised),
        findings=tuple(played.findings),
        refused=tuple(played.refused),
    )


def main_incident(incidents: Sequence[Incident], stories: Sequence[Story], matter: Collection[str]) -> Incident | None:
    """The incident that the drill is about: whose stories hold most of its items; the graver, then the earlier."""

    def weight(incident: Incident) -> tuple[int, int, float, str]:
        told = [story for story in stories if not set(story.known_as).isdisjoint(incident.story_ids)]
        held = {id_ for story in told for id_ in story.all_ids}
        held |= {id_ for entry in incident.log for id_ in entry.evidence}
        return -len(held & set(matter)), -incident.level.rank, incident.opened_at.timestamp(), incident.id

    return min(incidents, key=weight, default=None)


def _grounds(alert: Alert) -> set[str]:
    return {*alert.item_ids, *(proof.item_id for proof in alert.proof)}


def _told(alert: Alert, stories: Sequence[Story]) -> set[str]:
    return {id_ for story in stories if alert.story_id in story.known_as for id_ in story.all_ids}


def _measures(
    asked: Expected, played: Played, hits: Sequence[Alert], incident: Incident | None
) -> Iterator[DrillMeasure]:
    first = min((item.published_at for wanted, item in played.items if not wanted.trap), default=played.began_at)
    noticed = hits[0].raised_at - first if hits else None
    yield DrillMeasure(name=NOTICE, took=noticed, limit=asked.notice)
    for name, deeds, limit in ((OWNER, _TAKEN, asked.owner), (REPLY, REPLIES, asked.reply)):
        done = _first(incident, deeds)
        took = max(done.at - incident.opened_at, timedelta()) if done and incident else None
        yield DrillMeasure(name=name, took=took, limit=limit)


def _first(incident: Incident | None, deeds: Collection[str]) -> LogEntry | None:
    done = [entry for entry in incident.log if entry.did in deeds] if incident else []
    return min(done, key=lambda entry: (entry.at, entry.did, entry.by), default=None)


def _checks(asked: Expected, incident: Incident | None) -> Iterator[DrillCheck]:
    if asked.level is not None:
        found = str(incident.level) if incident else "没有立案"
        yield DrillCheck(name="级别", asked=asked.level, found=found, is_met=found == asked.level)
    if asked.type is not None:
        found = str(incident.type) if incident else "没有立案"
        yield DrillCheck(name="定性", asked=asked.type, found=found, is_met=found == asked.type)
    if asked.steps:
        undone = _undone(asked.steps, incident)
        found = f"缺 {'、'.join(undone)}" if undone else "都做了"
        yield DrillCheck(name="步骤", asked="、".join(asked.steps), found=found, is_met=not undone)
    if asked.is_closed:
        is_closed = incident is not None and not incident.is_open
        found = str(incident.state) if incident else "没有立案"
        yield DrillCheck(name="闭环", asked="闭环", found=found, is_met=is_closed)


def _undone(steps: Sequence[str], incident: Incident | None) -> tuple[str, ...]:
    """Steps that no line of the log shows: by its deed, its means, or a 步骤 that names it."""
    log = incident.log if incident else ()
    words = {str(word) for entry in log for word in (entry.did, entry.means) if word}
    noted = [entry.note for entry in log if entry.did == Deed.STEP]
    return tuple(step for step in steps if step not in words and not any(step in note for note in noted))


def _sprung(played: Played, raised: Sequence[Alert]) -> tuple[str, ...]:
    """Traps that an alert took for proof."""
    named = {id_ for alert in raised for id_ in _grounds(alert)}
    return tuple(sorted({item.title or item.id for asked, item in played.items if asked.trap and item.id in named}))
