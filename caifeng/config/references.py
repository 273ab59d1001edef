"""Every place in caifeng.yml that names something which stands elsewhere in it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from caifeng.config.schema import DeskFile
from caifeng.models.alerting import DUTY, MAIL

Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A name, where it stands, and the section that should have it; ``beside``: what may stand there as well."""

    path: Path
    name: str
    section: str
    beside: tuple[str, ...] = ()


def references(entry: DeskFile) -> Iterator[Reference]:
    """All of them, section by section; what is left out ("") names nothing."""
    for index, topic in enumerate(entry.topics):
        yield from _single(("topics", index, "owner"), "people", topic.owner)
        yield from _single(("topics", index, "peer"), "peers", topic.peer)
    for index, occasion in enumerate(entry.calendar):
        yield from _listed(("calendar", index, "topics"), "topics", occasion.topics)
    for name, peer in entry.peers.items():
        yield from _listed(("peers", name, "topics"), "topics", peer.topics)
    yield from _of_alerts(entry)
    yield from _of_people(entry)
    for section, named in (("people", entry.drills.people), ("chats", entry.drills.chats)):
        yield from (Reference(("drills", section, name), name, section) for name in named)


def _of_alerts(entry: DeskFile) -> Iterator[Reference]:
    alerts = entry.alerts
    yield from _single(("alerts", "supervisor"), "people", alerts.supervisor)
    yield from _listed(("alerts", "direct"), "people", alerts.direct)
    for index, route in enumerate(alerts.routes):
        at: Path = ("alerts", "routes", index)
        yield from _listed((*at, "topics"), "topics", route.topics)
        yield from _listed((*at, "to"), "people", route.to, DUTY)
        yield from _listed((*at, "channels"), "chats", route.channels, MAIL)
    for index, shift in enumerate(entry.rota):
        yield from _listed(("rota", index, "who"), "people", shift.who)


def _of_people(entry: DeskFile) -> Iterator[Reference]:
    for name, person in entry.people.items():
        yield from _single(("people", name, "backup"), "people", person.backup)
        yield from _listed(("people", name, "chat"), "chats", person.chat)
        yield from _listed(("people", name, "topics"), "topics", person.topics)


def _single(path: Path, section: str, name: str) -> Iterator[Reference]:
    if name:
        yield Reference(path, name, section)


def _listed(path: Path, section: str, names: Iterable[str], *beside: str) -> Iterator[Reference]:
    for place, name in enumerate(names):
        yield Reference((*path, place), name, section, beside)
