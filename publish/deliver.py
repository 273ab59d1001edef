"""送达: each mail goes out at least once, at most twice, and we say which.

For each (date, revision, channel, recipient hash) the ledger holds

    (nothing: owed) → claimed → sent │ refused │ owed │ uncertain

``claimed`` is durable before the network is touched. A claim without an outcome means that a run died while sending:
after ``LEASE`` it counts as uncertain. Uncertain is tried once more under the same Message-ID, by which a mailbox can
tell the copy, and then given up and reported. The other order of things (a checkpoint that moves on when mails are
fetched, not when they are sent) is how newsletters lose readers: reliability notes, fact 3.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from typing import Protocol

from caifeng.models import Delivery, DeliveryState
from publish.mail import Messenger, Outcome

LEASE = timedelta(hours=1)  # how long another run's claim is left alone
MAX_UNCERTAIN = 2

_log = logging.getLogger(__name__)
_FINAL = (DeliveryState.SENT, DeliveryState.REFUSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A digest ready to go to one address; without a message where the address is none."""

    date: date
    revision: int
    recipient_hash: str
    address: str = field(repr=False)
    message: EmailMessage | None = field(repr=False)


class Ledger(Protocol):
    """The durable memory of deliveries."""

    def states(self) -> Iterable[Delivery]:
        """Every record of the editions in question, in any order."""

    def append(self, record: Delivery) -> bool:
        """Make the record durable before returning. False: another run holds this claim, so keep off.

        Raises LakeError where nothing can be made durable: then nothing may be sent.
        """


def deliver(mails: Iterable[Mail], messenger: Messenger, ledger: Ledger, now: datetime) -> tuple[Delivery, ...]:
    """Send what is owed; give back where each recipient stands now, one Delivery each, in the order of ``mails``.

    ``now`` is aware UTC. A recipient that comes twice gets one mail. What was sent or refused before is given back as
    it was recorded, untouched. When the channel is down, the rest stays owed. The messenger is left open.
    """
    known = _by_recipient(ledger.states())
    done: dict[_Key, Delivery] = {}
    is_down = False
    for mail in mails:
        key = (mail.date, mail.revision, messenger.name, mail.recipient_hash)
        if key in done:
            continue
        step = _Step(mail, messenger, ledger, now, tuple(known.get(key, ())))
        done[key], went_down = step.postponed() if is_down else step.run()
        is_down = is_down or went_down
    return tuple(done.values())


_Key = tuple[date, int, str, str]


@dataclass(frozen=True, slots=True)
class _Step:
    """One mail's turn; every method returns the record and whether the channel went down."""

    mail: Mail
    messenger: Messenger
    ledger: Ledger
    now: datetime
    records: Sequence[Delivery]

    def run(self) -> tuple[Delivery, bool]:
        last = standing(self.records)
        if last is not None and last.state in _FINAL:
            return last, False
        if self.mail.message is None:
            return self._noted(self._record(0, Outcome(DeliveryState.REFUSED, "malformed address"))), False
        if last is not None and last.state is DeliveryState.CLAIMED:
            if self.now - last.at < LEASE:
                return replace(last, detail="another run is sending this"), False
            last = self._noted(self._record(last.attempt, Outcome(DeliveryState.UNCERTAIN, "claimed, no outcome")))
        if last is not None and _is_given_up((*self.records, last)):
            return replace(last, detail=f"given up after {MAX_UNCERTAIN} uncertain attempts"), False
        return self._send(self.mail.message, last.attempt + 1 if last else 1)

    def postponed(self) -> tuple[Delivery, bool]:
        last = standing(self.records)
        if last is not None and last.state is not DeliveryState.OWED:
            return last, False
        return self._record(last.attempt if last else 0, Outcome(DeliveryState.OWED, "channel down, not tried")), False

    def _send(self, message: EmailMessage, attempt: int) -> tuple[Delivery, bool]:
        claim = self._record(attempt, Outcome(DeliveryState.CLAIMED))
        if not self.ledger.append(claim):
            return replace(claim, detail="another run is sending this"), False
        outcome = self.messenger.send(message, self.mail.address)
        return self._noted(self._record(attempt, outcome)), outcome.is_channel_down

    def _noted(self, record: Delivery) -> Delivery:
        self.ledger.append(record)
        _log.info("%s to %s, attempt %d: %s %s", record.channel, record.recipient_hash[:8], record.attempt,
                  record.state, record.detail)  # fmt: skip
        return record

    def _record(self, attempt: int, outcome: Outcome) -> Delivery:
        mail = self.mail
        return Delivery(
            date=mail.date,
            revision=mail.revision,
            channel=self.messenger.name,
            recipient_hash=mail.recipient_hash,
            state=outcome.state,
            attempt=attempt,
            message_id=str(mail.message["Message-ID"]) if mail.message else "",
            at=self.now,
            detail=outcome.detail,
        )


def standing(records: Iterable[Delivery]) -> Delivery | None:
    """The record that counts among one recipient's: a final one, else the latest attempt's outcome over its claim."""

    def weight(record: Delivery) -> tuple[bool, bool, int, bool]:
        is_sent = record.state is DeliveryState.SENT
        return is_sent, record.state in _FINAL, record.attempt, record.state is not DeliveryState.CLAIMED

    return max(records, key=weight, default=None)


def _is_given_up(records: Iterable[Delivery]) -> bool:
    attempts = {record.attempt for record in records if record.state is DeliveryState.UNCERTAIN}
    return len(attempts) >= MAX_UNCERTAIN


def _by_recipient(records: Iterable[Delivery]) -> Mapping[_Key, list[Delivery]]:
    found: dict[_Key, list[Delivery]] = defaultdict(list)
    for record in records:
        found[record.date, record.revision, record.channel, record.recipient_hash].append(record)
    return found
