"""数字台账: every number that an edition states, where it stands, what it is counted from."""

from publish.ledger.figure import Figure, Ledger, key
from publish.ledger.ledger import ledger_of
from publish.ledger.linking import figured, num

__all__ = ["Figure", "Ledger", "figured", "key", "ledger_of", "num"]
