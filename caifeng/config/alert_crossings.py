"""Names in alerts, rota and people that lead nowhere, and backups that lead round in a circle."""

from collections.abc import Iterator, Mapping

from caifeng.config.schema import DeskFile, PersonEntry
from caifeng.errors import Problem
from caifeng.shapes import nearest
from caifeng.strictyaml import Document

DUTY, MAIL = "值班", "mail"  # beside names of people, and of chats
_Path = tuple[str | int, ...]


def alert_crossings(document: Document, entry: DeskFile) -> Iterator[Problem]:
    """Every name of a person, chat or topic that is not there."""
    people, chats, topics = entry.people, entry.chats, [topic.name for topic in entry.topics]
    for path, name in _named_people(entry):
        if name not in people:
            yield document.problem(path, f"people 里没有 {name}", nearest(name, people))
    for person, said in people.items():
        for place, chat in enumerate(said.chat):
            if chat not in chats:
                yield document.problem(("people", person, "chat", place), f"chats 里没有 {chat}", nearest(chat, chats))
    for index, route in enumerate(entry.alerts.routes):
        at: _Path = ("alerts", "routes", index)
        for place, topic in enumerate(route.topics):
            if topic not in topics:
                yield document.problem((*at, "topics", place), f"没有议题 {topic}", nearest(topic, topics))
        for place, name in enumerate(route.to):
            if name != DUTY and name not in people:
                yield document.problem((*at, "to", place), f"people 里没有 {name}", nearest(name, [*people, DUTY]))
        for place, way in enumerate(route.channels):
            if way != MAIL and way not in chats:
                yield document.problem((*at, "channels", place), f"chats 里没有 {way}", nearest(way, [MAIL, *chats]))
    yield from _reserved(document, entry)
    yield from _circles(document, people)


def _named_people(entry: DeskFile) -> Iterator[tuple[_Path, str]]:
    """Every place, other than a route, that names a person."""
    if entry.alerts.supervisor:
        yield ("alerts", "supervisor"), entry.alerts.supervisor
    for place, name in enumerate(entry.alerts.direct):
        yield ("alerts", "direct", place), name
    for index, shift in enumerate(entry.rota):
        for place, name in enumerate(shift.who):
            yield ("rota", index, "who", place), name
    for person, said in entry.people.items():
        if said.backup:
            yield ("people", person, "backup"), said.backup


def _reserved(document: Document, entry: DeskFile) -> Iterator[Problem]:
    if DUTY in entry.people:
        yield document.problem(("people", DUTY), f"{DUTY} 专指当班的人", "请换一个名称")
    if MAIL in entry.chats:
        yield document.problem(("chats", MAIL), f"{MAIL} 专指邮件", "请换一个名称")


def _circles(document: Document, people: Mapping[str, PersonEntry]) -> Iterator[Problem]:
    """Each circle of backups once, at the first of its names."""
    told: set[str] = set()
    for name in people:
        line = [name]
        while (following := _backup(people, line[-1])) and following not in line:
            line.append(following)
        if following == name and name not in told:
            told.update(line)
            shown = " → ".join([*line, name])
            yield document.problem(("people", name, "backup"), f"backup 绕成一圈：{shown}", "请断开其中一处")


def _backup(people: Mapping[str, PersonEntry], name: str) -> str:
    return people[name].backup if name in people else ""
