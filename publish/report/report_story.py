"""处置报告, first half: summary, what happened, how it spread, what was said."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from caifeng.models import Deed, Incident, Item, LogEntry, Party, Story, ToneLabel, View
from caifeng.models.document import Line, Part, Table
from caifeng.models.interval import share
from publish.briefing.evidence import excerpt
from publish.briefing.phrases import deed, duration, joined, percent
from publish.briefing.voices import credited
from publish.report.report_draft import ReportMaterial, stamp

_NEWS = 40  # items on the time line: the key ones
_DEEDS = 200  # lines of the log on it
_VIEWS = 6
_TEXT = 300  # characters of one line
_MACHINE = (Deed.REMINDED, Deed.ESCALATED)


def story_parts(material: ReportMaterial) -> Iterator[Part]:
    """摘要, 经过, 传播与观点."""
    yield Part(heading="摘要", lines=tuple(_summary(material)))
    yield course_part(material)
    yield Part(heading="传播与观点", lines=(*spread_lines(material), *voice_lines(material)) or (_gone(),))
    for story in material.stories:
        if table := views_table(story):
            yield Part(heading="各方观点", depth=2, table=table)


def _gone() -> Line:
    return Line(text="事件的资料已超过保存期限，只有案件档案可查。")


def _summary(material: ReportMaterial) -> Iterator[Line]:
    incident = material.incident
    items = {item.id: item for item in material.items}
    for story in material.stories:
        said = story.account.summary
        said = credited(replace(said, text=excerpt(said.text, _TEXT)), items, material.zone)
        yield Line(text=said.text, item_ids=said.item_ids)
    decided = f"{incident.override.by}定为" if incident.override else "沿用机器评级"
    yield Line(
        text=f"{stamp(incident.opened_at, material.zone)} 立案，定性{incident.type}，级别{incident.level.full}"
        f"（{decided}），责任人 {incident.owner or '未派'}，目前处于{incident.state}。{_ending(incident)}"
    )
    if material.items:
        yield Line(text=volume(material), item_ids=tuple(distinct_ids(material)))


def _ending(incident: Incident) -> str:
    closed = [entry.at for entry in incident.log if entry.did == Deed.CLOSED]
    if incident.is_open or not closed:
        return "尚未闭环。"
    return f"自发现至闭环用时 {duration(max(closed) - incident.opened_at)}。"


def distinct_ids(material: ReportMaterial) -> list[str]:
    """Items that are kept, each once."""
    known = {item.id for item in material.items}
    return sorted({id_ for story in material.stories for id_ in story.item_ids} & known)


def volume(material: ReportMaterial) -> str:
    """How many items and reprints, and how many of them negative, in one sentence."""
    distinct = distinct_ids(material)
    reprints = {reprint.item_id for story in material.stories for reprint in story.reprints} - set(distinct)
    tones = [material.tones.get(id_, ToneLabel.UNCERTAIN) for id_ in distinct]
    known = [tone for tone in tones if tone is not ToneLabel.UNCERTAIN]
    negative = share("负面", known.count(ToneLabel.NEGATIVE), len(known))
    return (
        f"共监测到相关信息 {len(distinct)} 条（去重），另有转载 {len(reprints)} 条；"
        f"倾向可辨的 {len(known)} 条中负面 {percent(negative)}。"
    )


def course_part(material: ReportMaterial) -> Part:
    """Items and handling on one time line, each row with its items or its line of the log."""
    lines = enumerate(material.incident.log, 1)
    log = [(number, entry) for number, entry in lines if entry.did not in _MACHINE]
    rows = [(at, "舆情", text, ids, 0) for at, text, ids in _news(material)]
    rows += [
        (entry.at, str(entry.side or "处置"), told(entry), entry.evidence, number) for number, entry in log[:_DEEDS]
    ]
    rows.sort(key=lambda row: (row[0], row[1] != "舆情", row[2]))
    left = len(log) - _DEEDS
    table = Table(
        caption="舆情与处置的经过",
        header=("时间", "类别", "内容"),
        rows=tuple((_short(at, material), kind, text) for at, kind, text, *_ in rows),
        item_ids=tuple(tuple(ids) for *_, ids, _ in rows),
        log=tuple((number,) if number else () for *_, number in rows),
    )
    note = (Line(text=f"案件记录另有 {left} 行，见案件页。"),) if left > 0 else ()
    return Part(heading="经过", table=table, lines=note)


def _short(at: datetime, material: ReportMaterial) -> str:
    """A moment, with its year where that is not the report's."""
    said = stamp(at, material.zone)
    return said if said[:4] != stamp(material.now, material.zone)[:4] else said[5:]


def told(entry: LogEntry) -> str:
    """A line of the log in words: 步骤（送检检测）：取样送检——质检部."""
    did, note = deed(entry)
    aside = "，".join(part for part in (entry.means or "", f"对{entry.to}" if entry.to else "") if part and part != did)
    parts = [did, f"（{aside}）" if aside else ""]
    said = f"：{excerpt(note, _TEXT)}" if note else ""
    return f"{''.join(parts)}{said}——{entry.by}"


def _news(material: ReportMaterial) -> Iterator[tuple[datetime, str, tuple[str, ...]]]:
    """The first item, each new channel, the first head medium, what turned, stages: each item once."""
    items = {item.id: item for item in material.items}
    for story in material.stories:
        said: dict[str, list[str]] = {}
        for id_, what in _key_items(story):
            if id_ in items:
                said.setdefault(id_, []).append(what)
        shown = sorted(said, key=lambda id_: (items[id_].published_at, id_))[:_NEWS]
        yield from ((items[id_].published_at, f"{joined(said[id_])}：{_named(items[id_])}", (id_,)) for id_ in shown)
        for shift in story.account.shifts:
            yield shift.at, f"{shift.kind}：{excerpt(shift.text, _TEXT)}", shift.item_ids
        for turn in story.course.turns:
            yield turn.at, f"进入{turn.stage}阶段", (turn.item_id,) if turn.item_id else ()


def _key_items(story: Story) -> Iterator[tuple[str, str]]:
    yield story.spread.first_item_id, "最早见到"
    for step in story.spread.steps:
        yield step.item_id, f"进入{step.channel}"
    if story.spread.head_media_item_id:
        yield story.spread.head_media_item_id, "首家省级以上媒体"
    for node in story.spread.key_nodes:
        yield node.item_id, "关键节点"


def _named(item: Item) -> str:
    return f"{item.source}《{excerpt(item.title or item.text, 60)}》"


def spread_lines(material: ReportMaterial) -> Iterator[Line]:
    """Heat, first and last sight, channels, key nodes and copying in concert, of each story."""
    for story in material.stories:
        steps = story.spread.steps
        channels = joined([str(step.channel) for step in steps])
        yield Line(
            text=f"热度 {story.heat.value:.1f}，处于{story.stage}阶段；"
            f"{stamp(story.first_at, material.zone)} 最早见到（可能不是第一条），"
            f"{stamp(story.last_at, material.zone)} 为最近一条；依次见于 {len(steps)} 类渠道：{channels}。",
            item_ids=tuple(step.item_id for step in steps),
        )
        for node in story.spread.key_nodes[:_VIEWS]:
            yield Line(text=excerpt(node.why, _TEXT), item_ids=(node.item_id,))
        for copying in story.spread.copying[:_VIEWS]:
            yield Line(text=excerpt(copying.why, _TEXT), item_ids=copying.item_ids)


def voice_lines(material: ReportMaterial) -> Iterator[Line]:
    """What is asked for, and when, where, who and what, as items state it."""
    for story in material.stories:
        for demand in story.account.demands[:_VIEWS]:
            yield Line(
                text=f"诉求：{demand.name}，{demand.count}/{demand.total} 条。", item_ids=demand.item_ids
            )  # fmt: skip
        for aspect in story.account.aspects:
            yield Line(text=f"{aspect.kind}：{excerpt(aspect.text, _TEXT)}", item_ids=aspect.item_ids)


def views_table(story: Story, parties: Collection[Party] = tuple(Party)) -> Table | None:
    """What these parties say, each with its share; None where nothing of theirs is known."""
    shown: Iterable[View] = [view for view in story.account.views if view.party in parties][: 2 * _VIEWS]
    rows = tuple(
        (str(view.party), excerpt(view.text, _TEXT), f"{view.count}/{view.total}（{view.low:.0%}–{view.high:.0%}）")
        for view in shown
    )
    ids = tuple(view.item_ids for view in shown)
    header = ("谁", "怎么说", "条数（占比的 95% 区间）")
    return Table(caption="各方观点及占比", header=header, rows=rows, item_ids=ids) if rows else None
