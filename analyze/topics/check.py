"""Tell what is wrong with the rules of a desk, all of it at once, for the configuration check."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from analyze.text.fold import fold
from analyze.topics.grammar import parse
from analyze.topics.limits import Limit
from analyze.topics.rules import Condition, Rule, RuleFault, Term, Weighs, leaves
from analyze.topics.terms import is_findable
from analyze.topics.watch import compile_topic
from caifeng.models import Desk, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleProblem:
    """One thing wrong with a rule: topic and field ("" for the desk's own lists), Chinese sentence, how to mend it.

    ``way`` leads to it in the file: ("topics", 0, "watch"). ``caret`` shows the rule with a caret under the place.
    """

    topic: str
    field: str
    way: tuple[str | int, ...]
    message: str
    mend: str
    caret: str = ""

    @property
    def path(self) -> str:
        """The way as people write it: topics[0].watch."""
        shown = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in self.way)
        return shown.removeprefix(".")


def check_rules(desk: Desk) -> tuple[RuleProblem, ...]:
    """Every problem of the desk's rules, terms, names, gate and sensitive words; empty when all can be used."""
    topics = (problem for number, topic in enumerate(desk.topics) for problem in _in_topic(number, topic, desk))
    return (*topics, *_in_lists(desk))


def _in_topic(number: int, topic: Topic, desk: Desk) -> Iterator[RuleProblem]:
    compiled = compile_topic(topic, desk.sensitive)
    if isinstance(compiled, RuleFault):
        yield _at(number, topic, compiled)
        return
    if topic.watch.strip() and not isinstance(rule := parse(topic.watch), RuleFault):
        yield from (_at(number, topic, fault) for fault in _in_rule(topic.watch, rule, desk))
    lists = (("tags", topic.tags), ("terms", topic.terms), ("exclude", topic.exclude), ("regions", topic.regions))
    for field, listed in lists:
        for term in listed:
            if not is_findable(fold(term).text):
                yield _empty(topic.name, ("topics", number, field), term)


def _in_rule(written: str, rule: Rule, desk: Desk) -> Iterator[RuleFault]:
    """What only shows when a readable rule is held against the desk."""
    classes = [known.name for known in desk.sensitive]
    for leaf in leaves(rule):
        match leaf:
            case Term(text) if not is_findable(fold(text).text):
                yield RuleFault(written, leaf.position, f"“{text}”里没有可以找的字", "写至少一个汉字、字母或数字")
            case Condition(Limit.SENSITIVE, name) if name not in classes:
                near = difflib.get_close_matches(name, classes, n=1, cutoff=0.5)
                mend = (
                    f"是不是 {near[0]}？" if near else "现有：" + ("、".join(classes) or "无；先在 sensitive 里写上它")
                )
                yield RuleFault(written, leaf.position, f"sensitive 里没有“{name}”这一类", mend)
            case Weighs() if not classes:
                yield RuleFault(written, leaf.position, "配置里还没有敏感词", "先在 sensitive 里写上类别和词")


def _at(number: int, topic: Topic, fault: RuleFault) -> RuleProblem:
    return RuleProblem(
        topic=topic.name,
        field="watch",
        way=("topics", number, "watch"),
        message=f"议题“{topic.name}”：{fault.message}（第 {fault.position + 1} 个字）",
        mend=fault.mend,
        caret=fault.caret,
    )


def _in_lists(desk: Desk) -> Iterator[RuleProblem]:
    for number, word in enumerate(desk.gate_words):
        if not is_findable(fold(word).text):
            yield _empty("", ("gate_words", number), word)
    for section, names in (("names", desk.names), ("peers", [(peer.name, peer.names) for peer in desk.peers])):
        for name, aliases in names:
            for spelling in (name, *aliases):
                if not is_findable(fold(spelling).text):
                    yield _empty("", (section, name), spelling)
    for known in desk.sensitive:
        for word in known.words:
            if not is_findable(fold(word).text):
                yield _empty("", ("sensitive", known.name), word)


def _empty(topic: str, way: tuple[str | int, ...], term: str) -> RuleProblem:
    return RuleProblem(
        topic=topic,
        field=str(way[2] if topic else way[0]),
        way=way,
        message=f"“{term}”里没有可以找的字",
        mend="写至少一个汉字、字母或数字",
    )
