"""Read the topic language: 标题:(净水机 OR 热水壶) AND (漏水 NEAR/20 赔偿) AND 渠道:微博 NOT 招聘.

    rule      = every { OR every }
    every     = near { [AND] near | NOT near }         neighbours without a word between them: AND
    near      = one { NEAR/20 one } | sets             within 20 characters of each other, same field
    sets      = {a, b} { × {c, d} | ×20 {c, d} }       every pair; ×20: every pair within 20 characters
    one       = term | "a phrase" | ( rule ) | {a, b} | NOT one | limit one | 敏感>=3
    limit     = 标题: | 正文: | 渠道: | 地区: | 层级: | 作者: | 敏感:

Words in capitals, or in Chinese between blanks or brackets: 并且, 或者, 排除. ``|`` and a lone ``&`` mean OR and AND; a
``-`` right before a term means NOT. Brackets, quotes and colons may be full-width. A rule needs a term that must be
found: one that an item without any of its words could satisfy is refused.
"""

from analyze.topics.conditions import condition
from analyze.topics.limits import Limit
from analyze.topics.rules import All, Condition, Either, Near, Not, Rule, RuleFault, Term, Weighs, is_met_by_nothing
from analyze.topics.tokens import FaultyRuleError, Kind, Token, tokens

_DEEPEST = 50  # far beyond what people write; keeps the recursion bounded
_LONGEST_CHAIN = 10  # of NEAR: each nests the ones before it
_BEGINS = (Kind.TERM, Kind.OPEN, Kind.NOT, Kind.SET, Kind.LIMIT, Kind.LEAST)


def parse(text: str) -> Rule | RuleFault:
    """Read a rule of the topic language; a rule that cannot be read comes back as a :class:`RuleFault`."""
    try:
        rule = _Parser(tokens(text)).rule()
    except FaultyRuleError as fault:
        return RuleFault(text, fault.position, fault.message, fault.mend)
    if is_met_by_nothing(rule):
        message = "规则里只有要排除的词或渠道之类的条件，什么都没有要找"
        return RuleFault(text, 0, message, "至少写一个要找的词，例如：净水机 NOT 招聘")
    return rule


class _Parser:
    """Recursive descent over the tokens of one rule."""

    def __init__(self, found: list[Token]) -> None:
        self._tokens = found
        self._at = 0
        self._depth = 0
        self._limit: Limit | None = None  # the limit around the part that is being read

    def rule(self) -> Rule:
        if self._peek().kind is Kind.END:
            raise FaultyRuleError(0, "规则是空的", "写上要找的词，例如：净水机 AND 漏水")
        rule = self._either()
        if self._peek().kind is Kind.CLOSE:
            raise FaultyRuleError(self._peek().position, "多了一个右括号", "去掉它，或者在前面补上左括号")
        if self._peek().kind is not Kind.END:
            raise self._misplaced(self._peek())
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
        while self._peek().kind is Kind.AND or self._peek().kind in _BEGINS:
            if self._peek().kind is Kind.AND:
                self._take()
            parts.append(self._near())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _near(self) -> Rule:
        start = self._peek()
        rule = self._one()
        for link in range(len(self._tokens)):
            if self._peek().kind is not Kind.NEAR:
                break
            near, after = self._take(), self._peek()
            if link >= _LONGEST_CHAIN:
                raise FaultyRuleError(near.position, f"NEAR 连了超过 {_LONGEST_CHAIN} 次", "拆成几条，用 AND 连起来")
            right = self._one()
            self._check_near(rule, start)
            self._check_near(right, after)
            rule = Near(rule, right, near.distance)
        return rule

    def _check_near(self, side: Rule, token: Token) -> None:
        parts = side.parts if isinstance(side, Either) else (side,)
        if not all(isinstance(part, Term | Near) for part in parts):
            mend = "把 AND、NOT 和条件写到 NEAR 的外面，例如：(漏水 NEAR/20 赔偿) AND 净水机"
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
        match token.kind:
            case Kind.TERM:
                return self._leaf(token.text, token.position)
            case Kind.NOT:
                return Not(self._one())
            case Kind.OPEN:
                return self._bracket(token)
            case Kind.SET:
                return self._product(token)
            case Kind.LIMIT:
                return self._limited(token)
            case Kind.LEAST if self._limit is None:
                return Weighs(token.least, token.position)
        self._at -= 1
        raise self._misplaced(token)

    def _leaf(self, text: str, position: int) -> Term | Condition:
        if self._limit is None or self._limit.field:
            return Term(text, self._limit.field if self._limit else "", position)
        return condition(self._limit, text, position)

    def _limited(self, token: Token) -> Rule:
        if self._limit is not None:
            mend = f"只留一个；{token.text} 写到 {self._limit.label}: 的外面，用 AND 连起来"
            raise FaultyRuleError(token.position, f"“{token.text}”套在“{self._limit.label}:”里面了", mend)
        if self._peek().kind not in (Kind.TERM, Kind.OPEN, Kind.SET, Kind.LIMIT):
            mend = f"冒号后面写词、引号里的短语或括号，例如：{token.text}{_EXAMPLES[token.limit]}"
            raise FaultyRuleError(token.position, f"“{token.text}”后面缺少词", mend)
        self._limit = token.limit
        rule = self._one()
        self._limit = None
        return rule

    def _product(self, first: Token) -> Rule:
        """{a, b} × {c, d}: any of the first with any of the second, which is what listing all pairs would say."""
        rule = self._members(first)
        token = first
        while self._peek().kind is Kind.TIMES:
            times = self._take()
            if self._peek().kind is not Kind.SET:
                raise FaultyRuleError(
                    times.position, f"“{times.text}”后面缺少另一组词", "写成 {净水机, 热水壶} × {漏水, 起火}"
                )
            right = self._members(self._take())
            if times.distance:
                self._check_near(rule, token)
                self._check_near(right, times)
                rule = Near(rule, right, times.distance)
            else:
                rule = All((*rule.parts, right)) if isinstance(rule, All) else All((rule, right))
            token = times
        return rule

    def _members(self, token: Token) -> Rule:
        members = tuple(self._leaf(word, position) for position, word in token.members)
        return members[0] if len(members) == 1 else Either(members)

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
        if token.kind is Kind.LEAST:
            return FaultyRuleError(token.position, f"“{token.text}”不能写在范围里面", "写到括号外面，用 AND 连起来")
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


_EXAMPLES = {
    Limit.TITLE: "漏水",
    Limit.TEXT: "(漏水 OR 起火)",
    Limit.CHANNEL: "微博",
    Limit.REGION: "广东",
    Limit.TIER: "1-2",
    Limit.AUTHOR: "张三",
    Limit.SENSITIVE: "人身安全",
    None: "漏水",
}
