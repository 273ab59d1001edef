"""What only shows when parts of caifeng.yml are held against one another."""

from collections.abc import Iterator

from caifeng.config.alert_crossings import alert_crossings
from caifeng.config.schema import DeskFile
from caifeng.errors import Problem
from caifeng.shapes import nearest
from caifeng.strictyaml import Document


def crossings(document: Document, entry: DeskFile) -> Iterator[Problem]:
    """Every double, and every name that leads nowhere."""
    for section, names in (("sources", [s.name for s in entry.sources]), ("topics", [t.name for t in entry.topics])):
        for index, name in enumerate(names):
            if name in names[:index]:
                yield document.problem((section, index, "name"), f"名称 {name} 重复", "每个名称只能用一次")
    topics = [topic.name for topic in entry.topics]
    for index, topic in enumerate(entry.topics):
        if topic.owner and topic.owner not in entry.people:
            yield document.problem(
                ("topics", index, "owner"), f"people 里没有 {topic.owner}", nearest(topic.owner, entry.people)
            )
    yield from _calendar_and_peers(document, entry, topics)
    yield from alert_crossings(document, entry)
    yield from _drill_list(document, entry)
    for name, person in entry.people.items():
        for place, wanted in enumerate(person.topics):
            if wanted not in topics:
                yield document.problem(("people", name, "topics", place), f"没有议题 {wanted}", nearest(wanted, topics))


def _drill_list(document: Document, entry: DeskFile) -> Iterator[Problem]:
    people, chats = (list(entry.drills.people), list(entry.people)), (list(entry.drills.chats), list(entry.chats))
    for section, (named, known) in (("people", people), ("chats", chats)):
        for name in named:
            if name not in known:
                message = f"{section} 里没有 {name}"
                yield document.problem(("drills", section, name), message, nearest(name, known))


def _calendar_and_peers(document: Document, entry: DeskFile, topics: list[str]) -> Iterator[Problem]:
    named: list[tuple[tuple[str | int, ...], list[str]]] = [
        *((("calendar", index, "topics"), one.topics) for index, one in enumerate(entry.calendar)),
        *((("peers", name, "topics"), peer.topics) for name, peer in entry.peers.items()),
    ]
    for path, wanted in named:
        for place, topic in enumerate(wanted):
            if topic not in topics:
                yield document.problem((*path, place), f"没有议题 {topic}", nearest(topic, topics))
    for index, one in enumerate(entry.topics):
        if one.peer and one.peer not in entry.peers:
            path = ("topics", index, "peer")
            yield document.problem(path, f"peers 里没有 {one.peer}", nearest(one.peer, entry.peers))
    own = {spelling for name, known in entry.names.items() for spelling in (name, *known.also)}
    for name, peer in entry.peers.items():
        for spelling in (name, *peer.names):
            if spelling in own:
                yield document.problem(("peers", name), f"{spelling} 也写在 names 里", "自己的名称不能又是同行的")
