"""周报, 月报 for paper: the chapters and tables of the frozen report; what proves a figure stands on its page."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from caifeng.models.document import Line, Part, Table
from caifeng.models.period import Cell, Period, PeriodPart, PeriodTable
from caifeng.models.wording import clock
from publish.paper.sheet import Sheet


def period_sheet(period: Period) -> Sheet:
    """A weekly or monthly report; the first screen becomes its first chapter."""
    zone, late = ZoneInfo(period.zone), "　迟发" if period.is_late else ""
    window = f"{clock(period.window_start, zone)} 至 {clock(period.window_end, zone)}"
    parts = (Part(heading="摘要", lines=tuple(_head(period))), *(one for part in period.parts for one in _part(part)))
    return Sheet(
        title=f"{period.desk}舆情{period.kind}",
        subtitle=(
            f"{period.key}　第 {period.number} 期{late}",
            f"{period.prepared_by or period.desk}　{window}",
        ),
        classification=period.classification,
        mark=f"{period.kind} 第 {period.number} 期",
        author=period.prepared_by or period.desk,
        made_at=period.published_at,
        zone=period.zone,
        parts=parts,
        has_list=False,
    )


def _head(period: Period) -> Iterator[Line]:
    days = "，".join(f"{level} {count} 天" for level, count in period.level_days)
    yield Line(text=f"级别：{period.level.full}（{days}）。")
    yield Line(text=period.conclusion)
    for place, matter in enumerate(period.matters, 1):
        yield Line(text=f"{place}. {matter.level}　{matter.title}：{matter.line}")
    for line in (*period.decided, *period.unseen):
        yield Line(text=line.text)


def _part(part: PeriodPart) -> Iterator[Part]:
    said = (*(line.text for line in part.lines), *part.notes)
    yield Part(heading=part.heading, lines=tuple(Line(text=text) for text in said))
    for table in part.tables:
        how = (Line(text=table.how),) if table.how else ()
        yield Part(heading=table.caption, depth=2, lines=how, table=_table(table))


def _table(table: PeriodTable) -> Table:
    rows = tuple(tuple(map(_cell, row)) for row in table.rows)
    return Table(caption=table.caption, header=table.header, rows=rows)


def _cell(cell: Cell) -> str:
    return f"{cell.text}（{cell.note}）" if cell.note else cell.text
