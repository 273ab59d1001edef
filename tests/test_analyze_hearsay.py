"""须核实: a post that passes on alarm or hearsay and names no source is pointed out, with the words that show it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyze.facts.hearsay import hearsay_in
from analyze.topics.terms import shadow_of
from caifeng.models import Channel, Credit, CreditKind, Hit
from tests.analyze_desk import item


def words(text: str, *, channel: Channel = Channel.WEIBO, title: str = "") -> list[tuple[str, str]]:
    found = hearsay_in(shadow_of(item(title=title, text=text, channel=channel)), ())
    return [(hit.term, hit.written) for hit in found]


def test_words_of_alarm_and_of_hearsay_are_listed_as_written() -> None:
    assert words("網傳热水壶会爆，小心") == [("传闻", "網傳"), ("惊警", "小心")]
    assert words("", title="紧 急") == [("惊警", "紧 急")]


@pytest.mark.parametrize(
    "text", ["网传热水壶会爆，来源：岚江日报", "网传热水壶会爆，警方已介入", "网传热水壶会爆，不实"]
)
def test_a_post_that_names_a_source_or_refutes_gets_no_hint(text: str) -> None:
    assert words(text) == []


def test_who_asks_for_a_refutation_does_not_refute() -> None:
    assert words("热水壶会爆，求辟谣") == [("传闻", "求辟谣")]


def test_a_credit_found_elsewhere_is_a_source() -> None:
    credit = Credit(kind=CreditKind.ORIGIN, name="甲", hit=Hit(term="来源", field="text", start=0, end=0, written=""))
    assert hearsay_in(shadow_of(item(text="网传热水壶会爆", channel=Channel.WEIBO)), (credit,)) == ()


def test_news_gets_no_hint() -> None:
    assert words("网传热水壶会爆", channel=Channel.NEWS) == []


@given(st.text(), st.text())
def test_hits_are_pieces_of_the_original(title: str, text: str) -> None:
    one = item(title=title + "网传", text=text + "紧急", channel=Channel.FORUM)
    for hit in hearsay_in(shadow_of(one), ()):
        assert (one.title if hit.field == "title" else one.text)[hit.start : hit.end] == hit.written


def test_ten_thousand_words_give_a_few() -> None:
    assert len(words("紧急网传" * 10_000)) == 6
