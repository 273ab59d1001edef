"""Pages say everything in the agreed order, prove every number, and let nothing hostile through."""

import dataclasses
import inspect
import re
from functools import cache

import jinja2
import markdown
import pytest
import yaml
from jinja2 import meta, nodes
from selectolax.lexbor import LexborHTMLParser

from analyze.grading.grade import CUTOFFS, GRADE_VERSION
from analyze.grading.heat import HEAT_VERSION
from caifeng.models import Briefing
from caifeng.models.card import card_of
from caifeng.resources import resource
from publish.pages import (
    alert_rows,
    alerts_page,
    case_lists,
    contexts,
    delivered,
    dossier,
    duty_page,
    events,
    evidence_page,
    governance,
    month_page,
    urgency,
)
from publish.pages.case_lists import render_case_lists
from publish.pages.contexts import DayLink, Page, SiteContext
from publish.pages.dossier import render_dossiers
from publish.pages.month_page import render_month
from publish.pages.render import (
    day_link,
    environment,
    render_briefing,
    render_front,
    render_incidents,
)
from publish.pages.urgency import by_urgency
from publish.site.material import CaseFile, SiteMaterial
from tests.handling_site import sample_desk
from tests.samples import FILE, LEAK, hostile_briefing, item_id, sample_briefing

SITE = SiteContext(base_url="https://yuqing.example.cn/")
TEMPLATES = {
    "day.md.j2": contexts.DayContext,
    "evidence.md.j2": evidence_page.EvidenceContext,
    "month.md.j2": month_page.MonthContext,
    "front.md.j2": contexts.FrontContext,
    "incident.md.j2": dossier.IncidentContext,
    "duty.md.j2": duty_page.DutyContext,
    "alerts.md.j2": alerts_page.AlertsContext,
    "alert_days.md.j2": alerts_page.AlertDaysContext,
    "governed.md.j2": governance.GovernanceContext,
    "incidents.md.j2": contexts.IncidentsContext,
    "case_list.md.j2": case_lists.CaseListContext,
}
OURS = (*TEMPLATES, "macros.md.j2", "cases.md.j2", "story.md.j2")
MODULES = (contexts, dossier, duty_page, alerts_page, governance, alert_rows, delivered, events, urgency)
PLACES = "evidence|numbers|stories|charts|2026-11|incidents|duty|search|topics|sources"
OWN = re.compile(rf"#|\.{{1,2}}/|(?:{PLACES})/|evidence\.csv$")
# These make Markup without escape.markdown, or undo it.
FORBIDDEN_FILTERS = {"safe", "e", "escape", "forceescape", "urlize", "xmlattr", "striptags", "tojson", "join", "format"}


@cache
def converter() -> markdown.Markdown:
    configured = yaml.safe_load(resource("mkdocs.yml").read_text("utf-8"))["markdown_extensions"]
    names = [next(iter(entry)) if isinstance(entry, dict) else entry for entry in configured]
    return markdown.Markdown(extensions=names)


def html(page: Page) -> LexborHTMLParser:
    """The page's body as MkDocs will have it; the front matter is checked on the way."""
    _, head, body = page.text.split("---\n", 2)
    assert isinstance(yaml.safe_load(head)["title"], str)
    return LexborHTMLParser(str(converter().reset().convert(body)))


def all_pages(briefing: Briefing) -> tuple[Page, ...]:
    incident = briefing.handling[0].incident
    (row,) = by_urgency([incident], briefing.published_at)
    rows = (dataclasses.replace(row, is_taken=True),)  # a hostile log has no line that says so
    material = SiteMaterial(
        desk=sample_desk(),
        now=briefing.published_at,
        newest=briefing,
        cards=(card_of(briefing),),
        briefing={briefing.date: briefing}.get,
        cases=(CaseFile(incident=incident),),
        stories=tuple(detail.story for detail in briefing.details),
    )
    return (
        *render_briefing(briefing, SITE),
        render_month([card_of(briefing)], briefing.zone),
        render_front(briefing, [day_link(briefing)], rows),
        *render_dossiers(material),
        render_incidents(rows, (), briefing.zone),
        *render_case_lists((), rows, briefing.zone),
    )


def day(briefing: Briefing) -> LexborHTMLParser:
    return html(render_briefing(briefing, SITE)[0])


def text_of(tree: LexborHTMLParser, selector: str = "body") -> str:
    return " ".join(" ".join(node.text() for node in tree.css(selector)).split())


def skeleton(tree: LexborHTMLParser) -> list[tuple[str | None, tuple[str, ...]]]:
    """Elements with their attribute names, without the links and hosts that a hostile address loses."""
    kept = (node for node in tree.css("*") if node.tag != "a" and "cf-host" not in str(node.attributes.get("class")))
    return [
        (node.tag, tuple(sorted(node.attributes))) for node in kept if not (node.tag == "small" and not node.attributes)
    ]


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_uses_exactly_the_fields_of_its_context(name: str) -> None:
    tree = environment("Asia/Shanghai").parse((resource("templates") / name).read_text("utf-8"))
    used, own = meta.find_undeclared_variables(tree), {node.target for node in tree.find_all(nodes.Import)}
    own |= {node.target.name for node in tree.find_all(nodes.Assign) if isinstance(node.target, nodes.Name)}
    for included in tree.find_all(nodes.Include):
        assert isinstance(included.template, nodes.Const)
        part = (resource("templates") / included.template.value).read_text("utf-8")
        used |= meta.find_undeclared_variables(environment("Asia/Shanghai").parse(part)) - own
    assert used == {field.name for field in dataclasses.fields(TEMPLATES[name])}


@pytest.mark.parametrize(
    "context",
    [
        kind
        for module in MODULES
        for kind in vars(module).values()
        if dataclasses.is_dataclass(kind) and kind.__module__ == module.__name__
    ],
)
def test_every_field_of_a_context_is_documented(context: type) -> None:
    if context is Page or context.__name__.startswith("_") or context is delivered.Deliveries:
        return
    told = set(re.findall(r"^(\w+): ", inspect.cleandoc(context.__doc__ or ""), re.MULTILINE))
    assert told == {field.name for field in dataclasses.fields(context)}


@pytest.mark.parametrize("name", OURS)
def test_no_template_goes_round_the_escaping(name: str) -> None:
    tree = environment("Asia/Shanghai").parse((resource("templates") / name).read_text("utf-8"))
    assert {node.name for node in tree.find_all(nodes.Filter)} & FORBIDDEN_FILTERS == set()
    assert not list(tree.find_all((nodes.Mod, nodes.MarkSafe, nodes.FilterBlock)))
    # What is joined is escaped for HTML only, not for Markdown: names and ways may be joined, nothing is printed so.
    assert not [one for output in tree.find_all(nodes.Output) for one in output.nodes if isinstance(one, nodes.Concat)]


def test_printing_none_or_an_unknown_name_fails_loudly() -> None:
    found = environment("Asia/Shanghai")
    with pytest.raises(TypeError):
        found.from_string("{{ value }}").render(value=None)
    with pytest.raises(jinja2.UndefinedError):
        found.from_string("{{ nothing }}").render()


def test_pages_go_where_the_site_expects_them() -> None:
    assert [page.path for page in all_pages(sample_briefing())] == [
        "2026-11-17/index.md",
        "2026-11-17/evidence.md",
        "2026-11-17/numbers.md",
        "2026-11-17/stories.md",
        "2026-11-17/charts.md",
        "index.md",
        "index.md",
        "incidents/INC-2026-0007/index.md",
        "incidents/index.md",
        "incidents/2026-11/index.md",
    ]


def test_the_day_page_keeps_the_order_of_a_report() -> None:
    text = text_of(day(sample_briefing()))
    head = ("内部资料", "第 324 期", "监测 11-16 08:00 至 11-17 08:00", "发布 08:36")
    level = ("橙 · Ⅱ 重大", "昨日 黄", "一件升级为橙")
    lead = ("需您决定", "电热水壶煮水致癌传闻", "预计", "很可能", "把握程度：中", "看不到的")
    parts = ("一 总体态势", "二 重点事件", "三 敏感信息列表", "四 议题", "五 处置进展", "六 研判与建议", "附 数据说明")
    places = [text.find(words) for words in (*head, *level, *lead, *parts)]
    assert -1 not in places
    assert places == sorted(places)


def test_every_link_to_evidence_finds_its_anchor() -> None:
    today, proof = (html(page) for page in render_briefing(sample_briefing(), SITE)[:2])
    anchors = {node.attributes.get("id") for node in proof.css("[id]")}
    wanted = {str(node.attributes["href"]).partition("#")[2] for node in today.css("a[href^='evidence/#']")}
    assert {LEAK, item_id(1), item_id(3)} <= wanted
    assert wanted <= anchors


def test_every_link_inside_a_page_finds_its_anchor() -> None:
    for page in all_pages(sample_briefing()):
        tree = html(page)
        anchors = {node.attributes.get("id") for node in tree.css("[id]")}
        inside = {str(node.attributes["href"])[1:] for node in tree.css("a[href^='#']")}
        assert inside - anchors == set(), page.path


def test_an_item_shows_what_makes_it_evidence() -> None:
    proof = html(render_briefing(sample_briefing(), SITE)[1])
    text = text_of(proof, f'[id="{item_id(8)}"]')
    where = ("快览客户端", "3 级", "文内来源 岚江日报", "news8.example.cn", "11-17 06:48", "11-17 06:50")
    why = ("负面 87%", "漏水、投诉", "命中净水机、漏水", "第 1 版", "8d41f0c9a7b3", "重复于")
    for said in where + why:
        assert said in text


def test_an_overdue_clock_is_said_in_words() -> None:
    assert "已超时 9 小时 25 分" in text_of(day(sample_briefing()), "#handling ~ section")


def test_a_grade_can_be_added_up_by_the_reader() -> None:
    numbers = html(next(page for page in render_briefing(sample_briefing(), SITE) if "numbers" in page.path))
    total, *parts = (row.css("td")[0].text() for row in numbers.css(f'tr[id^="story.{LEAK}.grade"]'))
    assert len(parts) == 4
    assert abs(sum(float(part.rpartition("= ")[2]) for part in parts) - float(total)) < 0.3


def test_times_are_in_the_zone_of_the_briefing() -> None:
    elsewhere = dataclasses.replace(sample_briefing(), zone="UTC")
    assert "发布 00:36" in text_of(day(elsewhere))


def test_a_late_edition_says_so() -> None:
    assert "迟发" not in text_of(day(sample_briefing()))
    assert "迟发" in text_of(day(dataclasses.replace(sample_briefing(), is_late=True)))


def test_a_day_on_which_nothing_happened_is_a_whole_page() -> None:
    full = sample_briefing()
    quiet = dataclasses.replace(
        full, decisions=(), matters=(), blind_spots=(), details=(), listed=(), topics=(), handling=(), advice=(),
        corrections=(), evidence=(), previous_level=None, recipients=(),
        overview=dataclasses.replace(full.overview, previous_distinct=None, tones=(), channels=(), tiers=(), regions=(),
                                     series=(), sentences=()),
        note=dataclasses.replace(full.note, health=(), failures=(), accuracies=(), delay_median_seconds=None,
                                 delay_p90_seconds=None),
    )  # fmt: skip
    text = text_of(day(quiet))
    for said in ("今日无需您决定的事项", "没有重点事件", "没有敏感信息", "没有未闭环的案件", "没有更正", "昨日 无刊"):
        assert said in text
    assert "本期没有条目" in render_briefing(quiet, SITE)[1].text


def test_hostile_text_changes_no_page_structure() -> None:
    good, bad = (
        [page for page in all_pages(briefing) if not re.search("numbers|evidence", page.path)]  # cut by length
        for briefing in (sample_briefing(), hostile_briefing())
    )
    for one, other in zip(good, bad, strict=True):
        assert skeleton(html(other)) == skeleton(html(one)), one.path


def test_hostile_text_makes_no_script_link_or_request() -> None:
    for page in all_pages(hostile_briefing()):
        tree = html(page)
        assert tree.css("script, img, iframe, object, embed, base, form, style") == []
        addresses = [str(node.attributes.get("href")) for node in tree.css("a")]
        assert [one for one in addresses if not OWN.match(one)] == []
        assert not [name for node in tree.css("*") for name in node.attributes if name.startswith("on")]


def test_hostile_text_is_shown_as_written() -> None:
    assert "<script>alert(1)</script>[x](javascript:alert(2)){: onclick=alert(3)}" in text_of(day(hostile_briefing()))


def test_the_month_lists_its_days_newest_first() -> None:
    first = dataclasses.replace(sample_briefing(), date=sample_briefing().date.replace(day=1), number=308)
    index = render_month([card_of(one) for one in (first, sample_briefing())], first.zone)
    links = [str(node.attributes["href"]) for node in html(index).css(".cf-days a")]
    assert links == ["../2026-11/2026-11-17/", "../2026-11/2026-11-01/"]


def test_the_front_page_leads_to_the_newest_day_and_the_open_incidents() -> None:
    briefing = sample_briefing()
    former = DayLink(date=briefing.date.replace(day=16), number=323, level=briefing.level, conclusion="前日")
    rows = by_urgency([one.incident for one in briefing.handling], briefing.published_at)
    tree = html(render_front(briefing, [day_link(briefing), former], rows))
    links = {str(node.attributes["href"]) for node in tree.css("a")}
    assert {"2026-11/2026-11-17/", "2026-11/2026-11-16/", f"incidents/{FILE}/", "incidents/"} <= links
    assert len(tree.css(".cf-days li")) == 1
    assert "1 件，其中 1 件有时限超时" in text_of(tree)
    assert "首次回应 已超时，应于 11-16 23:11" in text_of(tree)


def test_the_method_page_tells_the_method_in_force() -> None:
    told = (resource("site/docs") / "method.md").read_text("utf-8")
    assert f"热度（{HEAT_VERSION}）" in told
    assert f"评级（{GRADE_VERSION}）" in told
    assert all(f"{cutoff:.0f} 分起为{level}" in told for level, cutoff in CUTOFFS.items())
