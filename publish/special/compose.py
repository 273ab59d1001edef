"""专报 composed once from what is on record, then frozen: page and document are made from it alone."""

from collections.abc import Iterator
from dataclasses import replace

from caifeng.models import Likelihood
from caifeng.models.document import Line, Part
from caifeng.models.special import Scenario, Special, SpecialKind, SpecialState, earlier
from publish.briefing.evidence import excerpt
from publish.briefing.head import asked
from publish.briefing.voices import credited
from publish.report.report import numbered, refs_of, sources_of
from publish.report.report_deeds import clocks_table, deed_parts
from publish.report.report_story import course_part
from publish.special.ahead import advice_parts, scenarios
from publish.special.chapters import opinion_parts, spread_part
from publish.special.head import core_risk, summary
from publish.special.material import SpecialMaterial
from publish.special.news import news_part
from publish.special.owed import DAY, state_of

OUTLOOK = "风险研判"  # the chapter that the scenarios belong to
_ASKS = 2
_TEXT = 300  # characters of one line
SOURCES = 90  # items of the list of evidence, which has a page of its own; the days' tables have all


def compose_special(material: SpecialMaterial) -> Special:
    """The special report that is owed; the same material gives the same report.

    The order is that of the form: 摘要, 事件经过, 传播态势, 舆论观点, 风险研判, 建议, 附件.
    """
    report, owed = material.report, material.owed
    subject, desk = owed.subject, report.desk
    state = state_of(subject, report.tones)
    ahead = scenarios(material)
    parts = (*_parts(material, state), *_appendix(material))
    cited = Part(heading="", lines=tuple(Line(text="", item_ids=one.item_ids) for one in ahead))
    sources, left_out = sources_of(report.items, (*parts, cited), SOURCES)
    numbers = {one.item_id: one.number for one in sources}
    return Special(
        subject=subject.id,
        part=len(material.chain) + 1,
        kind=owed.kind,
        number=material.number,
        revision=1,
        desk=desk.name,
        zone=desk.zone.key,
        classification=desk.publish.classification,
        prepared_by=desk.publish.prepared_by,
        recipients=tuple(person.name for person in desk.people if person.mail),
        drill=desk.drill,
        title=report.incident.title,
        why=owed.why,
        by=owed.by,
        published_at=report.now,
        is_late=owed.kind is SpecialKind.FIRST and report.now - owed.since > DAY,
        state=state,
        former=material.former.level if material.former else None,
        incident_id=subject.id if subject.is_filed else "",
        story_ids=tuple(story.id for story in report.stories) or report.incident.story_ids,
        topics=tuple(sorted({topic for story in report.stories for topic in story.topics})),
        risk=core_risk(material),
        summary=summary(material),
        asks=tuple(asked(report.incident, material.main, report.now))[:_ASKS] if subject.is_filed else (),
        parts=tuple(numbered(part, numbers) for part in parts),
        scenarios=tuple(_numbered(one, numbers) for one in ahead),
        sources=sources,
        left_out=left_out,
        chain=tuple(earlier(one) for one in material.chain),
    )


def _parts(material: SpecialMaterial, state: SpecialState) -> Iterator[Part]:
    if (news := news_part(material, state)) is not None:
        yield news
    yield from _course(material)
    yield from spread_part(material)
    yield from opinion_parts(material)
    yield Part(heading=OUTLOOK)
    if material.owed.kind is SpecialKind.FINAL and material.owed.subject.is_filed:
        yield from _closing(material)
    yield from advice_parts(material)


def _course(material: SpecialMaterial) -> Iterator[Part]:
    """事件经过: the sentence of each story with who wrote it, then everything by time, then the time limits."""
    report = material.report
    items = {item.id: item for item in report.items}
    said = [credited(story.account.summary, items, report.zone) for story in report.stories]
    lines = tuple(Line(text=excerpt(one.text, _TEXT), item_ids=one.item_ids) for one in said)
    course = course_part(report)
    yield replace(course, heading="事件经过", lines=(*lines, *course.lines))
    if report.incident.clocks:
        yield Part(heading="处置时限", depth=2, table=clocks_table(report))


def _closing(material: SpecialMaterial) -> Iterator[Part]:
    """What a 终报 has beside: time limits, measures, effects, the loop and the review, as the handling report says."""
    yield Part(heading="处置结果")
    for part in deed_parts(material.report):
        yield replace(part, depth=2)


def _appendix(material: SpecialMaterial) -> Iterator[Part]:
    stories = material.report.stories
    versions = sorted(
        {f"热度 {story.heat.version}" for story in stories} | {f"评级 {one.grade.version}" for one in stories}
    )
    scale = "、".join("{} {}–{}%".format(word, *word.range) for word in Likelihood)
    said = [
        "条数按去重后的条目计，转载另计；“最早见到”是监测到的最早一条，可能不是第一条。",
        f"可能性用固定用语（{scale}），与把握程度分开说；没有数据的不作估计。",
        "依据清单中的 SHA-256 是采到时标题与正文的摘要，可据以核对原文是否改过；“记录”是案件记录的行号。",
    ]
    said += [f"方法版本：{'；'.join(versions)}。"] if versions else []
    yield Part(heading="附件：方法说明", lines=tuple(Line(text=text) for text in said))


def _numbered(scenario: Scenario, numbers: dict[str, int]) -> Scenario:
    return replace(scenario, refs=refs_of(scenario.item_ids, numbers))
