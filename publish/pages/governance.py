"""治理: what may be done, who does what and who is told, printed from the schema and the desk so that they agree."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from caifeng.models import ClockRule, Counterpart, Desk, Duty, Means, Person, Route
from caifeng.models.rota import shifts
from publish.pages.contexts import Page
from publish.pages.render import page

_AHEAD = timedelta(days=7)  # of the rota


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """What one person or department answers for.

    person: as the desk has it, without addresses
    topics: topics it owns
    """

    person: Person
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GovernanceContext:
    """governed.md.j2

    means: every measure that can be recorded
    counterparts: for whom
    charges: people and departments with what they answer for
    supervisor: the named supervisor, "" where none is named
    direct: who is told of red at once
    routes: level × class → people, in the order in which they are tried
    shifts: the rota of the next seven days
    clocks: the time limits and their norms
    """

    means: tuple[Means, ...]
    counterparts: tuple[Counterpart, ...]
    charges: tuple[Charge, ...]
    supervisor: str
    direct: tuple[str, ...]
    routes: tuple[Route, ...]
    shifts: tuple[Duty, ...]
    clocks: tuple[ClockRule, ...]


def render_governance(desk: Desk, now: datetime) -> Page:
    """What stands in the governance page in place of its mark; ``now`` (aware) says which shifts are to come."""
    owned: dict[str, list[str]] = defaultdict(list)
    for topic in desk.topics:
        owned[topic.owner].append(topic.name)
    shown = GovernanceContext(
        means=tuple(Means),
        counterparts=tuple(Counterpart),
        charges=tuple(Charge(person=person, topics=tuple(owned[person.name])) for person in desk.people),
        supervisor=desk.alerts.supervisor,
        direct=desk.alerts.direct,
        routes=desk.alerts.routes,
        shifts=shifts(desk.rota, desk.zone, now, now + _AHEAD),
        clocks=desk.clocks,
    )
    return page("governance.md", "governed.md.j2", shown, desk.zone.key)
