"""处置统计: a month's figures with the former month beside them, and the index of the months."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from caifeng.models import Count, DeliveryState, HandlingFigures
from caifeng.models.handling import ClockShare, StepTime
from publish.briefing.phrases import percent, took
from publish.pages.contexts import Page
from publish.pages.render import page

_ENDED = {
    DeliveryState.SENT: "已送达",
    DeliveryState.REFUSED: "没有发成",
    DeliveryState.UNCERTAIN: "是否送达不明",
    DeliveryState.CLAIMED: "是否送达不明",
    DeliveryState.OWED: "待发",
}
_IDS = 12  # ids shown behind a figure
_MANY = 20  # times; of fewer the 95 % value is the slowest, and is called so


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """A figure in words.

    name: what is counted
    now: this month
    former: the month before, "—" where it has no figures
    note: what it is measured from, or by what norm
    ids: incidents or alerts behind it, the first of them
    more: how many further ids there are
    """

    name: str
    now: str
    former: str
    note: str = ""
    ids: tuple[str, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlingContext:
    """handling.md.j2

    figures: the month shown; None on the index
    has_former: whether a month before it is on record
    groups: (heading, rows) of the month
    months: every month on record, newest first; on the index
    root: way to the site's root
    """

    figures: HandlingFigures | None
    has_former: bool
    groups: tuple[tuple[str, tuple[FigureRow, ...]], ...]
    months: tuple[HandlingFigures, ...]
    root: str


def render_handling(figures: Sequence[HandlingFigures], zone: str) -> tuple[Page, ...]:
    """The index ``handling/`` and a page for every month; ``figures`` in any order, ``zone`` the desk's."""
    newest = sorted(figures, key=lambda one: one.month, reverse=True)
    index = HandlingContext(figures=None, has_former=False, groups=(), months=tuple(newest), root="../")
    formers = {now.month: former for now, former in pairwise(newest)}
    pages = [page("handling/index.md", "handling.md.j2", index, zone)]
    for now in newest:
        former = formers.get(now.month)
        shown = HandlingContext(
            figures=now, has_former=former is not None, groups=figure_groups(now, former), months=(), root="../../"
        )
        pages.append(page(f"handling/{now.month:%Y-%m}/index.md", "handling.md.j2", shown, zone))
    return tuple(pages)


def figure_groups(
    now: HandlingFigures, former: HandlingFigures | None
) -> tuple[tuple[str, tuple[FigureRow, ...]], ...]:
    """The month's figures in words under their headings, those of the month before beside them."""
    return (
        ("案件", _incidents(now, former)),
        ("各步用时", _steps(now, former)),
        ("按时率", _clocks(now, former)),
        ("预警", _alerts(now, former)),
        ("未发出的原因", _counts(now.unsent, former.unsent if former else None)),
        ("消息送达", _counts(_ended(now.deliveries), _ended(former.deliveries) if former else None)),
        ("整改（本月到期）", _counts(now.rectify_due, former.rectify_due if former else None)),
        ("根因部门（本月复盘）", _counts(now.causes, former.causes if former else None)),
        ("满意程度（本月闭环）", _counts(now.satisfaction, former.satisfaction if former else None)),
    )


def _incidents(now: HandlingFigures, former: HandlingFigures | None) -> tuple[FigureRow, ...]:
    end = "月末" if now.is_whole else "目前"
    return (
        _ids("立案", now.opened, former.opened if former else None),
        _ids("闭环", now.closed, former.closed if former else None),
        _ids("重启", now.reopened, former.reopened if former else None),
        _ids(f"{end}未闭环", now.still_open, former.still_open if former else None, "上月为月末"),
        _ids("误报", now.false_alarms, former.false_alarms if former else None, "人认定不该预警"),
        _ids("漏报", now.missed, former.missed if former else None, "人先发现，系统没有预警"),
        _ids("上报", now.escalated, former.escalated if former else None, "无人接收而上报的预警"),
        _ids(f"{end}整改逾期", now.rectify_overdue, former.rectify_overdue if former else None, "有逾期整改的案件"),
    )


def _ids(name: str, ids: tuple[str, ...], former: tuple[str, ...] | None, note: str = "") -> FigureRow:
    before = "—" if former is None else str(len(former))
    return FigureRow(
        name=name, now=str(len(ids)), former=before, note=note, ids=ids[:_IDS], more=max(0, len(ids) - _IDS)
    )


def _steps(now: HandlingFigures, former: HandlingFigures | None) -> tuple[FigureRow, ...]:
    known = {step.name: step for step in former.steps} if former else {}
    return tuple(
        FigureRow(
            name=step.name,
            now=_time(step),
            former=_time(known[step.name]) if step.name in known else "—",
            note=f"自{step.since}",
            ids=(step.undone_ids or step.ids)[:_IDS],
            more=max(0, len(step.undone_ids or step.ids) - _IDS),
        )
        for step in now.steps
    )


def _time(step: StepTime) -> str:
    slow = f"95% 在 {took(step.p95)}内" if step.n >= _MANY else f"最长 {took(step.p95)}"
    done = f"中位 {took(step.median)}，{slow}（{step.n} 次）" if step.n else "没有"
    undone = f"；另有 {step.undone} 次未完成，最久已 {took(step.longest)}" if step.undone else ""
    return done + undone + (f"；{step.skipped} 次未做即闭环" if step.skipped else "")


def _clocks(now: HandlingFigures, former: HandlingFigures | None) -> tuple[FigureRow, ...]:
    known = {clock.name: clock for clock in former.clocks} if former else {}
    return tuple(
        FigureRow(
            name=clock.name,
            now=_kept(clock),
            former=_kept(known[clock.name]) if clock.name in known else "—",
            note=clock.norm,
            ids=clock.late_ids[:_IDS],
            more=max(0, len(clock.late_ids) - _IDS),
        )
        for clock in now.clocks
    )


def _kept(clock: ClockShare) -> str:
    said = [percent(clock.on_time) if clock.on_time.total else "没有到期的"]
    said += [f"{clock.running} 个未到期"] if clock.running else []
    said += [f"{clock.paused} 个暂停"] if clock.paused else []
    return "，".join(said)


def _alerts(now: HandlingFigures, former: HandlingFigures | None) -> tuple[FigureRow, ...]:
    known = {(one.kind, one.level): one for one in former.alerts} if former else {}
    rows = []
    for one in now.alerts:
        before = known.get((one.kind, one.level))
        said = "—" if former is None else f"{before.n if before else 0}，发出 {before.told if before else 0}"
        rows.append(
            FigureRow(
                name=f"{one.kind} · {one.level}",
                now=f"{one.n}，发出 {one.told}",
                former=said,
                ids=one.ids[:_IDS],
                more=max(0, len(one.ids) - _IDS),
            )
        )
    return tuple(rows)


def _counts(now: Sequence[Count], former: Sequence[Count] | None) -> tuple[FigureRow, ...]:
    known = {count.name: count for count in former or ()}
    rows = [(count.name, count.n, count.ids) for count in now]
    rows += [(name, 0, ()) for name in known if name not in {count.name for count in now}]
    return tuple(
        FigureRow(
            name=name,
            now=str(n),
            former="—" if former is None else str(known[name].n if name in known else 0),
            ids=ids[:_IDS],
            more=max(0, len(ids) - _IDS),
        )
        for name, n, ids in rows
    )


def _ended(counts: Iterable[Count]) -> tuple[Count, ...]:
    """By the words that people read; claimed and uncertain are one."""
    found: dict[str, list[Count]] = {}
    for count in counts:
        found.setdefault(_ENDED[DeliveryState(count.name)], []).append(count)
    return tuple(Count(name=name, n=sum(one.n for one in ones)) for name, ones in found.items())
