"""话题与情感演变: topics and tones, edition by edition; and the topics' totals."""

from caifeng.models import Briefing, ToneLabel, TopicRow
from caifeng.models.card import CardTopic
from caifeng.models.interval import share
from caifeng.models.period import Cell, PeriodLine, PeriodPart, PeriodTable, Ref
from publish.briefing.phrases import joined, named, percent
from publish.period.columns import Group, groups
from publish.period.material import PeriodMaterial
from publish.period.refs import day_ref, evidence_ref

TOPICS = 20  # rows, most first
_SUM = "各期所载相加（各期时段不重叠，一条不会计两期）；一条同时属于几个议题，各计一次。"


def topics_part(material: PeriodMaterial) -> PeriodPart:
    """Each topic by edition, and the tones by edition."""
    if not material.days:
        return PeriodPart(id="topics", heading="话题与情感演变", notes=("没有日报可以依据。",))
    return PeriodPart(
        id="topics",
        heading="话题与情感演变",
        lines=_lines(material),
        tables=(_topics(material), _tones(material)),
    )


def topic_totals(material: PeriodMaterial) -> tuple[CardTopic, ...]:
    """Distinct and negative items of each topic, most first."""
    found: dict[str, tuple[int, int]] = {}
    for day in material.days:
        for row in day.topics:
            distinct, negative = found.get(row.name, (0, 0))
            found[row.name] = distinct + row.distinct, negative + row.negative.count
    ranked = sorted(found.items(), key=lambda one: (-one[1][0], one[0]))
    return tuple(CardTopic(name=name, distinct=n, negative=bad) for name, (n, bad) in ranked)


def _lines(material: PeriodMaterial) -> tuple[PeriodLine, ...]:
    totals = [one for one in topic_totals(material) if one.distinct]
    if not totals:
        return (PeriodLine(text="各议题都没有相关信息。"),)
    most = totals[0]
    text = f"议题以{named(most.name)}最多，{most.distinct} 条，其中负面 {most.negative} 条"
    quiet = [named(one.name) for one in topic_totals(material) if not one.distinct]
    refs = tuple(day_ref(day.date) for day in material.days if _has(day, most.name))
    return (PeriodLine(text=text + (f"；{joined(quiet[:5])}没有相关信息。" if quiet else "。"), refs=refs),)


def _has(day: Briefing, topic: str) -> bool:
    return any(row.name == topic and row.distinct for row in day.topics)


def _topics(material: PeriodMaterial) -> PeriodTable:
    parts = tuple(part for part in groups(material) if part.days)
    return PeriodTable(
        caption="议题条数",
        header=("议题", *(part.name for part in parts), "合计", "负面"),
        rows=tuple(_topic(one, parts) for one in topic_totals(material)[:TOPICS]),
        how=_SUM,
    )


def _topic(topic: CardTopic, parts: tuple[Group, ...]) -> tuple[Cell, ...]:
    return (
        Cell(text=topic.name),
        *(_count(topic.name, part) for part in parts),
        Cell(text=f"{topic.distinct}"),
        Cell(text=percent(share(ToneLabel.NEGATIVE, topic.negative, topic.distinct)) if topic.distinct else "—"),
    )


def _count(name: str, part: Group) -> Cell:
    rows = [(day, row) for day in part.days for row in day.topics if row.name == name]
    if not rows:
        return Cell(text="—", note="当时未设")
    day, loudest = max(rows, key=lambda one: (one[1].distinct, one[0].date))
    return Cell(text=f"{sum(row.distinct for _, row in rows)}", refs=_loudest(day, loudest))


def _loudest(day: Briefing, row: TopicRow) -> tuple[Ref, ...]:
    if not row.distinct:
        return ()
    return (evidence_ref(day.date, row.top_story_id, "依据") if row.top_story_id else day_ref(day.date),)


def _tones(material: PeriodMaterial) -> PeriodTable:
    return PeriodTable(
        caption="倾向演变",
        header=("日报", *(label.value for label in ToneLabel), "负面占比（区间）"),
        rows=tuple(_tone(part) for part in groups(material) if part.days),
        how="占比的分母是当期去重条数；条数少时区间很宽，升降未必真有其事。",
    )


def _tone(part: Group) -> tuple[Cell, ...]:
    counted = {label.value: 0 for label in ToneLabel}
    for day in part.days:
        for one in day.overview.tones:
            counted[one.label] = counted.get(one.label, 0) + one.count
    total, negative = sum(counted.values()), counted[ToneLabel.NEGATIVE]
    refs = tuple(day_ref(day.date, "overview.distinct") for day in part.days[:1])
    return (
        Cell(text=part.name, refs=refs),
        *(Cell(text=f"{counted[label.value]}") for label in ToneLabel),
        Cell(text=percent(share(ToneLabel.NEGATIVE, negative, total)) if total else "—"),
    )
