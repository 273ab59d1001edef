"""What a scan for tone words finds: the words as they weigh where they stand, and the marks around them."""

from dataclasses import dataclass


@dataclass(slots=True)
class Carrier:
    """A tone word at a place of the folded text, what it weighs there, and its class in the lexicon."""

    start: int
    end: int
    weight: float
    group: str = ""


@dataclass(frozen=True, slots=True)
class Scan:
    """The carriers of one text, whether it refutes something, and how often it mocks, asks, exclaims or supposes.

    ``questions`` and ``exclamations`` count the marks, ``turned`` the tone words that a negation turned.
    """

    carriers: tuple[Carrier, ...]
    is_refuting: bool
    irony: int = 0
    questions: int = 0
    rhetorical: int = 0
    exclamations: int = 0
    hypothetical: int = 0
    turned: int = 0
