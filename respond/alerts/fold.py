"""折叠: what is owed becomes few messages; an alert stands in exactly one of them for each of its people."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from operator import attrgetter
from typing import TypeAlias

from caifeng.models import Alert, AlertKind, Desk, Level, Notice, Recipient
from caifeng.models.alerting import MAIL
from respond.alerts.ids import digest

_Way: TypeAlias = tuple[str, str]  # (person, channel)
_way = attrgetter("person", "channel")
# Of one level: what calls for a deed before what tells of one.
_ORDER = (
    AlertKind.OVERDUE,
    AlertKind.ESCALATED,
    AlertKind.RISE,
    AlertKind.REMINDER,
    AlertKind.REPEAT,
    AlertKind.SILENT,
    AlertKind.FELL,
    AlertKind.RESOLVED,
)


def plan_notices(
    alerts: Sequence[Alert], settled: Collection[tuple[str, Recipient]], desk: Desk, now: datetime
) -> tuple[Notice, ...]:
    """The messages to be sent at ``now`` (aware), gravest first.

    Owed is every (alert, recipient) of ``alerts`` that is not among ``settled`` (alert ids with recipients) and whose
    ``send_from`` has come. By mail each person gets messages of its own; in a chat one message names all persons of its
    alerts. No channel or mailbox gets more than ``desk.alerts.messages``: alerts of one incident or story share one,
    and where these are too many the gravest have their own, the others share one a topic, the rest a single one. The
    order in which things are given changes nothing; the same alerts to the same people give the same ids.
    """
    by_id = {alert.id: alert for alert in sorted(alerts, key=_gravity)}
    planner = _Planner(by_id, desk.alerts.messages, now)
    mailed: dict[frozenset[str], list[str]] = defaultdict(list)  # people who are owed the same
    chats: dict[str, dict[str, set[str]]] = defaultdict(dict)
    for (person, channel), ids in _owed(by_id, settled, now).items():
        if channel == MAIL:
            mailed[frozenset(ids)].append(person)
        else:
            chats[channel][person] = ids
    notices = [notice for ids, persons in mailed.items() for notice in planner.mails(persons, ids)]
    notices += [notice for channel, owed in chats.items() for notice in planner.chat(channel, owed)]
    return tuple(sorted(notices, key=lambda one: (-one.level.rank, one.channel, one.persons, one.id)))


def _owed(
    by_id: Mapping[str, Alert], settled: Collection[tuple[str, Recipient]], now: datetime
) -> dict[_Way, set[str]]:
    """Ids of the alerts owed, by person and channel; alerts told to the same people are taken together."""
    done: dict[str, set[_Way]] = defaultdict(set)
    for alert_id, recipient in settled:
        done[alert_id].add(_way(recipient))
    alike: dict[tuple[_Way, ...], list[str]] = defaultdict(list)
    for alert in by_id.values():
        if alert.send_from is None or alert.send_from <= now:
            ways, sent = tuple(map(_way, alert.told)), done.get(alert.id)
            alike[tuple(way for way in ways if way not in sent) if sent else ways].append(alert.id)
    owed: dict[_Way, set[str]] = defaultdict(set)
    for ways, ids in alike.items():
        for way in ways:
            owed[way].update(ids)
    return owed


@dataclass(frozen=True, slots=True)
class _Bundle:
    """The alerts of one message, gravest first."""

    alerts: tuple[Alert, ...]
    digest: bytes

    @property
    def level(self) -> Level:
        return max((alert.level for alert in self.alerts), key=lambda level: level.rank)

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(alert.id for alert in self.alerts)


class _Planner:
    """Makes the messages of one moment, at most ``most`` for a mailbox or chat; ``by_id`` has the gravest first."""

    def __init__(self, by_id: Mapping[str, Alert], most: int, now: datetime) -> None:
        self._by_id, self._most, self._now = by_id, max(most, 1), now
        self._places = {id_: place for place, id_ in enumerate(by_id)}

    def mails(self, persons: Iterable[str], ids: Iterable[str]) -> Iterator[Notice]:
        bundles = self._bundles(ids)
        return (self._notice(MAIL, (person,), bundle) for person in persons for bundle in bundles)

    def chat(self, channel: str, owed: Mapping[str, set[str]]) -> Iterator[Notice]:
        people: dict[str, list[str]] = defaultdict(list)
        for person, ids in owed.items():
            for id_ in ids:
                people[id_].append(person)
        for bundle in self._bundles(people):
            named = {person for alert in bundle.alerts for person in people[alert.id]}
            yield self._notice(channel, tuple(sorted(named)), bundle)

    def _bundles(self, ids: Iterable[str]) -> list[_Bundle]:
        gravest_first = sorted(ids, key=self._places.__getitem__)
        folded = _folded([self._by_id[id_] for id_ in gravest_first], self._most)
        return [_Bundle(alerts, digest(alert.id for alert in alerts)) for alerts in folded]

    def _notice(self, channel: str, persons: tuple[str, ...], bundle: _Bundle) -> Notice:
        return Notice(
            id=f"N-{sha256(digest((channel, *persons)) + bundle.digest).hexdigest()[:16]}",
            channel=channel,
            persons=persons,
            alert_ids=bundle.ids,
            level=bundle.level,
            made_at=self._now,
        )


def _folded(alerts: Sequence[Alert], most: int) -> list[tuple[Alert, ...]]:
    """At most ``most`` groups: the gravest matters by themselves, the others by topic, what is left together.

    ``alerts`` have the gravest first; what is over comes after what is not.
    """
    matters = sorted(_matters(alerts), key=lambda matter: _is_over(_last(matter)))
    if len(matters) <= most:
        return matters
    own, rest = matters[: most // 2], matters[most // 2 :]
    by_topic: dict[str, list[Alert]] = defaultdict(list)
    for matter in rest:
        by_topic[min((topic for alert in matter for topic in alert.topics), default="")] += matter
    shared = [tuple(group) for group in by_topic.values()]
    room = most - len(own)
    if len(shared) > room:
        left = {alert.id for group in shared[room - 1 :] for alert in group}
        shared[room - 1 :] = [tuple(alert for matter in rest for alert in matter if alert.id in left)]
    return own + shared


def _matters(alerts: Sequence[Alert]) -> Iterator[tuple[Alert, ...]]:
    """Alerts of one incident, or of one story without any; all silent sources are one matter."""
    incidents: dict[str, str] = {}
    for alert in alerts:
        if alert.incident_id:
            incidents.setdefault(alert.story_id, alert.incident_id)
    matters: dict[str, list[Alert]] = defaultdict(list)
    for alert in alerts:
        story = incidents.get(alert.story_id, alert.story_id) if alert.story_id else ""
        matters[alert.incident_id or story].append(alert)
    return (_told_first(matter) for matter in matters.values())


def _told_first(matter: Sequence[Alert]) -> tuple[Alert, ...]:
    """Where the last word is 解除, that word before what it takes back."""
    last = _last(matter)
    return (last, *(alert for alert in matter if alert is not last)) if _is_over(last) else tuple(matter)


def _last(matter: Sequence[Alert]) -> Alert:
    return max(matter, key=lambda alert: (alert.raised_at, _is_over(alert), alert.id))


def _is_over(alert: Alert) -> bool:
    return alert.kind is AlertKind.RESOLVED


def _gravity(alert: Alert) -> tuple[int, int, datetime, str]:
    return -alert.level.rank, _ORDER.index(alert.kind), alert.raised_at, alert.id
