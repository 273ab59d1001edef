"""处置与时效: alerts, how fast they were answered, what was closed; of a month also why things happened."""

from collections.abc import Iterator, Sequence

from caifeng.models import AlertKind, Case, Count, HandlingFigures, StoryType
from caifeng.models.handling import ClockShare, StepTime
from caifeng.models.period import Cell, PeriodLine, PeriodPart, PeriodTable, Ref
from publish.briefing.phrases import joined, named, percent, short, took
from publish.period.material import PeriodMaterial
from publish.period.refs import incident_refs

_SUMMARY = 80  # characters of a case's summary
_MOST_CAUSES = 10
NONE = "—"
_STEPS = {"采到": "预警依据采到"}  # said so that it is not taken for the delay of all items


def handled_part(material: PeriodMaterial) -> PeriodPart:
    """What was alerted, taken, answered and closed on the days of the period."""
    now, former = material.figures, material.former
    first, last = material.span.first, material.span.last
    so_far = "" if now.is_whole else "，当时尚未过完"
    note = (
        f"处置按自然日计（{first:%m-%d} 0 时至 {last:%m-%d} 24 时{so_far}）："
        "做完的计入做完之时，到期未做的计入到期之时；按时率的区间为 95% Wilson 区间。"
    )
    return PeriodPart(
        id="handled",
        heading="处置与时效",
        lines=tuple(_lines(material)),
        tables=(_table(material, now, former), *_causes(now)),
        notes=(note,),
    )


def _lines(material: PeriodMaterial) -> Iterator[PeriodLine]:
    now = material.figures
    rises = _alerts(now, AlertKind.RISE)
    yield PeriodLine(
        text=f"{material.noun}发出预警 {rises} 条，立案 {len(now.opened)} 件，闭环 {len(now.closed)} 件，"
        f"期末未闭环 {len(now.still_open)} 件。",
        refs=incident_refs((*now.opened, *now.closed, *now.still_open)),
    )
    reply = _step(now, "首次回应")
    if reply and reply.n:
        yield PeriodLine(text=f"首次回应用时中位 {took(reply.median)}（{reply.n} 件）。", refs=incident_refs(reply.ids))
    late = [clock for clock in now.clocks if clock.late_ids]
    if late:
        said = joined([f"{named(clock.name)} {len(clock.late_ids)} 件" for clock in late])
        yield PeriodLine(text=f"超过时限：{said}。", refs=incident_refs(_late(late)))


def _alerts(figures: HandlingFigures, kind: AlertKind) -> int:
    return sum(one.n for one in figures.alerts if one.kind is kind)


def _step(figures: HandlingFigures, name: str) -> StepTime | None:
    return next((step for step in figures.steps if step.name == name), None)


def _table(material: PeriodMaterial, now: HandlingFigures, former: HandlingFigures) -> PeriodTable:
    rows = [
        (
            Cell(text="预警"),
            Cell(text=f"{_alerts(now, AlertKind.RISE)}"),
            Cell(text=f"{_alerts(former, AlertKind.RISE)}"),
            Cell(text="", refs=(Ref(label="预警记录", way="alerts/"),)),
        ),
        _row("立案", f"{len(now.opened)}", f"{len(former.opened)}", now.opened),
        _row("闭环", f"{len(now.closed)}", f"{len(former.closed)}", now.closed),
        _row("期末未闭环", f"{len(now.still_open)}", f"{len(former.still_open)}", now.still_open),
        _row("上报", f"{len(now.escalated)}", f"{len(former.escalated)}", (), "无人接收而上报的预警"),
    ]
    rows += [
        _row(f"{_STEPS.get(step.name, step.name)}用时", _time(step), _time(_step(former, step.name)), step.ids,
             f"自{step.since}")
        for step in now.steps
    ]  # fmt: skip
    known = {clock.name: clock for clock in former.clocks}
    rows += [
        _row(f"{clock.name}按时率", _kept(clock), _kept(known.get(clock.name)), clock.late_ids, clock.norm)
        for clock in now.clocks
    ]
    rows += [_row(f"闭环满意程度：{count.name}", f"{count.n}", NONE, count.ids) for count in now.satisfaction]
    return PeriodTable(
        caption="处置与时效",
        header=("项目", material.noun, material.former_noun, "依据"),
        rows=tuple(row for row in rows if {row[1].text, row[2].text} != {NONE}),
        how="两期都没有的项目不列。",
        words=(1, 2, 3),
    )


def _late(clocks: Sequence[ClockShare]) -> tuple[str, ...]:
    return tuple(id_ for clock in clocks for id_ in clock.late_ids)


def _row(name: str, now: str, former: str, ids: Sequence[str], note: str = "") -> tuple[Cell, ...]:
    return Cell(text=name, note=note), Cell(text=now), Cell(text=former), Cell(text="", refs=incident_refs(ids))


def _time(step: StepTime | None) -> str:
    if step is None or not (step.n or step.undone):
        return NONE
    done = f"中位 {took(step.median)}（{step.n} 次）" if step.n else "没有做完的"
    return done + (f"；{step.undone} 次未完成，最久已 {took(step.longest)}" if step.undone else "")


def _kept(clock: ClockShare | None) -> str:
    if clock is None or not clock.on_time.total:
        return NONE
    return percent(clock.on_time)


def _causes(figures: HandlingFigures) -> tuple[PeriodTable, ...]:
    if not figures.causes:
        return ()
    return (
        PeriodTable(
            caption="根因部门（期内复盘的案件）",
            header=("部门", "件数", "依据"),
            rows=tuple(map(_cause, figures.causes[:_MOST_CAUSES])),
            how="根因由复盘的人写进案件文件，一件可以有几个部门。",
            words=(2,),
        ),
    )


def _cause(count: Count) -> tuple[Cell, ...]:
    return Cell(text=count.name), Cell(text=f"{count.n}"), Cell(text="", refs=incident_refs(count.ids))


def case_part(material: PeriodMaterial) -> PeriodPart:
    """典型案例: of the cases closed in the month, the gravest with most to learn from."""
    zone = material.desk.zone
    first, last = material.span.first, material.span.last
    closed = [
        one for one in material.cases
        if one.closed_at and first <= one.closed_at.astimezone(zone).date() <= last and not one.is_false_alarm
    ]  # fmt: skip
    if not closed:
        text = f"{material.noun}没有闭环的案件可作案例。"
        return PeriodPart(id="case", heading="典型案例", notes=(text,))
    chosen = max(closed, key=lambda one: (one.level.rank, len(one.well) + len(one.improve), one.items or 0, one.id))
    return PeriodPart(id="case", heading="典型案例", lines=tuple(_case(chosen, len(closed))))


def _case(case: Case, closed: int) -> Iterator[PeriodLine]:
    refs = incident_refs([case.id])
    typed = "未核实" if case.type is StoryType.UNVERIFIED else f"定性{case.type}"
    size = f"，{case.items} 条" if case.items is not None else ""
    chosen = f"期内闭环 {closed} 件，取级别最高、复盘最详的一件" if closed > 1 else "期内闭环 1 件"
    yield PeriodLine(text=f"{named(case.title, 30)}（{case.level}级，{typed}{size}）。{chosen}。", refs=refs)
    if case.summary:
        yield PeriodLine(text=f"经过：{short(case.summary, _SUMMARY)}", refs=refs)
    if case.took is not None:
        reply = f"，首次回应 {took(case.first_reply)}" if case.first_reply is not None else ""
        yield PeriodLine(text=f"从发现到闭环 {took(case.took)}{reply}。", refs=refs)
    for name, told in (("做法", case.measures[:6]), ("可推广", case.well[:3]), ("待改善", case.improve[:3])):
        if told:
            yield PeriodLine(text=f"{name}：{'；'.join(short(one, 40) for one in told)}。", refs=refs)
    for cause in case.causes[:3]:
        yield PeriodLine(text=f"根因：{cause.department}，{short(cause.what, 60)}。", refs=refs)
