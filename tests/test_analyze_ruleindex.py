"""The inverted rule index: it finds what asking every rule would find, in the desk's order."""

from hypothesis import given
from hypothesis import strategies as st

from analyze.topics.ruleindex import RuleIndex, desk_terms
from analyze.topics.terms import TermIndex, shadow_of
from analyze.topics.watch import Watch, compile_topic
from caifeng.models import Topic
from tests.analyze_desk import desk, item

_term = st.text(alphabet="甲乙丙丁", min_size=1, max_size=2)
_watch = st.one_of(
    _term,
    st.builds("{} AND {}".format, _term, _term),
    st.builds("{} OR ({} NOT {})".format, _term, _term, _term),
    st.builds("({} OR {}) NEAR/2 {}".format, _term, _term, _term),
    st.builds("{} NOT 标题:{}".format, _term, _term),
)
_topic = st.builds(
    lambda watch, tags, terms, exclude: Topic(
        name="", watch=watch, tags=tuple(tags), terms=tuple(terms), exclude=tuple(exclude)
    ),
    _watch,
    st.lists(_term, max_size=2),
    st.lists(_term, max_size=2),
    st.lists(_term, max_size=1),
)


def watches_of(topics: list[Topic]) -> list[Watch]:
    compiled = (compile_topic(topic) for topic in topics)
    return [watch for watch in compiled if isinstance(watch, Watch)]


@given(
    st.lists(_topic, max_size=6),
    st.text(alphabet="甲乙丙丁。", max_size=10),
    st.text(alphabet="甲乙丙丁。", max_size=10),
    st.frozensets(_term, max_size=2),
)
def test_the_index_agrees_with_asking_every_rule(
    topics: list[Topic], title: str, text: str, source_tags: frozenset[str]
) -> None:
    watches = watches_of(topics)
    shadow = shadow_of(item(text, title))
    finds = TermIndex(desk_terms(desk(), watches), ()).find(shadow)
    asked = [watch.match(shadow, finds, source_tags) for watch in watches]
    found = RuleIndex(watches).matches(shadow, finds, source_tags)
    assert found == tuple(match for match in asked if match is not None)


def test_topics_come_in_the_order_of_the_desk() -> None:
    watches = watches_of([Topic(name=name, watch="漏水") for name in ("丙", "甲", "乙")])
    shadow = shadow_of(item("漏水"))
    found = RuleIndex(watches).matches(shadow, TermIndex(("漏水",), ()).find(shadow))
    assert [match.topic for match in found] == ["丙", "甲", "乙"]


def test_ten_thousand_hits_take_no_long_time() -> None:
    watches = watches_of([Topic(name=f"题{number}", watch="漏水 NEAR/3 起火 NOT 招聘") for number in range(3)])
    shadow = shadow_of(item("漏水起火" * 10_000))
    assert len(RuleIndex(watches).matches(shadow, TermIndex(("漏水", "起火", "招聘"), ()).find(shadow))) == 3
