"""Who is told: the owner, whoever is on duty, the people of the first route that fits, and at red the direct line."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from caifeng.models import Alert, AlertKind, Desk, GateClass, Level, Person, Recipient, Route, Story
from caifeng.models.alerting import DUTY, MAIL
from respond.alerts.quiet import may_wait, quiet_until
from respond.alerts.rota import on_duty

NOBODY = "没有可以通知的人：责任人、值班、分送和主管都没有邮箱，也没有这一级可用的群"
_UPWARDS = (AlertKind.ESCALATED, AlertKind.OVERDUE)


def line_of(person: str, desk: Desk) -> tuple[str, ...]:
    """Who is told one after another when ``person`` does not take an alert: backup, its backup …, the supervisor.

    Each name once, never ``person``; nobody who is not among the desk's people.
    """
    line = [person]
    known = desk.person(person)
    while known and known.backup and known.backup not in line:
        line.append(known.backup)
        known = desk.person(known.backup)
    if desk.alerts.supervisor not in line:
        line.append(desk.alerts.supervisor)
    return tuple(name for name in line[1:] if desk.person(name))


class _Told(NamedTuple):
    """A person who is told; by ``channels`` alone where these lead to it, else by every way it has."""

    name: str
    channels: tuple[str, ...] = ()


class Switchboard:
    """Tells for every alert of one moment who is told; ``now`` is aware."""

    def __init__(self, desk: Desk, now: datetime) -> None:
        self._desk = desk
        self._on_duty = on_duty(desk, now)
        self._people = {person.name: person for person in desk.people}
        self._chat_levels = {chat.name: chat.level for chat in desk.chats}
        self._quiet = desk.alerts.quiet
        self._quiet_until = quiet_until(self._quiet, desk.zone, now) if self._quiet else None
        self._known: dict[tuple[tuple[_Told, ...], Level], tuple[Recipient, ...]] = {}

    def addressed(self, alert: Alert, story: Story | None, before: Alert | None = None) -> Alert:
        """The alert with who is told, by which ways, and from when.

        ``story`` is the one it is about (None: a silent source, or a story that is gone); ``before`` is the alert that
        a 解除 takes back: the same people hear of it. What is unsent for a reason stays so. Where nobody can be reached
        the supervisor is told; where even that fails, ``unsent_because`` says so.
        """
        if alert.unsent_because:
            return replace(alert, told=(), send_from=None)
        told = self._same_as(before) if before else self._ways(self._meant(alert, story), alert.level)
        told = told or self._ways([_Told(self._desk.alerts.supervisor)], alert.level)
        if not told:
            return replace(alert, told=(), send_from=None, unsent_because=NOBODY)
        waits = self._quiet is not None and may_wait(alert, self._quiet)
        return replace(alert, told=told, send_from=self._quiet_until if waits else None)

    def _same_as(self, before: Alert) -> tuple[Recipient, ...]:
        return _sorted(one for one in before.told if one.person in self._people)

    def _meant(self, alert: Alert, story: Story | None) -> list[_Told]:
        """The people, whether or not they can be reached."""
        owner = alert.owner or (story.owner if story else "")
        supervisor = self._desk.alerts.supervisor
        if alert.kind in _UPWARDS:
            return [_Told(owner), _Told(supervisor)]
        if alert.kind is AlertKind.REMINDER and owner in self._people:
            return [_Told(owner)]
        duty = [_Told(name) for name in self._on_duty]
        if self._desk.rota and not duty:
            duty = [_Told(supervisor)]
        direct = self._desk.alerts.direct if alert.level is Level.RED else ()
        routed = self._routed(alert, story) if alert.kind is not AlertKind.SILENT else []
        return [_Told(owner), *duty, *routed, *map(_Told, direct)]

    def _routed(self, alert: Alert, story: Story | None) -> list[_Told]:
        topics = alert.topics or (story.topics if story else ())
        gates = {gate.kind for gate in story.grade.gates if gate.kind} if story else set()
        route = next((one for one in self._desk.alerts.routes if _fits(one, alert.level, topics, gates)), None)
        if route is None:
            return []
        names = (name for wanted in route.to for name in (self._on_duty if wanted == DUTY else (wanted,)))
        return [_Told(name, route.channels) for name in names]

    def _ways(self, meant: Sequence[_Told], level: Level) -> tuple[Recipient, ...]:
        """Every way by which these people can be reached at that level."""
        key = tuple(meant), level
        if key not in self._known:
            self._known[key] = self._found(*key)
        return self._known[key]

    def _found(self, meant: Sequence[_Told], level: Level) -> tuple[Recipient, ...]:
        found: list[Recipient] = []
        for told in meant:
            person = self._people.get(told.name)
            ways = list(self._ways_of(person, level)) if person else []
            named = [way for way in ways if way in told.channels]
            found += [Recipient(person=told.name, channel=way) for way in named or ways]
        return _sorted(found)

    def _ways_of(self, person: Person, level: Level) -> Iterator[str]:
        if person.mail:
            yield MAIL
        for chat in person.chats:
            least = self._chat_levels.get(chat)
            if least is not None and least.rank <= level.rank:
                yield chat


def _fits(route: Route, level: Level, topics: Sequence[str], gates: set[GateClass]) -> bool:
    return (
        (not route.levels or level in route.levels)
        and (not route.topics or not set(route.topics).isdisjoint(topics))
        and (not route.gates or not gates.isdisjoint(route.gates))
    )


def _sorted(recipients: Iterable[Recipient]) -> tuple[Recipient, ...]:
    return tuple(sorted(set(recipients), key=lambda one: (one.person, one.channel)))
