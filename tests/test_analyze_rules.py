"""The topic language: what is written is what is read, and a slip is told with its place and its mending."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyze.topics.grammar import parse
from analyze.topics.proof import Grounds, proof
from analyze.topics.rules import All, Either, Near, Not, Rule, RuleFault, Term, is_met_by_nothing, terms, to_text
from analyze.topics.terms import TermIndex, shadow_of
from tests.analyze_desk import item

A, B, C = Term("净水机"), Term("漏水"), Term("招聘")
ALPHABET = "甲乙丙"


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("净水机", A),
        ("净水机 漏水", All((A, B))),
        ("净水机 AND 漏水", All((A, B))),
        ("净水机 并且 漏水", All((A, B))),
        ("净水机 & 漏水", All((A, B))),
        ("净水机 OR 漏水", Either((A, B))),
        ("净水机|漏水", Either((A, B))),
        ("净水机 或者 漏水", Either((A, B))),
        ("净水机 漏水 OR 招聘", Either((All((A, B)), C))),
        ("（净水机 OR 漏水） NOT 招聘", All((Either((A, B)), Not(C)))),
        ("净水机 -招聘", All((A, Not(C)))),
        ("净水机 排除 招聘", All((A, Not(C)))),
        ("净水机 NEAR/20 漏水", Near(A, B, 20)),
        ("“夜里 漏水”", Term("夜里 漏水")),
        ("「漏水」", B),
        ("Wi-Fi", Term("Wi-Fi")),
        ("nearby", Term("nearby")),
        ('"AND"', Term("AND")),
    ],
)
def test_a_rule_reads_as_people_mean_it(written: str, rule: Rule) -> None:
    assert parse(written) == rule


@pytest.mark.parametrize(
    ("written", "position", "message", "mend"),
    [
        ("", 0, "规则是空的", "写上要找的词"),
        ("(净水机 OR 漏水", 0, "左括号没有配对", "补上右括号"),
        ("净水机)", 3, "多了一个右括号", "去掉它"),
        ("净水机 AND ()", 8, "括号里是空的", "写上词"),
        ("净水机 AND", 4, "“AND”后面缺少词", "补上一个词"),
        ("OR 净水机", 0, "“OR”前面缺少词", "补上一个词"),
        ("净水机 AND OR 漏水", 8, "连在一起了", "去掉一个"),
        ("净水机 NEAR 漏水", 4, "NEAR 后面缺少字数", "NEAR/20"),
        ("净水机 NEAR/x 漏水", 4, "NEAR 后面缺少字数", "NEAR/20"),
        ("净水机 NEAR/0 漏水", 4, "1 到 9999", "NEAR/20"),
        ("净水机 and 漏水", 4, "小写的“and”不起作用", "AND"),
        ("净水机 Near/20 漏水", 4, "小写的“Near”不起作用", '"Near/20"'),
        ("净水机 × 漏水", 4, "× 两边要写大括号", "{赔偿}"),
        ("净水机 NEAR/20", 4, "“NEAR/20”后面缺少词", "补上一个词"),
        ("净水机 NEAR/5 (漏水 AND 招聘)", 11, "NEAR 两边只能是词", "外面"),
        ("NOT 招聘", 0, "只有要排除的词", "至少写一个要找的词"),
        ("净水机 OR NOT 招聘", 0, "只有要排除的词", "至少写一个要找的词"),
        ("“漏水", 0, "引号没有配对", "补上另一个引号"),
        ('净水机 ""', 4, "引号里是空的", "去掉这对引号"),
        ("漏水、漏电", 2, "标点“、”", "写 OR 或 AND"),
        ("(" * 80 + "净水机" + ")" * 80, 50, "超过 50 层", "去掉多余的括号"),
    ],
)
def test_a_slip_is_told_with_its_place_and_its_mending(written: str, position: int, message: str, mend: str) -> None:
    fault = parse(written)
    assert isinstance(fault, RuleFault)
    assert message in fault.message
    assert mend in fault.mend
    assert fault.position == position
    assert fault.caret.splitlines()[-1].endswith("^")


def _rules(leaf: st.SearchStrategy[Rule]) -> st.SearchStrategy[Rule]:
    def grow(inner: st.SearchStrategy[Rule]) -> st.SearchStrategy[Rule]:
        parts = st.lists(inner, min_size=2, max_size=3).map(tuple)
        return st.one_of(parts.map(All), parts.map(Either), inner.map(Not))

    return st.recursive(leaf, grow, max_leaves=8)


_terms = st.builds(Term, st.text(alphabet=ALPHABET, min_size=1, max_size=2), st.sampled_from(["", "", "title", "text"]))
_sides: st.SearchStrategy[Rule] = st.one_of(_terms, st.lists(_terms, min_size=2, max_size=3).map(tuple).map(Either))
_near = st.builds(Near, _sides, _sides, st.integers(1, 4))
_any_rule = _rules(st.one_of(_terms, _near))
_written = _rules(
    st.one_of(
        st.text(
            st.characters(exclude_categories=["Cs"], exclude_characters='"＂“”「」『』（）｜＆－　'),
            min_size=1,
            max_size=8,
        )
        .filter(str.strip)
        .map(Term),
        _near,
    )
)


@given(_written)
def test_a_printed_rule_reads_back_as_itself(rule: Rule) -> None:
    back = parse(to_text(rule))
    assert isinstance(back, RuleFault) if is_met_by_nothing(rule) else back == rule


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_with_a_sentence(written: str) -> None:
    read = parse(written)
    if isinstance(read, RuleFault):
        assert read.message
        assert read.mend
        assert 0 <= read.position <= len(written)


@given(_any_rule, st.text(alphabet=ALPHABET + "。", max_size=12), st.text(alphabet=ALPHABET + "。", max_size=12))
def test_evaluation_equals_the_naive_one(rule: Rule, title: str, text: str) -> None:
    shadow = shadow_of(item(text, title))
    found = proof(rule, Grounds(shadow, TermIndex(terms(rule), ()).find(shadow)))
    expected = _naive(rule, {"title": title, "text": text})
    assert (found is not None) == (expected is not None)
    if found is not None:
        assert {(term, spot.field, spot.start, spot.end) for term, spot in found} == expected


Place = tuple[str, str, int, int]


def _naive(rule: Rule, fields: dict[str, str]) -> set[Place] | None:
    """The meaning of a rule, written as plainly as can be."""
    match rule:
        case Term(term, limit):
            return {
                (term, field, start, start + len(term))
                for field, text in fields.items()
                if limit in ("", field)
                for start in range(len(text))
                if text.startswith(term, start)
            } or None
        case All(parts):
            found = [_naive(part, fields) for part in parts]
            return None if None in found else set().union(*(places for places in found if places))
        case Either(parts):
            held = [places for part in parts if (places := _naive(part, fields)) is not None]
            return set().union(*held) if held else None
        case Not(part):
            return set() if _naive(part, fields) is None else None
        case Near(left, right, distance):
            pairs = itertools.product(_naive(left, fields) or (), _naive(right, fields) or ())
            return {place for pair in pairs if _are_near(*pair, distance) for place in pair} or None
        case _:
            raise AssertionError(rule)


def _are_near(one: Place, other: Place, distance: int) -> bool:
    first, second = sorted((one, other), key=lambda place: place[2])
    return first[1] == second[1] and 0 <= second[2] - first[3] <= distance


def test_the_caret_of_a_long_rule_fits_one_line_of_a_terminal() -> None:
    fault = parse("净水机 OR " * 60 + "漏水、起火 OR 赔偿" + " OR 召回" * 60)
    assert isinstance(fault, RuleFault)
    rule, caret = fault.caret.split("\n")
    assert "漏水、起火" in rule
    assert rule.strip().startswith("…")
    assert rule[len(caret) - 1] == "、"
    assert sum(2 if ord(character) > 0x2E7F else 1 for character in rule) <= 78
