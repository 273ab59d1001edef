"""What became of notices: which are settled, which keep their id, which may be folded anew, and who stands in."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from caifeng.models import Alert, Delivery, DeliveryState, Desk, Notice, Recipient
from caifeng.models.alerting import MAIL
from publish.mail.deliver import is_settled, is_untouched, standing

# Of several addresses of one message, what somebody should know first.
_WORRIES = (DeliveryState.UNCERTAIN, DeliveryState.OWED, DeliveryState.SENT, DeliveryState.REFUSED)


_Way: TypeAlias = tuple[str, str]  # (person, channel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """How one notice stands.

    state: OWED, SENT, REFUSED or UNCERTAIN; a claim without an outcome is uncertain
    attempts: the most that any of its addresses was tried
    was_uncertain: at some time it was not known whether it came, so some may have it twice
    detail: English, one line, of the address that decides the state
    """

    notice: Notice
    state: DeliveryState
    attempts: int
    was_uncertain: bool
    detail: str
    is_settled: bool  # nothing more will be tried
    is_untouched: bool  # nothing can have arrived: what it holds may be folded with what came since
    recipients: tuple[str, ...]  # hashes that were written down when it was first to be sent


def fates(notices: Iterable[Notice], records: Iterable[Delivery]) -> tuple[Fate, ...]:
    """How each notice stands, in the order given, each once."""
    written: dict[str, dict[str, list[Delivery]]] = defaultdict(lambda: defaultdict(list))
    for record in records:
        if record.notice:
            written[record.notice][record.recipient_hash].append(record)
    once = {notice.id: notice for notice in notices}
    return tuple(_fate(notice, written.get(notice.id, {})) for notice in once.values())


def outstanding(alerts: Iterable[Alert], found: Iterable[Fate]) -> Iterator[Alert]:
    """Alerts that still need a message, told reduced to whom: not settled, nor in hand under a notice of its own id."""
    done: dict[str, set[_Way]] = defaultdict(set)
    for fate in found:
        if fate.is_settled or not fate.is_untouched:
            ways = [(person, fate.notice.channel) for person in fate.notice.persons]
            for alert_id in fate.notice.alert_ids:
                done[alert_id].update(ways)
    for alert in alerts:
        if alert.id not in done:
            yield alert
            continue
        sent = done[alert.id]
        left = tuple(one for one in alert.told if (one.person, one.channel) not in sent)
        if left:
            yield replace(alert, told=left)


def in_hand(found: Iterable[Fate]) -> tuple[Notice, ...]:
    """Notices that may have reached somebody and are not settled: tried again under the same id."""
    return tuple(fate.notice for fate in found if not fate.is_settled and not fate.is_untouched)


def stood_in(
    alerts: Iterable[Alert], found: Iterable[Fate], desk: Desk, is_reachable: Callable[[Recipient], bool]
) -> Iterator[Alert]:
    """The alerts, the supervisor among the told where each message to those meant was refused or has nowhere to go.

    An owner whose variable is empty must not be the end of an alert.
    """
    tried: dict[str, list[Fate]] = defaultdict(list)
    for fate in found:
        if fate.state is not DeliveryState.OWED:
            for alert_id in fate.notice.alert_ids:
                tried[alert_id].append(fate)
    person = desk.person(desk.alerts.supervisor)
    ways = [*([MAIL] if person and person.mail else []), *(person.chats if person else ())]
    instead = tuple(Recipient(person=desk.alerts.supervisor, channel=way) for way in ways)
    for alert in alerts:
        mine = tried.get(alert.id, ())
        is_lost = alert.told and all(_is_lost(one, mine, is_reachable) for one in alert.told)
        yield replace(alert, told=tuple(dict.fromkeys((*alert.told, *instead)))) if is_lost else alert


def _is_lost(recipient: Recipient, tried: Iterable[Fate], is_reachable: Callable[[Recipient], bool]) -> bool:
    states = [
        fate.state
        for fate in tried
        if fate.notice.channel == recipient.channel and recipient.person in fate.notice.persons
    ]
    return all(state is DeliveryState.REFUSED for state in states) if states else not is_reachable(recipient)


def _fate(notice: Notice, written: Mapping[str, Collection[Delivery]]) -> Fate:
    last = [found for records in written.values() if (found := standing(records)) is not None]
    states = [DeliveryState.UNCERTAIN if one.state is DeliveryState.CLAIMED else one.state for one in last]
    state = min(states, key=_WORRIES.index, default=DeliveryState.OWED)
    return Fate(
        notice=notice,
        state=state,
        attempts=max((one.attempt for one in last), default=0),
        was_uncertain=any(record.state is DeliveryState.UNCERTAIN for kept in written.values() for record in kept)
        or state is DeliveryState.UNCERTAIN,
        detail=next((one.detail for one, found in zip(last, states, strict=True) if found is state), ""),
        is_settled=bool(written) and all(is_settled(records) for records in written.values()),
        is_untouched=all(is_untouched(records) for records in written.values()),
        recipients=tuple(sorted(written)),
    )
