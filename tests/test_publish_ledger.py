"""数字台账: figures have lines of their own, sentences lead to them, and others' numbers stay text."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from publish.ledger import Figure, Ledger, figured, ledger_of, num
from publish.ledger.figure import noted, placed, quoted_spans
from publish.ledger.page import blocks
from publish.pages.render import render_briefing
from tests.number_pages import SITE
from tests.number_pages import tree as html
from tests.samples import HOSTILE, LEAK, hostile_briefing, sample_briefing

FOUND = Figure(id="overview.distinct", section="总体态势", name="去重条数", value=6, written="6", formula="数出",
               forms=("相关 {6} 条",))  # fmt: skip
LEDGER = Ledger(figures=(FOUND,))


def test_every_figure_has_an_id_of_its_own_and_a_line_on_the_pages_of_numbers() -> None:
    ledger = ledger_of(sample_briefing())
    pages = [html(page) for page in render_briefing(sample_briefing(), SITE) if "numbers" in page.path]
    ids = [str(row.attributes["id"]) for page in pages for row in page.css("tbody tr")]
    assert ids == [figure.id for figure in ledger.figures]
    assert len(ids) == len(set(ids)) > 50


def test_every_number_link_of_the_day_page_leads_to_a_line_that_is_there() -> None:
    pages = {page.path: html(page) for page in render_briefing(sample_briefing(), SITE)}
    day = next(page for path, page in pages.items() if path.endswith("index.md"))
    links = [str(link.attributes["href"]) for link in day.css('a[href^="numbers/"]')]
    assert len(links) > 20
    for link in links:
        way, _, anchor = link.partition("#")
        page = pages[f"{sample_briefing().date}/{way.rstrip('/')}.md"]
        assert page.css(f'[id="{anchor}"]'), link


def test_a_number_of_a_sentence_leads_to_its_line_but_none_inside_a_quotation_does() -> None:
    linked = figured("“相关 6 条”之外，相关 6 条。", LEDGER)
    assert linked.count("<a ") == 1
    assert linked.endswith('相关 <a href="numbers/#n1">6</a> 条。')


def test_a_number_beside_other_words_is_not_taken_for_the_figure() -> None:
    assert "<a " not in figured("无关 6 条，相关 16 条，相关 6 家", LEDGER)


def test_without_a_ledger_the_text_stands_alone() -> None:
    assert figured("相关 6 条", None) == "相关 6 条"
    assert num(None, "overview.distinct", "6") == "6"


@given(st.text(max_size=300))
def test_whatever_the_text_it_stays_text(text: str) -> None:
    tree = LexborHTMLParser(f"<p>{figured(text, LEDGER)}</p>")
    assert {node.tag for node in tree.css("p *")} <= {"a"}


@given(st.text(alphabet="“”‘’《》「」0a", max_size=200))
def test_quotations_never_overlap_and_always_close(text: str) -> None:
    spans = quoted_spans(text)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    assert all(text[end - 1] in "”’》」" for _, end in spans)


def test_a_megabyte_of_opening_marks_is_read_in_no_time() -> None:
    assert quoted_spans("“" * 1_000_000) == ()
    assert placed("相关 6 条" * 20_000, LEDGER.figures[:0]) == ()


def test_spans_of_time_dates_and_identifiers_are_no_counts() -> None:
    assert noted("近24小时 6 条，INC-2026-0001 于 11-20 08:00") == ("近24小时 {6} 条，INC-2026-0001 于 11-20 08:00",)


def test_hostile_names_stay_inside_their_line() -> None:
    for page in render_briefing(hostile_briefing(HOSTILE), SITE):
        tree = html(page)
        assert not tree.css("script"), page.path
        for node in tree.css("[href]"):
            assert not str(node.attributes["href"]).lower().startswith("javascript:")


def test_the_ledger_does_not_depend_on_the_order_of_the_evidence() -> None:
    briefing = sample_briefing()
    turned = replace(briefing, evidence=briefing.evidence[::-1])
    mine, other = ledger_of(briefing), ledger_of(turned)
    assert {figure.id: figure.value for figure in mine.figures} == {figure.id: figure.value for figure in other.figures}


def test_a_page_is_read_in_blocks_with_what_each_number_leads_to() -> None:
    page = (
        '<html><head><title>第 8 期</title></head><body><p>共 <a href="../numbers/2/#a.b">6 条</a>，见下</p>'
        '<article id="i-0123456789ab"><p>3 级</p></article><svg aria-label="近 2 日：1、2"><text>9</text></svg>'
        "<script>7</script><div aria-label='没有数'></div></body></html>"
    )
    found = blocks(page)
    assert [block.text for block in found] == ["第 8 期", "共 6 条，见下", "3 级", "近 2 日：1、2"]
    stretch = found[1].stretches[0]
    assert (found[1].text[stretch.start : stretch.end], stretch.figure) == ("6 条", "a.b")
    assert found[2].item == "i-0123456789ab"


def test_a_story_of_the_sample_has_its_sums_line_by_line() -> None:
    ids = [figure.id for figure in ledger_of(sample_briefing()).figures if figure.id.startswith(f"story.{LEAK}.")]
    assert f"story.{LEAK}.heat" in ids
    assert f"story.{LEAK}.grade" in ids
    assert sum(".grade." in id_ for id_ in ids) >= 4
