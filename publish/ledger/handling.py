"""Figures of what people do and of what the edition rests on: clocks, calendar, sources, measured accuracy."""

import re
from collections.abc import Iterator
from datetime import timedelta

from caifeng.models import Briefing, ClockView, Incident, SpotCheck
from caifeng.models.calendar import PastOccasion
from publish.briefing.lane import lane_lines
from publish.briefing.phrases import duration
from publish.ledger.figure import Figure, key, noted

_CLOCKS, _CALENDAR, _NOTE, _ACCURACY = "处置时限", "风险日历", "数据说明", "实测准确率"


def handling_figures(briefing: Briefing) -> Iterator[Figure]:
    """Clocks of the open incidents as they stood when the edition was made."""
    for handling in briefing.handling:
        for view in handling.clocks:
            yield from _clock(handling.incident, view)


def calendar_figures(briefing: Briefing) -> Iterator[Figure]:
    """Occasions that come, and what the archive says of the last ones."""
    yield Figure(id="calendar.total", section=_CALENDAR, name="日程数", value=briefing.calendar_total,
                 written=f"{briefing.calendar_total}", formula="本期近日的日程", record="风险日历")  # fmt: skip
    for place, entry in enumerate(briefing.calendar, 1):
        yield Figure(
            id=f"calendar.{place}.days", section=_CALENDAR, name=f"日程 {place}：还有几天", value=entry.days_left,
            written=f"{entry.days_left}", formula=f"{entry.day} 减本期日期", record="风险日历",
        )  # fmt: skip
        if entry.last:
            yield Figure(
                id=f"calendar.{place}.last", section=_CALENDAR, name=f"日程 {place}：上次其后条数",
                value=entry.last.distinct, written=f"{entry.last.distinct}",
                record=f"{entry.last.day} 后 {entry.last.days} 期简报",
                formula="其后几期简报所载的同议题条数之和", forms=_last_forms(entry.last),
            )  # fmt: skip


def _last_forms(last: PastOccasion) -> tuple[str, ...]:
    usual = () if last.usual is None else (f"常为 {{{last.usual:.1f}}} 条", f"常为 {{{last.usual:.0f}}} 条")
    return (f"其后 {{{last.days}}} 期", f"日报共 {{{last.distinct}}} 条", *usual)


def note_figures(briefing: Briefing) -> Iterator[Figure]:
    """Sources, delays, runs, measured accuracy, spot checks."""
    note = briefing.note
    counts = (
        ("answered", "应答的信源", note.answered, "最近一次采集未失败的信源"),
        ("tried", "应采的信源", note.tried, "能够采到、已试过的信源"),
        ("configured", "配置的信源", note.configured, "配置中列出的信源，含无法采到的"),
        ("runs", "采集轮次", note.runs, "监测时段内的采集次数"),
        ("label-problems", "读不出的标注", note.label_problems, "labels.yml 中无法读取之处"),
    )
    for id_, name, value, formula in counts:
        yield Figure(id=f"note.{id_}", section=_NOTE, name=name, value=value, written=f"{value}", formula=formula,
                     record="采集记录")  # fmt: skip
    for id_, name, seconds in (("delay-median", "从发布到采到：中位", note.delay_median_seconds),
                               ("delay-p90", "从发布到采到：九成不超过", note.delay_p90_seconds)):  # fmt: skip
        yield Figure(
            id=f"note.{id_}", section=_NOTE, name=name, value=-1.0 if seconds is None else seconds,
            written="—" if seconds is None else duration(timedelta(minutes=round(seconds / 60))),
            formula="监测时段内写明发布时间的条目，见到时间减发布时间", record="数据湖的条目表",
        )  # fmt: skip
    yield from _health(briefing)
    yield from _measured(briefing)
    yield from _said(briefing)


def _clock(incident: Incident, view: ClockView) -> Iterator[Figure]:
    left = view.limit_minutes - view.used_minutes if view.left_minutes is None else view.left_minutes
    used, limit = _minutes(view.used_minutes), _minutes(view.limit_minutes)
    forms = (f"完成“{view.name}”，用时 {{{used}}}",)
    spans = (("used", "已用", view.used_minutes, used, forms), ("limit", "时限", view.limit_minutes, limit,
              (f"超出时限 {{{limit}}}",)),
             ("left", "余时" if left >= 0 else "超时", left, _minutes(abs(left)), ()))  # fmt: skip
    for part, name, value, written, said in spans:
        formula = {"used": "停表（或封存本期）时刻 − 起表时刻", "limit": f"{view.norm or '配置'}",
                   "left": "到期时刻 − 停表（或封存本期）时刻"}[part]  # fmt: skip
        yield Figure(
            id=key("clock", incident.id, view.name, part), section=_CLOCKS, name=f"{incident.id} {view.name}：{name}",
            value=value, written=written, forms=said, formula=formula, record=f"{incident.id} 的处置日志",
        )  # fmt: skip


def _minutes(count: int) -> str:
    return duration(timedelta(minutes=count))


def _health(briefing: Briefing) -> Iterator[Figure]:
    for source in briefing.note.health:
        report = source.report
        delay = "—" if report.delay_seconds is None else _minutes(round(report.delay_seconds / 60))
        yield Figure(
            id=key("source", source.name, "new"), section=_NOTE, name=f"{source.name}（{source.tier} 级）",
            value=report.new, written=f"新条目 {report.new}，延迟中位 {delay}",
            forms=(f"{source.channel} · {{{source.tier}}} 级",),
            formula=report.message or f"{report.state}：此前没有的条目（编号与内容指纹）", record="采集记录",
        )  # fmt: skip


def _abstained(check: SpotCheck) -> str:
    return f"；另有 {check.abstained} 条机器标为“不确定”，不计" if check.abstained else ""


def _measured(briefing: Briefing) -> Iterator[Figure]:
    for place, one in enumerate(briefing.note.accuracies, 1):
        if one.is_key:
            beside = "" if one.baseline is None else f"；对照 {one.baseline_name} {one.baseline:.0%}"
            yield Figure(
                id=f"accuracy.{place}", section=_ACCURACY, name=one.what, value=one.share,
                written=f"{one.share:.0%}（{one.low:.0%}–{one.high:.0%}，n={one.n}）{beside}",
                formula=f"在 {one.dataset} 上测得", record=f"版本 {one.version}",
            )  # fmt: skip
    for place, check in enumerate(briefing.note.spot_checks, 1):
        yield Figure(
            id=f"check.{place}", section=_ACCURACY, name=f"人工抽检：{check.what}", value=check.agreed,
            written=f"{check.agreed}/{check.n}（{check.share:.0%}，95% 区间 {check.low:.0%}–{check.high:.0%}）",
            formula=f"近 {check.days} 天随机抽出、有人工标注的条目中一致的{_abstained(check)}", record="labels.yml",
        )  # fmt: skip
    record = briefing.note.forecasts
    if record:
        yield Figure(
            id="note.forecasts", section=_ACCURACY, name="往期预测", value=record.brier,
            written=f"布赖尔分 {record.brier:.3f}，区间内 {record.inside}/{record.n}",
            formula=f"一律报平均概率为 {record.reference:.3f}；0 最好", record="已到期的预测",
        )  # fmt: skip


def _said(briefing: Briefing) -> Iterator[Figure]:
    """Sentences about ourselves, whose numbers are counted when they are written."""
    lines = lane_lines(briefing.note.lane) if briefing.note.lane else ()
    named = [
        ("blind", "看不到的", briefing.blind_spots, "信源状况与配置"),
        ("lane", "预警时效", lines, "预警与采集记录"),
    ]
    for part, name, texts, record in named:
        for place, text in enumerate(texts, 1):
            forms = (*noted(text), *(form for clause in re.split("[，；：]", text)[:20] for form in noted(clause)))
            if forms:
                yield Figure(id=f"{part}.{place}", section=_NOTE, name=name, value=0, written=text, forms=forms,
                             formula="封存本期时按记录写下", record=record)  # fmt: skip
    for place, good in enumerate(briefing.positives, 1):
        for part, text in (("sources", good.sources), *((f"word-{at}", word) for at, word in enumerate(good.words, 1)),
                           *((f"who-{at}", who) for at, who in enumerate(good.who, 1))):  # fmt: skip
            if forms := noted(text):
                yield Figure(id=f"positive.{place}.{part}", section="正面典型", name=f"正面典型 {place}", value=0,
                             written=text, forms=forms, formula="该事件全部条目中的条数", record="判读",
                             item_ids=good.item_ids)  # fmt: skip
