"""What a check says of incidents beside mistakes in files: owners nobody can reach, times ahead, lost parents."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from caifeng.errors import Problem
from caifeng.models import Desk, Incident
from respond.incidents.acts import AHEAD


def cautions(incidents: Sequence[Incident], desk: Desk, now: datetime) -> tuple[Problem, ...]:
    """Warnings about incidents, by id; ``now`` is aware. Nothing is refused for them."""
    known = {incident.id: incident for incident in incidents}
    ordered = sorted(incidents, key=lambda incident: incident.id)
    return tuple(caution for incident in ordered for caution in _of(incident, known, desk, now))


def _of(incident: Incident, known: dict[str, Incident], desk: Desk, now: datetime) -> Iterator[Problem]:
    file = f"incidents/{incident.id}.yml"
    if incident.is_open and not _is_reachable(incident.owner, desk):
        mend = f"在 caifeng.yml 的 people 里给 {incident.owner or '责任人'} 写 mail 或 chats，或改派"
        said = f"责任人 {incident.owner} 没有可以送达的地址" if incident.owner else "还没有责任人"
        yield Problem(file, 0, "owner", f"{said}，提醒送不到", mend)
    for line in incident.log:
        if line.at > now + AHEAD:
            local = line.at.astimezone(desk.zone)
            yield Problem(
                file, 0, "log", f"{local:%Y-%m-%d %H:%M}“{line.did}”的时间还没有到", "请改正 at：只记已经做了的事"
            )
    if incident.parent and _is_astray(incident, known):
        yield Problem(
            file, 0, "parent", f"上级案件 {incident.parent} 不存在，或绕回了自己", "请改成另一个案件号，或删去"
        )


def _is_reachable(owner: str, desk: Desk) -> bool:
    person = desk.person(owner)
    return person is not None and bool(person.mail or person.chats)


def _is_astray(incident: Incident, known: dict[str, Incident]) -> bool:
    """Whether going up from parent to parent meets nothing, or comes round."""
    passed, place = {incident.id}, incident.parent
    while place:
        if place in passed or place not in known:
            return True
        passed.add(place)
        place = known[place].parent
    return False
