"""送达: the record that a digest went to one recipient, or why it did not."""

from dataclasses import dataclass
from datetime import date, datetime

from caifeng.models.vocabulary import DeliveryState


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One step of one message: the line of the ledger. The recipient is a keyed hash, never an address."""

    date: date  # of the edition; of a notice, the UTC day on which it was made
    revision: int
    channel: str  # the messenger's name: "mail", "outbox" …
    recipient_hash: str  # 32 hex digits of HMAC-SHA256 of the address
    state: DeliveryState
    attempt: int  # 1 for the first; 0: never tried
    message_id: str  # the same for every attempt; "" where no mail could be made
    at: datetime  # aware UTC
    detail: str = ""  # English, one line, free of addresses
    notice: str = ""  # of an alert message: the Notice's id; "": a digest
