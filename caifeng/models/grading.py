"""热度, 信号, 评级, 定性提示: sums that a reader can add up, and the measured facts they are made of."""

from dataclasses import dataclass

from caifeng.models.vocabulary import GateClass, Level, StoryType


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """One line of an index that a reader can add up: value × weight = points.

    ``parts`` are the lines that ``value`` itself is the sum of; empty where it is measured directly.
    """

    name: str
    raw: str  # what was counted, in words: "42 条"
    value: float  # 0–100
    weight: float  # 0–1
    points: float  # value × weight, in tenths
    item_ids: tuple[str, ...] = ()
    parts: tuple["Contribution", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat:
    """热度 0–100, the sum of its parts."""

    value: float
    parts: tuple[Contribution, ...]
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One measured fact about a story."""

    name: str
    value: float
    text: str  # Chinese, with its number
    item_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """A reason that lifts a grade whatever the score is."""

    reason: str
    floor: Level
    item_ids: tuple[str, ...]
    kind: GateClass | None = None  # None: the desk's own gate words


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """评级 by the machine: score 0–100 from four sub-indices, gates, limits, and the level that follows.

    ``cutoffs`` are those in force, ``before`` the level told last, so that the level can be computed again from what
    is printed: the score's level (held ``hysteresis`` points below a cut-off), not below a gate, not above ``ceiling``.
    """

    level: Level
    score: float
    parts: tuple[Contribution, ...]
    gates: tuple[Gate, ...]
    version: str
    cutoffs: tuple[tuple[Level, float], ...] = ()
    hysteresis: float = 0.0
    before: Level | None = None
    ceiling: Level | None = None  # a limit on the level, None: none
    ceiling_why: str = ""

    @property
    def reason(self) -> str:
        """One line that a reader can check."""
        parts = " · ".join(f"{part.name} {part.value:.0f}" for part in self.parts)
        gates = "；".join(gate.reason for gate in self.gates)
        return f"总分 {self.score:.0f}（{parts}）" + (f"；{gates}" if gates else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeHint:
    """What the evidence suggests about 定性; people decide. ``probability`` (0–1) is the measured precision, or 0."""

    type: StoryType
    why: str
    item_ids: tuple[str, ...]
    probability: float = 0.0
