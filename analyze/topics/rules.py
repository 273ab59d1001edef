"""What a rule of the topic language is made of, and how it is written (grammar.py reads it)."""

from dataclasses import dataclass, field

from analyze.topics.limits import Limit
from analyze.topics.tokens import is_bare


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase, as written in the rule; ``place`` limits it to "title" or "text"."""

    text: str
    place: str = ""
    position: int = field(default=0, compare=False)  # in the rule, 0-based character


@dataclass(frozen=True, slots=True)
class Condition:
    """Something the item itself must be: of a channel, region, tier range ("1-2"), author, or sensitive class."""

    limit: Limit
    value: str
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Weighs:
    """敏感>=3: the weights of the distinct sensitive words found add up to at least ``least``."""

    least: float
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class All:
    """AND: every part holds."""

    parts: tuple["Rule", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """OR: at least one part holds."""

    parts: tuple["Rule", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """NOT: the part does not hold anywhere in the item."""

    part: "Rule"


@dataclass(frozen=True, slots=True)
class Near:
    """NEAR: a hit of each side in one field, not overlapping, at most ``distance`` folded characters between them."""

    left: "Rule"
    right: "Rule"
    distance: int


_AROUND = 17  # characters shown on each side of a fault: 68 columns at most

Rule = Term | Condition | Weighs | All | Either | Not | Near
Leaf = Term | Condition | Weighs


@dataclass(frozen=True, slots=True)
class RuleFault:
    """Why a rule cannot be read: the place (0-based character), a Chinese sentence, and how to mend it."""

    rule: str
    position: int
    message: str
    mend: str

    @property
    def caret(self) -> str:
        """The rule around the place with a caret under it, short enough for one line of a terminal."""
        start = max(0, self.position - _AROUND)
        end = self.position + _AROUND
        shown = " ".join(self.rule[start:end].splitlines())
        before, after = "…" if start else "", "…" if end < len(self.rule) else ""
        # Han characters take two columns.
        blank = "".join("\u3000" if ord(character) > 0x2E7F else " " for character in self.rule[start : self.position])
        return f"    {before}{shown}{after}\n    {' ' * len(before)}{blank}^"


def to_text(rule: Rule) -> str:
    """Write a rule so that :func:`analyze.topics.grammar.parse` reads the same rule again."""
    match rule:
        case Term(text, place):
            written = text if is_bare(text) else f'"{text}"'
            return f"{Limit[place.upper()].label}:{written}" if place else written
        case Condition(limit, value):
            return f"{limit.label}:" + (value if is_bare(value) else f'"{value}"')
        case Weighs(least):
            return f"敏感>={least:g}"
        case All(parts):
            return " AND ".join(_bracketed(part, All, Either) for part in parts)
        case Either(parts):
            return " OR ".join(_bracketed(part, Either) for part in parts)
        case Not(part):
            return "NOT " + _bracketed(part, All, Either, Near)
        case Near(left, right, distance):
            return f"{_bracketed(left, All, Either)} NEAR/{distance} {_bracketed(right, All, Either, Near)}"


def leaves(rule: Rule) -> tuple[Leaf, ...]:
    """Terms and conditions of the rule in the order of writing, also those under NOT."""
    match rule:
        case Term() | Condition() | Weighs():
            return (rule,)
        case All(parts) | Either(parts):
            return tuple(leaf for part in parts for leaf in leaves(part))
        case Not(part):
            return leaves(part)
        case Near(left, right, _):
            return leaves(left) + leaves(right)


def terms(rule: Rule) -> tuple[str, ...]:
    """Every term of the rule, in the order of writing, also those under NOT."""
    return tuple(leaf.text for leaf in leaves(rule) if isinstance(leaf, Term))


def is_met_by_nothing(rule: Rule) -> bool:
    """Whether some item without any of the terms (and without any sensitive word) would satisfy the rule."""
    return _without_words(rule)[0]


def _without_words(rule: Rule) -> tuple[bool, bool]:
    """Whether the rule can hold, and whether it can fail, in an item in which no word is found."""
    match rule:
        case Condition(limit) if limit is not Limit.SENSITIVE:
            return True, True
        case Term() | Near() | Condition() | Weighs():
            return False, True
        case All(parts):
            known = [_without_words(part) for part in parts]
            return all(can_hold for can_hold, _ in known), any(can_fail for _, can_fail in known)
        case Either(parts):
            known = [_without_words(part) for part in parts]
            return any(can_hold for can_hold, _ in known), all(can_fail for _, can_fail in known)
        case Not(part):
            can_hold, can_fail = _without_words(part)
            return can_fail, can_hold


def _bracketed(rule: Rule, *kinds: type) -> str:
    written = to_text(rule)
    return f"({written})" if isinstance(rule, kinds) else written
