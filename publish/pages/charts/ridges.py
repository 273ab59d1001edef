"""Stories as ridges: each one's days above one another, on one scale."""

from collections.abc import Sequence
from datetime import date, timedelta

from caifeng.models import Story
from publish import escape
from publish.briefing.phrases import named, short
from publish.pages.charts.chart import MAX_ROWS, SHORT, Chart, daily, day_axis, drawing
from publish.pages.charts.figure import Figure

_MOST_DAYS = 92


def stories(told: Sequence[Story]) -> Chart | None:
    """Each story's distinct items a day as a ridge on one scale, the last day's number beside it.

    None where no two days can be told apart.
    """
    told = [story for story in told if story.days][:MAX_ROWS]
    days = _days(told)
    if len(days) < 2:
        return None
    counts = [_counts_on(story, days) for story in told]
    top = max(max(row) for row in counts) or 1
    heights = {"tickvals": [], "zeroline": False, "range": [-0.05, len(told)]}
    figure = Figure(layout={"xaxis": day_axis(days), "yaxis": heights})
    for base, (story, row) in enumerate(reversed(list(zip(told, counts, strict=True)))):
        _add_ridge(figure, base, days, row, top)
        _add_label(figure, days[0], base + 0.82, short(story.title, SHORT))
    names = [f"{day:%m-%d}" for day in days]
    rows = tuple((story.title, *map(str, row)) for story, row in zip(told, counts, strict=True))
    return drawing("stories", _peak_finding(told), "ridge", figure, (("事件", *names), *rows), len(told))


def _days(told: Sequence[Story]) -> list[date]:
    """Every day from the first to the last, quiet ones too; the newest so many of a long history."""
    known = [count.day for story in told for count in story.days]
    if not known:
        return []
    last = max(known)
    return [last - timedelta(days=back) for back in range(min((last - min(known)).days, _MOST_DAYS - 1), -1, -1)]


def _counts_on(story: Story, days: Sequence[date]) -> list[int]:
    counts = {count.day: count.distinct for count in story.days}
    return [counts.get(day, 0) for day in days]


def _add_ridge(figure: Figure, base: int, days: Sequence[date], row: list[int], top: int) -> None:
    heights = [round(base + 0.64 * count / top, 3) for count in row]
    last = days[-1].isoformat()
    figure.add_scatter(x=[days[0].isoformat(), last], y=[base, base], mode="lines", meta="rule")
    figure.add_scatter(
        y=heights,
        mode="lines",
        fill="tonexty",
        meta="ridge",
        customdata=row,
        hovertemplate="%{x|%m-%d}　%{customdata} 条<extra></extra>",
        **daily(days),
    )
    figure.add_annotation(x=last, y=heights[-1], text=str(row[-1]), xanchor="left", xshift=4)


def _add_label(figure: Figure, first: date, y: float, text: str) -> None:
    figure.add_annotation(x=first.isoformat(), y=y, text=escape.chart(text), xanchor="left", xshift=4)


def _peak_finding(told: Sequence[Story]) -> str:
    story = max(told, key=lambda one: (max(count.distinct for count in one.days), one.id))
    high = max(story.days, key=lambda count: (count.distinct, count.day))
    return f"{named(story.title, SHORT)}单日最多，{high.day:%m-%d} 有 {high.distinct} 条"
