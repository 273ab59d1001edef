"""系统表现: how complete, how fast and how exact the listening itself was."""

from collections.abc import Iterator

from caifeng.models import EvidenceItem
from caifeng.models.interval import share
from caifeng.models.period import Cell, PeriodLine, PeriodPart, PeriodTable, Ref
from publish.briefing.phrases import duration, joined, percent
from publish.period.material import PeriodMaterial
from publish.period.refs import day_ref, incident_refs
from publish.period.words import dates, ratio

_METHOD = Ref(label="测法", way="method/#measured")
_KEY_FIGURES = 8  # measured figures named here; all of them stand on the method page


def system_part(material: PeriodMaterial) -> PeriodPart:
    """Coverage, delays, the alert lane, what people found wrong, and the measured accuracy."""
    if not material.days:
        return PeriodPart(id="system", heading="系统表现", notes=("没有日报可以依据。",))
    return PeriodPart(
        id="system",
        heading="系统表现",
        lines=tuple(_lines(material)),
        tables=_accuracy(material),
        notes=("采到延迟只计写明发布时间的条目；没有采到的信源和没有出刊的日子，其中有什么并不知道。",),
    )


def _lines(material: PeriodMaterial) -> Iterator[PeriodLine]:
    days = material.days
    answered, tried = sum(day.note.answered for day in days), sum(day.note.tried for day in days)
    weak = [day.date for day in days if day.note.answered < day.note.tried]
    where = f"；未全部应答的有 {dates(weak)} 期" if weak else ""
    yield PeriodLine(
        text=f"信源应答 {ratio(answered, tried)}（各期应答数之和 ÷ 应采数之和）{where}。",
        refs=tuple(day_ref(day) for day in weak[:7]),
    )
    yield _published(material)
    yield from _delays(material)
    yield _lane(material)
    yield _people(material)
    yield from _checks(material)


def _published(material: PeriodMaterial) -> PeriodLine:
    late = [day.date for day in material.days if day.is_late]
    said = [
        f"应出 {len(material.days) + len(material.missing) + len(material.damaged)} 期，依据 {len(material.days)} 期"
    ]
    said += [f"没有出刊 {dates(material.missing)}"] if material.missing else []
    said += [f"存档损坏 {dates(material.damaged)}"] if material.damaged else []
    said.append(f"迟发 {dates(late)}" if late else "没有迟发")
    return PeriodLine(text=f"日报：{'，'.join(said)}。", refs=tuple(map(day_ref, late[:7])))


def _delays(material: PeriodMaterial) -> Iterator[PeriodLine]:
    """From publication to sight, of all items that state when."""
    told = (*material.distinct, *material.copies)
    waits = sorted((max((item.seen_at - item.published_at).total_seconds(), 0.0), item.id) for item in told
                   if not item.is_time_estimated)  # fmt: skip
    if not waits:
        yield PeriodLine(text="采到延迟：没有写明发布时间的条目可计。")
        return
    by_id = {item.id: item for item in told}
    middle, most = waits[(len(waits) - 1) // 2], waits[-(-9 * len(waits) // 10) - 1]
    yield PeriodLine(
        text=f"从发布到采到：中位 {_wait(by_id[middle[1]])}，九成不超过 {_wait(by_id[most[1]])}（{len(waits)} 条）。",
        refs=(material.ref(by_id[middle[1]], "中位的一条"), material.ref(by_id[most[1]], "九成处的一条")),
    )


def _wait(item: EvidenceItem) -> str:
    return duration(max(item.seen_at - item.published_at, item.seen_at - item.seen_at))


def _lane(material: PeriodMaterial) -> PeriodLine:
    lanes = [(day.date, day.note.lane) for day in material.days if day.note.lane is not None]
    alerts = sum(lane.alerts for _, lane in lanes)
    looks = sum(lane.looks for _, lane in lanes)
    if not alerts:
        return PeriodLine(text=f"预警时效：没有新预警可计；有记录的采集 {looks} 次。")
    short, long = sum(lane.within_10 for _, lane in lanes), sum(lane.within_60 for _, lane in lanes)
    return PeriodLine(
        text=f"预警时效（{alerts} 条，从最后一条依据发布算起）：10 分钟内 {percent(share('', short, alerts))}，"
        f"60 分钟内 {percent(share('', long, alerts))}；有记录的采集 {looks} 次。",
        refs=tuple(day_ref(day) for day, lane in lanes if lane.alerts)[:7],
    )


def _people(material: PeriodMaterial) -> PeriodLine:
    now = material.figures
    return PeriodLine(
        text=f"误报 {len(now.false_alarms)} 件（人认定不该预警），"
        f"漏报 {len(now.missed)} 件（人先发现，系统没有预警）。",
        refs=incident_refs((*now.false_alarms, *now.missed)),
    )


def _checks(material: PeriodMaterial) -> Iterator[PeriodLine]:
    last = material.days[-1]
    done = [check for check in last.note.spot_checks if check.n]
    if not done:
        yield PeriodLine(text="人工抽检：近 30 天没有做，判读是否准确只有下表的基准可依。")
        return
    said = [
        f"{check.what} {check.agreed}/{check.n}（{check.share:.0%}，区间 {check.low:.0%}–{check.high:.0%}）"
        + ("" if check.is_enough else "，条数太少")
        for check in done
    ]
    yield PeriodLine(text=f"人工抽检（近 {done[0].days} 天）：{joined(said)}。", refs=(day_ref(last.date),))


def _accuracy(material: PeriodMaterial) -> tuple[PeriodTable, ...]:
    found = [one for one in material.days[-1].note.accuracies if one.is_key][:_KEY_FIGURES]
    if not found:
        return ()
    return (
        PeriodTable(
            caption="判读的实测准确率",
            header=("测什么", "结果", "95% 区间", "条数"),
            rows=tuple(
                (
                    Cell(text=one.what, note=f"{one.dataset} · {one.version}", refs=(_METHOD,)),
                    Cell(text=f"{one.share:.1%}"),
                    Cell(text=f"{one.low:.1%}–{one.high:.1%}"),
                    Cell(text=f"{one.n}"),
                )
                for one in found
            ),
            how="在公开或自备的标注集上测得，不是本单位数据上的准确率；全部见方法说明。",
        ),
    )
