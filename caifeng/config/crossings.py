"""What only shows when parts of caifeng.yml are held against one another."""

from collections.abc import Collection, Iterator, Mapping

from caifeng.config.references import references
from caifeng.config.schema import DeskFile, PersonEntry
from caifeng.errors import Problem
from caifeng.models.alerting import DUTY, MAIL
from caifeng.shapes import nearest
from caifeng.strictyaml import Document


def crossings(document: Document, entry: DeskFile) -> Iterator[Problem]:
    """Every double, every name that leads nowhere or to two things, and backups that lead round in a circle."""
    yield from _doubles(document, entry)
    yield from _astray(document, entry)
    yield from _own_as_peers(document, entry)
    yield from _reserved(document, entry)
    yield from _circles(document, entry.people)


def _doubles(document: Document, entry: DeskFile) -> Iterator[Problem]:
    for section, names in (("sources", [s.name for s in entry.sources]), ("topics", [t.name for t in entry.topics])):
        for index, name in enumerate(names):
            if name in names[:index]:
                yield document.problem((section, index, "name"), f"名称 {name} 重复", "每个名称只能用一次")


def _astray(document: Document, entry: DeskFile) -> Iterator[Problem]:
    known: Mapping[str, Collection[str]] = {
        "topics": dict.fromkeys(topic.name for topic in entry.topics),
        "people": entry.people,
        "chats": entry.chats,
        "peers": entry.peers,
    }
    for one in references(entry):
        if one.name not in known[one.section] and one.name not in one.beside:
            said = f"没有议题 {one.name}" if one.section == "topics" else f"{one.section} 里没有 {one.name}"
            yield document.problem(one.path, said, nearest(one.name, [*known[one.section], *one.beside]))


def _own_as_peers(document: Document, entry: DeskFile) -> Iterator[Problem]:
    own = {spelling for name, known in entry.names.items() for spelling in (name, *known.also)}
    for name, peer in entry.peers.items():
        for spelling in (name, *peer.names):
            if spelling in own:
                yield document.problem(("peers", name), f"{spelling} 也写在 names 里", "自己的名称不能又是同行的")


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
