"""风险提示: what is known to come in the next week or month, and what is still open."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from caifeng.models import ClockState, Incident, Occasion
from caifeng.models.calendar import days_of
from caifeng.models.period import Cell, PeriodLine, PeriodPart, PeriodTable, Ref, Span
from caifeng.models.risk import Risk
from publish.briefing.phrases import joined, named, short, weekday
from publish.period.material import PeriodMaterial
from publish.period.refs import day_ref, incident_refs

LISTED = 30  # rows of the calendar
_NOTE = 60  # characters
_SCENARIOS = 3


def ahead_part(material: PeriodMaterial) -> PeriodPart:
    """Occasions, time limits that fall due, promises, assessments of decisions."""
    span = material.span.after
    noun = "下月" if material.span.year_before else "下周"
    rows = sorted(_rows(material, span), key=lambda one: one[0])
    heading = f"{noun}风险提示"
    table = PeriodTable(
        caption=f"{noun}日程（{span.first:%m-%d} 至 {span.last:%m-%d}）",
        header=("日期", "事项", "说明"),
        rows=tuple(cells for _, cells in rows[:LISTED]),
        how="出自风险日历、未闭环案件的时限、未完成的整改和风险评估；突发的事不在可预判之列。"
        + (f"另有 {len(rows) - LISTED} 项未列。" if len(rows) > LISTED else ""),
        words=(1, 2),
    )
    nothing = f"{noun}的日程上没有登记事项；突发的事不在可预判之列。"
    return PeriodPart(
        id="ahead",
        heading=heading,
        lines=tuple(_lines(material, noun)),
        tables=(table,) if rows else (),
        notes=() if rows else (nothing,),
    )


def _lines(material: PeriodMaterial, noun: str) -> Iterator[PeriodLine]:
    carried = set(material.figures.still_open)
    still = sorted((one for one in material.incidents if one.id in carried), key=lambda one: (-one.level.rank, one.id))
    if still:
        said = joined([f"{named(one.title, 20)}（{one.level}级，{_state(one)}）" for one in still[:5]])
        late = sum(any(clock.state(material.now) is ClockState.OVERDUE for clock in one.clocks) for one in still)
        over = f"，其中 {late} 件已有时限超过" if late else ""
        refs = incident_refs(one.id for one in still)
        yield PeriodLine(text=f"带入{noun}的未闭环案件 {len(still)} 件{over}：{said}。", refs=refs)
    if material.days:
        outlook = material.days[-1].outlook
        yield PeriodLine(
            text=f"最近一期日报的预计：{outlook.text}（{outlook.likelihood}，{outlook.low}–{outlook.high}%）。"
            f"把握程度：{outlook.confidence}。预计只管 24 小时，不外推到{noun}。",
            refs=(day_ref(material.days[-1].date),),
        )


def _state(incident: Incident) -> str:
    return incident.state.value if incident.is_open else f"编写时已到{incident.state}"


def _rows(material: PeriodMaterial, span: Span) -> Iterator[tuple[tuple[date, str, str], tuple[Cell, ...]]]:
    zone = material.desk.zone
    for occasion in material.desk.calendar:
        for day in days_of(occasion, zone, span.first, span.last):
            yield (day, occasion.what, ""), _occasion(day, occasion)
    for incident in material.incidents:
        for day, cells in _due(material, incident, span):
            yield (day, incident.id, cells[1].text), cells
    for one in material.rectify:
        if one.what.due <= span.last:
            overdue = "，已逾期" if one.what.due < span.first else ""
            cells = (
                Cell(text=_day(one.what.due)),
                Cell(text=f"整改：{short(one.what.what, _NOTE)}", refs=incident_refs([one.incident_id])),
                Cell(text=f"责任人 {one.what.owner}{overdue}"),
            )
            yield (one.what.due, one.incident_id, one.what.what), cells
    for risk in material.risks:
        if span.first <= risk.on <= span.last:
            yield (risk.on, risk.id, ""), _risk(risk)


def _occasion(day: date, occasion: Occasion) -> tuple[Cell, ...]:
    topics = f"相关议题：{joined(list(occasion.topics))}" if occasion.topics else ""
    more = "；".join(part for part in (short(occasion.why, _NOTE) if occasion.why else "", topics) if part)
    return Cell(text=_day(day)), Cell(text=occasion.what), Cell(text=more or "—")


def _due(material: PeriodMaterial, incident: Incident, span: Span) -> Iterator[tuple[date, tuple[Cell, ...]]]:
    """Time limits of an open incident that fall due in the span and are not met."""
    zone = material.desk.zone
    start = datetime.combine(span.first, time(), zone).astimezone(UTC)
    end = datetime.combine(span.last + timedelta(days=1), time(), zone).astimezone(UTC)
    for clock in incident.clocks if incident.is_open else ():
        if clock.stopped_at is None and not clock.paused and start <= clock.due_at < end:
            due = clock.due_at.astimezone(zone)
            cells = (
                Cell(text=_day(due.date()), note=f"{due:%H:%M}"),
                Cell(text=f"时限到期：{named(incident.title, 20)} {clock.name}", refs=incident_refs([incident.id])),
                Cell(text=f"责任人 {incident.owner or '未派'}"),
            )
            yield due.date(), cells


def _risk(risk: Risk) -> tuple[Cell, ...]:
    scenes = joined([f"{short(one.what, 30)}（{one.likelihood}）" for one in risk.scenarios[:_SCENARIOS]])
    verdict = f"评估结论：{risk.verdict}" if risk.verdict else "评估尚无结论"
    return (
        Cell(text=_day(risk.on)),
        Cell(text=f"决策生效：{short(risk.decision, _NOTE)}", refs=(Ref(label="评估", way=f"risks/{risk.id}/"),)),
        Cell(text=f"{verdict}；可能的情形：{scenes}" if scenes else verdict),
    )


def _day(day: date) -> str:
    return f"{day:%m-%d} {weekday(day)}"
