"""Mentions: the desk's own names, by any spelling, with their kinds."""

from hypothesis import given
from hypothesis import strategies as st

from analyze.facts.mentions import mentions_of
from analyze.topics.terms import TermIndex, shadow_of
from caifeng.models import Mention, NameKind
from tests.analyze_desk import NAMES, item

KINDS = (("净水机", NameKind.PRODUCT),)
INDEX = TermIndex([name for name, _ in NAMES], NAMES)


def mentions(text: str, title: str = "") -> tuple[Mention, ...]:
    shadow = shadow_of(item(text, title))
    return mentions_of(NAMES, KINDS, shadow, INDEX.find(shadow))


def test_names_come_in_the_order_of_the_desk_with_their_kinds() -> None:
    found = mentions("濾水機又漏了，瀾川電器没有回应。")
    assert [(one.name, one.kind) for one in found] == [("澜川电器", NameKind.OTHER), ("净水机", NameKind.PRODUCT)]


def test_hits_show_what_is_written_and_the_title_comes_first() -> None:
    [mention] = mentions("滤水机漏水", "净水机投诉")
    assert [(hit.field, hit.written) for hit in mention.hits] == [("title", "净水机"), ("text", "滤水机")]


def test_an_item_without_the_names_has_no_mentions() -> None:
    assert mentions("天气晴朗") == ()


def test_at_most_twenty_hits_are_kept() -> None:
    [mention] = mentions("净水机。" * 10_000)
    assert [hit.start for hit in mention.hits] == [4 * place for place in range(20)]


@given(st.text(alphabet=st.sampled_from("净水机滤濾機瀾川電器Lanchuan \u202e\u200b\ud800"), max_size=50))
def test_hits_lie_in_the_original(text: str) -> None:
    for hit in (hit for mention in mentions(text) for hit in mention.hits):
        assert text[hit.start : hit.end] == hit.written
