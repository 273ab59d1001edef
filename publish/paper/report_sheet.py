"""处置报告 and 专报 for paper: what their pages say, in the same order."""

from zoneinfo import ZoneInfo

from caifeng.models.document import Line, Part, Table
from caifeng.models.special import Special
from publish.paper.sheet import Sheet
from publish.report.report_draft import Report, stamp
from publish.special.compose import OUTLOOK


def report_sheet(report: Report) -> Sheet:
    """An incident's handling report."""
    drill = f"【演练：{report.drill}】" if report.drill else ""
    made = stamp(report.made_at, ZoneInfo(report.zone))
    return Sheet(
        title=f"{drill}处置报告：{report.title}",
        subtitle=(f"{report.desk}　{report.prepared_by}　据 {made} 的记录",),
        classification=report.classification,
        mark=f"{drill}{report.incident_id}",
        author=report.prepared_by,
        made_at=report.made_at,
        zone=report.zone,
        parts=report.parts,
        sources=report.sources,
        left_out=report.left_out,
    )


def special_sheet(special: Special) -> Sheet:
    """A special report; the first screen becomes its first chapter."""
    drill = f"【演练：{special.drill}】" if special.drill else ""
    serial = f"专报 第 {special.number} 期（{special.kind}）"
    parts = tuple(
        Part(heading=part.heading, depth=1, lines=part.lines, table=_scenarios(special)) if _is_outlook(part) else part
        for part in special.parts
    )
    return Sheet(
        title=f"{drill}{special.title}",
        subtitle=(serial, f"{special.desk}　{stamp(special.published_at, ZoneInfo(special.zone))}"),
        classification=special.classification,
        mark=f"{drill}{serial}",
        author=special.prepared_by or special.desk,
        made_at=special.published_at,
        zone=special.zone,
        parts=(Part(heading="摘要", lines=_head(special)), *parts),
        sources=special.sources,
        left_out=special.left_out,
    )


def _is_outlook(part: Part) -> bool:
    return part.depth == 1 and part.heading == OUTLOOK


def _head(special: Special) -> tuple[Line, ...]:
    zone = ZoneInfo(special.zone)
    due = [f"，{stamp(one.due_at, zone)} 前" if one.due_at else "" for one in special.asks]
    asks = [
        f"需您决定：{one.question}（责任人 {one.owner or '未派'}{when}）"
        for one, when in zip(special.asks, due, strict=True)
    ]
    before = f"（上期 {special.former.full}）" if special.former else ""
    said = [
        f"核心风险：{special.risk}",
        special.summary,
        f"级别：{special.level.full}{before}。定性：{special.state.type}。",
    ]
    by = f"（{special.by}）" if special.by else ""
    chain = "、".join(f"{one.kind}（第 {one.number} 期，{stamp(one.published_at, zone)}）" for one in special.chain)
    said += [*asks, f"报送缘由：{special.why}{by}。"]
    said += [f"本事此前各期：{chain}。"] if chain else []
    return tuple(Line(text=text) for text in said)


def _scenarios(special: Special) -> Table:
    rows = tuple(
        (
            one.name,
            one.text,
            f"{one.likelihood}（{one.likelihood.range[0]}–{one.likelihood.range[1]}%）" if one.likelihood else "未知",
            str(one.confidence or "—"),
            one.basis,
        )
        for one in special.scenarios
    )
    header = ("情景", "会怎样", "可能性", "把握程度", "理由")
    refs = tuple(one.refs for one in special.scenarios)
    return Table(caption="情景", header=header, rows=rows, refs=refs)
