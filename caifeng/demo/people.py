"""What the fictional duty staff do about their incidents, as people do by command."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import yaml
from pydantic import TypeAdapter

from caifeng.models import Act, Desk, Incident
from caifeng.resources import resource
from caifeng.workspace import Workspace
from respond.incidents.acts import act

_ACT = TypeAdapter(Act)


def do_what_people_did(workspace: Workspace, desk: Desk, now: datetime) -> None:
    """Do everything that people had done by ``now`` (aware) and that is not yet in the files."""
    told = yaml.safe_load(resource("examples/lanchuan/people.yml").read_text(encoding="utf-8"))
    folder = workspace.incidents(desk)
    for incident in folder.load()[0]:
        after = _after(incident, [(deed.pop("about"), _act(deed, desk)) for deed in map(dict, told)], desk, now)
        if after != incident:
            folder.save(after)


def _act(deed: Mapping[str, Any], desk: Desk) -> Act:
    at = datetime.strptime(deed["at"], "%Y-%m-%d %H:%M").replace(tzinfo=desk.zone).astimezone(UTC)
    return _ACT.validate_python({**deed, "at": at})


def _after(incident: Incident, deeds: Iterable[tuple[list[str], Act]], desk: Desk, now: datetime) -> Incident:
    for about, deed in deeds:
        is_done = any(entry.at == deed.at and entry.did == deed.deed for entry in incident.log)
        is_meant = any(word in incident.title for word in about) and incident.opened_at <= deed.at <= now
        if is_meant and not is_done:
            incident = act(incident, replace(deed, title=""), desk)
            incident = replace(incident, title=deed.title or incident.title)  # people edit it in the file
    return incident
