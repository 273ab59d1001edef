"""Who was told of an alert, and whether the message came through, in words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from caifeng.models import Alert, Delivery, DeliveryState, Notice, Recipient
from caifeng.models.alerting import MAIL
from publish.mail.outstanding import Fate, fates

STATES = {  # what came of a delivery, in words
    DeliveryState.SENT: "已送达",
    DeliveryState.REFUSED: "没有发成",
    DeliveryState.UNCERTAIN: "是否送达不明",
    DeliveryState.OWED: "待发",
    DeliveryState.CLAIMED: "正在发",
}
_BEST = (DeliveryState.SENT, DeliveryState.UNCERTAIN, DeliveryState.REFUSED, DeliveryState.OWED)
_GOOD = (DeliveryState.SENT, DeliveryState.OWED)
_UNSET = ("no address", "chat not set up")  # how a ledger's detail begins where there was nowhere to send to
_NAMES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """People told by one way with one result.

    persons: their names, sorted
    channel: the way: 邮件, or the chat's name
    state: what came of it, in Chinese
    is_bad: whether somebody should look after it
    """

    persons: tuple[str, ...]
    channel: str
    state: str
    is_bad: bool

    @property
    def names(self) -> str:
        """At most so many names, and how many there are: a storm with a hundred recipients must not swell a page."""
        shown = "、".join(self.persons[:_NAMES])
        return shown if len(self.persons) <= _NAMES else f"{shown} 等 {len(self.persons)} 人"


@dataclass(frozen=True, slots=True)
class Deliveries:
    """How each notice stands, ready to be asked alert by alert."""

    _held: Mapping[str, Mapping[str, tuple[Fate, ...]]]  # by alert and channel

    def told(self, alert: Alert) -> tuple[Told, ...]:
        """Everybody the alert is meant for or was sent to, grouped by way and result; the troubled ones first."""
        held = self._held.get(alert.id, {})
        groups: dict[tuple[str, str, bool], set[str]] = defaultdict(set)
        for one in {*alert.told, *_stand_ins(held)}:
            mine = [fate for fate in held.get(one.channel, ()) if one.person in fate.notice.persons]
            fate = min(mine, key=lambda fate: (_BEST.index(fate.state), fate.notice.id), default=None)
            groups[one.channel, _said(fate), _is_bad(fate)].add(one.person)
        told = [
            Told(
                persons=tuple(sorted(persons)),
                channel="邮件" if channel == MAIL else channel,
                state=state,
                is_bad=is_bad,
            )
            for (channel, state, is_bad), persons in groups.items()
        ]
        return tuple(sorted(told, key=lambda one: (not one.is_bad, one.channel, one.state)))


def deliveries(notices: Iterable[Notice], records: Iterable[Delivery]) -> Deliveries:
    """Index what was sent; the order of either does not matter."""
    held: dict[str, dict[str, list[Fate]]] = defaultdict(lambda: defaultdict(list))
    for fate in fates(notices, records):
        for alert_id in fate.notice.alert_ids:
            held[alert_id][fate.notice.channel].append(fate)
    return Deliveries({id_: {way: tuple(found) for way, found in ways.items()} for id_, ways in held.items()})


def _stand_ins(held: Mapping[str, tuple[Fate, ...]]) -> Iterable[Recipient]:
    """Whoever has the message though others were meant."""
    for channel, found in held.items():
        for fate in found:
            yield from (Recipient(person=person, channel=channel) for person in fate.notice.persons)


def _said(fate: Fate | None) -> str:
    if fate is None:
        return STATES[DeliveryState.OWED]
    if fate.state is DeliveryState.REFUSED and fate.detail.startswith(_UNSET):
        return "没有设置地址"
    doubt = "，可能收到两次" if fate.was_uncertain and fate.state is DeliveryState.SENT else ""
    return f"{STATES[fate.state]}{doubt}"


def _is_bad(fate: Fate | None) -> bool:
    """Whether somebody should look after it; a chat that a desk has not set up is no fault of the day."""
    if fate is None or fate.state in _GOOD:
        return False
    return not (fate.notice.channel != MAIL and fate.detail.startswith("chat not set up"))
