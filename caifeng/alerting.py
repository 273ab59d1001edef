"""Deciding with what is on record: reads alerts, incidents and silences, decides, and writes the incident files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from caifeng.errors import Problem
from caifeng.lake import CaseRecord
from caifeng.models import Alert, Desk, Incident, Item, Story
from caifeng.workspace import Workspace
from respond import Look, Past, respond

_HEALTH = timedelta(days=15)  # how far back the sources' health is looked at


@dataclass(frozen=True, slots=True)
class Decided:
    """Alerts to commit, incidents that were written, and files of people's that cannot be read."""

    alerts: tuple[Alert, ...]
    incidents: tuple[Incident, ...]
    problems: tuple[Problem, ...]
    records: tuple[CaseRecord, ...]  # what the journal has yet to write down of incident files


def decide(
    workspace: Workspace, desk: Desk, stories: Sequence[Story], items: Mapping[str, Item], at: datetime
) -> Decided:
    """Decide on what was told as of ``at`` (aware). Incident files are written here, before any alert counts:

    a repeated run finds an incident by its story. The caller commits the alerts and the records.
    """
    lake, folder = workspace.lake, workspace.incidents(desk)
    folder.catch_up()
    incidents, problems = folder.load()
    silences, misread = workspace.silences(desk).load()
    playbooks, unused = workspace.playbooks()
    past = Past(
        alerts=lake.alerts(),
        incidents=incidents,
        taken_numbers=folder.used_numbers(at.astimezone(desk.zone).year),
        silences=silences,
        items=items,
        looks=tuple(Look(slot.started_at, slot.reports) for slot in lake.slots(at - _HEALTH)),
        playbooks=playbooks,
    )
    response = respond(stories, past, desk, at)
    for incident in response.incidents:
        folder.save(incident)
    return Decided(response.alerts, response.incidents, problems + misread + unused, folder.unrecorded())
