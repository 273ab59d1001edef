"""What a scan for tone words finds: the words as they weigh where they stand, and the marks around them."""

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(slots=True)
class Carrier:
    """A tone word at a place of the folded text, what it weighs there, and its class in the lexicon."""

    start: int
    end: int
    weight: float
    group: str = ""


class GroupMass(NamedTuple):
    """What the words of one class weigh together; both masses are 0 or more."""

    name: str
    bad: float
    good: float


@dataclass(frozen=True, slots=True)
class Scan:
    """The carriers of one text, whether it refutes something, and how often it mocks, asks, exclaims or supposes.

    ``questions`` and ``exclamations`` count the marks, ``turned`` the tone words that a negation turned;
    ``quoted_bad`` and ``quoted_good`` are the masses of the words inside quotations longer than scare quotes.
    """

    carriers: tuple[Carrier, ...]
    is_refuting: bool
    irony: int = 0
    questions: int = 0
    rhetorical: int = 0
    exclamations: int = 0
    contrasts: int = 0
    hypothetical: int = 0
    turned: int = 0
    quoted_bad: float = 0.0
    quoted_good: float = 0.0

    def groups(self) -> tuple[GroupMass, ...]:
        """Mass by class, in order of first appearance."""
        masses: dict[str, list[float]] = {}
        for carrier in self.carriers:
            mass = masses.setdefault(carrier.group, [0.0, 0.0])
            mass[carrier.weight > 0] += abs(carrier.weight)
        return tuple(GroupMass(name, bad, good) for name, (bad, good) in masses.items())
