"""Compared: the parties' share of voice, or each topic beside the week before."""

from collections.abc import Sequence
from dataclasses import replace

from caifeng.models import Comparison, ComparisonRow, Share
from publish.briefing.phrases import short
from publish.pages.charts.chart import MAX_ROWS, SHORT, Chart, drawing, row_axis
from publish.pages.charts.figure import Figure
from publish.pages.charts.shares import bars


def comparison(compared: Comparison | None) -> Chart | None:
    """The parties' share of voice over seven days; without peers, each topic today beside the week before.

    None where there is nothing to compare.
    """
    if compared is None:
        return None
    voices = [row.voice for row in compared.parties if row.voice and row.voice.total]
    if len(voices) > 1:
        drawn = bars("comparison", "近 7 日声量", voices)
        return replace(drawn, title=_voice_finding(voices)) if drawn else None
    return _weeks([row for row in compared.topics if row.week_ago is not None][: MAX_ROWS // 2])


def _voice_finding(voices: Sequence[Share]) -> str:
    own, most = voices[0], max(voices, key=lambda voice: voice.count)
    rank = 1 + sum(voice.count > own.count for voice in voices)
    leader = "" if rank == 1 else f"，{short(most.label, SHORT)}最多（{most.share:.0%}）"
    return (
        f"近 7 日声量：{short(own.label, SHORT)}占 {own.share:.0%}（95% 区间 {own.low:.0%}–{own.high:.0%}，"
        f"n={own.total}），{len(voices)} 方中居第 {rank}{leader}"
    )


def _weeks(rows: Sequence[ComparisonRow]) -> Chart | None:
    """Two bars a topic: the same day of the week before, and today."""
    if not any(row.today or row.week_ago for row in rows):
        return None
    figure = Figure(
        layout={
            "barmode": "group",
            "xaxis": {"visible": False},
            "yaxis": row_axis([row.name for row in rows]),
        }
    )
    sides = ("今日", "bar", [row.today for row in rows]), ("上周同日", "neu", [row.week_ago or 0 for row in rows])
    for name, role, counts in sides:
        figure.add_bar(
            x=counts,
            y=list(range(len(rows))),
            orientation="h",
            meta=role,
            text=[f"{name} {count}" for count in counts],
            textposition="outside",
            cliponaxis=False,
            hoverinfo="skip",
        )
    moved = max(rows, key=lambda row: abs(row.today - (row.week_ago or 0)))
    title = f"比上周同日变化最大：{short(moved.name, SHORT)} {moved.week_ago} → {moved.today} 条"
    table = (("议题", "今日", "上周同日"), *((row.name, str(row.today), str(row.week_ago)) for row in rows))
    return drawing("comparison", title, "bars", figure, table, 2 * len(rows))
