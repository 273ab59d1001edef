"""The case that people mean on the command line: its incident, its stories as told last, their items, its playbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from caifeng.models import Desk, Incident, Item, Playbook, Story
from caifeng.shell import say
from caifeng.workspace import Workspace
from respond.incidents.find import find
from respond.playbooks.choose import chosen, situation_of

_EARLIER = timedelta(days=1)  # items are looked for this long before a story's first


@dataclass(frozen=True, slots=True)
class CaseMaterial:
    """An incident with what is known of it and the playbook that holds for it."""

    incident: Incident
    stories: tuple[Story, ...]
    items: tuple[Item, ...]
    playbook: Playbook


def find_case(workspace: Workspace, desk: Desk, wanted: str) -> CaseMaterial:
    """The incident of an id, with its stories as far as they are kept. Raises UsageError with the nearest id."""
    incident = _incident(workspace, desk, wanted)
    lake = workspace.lake
    told = lake.stories()
    found = (_story(id_, told) or lake.story(id_) for id_ in incident.story_ids)
    stories = tuple({story.id: story for story in found if story is not None}.values())
    ids = tuple(id_ for story in stories for id_ in story.all_ids)
    first = min((story.first_at for story in stories), default=incident.opened_at)
    return CaseMaterial(
        incident=incident,
        stories=stories,
        items=lake.items(first - _EARLIER, ids) if ids else (),
        playbook=chosen(playbooks_of(workspace), situation_of(incident, stories)),
    )


def playbooks_of(workspace: Workspace) -> tuple[Playbook, ...]:
    """The playbooks in force; what is wrong in the desk's own files is told on standard error."""
    playbooks, problems = workspace.playbooks()
    for problem in problems:
        say(str(problem))
    return playbooks


def _incident(workspace: Workspace, desk: Desk, wanted: str) -> Incident:
    incidents, problems = workspace.incidents(desk).load()
    for problem in problems:
        say(str(problem))
    return find(incidents, wanted)


def _story(id_: str, told: Sequence[Story]) -> Story | None:
    return next((story for story in told if id_ in story.known_as), None)
