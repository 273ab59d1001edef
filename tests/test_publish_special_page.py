"""A special report's page: the first screen first, source text never markup, every way leads somewhere."""

import dataclasses
import re
from dataclasses import replace

import pytest
from jinja2 import meta
from selectolax.lexbor import LexborHTMLParser

from caifeng.models.special import Special
from caifeng.resources import resource
from publish.pages.contexts import SiteContext
from publish.pages.render import environment
from publish.pages.special_page import SourcesContext, SpecialContext, numerals, render_special
from tests.samples import HOSTILE
from tests.special_samples import ITEMS, chain, open_case, special, subject
from tests.test_publish_pages import html

SITE = SiteContext(base_url="https://brief.example.cn")


def pages(of: Special) -> tuple[LexborHTMLParser, LexborHTMLParser]:
    first, second = render_special(of, SITE)
    return html(first), html(second)


def test_the_first_screen_has_risk_level_and_what_is_asked() -> None:
    made, _ = pages(special())
    lead = "".join(one.text() for one in made.css(".cf-lead"))
    assert special().risk in lead and special().summary in lead and "橙 · Ⅱ 重大" in lead
    assert "需您决定" in lead


def test_chapters_are_numbered_and_the_page_ends_with_the_list_of_evidence() -> None:
    made, _ = pages(chain()[1])
    heads = [one.text().strip() for one in made.css("h2")]
    assert heads[0].startswith("一　较上期变化") and heads[1] == "二　事件经过"
    assert heads[-2:] == ["附件：方法说明", "附件：依据清单"]
    assert numerals(special().parts)[0] == "一　"


def test_every_reference_leads_to_an_item_of_the_list() -> None:
    made, listed = pages(special())
    ids = {one.attributes["id"] for one in listed.css("li[id]")}
    ways = {one.attributes["href"] or "" for one in made.css('a[href^="sources/#"]')}
    assert ways and {way.partition("#")[2] for way in ways} <= ids


def test_the_list_states_address_both_times_and_hash_of_each_item() -> None:
    _, listed = pages(special())
    first = listed.css(".cf-sources li")[0].text()
    assert ITEMS[0].content_hash in first and "发布" in first and "采到" in first
    assert listed.css(".cf-sources a")[0].attributes["href"] == ITEMS[0].url


def test_a_further_report_leads_to_the_one_before_and_to_the_case() -> None:
    made, _ = pages(chain()[1])
    ways = {one.attributes["href"] for one in made.css("a")}
    assert {"../../2026-11/special-INC-2026-0007-1/", "../../incidents/INC-2026-0007/"} <= ways


def test_hostile_text_stays_text() -> None:
    items = tuple(replace(one, title=HOSTILE, text=HOSTILE, source=HOSTILE) for one in ITEMS)
    for one in pages(special(subject(open_case(title=HOSTILE), items=items), items=items)):
        assert not one.css("script,img,iframe,svg,form,style,object")
        assert not [tag for tag in one.css("*") if any(name.startswith("on") for name in tag.attributes)]
        assert all(re.match(r"https?://|\.\./|[a-z]+/|#", tag.attributes["href"] or "") for tag in one.css("a[href]"))


@pytest.mark.parametrize(
    ("name", "context"), [("special.md.j2", SpecialContext), ("special_sources.md.j2", SourcesContext)]
)
def test_the_templates_use_exactly_their_contexts(name: str, context: type) -> None:
    used = meta.find_undeclared_variables(
        environment("Asia/Shanghai").parse((resource("templates") / name).read_text())
    )
    assert used == {field.name for field in dataclasses.fields(context)}
    assert all(f"    {field.name}: " in (context.__doc__ or "") for field in dataclasses.fields(context))
