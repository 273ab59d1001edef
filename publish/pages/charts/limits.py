"""Clocks: how much of each time limit an incident has used."""

from collections.abc import Sequence
from datetime import timedelta

from caifeng.models import ClockState, ClockView, Handling
from publish.briefing.phrases import duration, named, short
from publish.pages.charts.chart import MAX_ROWS, SHORT, Chart, drawing, row_axis
from publish.pages.charts.figure import Figure

_MOST_USED = 1.5  # of a limit; a longer bar is cut there, its label tells
_LATE = (ClockState.OVERDUE, ClockState.LATE)


def clocks(handled: Sequence[Handling]) -> Chart | None:
    """Each clock's time used as a bar against its limit, the most overrun first. None without a clock.

    The limit is a line; what ran over says so beside its bar.
    """
    known = [(one, clock) for one in handled for clock in one.clocks if clock.limit_minutes > 0]
    if not known:
        return None
    known.sort(key=lambda pair: (-_used(pair[1]), pair[0].incident.id, pair[1].name))
    shown = known[:MAX_ROWS]
    several = len({one.incident.id for one in handled if one.clocks}) > 1
    figure = Figure(
        layout={
            "barmode": "overlay",
            "xaxis": {"visible": False, "range": [0, _MOST_USED]},
            "yaxis": row_axis([_name(one, clock, several) for one, clock in shown]),
            "shapes": [{"type": "line", "x0": 1, "x1": 1, "y0": 0, "y1": 1, "yref": "paper", "name": "ink"}],
        }
    )
    drawn = [(row, clock, round(min(_used(clock), _MOST_USED), 3)) for row, (_, clock) in enumerate(shown)]
    for role, is_late in (("late", True), ("bar", False)):
        bars = [(used, row) for row, clock, used in drawn if (clock.state in _LATE) is is_late]
        if bars:
            figure.add_bar(x=[used for used, _ in bars], y=[row for _, row in bars], orientation="h", meta=role)
    for row, clock, used in drawn:
        figure.add_annotation(x=max(used, 1), y=row, text=_said(clock), xanchor="left", xshift=5)
    return drawing("clocks", _finding(known), "limits", figure, _table(known), len(shown))


def _used(clock: ClockView) -> float:
    return clock.used_minutes / clock.limit_minutes


def _name(one: Handling, clock: ClockView, several: bool) -> str:
    return f"{clock.name}（{one.incident.id.removeprefix('INC-')}）" if several else clock.name


def _said(clock: ClockView) -> str:
    over = clock.used_minutes - clock.limit_minutes
    if clock.state in _LATE:
        return f"超 {duration(timedelta(minutes=over))}"
    return f"{_used(clock):.0%}" + ("，暂停" if clock.state is ClockState.PAUSED else "")


def _finding(known: Sequence[tuple[Handling, ClockView]]) -> str:
    late = [(one, clock) for one, clock in known if clock.state in _LATE]
    if not late:
        one, clock = known[0]
        return f"{len(known)} 项时限都没有超过，用得最多的是{named(clock.name, SHORT)}（{_used(clock):.0%}）"
    one, clock = late[0]
    over = duration(timedelta(minutes=clock.used_minutes - clock.limit_minutes))
    most = f"{short(one.incident.title, SHORT)}的{named(clock.name, SHORT)}超得最多（{over}）"
    return f"{len(known)} 项时限有 {len(late)} 项超过，{most}"


def _table(known: Sequence[tuple[Handling, ClockView]]) -> tuple[tuple[str, ...], ...]:
    rows = [
        (
            clock.name, one.incident.id, duration(timedelta(minutes=clock.limit_minutes)),
            duration(timedelta(minutes=clock.used_minutes)), f"{_used(clock):.0%}", str(clock.state),
        )
        for one, clock in known
    ]  # fmt: skip
    return (("时限", "案件", "限", "用", "用了", "状态"), *rows)
