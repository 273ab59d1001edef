"""预警送达: what is owed becomes notices, the notices are committed, and then they leave, one thread a channel.

A notice that certainly reached nobody (its channel was down) is dissolved: its alerts return to the pool and fold with
what came since. One that may have reached somebody keeps its id and is tried once more under it.
"""

import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

import requests

from caifeng.errors import DeliveryError, UsageError
from caifeng.lake import DeliveryLedger
from caifeng.models import Alert, ChatRules, Delivery, DeliveryState, Desk, Notice, Recipient
from caifeng.models.alerting import MAIL
from caifeng.progress import Progress
from caifeng.workspace import Workspace
from publish.briefing.reasons import reason
from publish.chat.chat import chat_messenger
from publish.mail.deliver import Envelope, deliver
from publish.mail.mail import Messenger
from publish.mail.notice_mails import NoticeMails
from publish.mail.notice_view import notice_view
from publish.mail.notices import chat_envelope
from publish.mail.outstanding import Fate, fates, in_hand, outstanding, stood_in
from publish.mail.rate import TokenBucket
from publish.mail.subscribers import addresses, messenger, postbox
from respond.alerts.fold import plan_notices

PATIENCE = timedelta(seconds=20)  # for a person who is recording an act
WITHIN = timedelta(days=14)  # what could not be sent for so long is told no more
LEASE = timedelta(minutes=10)  # no message takes so long: an alert must not wait an hour for a run that died
_M = TypeVar("_M")
_OPEN = (DeliveryState.OWED, DeliveryState.CLAIMED, DeliveryState.UNCERTAIN)
_WORDS = {
    DeliveryState.OWED: "待发",
    DeliveryState.CLAIMED: "正由另一次运行发送",
    DeliveryState.UNCERTAIN: "是否送达不明",
}


def notify(
    workspace: Workspace,
    desk: Desk,
    now: datetime,
    progress: Progress,
    session: Callable[[], requests.Session] = requests.Session,
) -> tuple[Delivery, ...]:
    """Send every alert that is owed at ``now`` (aware UTC); one Delivery for each address or chat that was meant.

    ``session`` opens the HTTP session of one channel. Raises DeliveryError, once all channels are done, naming what is
    still owed or uncertain; LakeError while another run holds the lake.
    """
    progress("发送预警", None)
    with workspace.lake.hold(PATIENCE):
        done, troubles = _Sending(workspace, desk, now, session).run()
    left = [one for one in done if one.state in _OPEN]
    if left or troubles:
        raise DeliveryError("预警消息没有全部送达：" + "；".join((*_told(left), *troubles)))
    return done


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """The ledger as it was read once for all channels; what is appended goes to the disk."""

    ledger: DeliveryLedger
    known: tuple[Delivery, ...]

    def states(self) -> tuple[Delivery, ...]:
        return self.known

    def append(self, record: Delivery) -> bool:
        return self.ledger.append(record)


class _Sending:
    """One pass over what is owed."""

    def __init__(
        self, workspace: Workspace, desk: Desk, now: datetime, session: Callable[[], requests.Session]
    ) -> None:
        self._workspace, self._desk, self._now, self._session = workspace, desk, now, session
        self._addresses = addresses(desk, os.environ)
        run, since = workspace.run(now), now - WITHIN
        self._draft = workspace.lake.draft(run)
        self._alerts = {alert.id: alert for alert in workspace.lake.alerts(since - WITHIN)}
        ledger = workspace.ledger(run)
        self._ledger = _Snapshot(ledger, ledger.states(since))
        self._fates = {fate.notice.id: fate for fate in fates(workspace.lake.notices(since), self._ledger.known)}

    def run(self) -> tuple[tuple[Delivery, ...], tuple[str, ...]]:
        """What became of every message, and in words what kept a whole channel from being tried."""
        by_channel: dict[str, list[Notice]] = defaultdict(list)
        for notice in self._planned():
            by_channel[notice.channel].append(notice)
        if not by_channel:
            return (), ()
        with ThreadPoolExecutor(max_workers=len(by_channel)) as pool:
            running = [pool.submit(self._one_channel, name, by_channel[name]) for name in sorted(by_channel)]
        results = [future.result() for future in running]
        return tuple(record for sent, _ in results for record in sent), tuple(why for _, why in results if why)

    def _planned(self) -> tuple[Notice, ...]:
        """Notices in hand first, then new ones: committed before anything leaves."""
        known = self._fates.values()
        young = [alert for alert in self._alerts.values() if alert.raised_at >= self._now - WITHIN]
        meant = stood_in(young, known, self._desk, self._is_reachable)
        made = plan_notices(tuple(outstanding(meant, known)), (), self._desk, self._now)
        # The same alerts to the same one: the notice that is on record already.
        planned = tuple(fate.notice if (fate := self._fates.get(notice.id)) else notice for notice in made)
        new = tuple(notice for notice in planned if notice.id not in self._fates)
        if new:
            self._draft.notices(new)
            self._draft.commit()
        return (*in_hand(known), *planned)

    def _is_reachable(self, recipient: Recipient) -> bool:
        if recipient.channel == MAIL:
            return bool(self._addresses.get(recipient.person))
        return any(chat.name == recipient.channel and os.environ.get(chat.address) for chat in self._desk.chats)

    def _one_channel(self, channel: str, notices: Sequence[Notice]) -> tuple[tuple[Delivery, ...], str]:
        try:
            return (self._mails(notices) if channel == MAIL else self._chat(channel, notices)), ""
        except UsageError as error:  # a setting is missing: this channel stays owed, the others go on
            return (), str(error)

    def _mails(self, notices: Sequence[Notice]) -> tuple[Delivery, ...]:
        desk = self._desk
        mails = NoticeMails(desk.people, self._addresses, postbox(desk, os.environ))
        way = messenger(desk, self._workspace.outbox / "alerts", os.environ)
        envelopes = [
            envelope
            for notice in notices
            if (alerts := self._held(notice))
            for envelope in mails.envelopes(notice, notice_view(notice, alerts, desk), self._recipients(notice))
        ]
        return self._deliver(envelopes, way)

    def _chat(self, channel: str, notices: Sequence[Notice]) -> tuple[Delivery, ...]:
        rules = next((chat for chat in self._desk.chats if chat.name == channel), ChatRules(name=channel, address=""))
        recent = sum(
            one.channel == channel and one.state is DeliveryState.CLAIMED and one.at > self._now - timedelta(minutes=1)
            for one in self._ledger.known
        )
        bucket = TokenBucket(rules.per_minute, time.monotonic, time.sleep, used=recent)
        with self._session() as session:
            way = chat_messenger(rules, self._desk, os.environ, bucket, session)
            envelopes = [
                chat_envelope(notice, notice_view(notice, alerts, self._desk), way.room)
                for notice in notices
                if (alerts := self._held(notice))
            ]
            return self._deliver(envelopes, way)

    def _deliver(self, envelopes: Sequence[Envelope[_M]], way: Messenger[_M]) -> tuple[Delivery, ...]:
        """Write down whom the new ones are for, so that a kill forgets nobody, then send."""
        known = {(one.notice, one.recipient_hash) for one in self._ledger.known}
        new = [one for one in envelopes if (one.notice, one.recipient_hash) not in known]
        if new:
            self._ledger.ledger.append_all(_owed(one, way.name, self._now) for one in new)
        try:
            return deliver(envelopes, way, self._ledger, self._now, LEASE)
        finally:
            way.close()

    def _held(self, notice: Notice) -> tuple[Alert, ...]:
        return tuple(self._alerts[id_] for id_ in notice.alert_ids if id_ in self._alerts)

    def _recipients(self, notice: Notice) -> tuple[str, ...]:
        fate: Fate | None = self._fates.get(notice.id)
        return fate.recipients if fate else ()


def _owed(envelope: Envelope[_M], channel: str, now: datetime) -> Delivery:
    return Delivery(
        date=envelope.date,
        revision=envelope.revision,
        channel=channel,
        recipient_hash=envelope.recipient_hash,
        state=DeliveryState.OWED,
        attempt=0,
        message_id=envelope.message_id,
        at=now,
        notice=envelope.notice,
    )


def _told(left: Iterable[Delivery]) -> tuple[str, ...]:
    """What is left of each channel, with the messenger's own reason: 值班群 2 条待发（HTTP 429）."""
    groups: dict[tuple[str, DeliveryState], list[Delivery]] = defaultdict(list)
    for one in left:
        groups[one.channel, one.state].append(one)
    return tuple(_line(channel, state, found) for (channel, state), found in sorted(groups.items()))


def _line(channel: str, state: DeliveryState, found: Sequence[Delivery]) -> str:
    name = {"mail": "邮件", "outbox": "本地发件箱"}.get(channel, channel)
    ids = sorted({one.notice for one in found})
    named = "、".join(ids[:3]) + (" 等" if len(ids) > 3 else "")
    why = next((one.detail for one in found if one.detail and not one.detail.endswith("not tried")), found[0].detail)
    return f"{name} {len(found)} 条{_WORDS[state]}（{named}；{reason(why)}）"
