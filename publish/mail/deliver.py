"""送达: each message, mail or chat, digest or alert, goes out at least once, at most twice, and we say which.

For each (date, revision, channel, recipient hash, notice) the ledger holds

    (nothing: owed) → claimed → sent │ refused │ owed │ uncertain

``claimed`` is durable before the network is touched. A claim without an outcome means that a run died while sending:
after the lease it counts as uncertain. Uncertain is tried once more under the same id, by which a reader can tell the
copy, and then given up and reported. The other order of things (a checkpoint that moves on when mails are fetched, not
when they are sent) is how newsletters lose readers: reliability notes, fact 3.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from typing import Generic, Protocol, TypeAlias, TypeVar

from caifeng.models import Delivery, DeliveryState
from publish.mail.mail import Messenger, Outcome

LEASE = timedelta(hours=1)  # how long another run's claim is left alone
MAX_UNCERTAIN = 2

_log = logging.getLogger(__name__)
_FINAL = (DeliveryState.SENT, DeliveryState.REFUSED)
_M = TypeVar("_M")


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope(Generic[_M]):
    """A message ready to go to one address; without one where there is nowhere to go, and why."""

    date: date
    revision: int
    recipient_hash: str
    address: str = field(repr=False)
    message: _M | None = field(repr=False)
    message_id: str = ""  # the same for every attempt
    notice: str = ""  # of an alert message: the Notice's id
    why_none: str = "malformed address"  # English, free of addresses


Mail: TypeAlias = Envelope[EmailMessage]  # for signatures; make it with Envelope(…)


class Ledger(Protocol):
    """The durable memory of deliveries."""

    def states(self) -> Iterable[Delivery]:
        """Every record of the messages in question, in any order."""

    def append(self, record: Delivery) -> bool:
        """Make the record durable before returning. False: another run holds this claim, so keep off.

        Raises LakeError where nothing can be made durable: then nothing may be sent.
        """


def deliver(
    envelopes: Iterable[Envelope[_M]],
    messenger: Messenger[_M],
    ledger: Ledger,
    now: datetime,
    lease: timedelta = LEASE,
) -> tuple[Delivery, ...]:
    """Send what is owed; give back where each recipient stands now, one Delivery each, in the order given.

    ``now`` is aware UTC. A recipient that comes twice gets one message. What was sent or refused before is given back
    as it was recorded, untouched. When the channel is down, the rest stays owed. The messenger is left open.
    """
    known = _by_recipient(ledger.states())
    done: dict[_Key, Delivery] = {}
    is_down = False
    for envelope in envelopes:
        key = (envelope.date, envelope.revision, messenger.name, envelope.recipient_hash, envelope.notice)
        if key in done:
            continue
        records = tuple(known.get(key, ()))
        step = _Step(envelope=envelope, messenger=messenger, ledger=ledger, now=now, lease=lease, records=records)
        done[key], went_down = step.postponed() if is_down else step.run()
        is_down = is_down or went_down
    return tuple(done.values())


_Key: TypeAlias = tuple[date, int, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step(Generic[_M]):
    """One message's turn; every method returns the record and whether the channel went down."""

    envelope: Envelope[_M]
    messenger: Messenger[_M]
    ledger: Ledger
    now: datetime
    lease: timedelta
    records: Sequence[Delivery]

    def run(self) -> tuple[Delivery, bool]:
        last = standing(self.records)
        if last is not None and last.state in _FINAL:
            return last, False
        if self.envelope.message is None:
            return self._noted(self._record(0, Outcome(DeliveryState.REFUSED, self.envelope.why_none))), False
        if last is not None and last.state is DeliveryState.CLAIMED:
            if abs(self.now - last.at) < self.lease:  # a clock that jumped back must not hold it for ever
                return replace(last, detail="another run is sending this"), False
            last = self._noted(self._record(last.attempt, Outcome(DeliveryState.UNCERTAIN, "claimed, no outcome")))
        if last is not None and is_given_up((*self.records, last)):
            return replace(last, detail=f"given up after {MAX_UNCERTAIN} uncertain attempts"), False
        return self._send(self.envelope.message, last.attempt + 1 if last else 1)

    def postponed(self) -> tuple[Delivery, bool]:
        last = standing(self.records)
        if last is not None and last.state is not DeliveryState.OWED:
            return last, False
        return self._record(last.attempt if last else 0, Outcome(DeliveryState.OWED, "channel down, not tried")), False

    def _send(self, message: _M, attempt: int) -> tuple[Delivery, bool]:
        claim = self._record(attempt, Outcome(DeliveryState.CLAIMED))
        if not self.ledger.append(claim):
            return replace(claim, detail="another run is sending this"), False
        outcome = self.messenger.send(message, self.envelope.address)
        return self._noted(self._record(attempt, outcome)), outcome.is_channel_down

    def _noted(self, record: Delivery) -> Delivery:
        self.ledger.append(record)
        _log.info("%s to %s, attempt %d: %s %s", record.channel, record.recipient_hash[:8], record.attempt,
                  record.state, record.detail)  # fmt: skip
        return record

    def _record(self, attempt: int, outcome: Outcome) -> Delivery:
        return Delivery(
            date=self.envelope.date,
            revision=self.envelope.revision,
            channel=self.messenger.name,
            recipient_hash=self.envelope.recipient_hash,
            state=outcome.state,
            attempt=attempt,
            message_id=self.envelope.message_id,
            at=self.now,
            detail=outcome.detail,
            notice=self.envelope.notice,
        )


def standing(records: Iterable[Delivery]) -> Delivery | None:
    """The record that counts among one recipient's: a final one, else the latest attempt's outcome over its claim."""

    def weight(record: Delivery) -> tuple[bool, bool, int, bool]:
        is_sent = record.state is DeliveryState.SENT
        return is_sent, record.state in _FINAL, record.attempt, record.state is not DeliveryState.CLAIMED

    return max(records, key=weight, default=None)


def is_given_up(records: Iterable[Delivery]) -> bool:
    """Whether one recipient's message was tried as often as it may be, without our knowing that it came."""
    attempts = {record.attempt for record in records if record.state is DeliveryState.UNCERTAIN}
    return len(attempts) >= MAX_UNCERTAIN


def is_settled(records: Iterable[Delivery]) -> bool:
    """Whether nothing more will be tried for one recipient: sent, refused, or given up."""
    kept = tuple(records)
    last = standing(kept)
    return last is not None and (last.state in _FINAL or is_given_up(kept))


def is_untouched(records: Iterable[Delivery]) -> bool:
    """Whether it is certain that nothing reached one recipient, and that all may still be tried anew."""
    kept = tuple(records)
    failed = {record.attempt for record in kept if record.state is DeliveryState.OWED}
    return all(
        record.state is DeliveryState.OWED or (record.state is DeliveryState.CLAIMED and record.attempt in failed)
        for record in kept
    )


def _by_recipient(records: Iterable[Delivery]) -> Mapping[_Key, list[Delivery]]:
    found: dict[_Key, list[Delivery]] = defaultdict(list)
    for record in records:
        found[record.date, record.revision, record.channel, record.recipient_hash, record.notice].append(record)
    return found
