"""传播态势, 舆论观点: how it ran and where, who says what; critical voices as written, never only good news."""

from collections import Counter
from collections.abc import Iterator

from caifeng.models import Item, Party, ToneLabel
from caifeng.models.document import Line, Part, Table
from caifeng.models.wording import clock
from publish.briefing.evidence import EXCERPT, excerpt
from publish.briefing.phrases import joined
from publish.report.report_story import distinct_ids, spread_lines, views_table, volume
from publish.special.material import SpecialMaterial

_CRITICAL = 8  # voices shown
_LEADERS = 4
_HEADLINES = 6
_PERSONAL = 4  # tier of persons and all others
_DAYS = 30  # rows
_DEMANDS = 6


def spread_part(material: SpecialMaterial) -> Iterator[Part]:
    """传播态势: 声量走势 by day, 平台分布, 核心节点."""
    report = material.report
    lines = (Line(text=volume(report), item_ids=tuple(distinct_ids(report))), *spread_lines(report))
    if not report.stories:
        lines = (Line(text="事件的资料已超过保存期限，传播情况无从查起。"),)
    yield Part(heading="传播态势", lines=lines)
    if days := _days(material):
        yield Part(heading="声量走势", depth=2, table=days)
    if platforms := _platforms(material):
        yield Part(heading="平台分布", depth=2, table=platforms)


def _days(material: SpecialMaterial) -> Table | None:
    counts: dict[str, list[int]] = {}
    for story in material.report.stories:
        for one in story.days:
            row = counts.setdefault(one.day.isoformat(), [0, 0, 0])
            counts[one.day.isoformat()] = [row[0] + one.distinct, row[1] + one.reprints, row[2] + one.negative]
    if not counts:
        return None
    most = max(row[0] for row in counts.values())
    shown = sorted(counts.items())[-_DAYS:]
    rows = tuple(
        (day, f"{row[0]}{'（最多）' if row[0] == most else ''}", str(row[1]), str(row[2])) for day, row in shown
    )
    return Table(caption="逐日条数", header=("日期", "去重条数", "转载", "其中负面"), rows=rows)


def _platforms(material: SpecialMaterial) -> Table | None:
    report = material.report
    known, distinct = {item.id: item for item in report.items}, distinct_ids(report)
    counts = Counter(str(known[id_].channel) for id_ in distinct)
    negative = Counter(str(known[id_].channel) for id_ in distinct if report.tones.get(id_) is ToneLabel.NEGATIVE)
    order = sorted(counts, key=lambda channel: (-counts[channel], channel))
    rows = tuple((name, str(counts[name]), str(negative[name])) for name in order)
    ids = tuple(tuple(id_ for id_ in distinct if str(known[id_].channel) == name) for name in order)
    return Table(caption="平台分布", header=("平台", "去重条数", "其中负面"), rows=rows, item_ids=ids) if rows else None


def opinion_parts(material: SpecialMaterial) -> Iterator[Part]:
    """舆论观点: official, media, opinion leaders, ordinary users; what is asked; critical voices."""
    yield Part(heading="舆论观点")
    for heading, party in (("官方", Party.OFFICIAL), ("媒体", Party.MEDIA)):
        yield _party(material, heading, party)
    yield Part(heading="意见领袖", depth=2, lines=tuple(_leaders(material)) or (_none("带动传播的个人账号"),))
    yield _party(material, "普通网民", Party.PUBLIC)
    yield Part(heading="核心诉求与疑问", depth=2, lines=tuple(_asked(material)) or (_none("明确提出的诉求"),))
    yield Part(heading="批评声音", depth=2, lines=tuple(_critical(material)) or (_none("判为负面的条目"),))


def _none(what: str) -> Line:
    return Line(text=f"没有{what}。")


def _party(material: SpecialMaterial, heading: str, party: Party) -> Part:
    found = [table for story in material.report.stories if (table := views_table(story, (party,)))]
    if not found:
        lines = tuple(_headlines(material)) if party is Party.MEDIA else ()
        return Part(heading=heading, depth=2, lines=lines or (_none(f"{heading}可归纳的说法"),))
    rows = tuple(row[1:] for table in found for row in table.rows)
    ids = tuple(one for table in found for one in table.item_ids)
    table = Table(caption=f"{heading}的说法", header=found[0].header[1:], rows=rows, item_ids=ids)
    return Part(heading=heading, depth=2, table=table)


def _headlines(material: SpecialMaterial) -> Iterator[Line]:
    """Where media say too different things to be summed up: their headlines, the highest tiers first."""
    ids = set(distinct_ids(material.report))
    press = [one for one in material.report.items if one.id in ids and one.tier < _PERSONAL and not one.is_official]
    for item in sorted(press, key=lambda one: (one.tier, one.published_at, one.id))[:_HEADLINES]:
        at = clock(item.published_at, material.report.zone)
        yield Line(text=f"{at} {item.source}《{excerpt(item.title or item.text, 60)}》", item_ids=(item.id,))


def _leaders(material: SpecialMaterial) -> Iterator[Line]:
    """Private accounts after whose post it grew faster, or from which others have it: by what they did, not by name."""
    items = {item.id: item for item in material.report.items}
    nodes = [node for story in material.report.stories for node in story.spread.key_nodes]
    found = [node for node in nodes if node.item_id in items and items[node.item_id].tier == _PERSONAL]
    for node in found[:_LEADERS]:
        item = items[node.item_id]
        reach = f"，带动 {node.reach} 条" if node.reach else ""
        yield Line(
            text=f"{clock(node.at, material.report.zone)} {item.source}：“{_said(item)}”"
            f"（此前每小时 {node.before:.1f} 条，此后 {node.after:.1f} 条{reach}）。",
            item_ids=(item.id,),
        )


def _asked(material: SpecialMaterial) -> Iterator[Line]:
    for story in material.report.stories:
        for demand in story.account.demands[:_DEMANDS]:
            yield Line(
                text=f"{demand.name}：提出诉求的 {demand.total} 条中有 {demand.count} 条，"
                f"如“{_inner(demand.quote.text)}”（{demand.quote.source}）。",
                item_ids=demand.item_ids,
            )


def _critical(material: SpecialMaterial) -> Iterator[Line]:
    """Negative items as written, from as many channels as there are, the most answered first."""
    report = material.report
    items = {item.id: item for item in report.items}
    found = [items[id_] for id_ in distinct_ids(report) if report.tones.get(id_) is ToneLabel.NEGATIVE]
    found.sort(key=lambda item: (-_answered(item), item.published_at, item.id))
    taken: Counter[str] = Counter()
    ranked: list[tuple[int, int, Item]] = []
    for place, item in enumerate(found):
        ranked.append((taken[item.channel], place, item))
        taken[item.channel] += 1
    shown = [item for *_, item in sorted(ranked, key=lambda one: one[:2])[:_CRITICAL]]
    if shown:
        channels = joined(sorted({str(item.channel) for item in found}))
        text = f"判为负面的 {len(found)} 条，见于{channels}；以下照原样列出 {len(shown)} 条，先取各平台回应最多的。"
        yield Line(text=text, item_ids=tuple(item.id for item in found))
    for item in shown:
        yield Line(text=f"{clock(item.published_at, report.zone)} {item.source}：“{_said(item)}”", item_ids=(item.id,))


def _said(item: Item) -> str:
    return _inner(excerpt(item.text or item.title, EXCERPT))


def _inner(text: str) -> str:
    return text.translate({ord("“"): "‘", ord("”"): "’"})


def _answered(item: Item) -> int:
    counts = item.engagement
    return (counts.comments or 0) + (counts.reposts or 0) + (counts.likes or 0)
