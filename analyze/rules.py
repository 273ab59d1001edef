"""The topic language: (净水机 OR 热水壶) AND (漏水 NEAR/20 赔偿) NOT 招聘.

    rule      = every { OR every }
    every     = near { [AND] near | NOT near }         neighbours without a word between them: AND
    near      = one { NEAR/20 one }                    within 20 characters of each other, same field
    one       = term | "a phrase" | ( rule ) | NOT one

Words in capitals, or in Chinese between blanks or brackets: 并且, 或者, 排除. ``|`` and a lone ``&`` mean OR and AND; a
``-`` right before a term means NOT. Brackets and quotes may be full-width. A rule needs a term that must be found: one
that an empty text would satisfy is refused.
"""

from dataclasses import dataclass

from analyze.tokens import FaultyRuleError, Kind, Token, is_bare, tokens


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase, as written in the rule."""

    text: str


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


Rule = Term | All | Either | Not | Near


@dataclass(frozen=True, slots=True)
class RuleFault:
    """Why a rule cannot be read: the place (0-based character), a Chinese sentence, and how to mend it."""

    rule: str
    position: int
    message: str
    mend: str

    @property
    def caret(self) -> str:
        """The rule with a caret under the place; Han characters take two columns."""
        before = "".join("\u3000" if ord(character) > 0x2E7F else " " for character in self.rule[: self.position])
        return f"{self.rule}\n{before}^"


def parse(text: str) -> Rule | RuleFault:
    """Read a rule of the topic language; a rule that cannot be read comes back as a :class:`RuleFault`."""
    try:
        rule = _Parser(tokens(text)).rule()
    except FaultyRuleError as fault:
        return RuleFault(text, fault.position, fault.message, fault.mend)
    if is_met_by_nothing(rule):
        return RuleFault(text, 0, "规则里只有要排除的词，什么都没有要找", "至少写一个要找的词，例如：净水机 NOT 招聘")
    return rule


def to_text(rule: Rule) -> str:
    """Write a rule so that :func:`parse` reads the same rule again."""
    match rule:
        case Term(text):
            return text if is_bare(text) else f'"{text}"'
        case All(parts):
            return " AND ".join(_bracketed(part, All, Either) for part in parts)
        case Either(parts):
            return " OR ".join(_bracketed(part, Either) for part in parts)
        case Not(part):
            return "NOT " + _bracketed(part, All, Either, Near)
        case Near(left, right, distance):
            return f"{_bracketed(left, All, Either)} NEAR/{distance} {_bracketed(right, All, Either, Near)}"


def terms(rule: Rule) -> tuple[str, ...]:
    """Every term of the rule, in the order of writing, also those under NOT."""
    match rule:
        case Term(text):
            return (text,)
        case All(parts) | Either(parts):
            return tuple(term for part in parts for term in terms(part))
        case Not(part):
            return terms(part)
        case Near(left, right, _):
            return terms(left) + terms(right)


def is_met_by_nothing(rule: Rule) -> bool:
    """Whether an item without any of the terms would satisfy the rule."""
    match rule:
        case Term() | Near():
            return False
        case All(parts):
            return all(is_met_by_nothing(part) for part in parts)
        case Either(parts):
            return any(is_met_by_nothing(part) for part in parts)
        case Not(part):
            return not is_met_by_nothing(part)


def _bracketed(rule: Rule, *kinds: type) -> str:
    written = to_text(rule)
    return f"({written})" if isinstance(rule, kinds) else written


_DEEPEST = 50  # far beyond what people write; keeps the recursion bounded


class _Parser:
    """Recursive descent over the tokens of one rule."""

    def __init__(self, found: list[Token]) -> None:
        self._tokens = found
        self._at = 0
        self._depth = 0

    def rule(self) -> Rule:
        if self._peek().kind is Kind.END:
            raise FaultyRuleError(0, "规则是空的", "写上要找的词，例如：净水机 AND 漏水")
        rule = self._either()
        if self._peek().kind is Kind.CLOSE:
            raise FaultyRuleError(self._peek().position, "多了一个右括号", "去掉它，或者在前面补上左括号")
        return rule

    def _peek(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._peek()
        self._at += 1
        return token

    def _either(self) -> Rule:
        parts = [self._all()]
        while self._peek().kind is Kind.OR:
            self._take()
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _all(self) -> Rule:
        parts = [self._near()]
        while self._peek().kind in (Kind.AND, Kind.TERM, Kind.OPEN, Kind.NOT):
            if self._peek().kind is Kind.AND:
                self._take()
            parts.append(self._near())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _near(self) -> Rule:
        start = self._peek()
        rule = self._one()
        while self._peek().kind is Kind.NEAR:
            near, after = self._take(), self._peek()
            right = self._one()
            self._check_near(rule, start)
            self._check_near(right, after)
            rule = Near(rule, right, near.distance)
        return rule

    def _check_near(self, side: Rule, token: Token) -> None:
        parts = side.parts if isinstance(side, Either) else (side,)
        if not all(isinstance(part, Term | Near) for part in parts):
            mend = "把 AND 和 NOT 写到 NEAR 的外面，例如：(漏水 NEAR/20 赔偿) AND 净水机"
            raise FaultyRuleError(token.position, "NEAR 两边只能是词，或用 OR 连起来的词", mend)

    def _one(self) -> Rule:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise FaultyRuleError(
                self._peek().position, f"括号或 NOT 套了超过 {_DEEPEST} 层", "拆成几个议题，或者去掉多余的括号"
            )
        rule = self._single()
        self._depth -= 1
        return rule

    def _single(self) -> Rule:
        token = self._take()
        if token.kind is Kind.TERM:
            return Term(token.text)
        if token.kind is Kind.NOT:
            return Not(self._one())
        if token.kind is Kind.OPEN:
            return self._bracket(token)
        self._at -= 1
        raise self._misplaced(token)

    def _bracket(self, opening: Token) -> Rule:
        if self._peek().kind is Kind.CLOSE:
            raise FaultyRuleError(opening.position, "括号里是空的", "在括号里写上词，或者去掉这对括号")
        if self._peek().kind is Kind.END:
            raise FaultyRuleError(opening.position, "左括号没有配对", "在这一组词的末尾补上右括号")
        rule = self._either()
        if self._peek().kind is not Kind.CLOSE:
            raise FaultyRuleError(opening.position, "左括号没有配对", "在这一组词的末尾补上右括号")
        self._take()
        return rule

    def _misplaced(self, token: Token) -> FaultyRuleError:
        if token.kind is Kind.CLOSE and self._at == 0:
            return FaultyRuleError(token.position, "多了一个右括号", "去掉它，或者在前面补上左括号")
        before = self._tokens[self._at - 1] if self._at else token
        if token.kind in (Kind.END, Kind.CLOSE):
            return FaultyRuleError(
                before.position, f"“{before.text}”后面缺少词", f"在后面补上一个词，或者去掉“{before.text}”"
            )
        if before.kind in (Kind.AND, Kind.OR, Kind.NEAR, Kind.NOT) and before is not token:
            return FaultyRuleError(
                token.position, f"“{before.text}”和“{token.text}”连在一起了", "两个连接词之间补上一个词，或者去掉一个"
            )
        return FaultyRuleError(token.position, f"“{token.text}”前面缺少词", f"在前面补上一个词，或者去掉“{token.text}”")
