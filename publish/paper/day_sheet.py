"""日报 for paper: the frozen briefing in official order; no figure that the page does not have."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

from caifeng.models import Briefing, ClockState, Detail, EvidenceItem, Handling, Statement
from caifeng.models.document import Cited, Line, Part, Table
from caifeng.models.wording import clock
from publish import escape
from publish.briefing.evidence import excerpt
from publish.briefing.phrases import duration, long_date
from publish.paper.sheet import Sheet
from publish.report.report import numbered

SOURCES = 60  # items of the list of evidence
_LISTED = 20  # rows of sensitive information
_TITLE = 120  # characters


def day_sheet(briefing: Briefing) -> Sheet:
    """A daily edition; the first screen becomes its first chapter."""
    parts = tuple(_parts(briefing))
    sources = _sources(briefing.evidence, parts)
    numbers = {one.item_id: one.number for one in sources}
    revised = f"　第 {briefing.revision} 版" if briefing.revision > 1 else ""
    late = "　迟发" if briefing.is_late else ""
    zone = ZoneInfo(briefing.zone)
    span = f"监测时段 {clock(briefing.window_start, zone)} 至 {clock(briefing.window_end, zone)}"
    return Sheet(
        title=f"{briefing.desk}舆情日报",
        subtitle=(
            f"第 {briefing.number} 期{revised}{late}",
            f"{briefing.prepared_by or briefing.desk}　{long_date(briefing.date)}",
            f"{span}　发布 {clock(briefing.published_at, zone)}",
        ),
        classification=briefing.classification,
        mark=f"日报 第 {briefing.number} 期",
        author=briefing.prepared_by or briefing.desk,
        made_at=briefing.published_at,
        zone=briefing.zone,
        parts=tuple(numbered(part, numbers) for part in parts),
        sources=sources,
        left_out=len(briefing.evidence) - len(sources),
    )


def _parts(briefing: Briefing) -> Iterator[Part]:
    yield Part(heading="今日摘要", lines=tuple(_head(briefing)))
    yield Part(heading="总体态势", lines=tuple(map(_line, briefing.overview.sentences)), table=_volume(briefing))
    yield Part(heading="重点舆情", lines=() if briefing.details else (Line(text="窗口内没有重点事件。"),))
    for detail in briefing.details:
        yield Part(heading=detail.story.title, depth=2, lines=tuple(_detail(detail)))
    yield _listed(briefing)
    yield Part(heading="处置进展", lines=tuple(_handling(briefing)) or (Line(text="没有未闭环的案件。"),))
    yield Part(heading="研判与建议", lines=tuple(map(_line, briefing.advice)))
    yield Part(heading="数据说明", lines=tuple(_note(briefing)))


def _line(statement: Statement) -> Line:
    return Line(text=statement.text, item_ids=statement.item_ids)


def _head(briefing: Briefing) -> Iterator[Line]:
    before = f"（昨日 {briefing.previous_level.full}）" if briefing.previous_level else "（昨日无刊）"
    zone = ZoneInfo(briefing.zone)
    yield Line(text=f"级别：{briefing.level.full}{before}。")
    yield Line(text=briefing.conclusion)
    for one in briefing.decisions:
        due = f"，{clock(one.due_at, zone)} 前" if one.due_at else ""
        yield Line(text=f"需您决定：{one.question}（责任人 {one.owner or '未派'}{due}）")
    if not briefing.decisions:
        yield Line(text="今日无需您决定的事项。")
    ids = {detail.story.id: detail.story.item_ids for detail in briefing.details}
    for place, matter in enumerate(briefing.matters, 1):
        text = f"{place}. {matter.trend} {matter.level}　{matter.title}：{matter.line}"
        yield Line(text=text, item_ids=ids.get(matter.story_id, ()))
    out = briefing.outlook
    yield Line(text=f"预计：{out.text}（{out.likelihood}，{out.low}–{out.high}%）。")
    yield Line(text=f"把握程度：{out.confidence}。理由：{out.basis}。")
    yield Line(text=f"看不到的：{'；'.join(briefing.blind_spots) or '已配置的信源全部采到；未配置的渠道仍看不到'}。")


def _volume(briefing: Briefing) -> Table:
    overview = briefing.overview
    before = "—" if overview.previous_distinct is None else str(overview.previous_distinct)
    row = (str(overview.distinct), before, str(overview.reprints), str(overview.scanned))
    return Table(caption="声量", header=("去重条数", "前一窗口", "转载", "采集总量"), rows=(row,))


def _detail(detail: Detail) -> Iterator[Line]:
    grade = (
        f"{detail.override.level.full}（{detail.override.by}）" if detail.override else detail.story.grade.level.full
    )
    if detail.summary:
        yield _line(detail.summary)
    yield Line(text=f"级别：{grade}；定性：{detail.type}。", item_ids=detail.story.item_ids)
    for name, said in (("事实", detail.facts), ("研判", detail.judgements), ("未知", detail.unknowns)):
        for statement in said:
            yield Line(text=f"【{name}】{statement.text}", item_ids=statement.item_ids)
    for statement in (*detail.course, *detail.spread):
        yield _line(statement)


def _listed(briefing: Briefing) -> Part:
    if not briefing.listed:
        return Part(heading="敏感信息", lines=(Line(text="窗口内没有敏感信息。"),))
    shown, zone = briefing.listed[:_LISTED], ZoneInfo(briefing.zone)
    rows = tuple((clock(one.at, zone), one.title, f"{one.source}（{one.channel}）", str(one.tone)) for one in shown)
    table = Table(
        caption="敏感信息",
        header=("时间", "标题", "信源", "倾向"),
        rows=rows,
        item_ids=tuple((one.item_id,) for one in shown),
    )
    left = f"共 {briefing.listed_total} 条，列出 {len(shown)} 条。"
    return Part(heading="敏感信息", lines=(Line(text=left),) if briefing.listed_total > len(shown) else (), table=table)


def _handling(briefing: Briefing) -> Iterator[Line]:
    for one in briefing.handling:
        case = one.incident
        owner = case.owner or "未派"
        stands = f"{case.level.full}，{case.type}，{case.state}，责任人 {owner}"
        yield Line(text=f"{case.id}　{case.title}：{stands}。{_clocks(one)}")


def _clocks(handling: Handling) -> str:
    said = [
        f"{view.name}{view.state}"
        + (f"（已 {duration(timedelta(minutes=view.used_minutes))}）" if _runs(view.state) else "")
        for view in handling.clocks
    ]
    return f"时限：{'；'.join(said)}。" if said else ""


def _runs(state: ClockState) -> bool:
    return state in (ClockState.RUNNING, ClockState.OVERDUE)


def _note(briefing: Briefing) -> Iterator[Line]:
    note = briefing.note
    yield Line(
        text=f"信源配置 {note.configured} 个，应采 {note.tried} 个，应答 {note.answered} 个；采集 {note.runs} 轮。"
    )
    versions = "；".join(f"{part} {version}" for part, version in note.versions)
    yield Line(text=f"方法版本：{versions}。全部数字的依据见网页版。")
    for one in briefing.corrections:
        yield Line(
            text=f"更正（第 {one.revision} 版）：{one.what}由“{one.old}”改为“{one.new}”（{one.reason}；{one.by}）。"
        )


def _sources(evidence: Iterable[EvidenceItem], parts: Iterable[Part]) -> tuple[Cited, ...]:
    """The items that sentences and rows name first, by time."""
    known = {item.id: item for item in evidence}
    lines = [line.item_ids[:2] for part in parts for line in part.lines]
    rows = [ids for part in parts if part.table for ids in part.table.item_ids]
    named = list(dict.fromkeys(id_ for ids in (*lines, *rows) for id_ in ids if id_ in known))[:SOURCES]
    chosen = sorted((known[id_] for id_ in named), key=lambda item: (item.published_at, item.id))
    return tuple(_cited(number, item) for number, item in enumerate(chosen, 1))


def _cited(number: int, item: EvidenceItem) -> Cited:
    return Cited(
        number=number,
        item_id=item.id,
        title=excerpt(item.title, _TITLE) or "（无标题）",
        source=item.source,
        published_at=item.published_at,
        seen_at=item.seen_at,
        url=escape.link(item.url),
        content_hash=item.content_hash,
    )
