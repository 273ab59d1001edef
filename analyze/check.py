"""Tell what is wrong with the rules of a desk, all of it at once, for the configuration check."""

from collections.abc import Iterator
from dataclasses import dataclass

from analyze.fold import fold
from analyze.rules import RuleFault, terms
from analyze.terms import is_findable
from analyze.topics import compile_topic
from caifeng.models import Desk, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleProblem:
    """One thing wrong with a rule: topic and field ("" for the desk's own lists), Chinese sentence, how to mend it.

    ``path`` is the place as in the file ("topics[0].watch"); ``caret`` shows the rule with a caret under the place.
    """

    topic: str
    field: str
    path: str
    message: str
    mend: str
    caret: str = ""


def check_rules(desk: Desk) -> tuple[RuleProblem, ...]:
    """Every problem of the desk's rules, terms, names and gate words; empty when all can be used."""
    topics = (problem for number, topic in enumerate(desk.topics) for problem in _in_topic(number, topic))
    return (*topics, *_in_lists(desk))


def _in_topic(number: int, topic: Topic) -> Iterator[RuleProblem]:
    compiled = compile_topic(topic)
    if isinstance(compiled, RuleFault):
        yield RuleProblem(
            topic=topic.name,
            field="watch",
            path=f"topics[{number}].watch",
            message=f"议题“{topic.name}”：{compiled.message}（第 {compiled.position + 1} 个字）",
            mend=compiled.mend,
            caret=compiled.caret,
        )
        return
    for field, listed in _fields(topic, terms(compiled.rule)):
        for term in listed:
            if not is_findable(fold(term).text):
                yield _empty(topic.name, field, f"topics[{number}].{field}", term)


def _fields(topic: Topic, in_rule: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    lists = (("tags", topic.tags), ("terms", topic.terms), ("exclude", topic.exclude), ("regions", topic.regions))
    known = {term for _, listed in lists for term in listed}
    return (("watch", tuple(term for term in in_rule if term not in known)), *lists)


def _in_lists(desk: Desk) -> Iterator[RuleProblem]:
    for number, word in enumerate(desk.gate_words):
        if not is_findable(fold(word).text):
            yield _empty("", "gate_words", f"gate_words[{number}]", word)
    for name, aliases in desk.names:
        for spelling in (name, *aliases):
            if not is_findable(fold(spelling).text):
                yield _empty("", "names", f"names.{name}", spelling)


def _empty(topic: str, field: str, path: str, term: str) -> RuleProblem:
    return RuleProblem(
        topic=topic,
        field=field,
        path=path,
        message=f"“{term}”里没有可以找的字",
        mend="写至少一个汉字、字母或数字",
    )
