"""A desk's days: distinct items over the usual range, and the days on which stories began."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from caifeng.models import Story, VolumePoint
from publish.briefing.phrases import named
from publish.pages.charts.chart import LETTERS, SHORT, Chart, daily, day_axis, drawing
from publish.pages.charts.figure import Figure

_HOVER = "%{x|%m-%d}　%{y} 条<extra></extra>"


def volume(series: Sequence[VolumePoint], told: Sequence[Story] = ()) -> Chart | None:
    """Distinct items a day as a line over the usual range; days without collecting are gaps. None below two days.

    ``told`` are stories whose first days are lettered on the line and named in the table.
    """
    if len(series) < 2:
        return None
    days = [point.day for point in series]
    figure = Figure(layout={"xaxis": day_axis(days), "yaxis": {"rangemode": "tozero", "nticks": 4}})
    _add_band(figure, series)
    known = [None if point.is_gap else point.distinct for point in series]
    figure.add_scatter(y=known, mode="lines", meta="ink", hovertemplate=_HOVER, **daily(days))
    begun = _begun(series, told)
    _add_marks(figure, series, begun)
    today = series[-1]
    if not today.is_gap:
        place = {"x": today.day.isoformat(), "y": today.distinct}
        figure.add_scatter(x=[place["x"]], y=[place["y"]], mode="markers", meta="accent", hoverinfo="skip")
        figure.add_annotation(text=f"{today.distinct}", name="accent", xanchor="left", xshift=8, **place)
    return replace(drawing("volume", _finding(series), "line", figure, _table(series, begun)), note=_note(begun))


def _note(begun: Mapping[date, list[tuple[str, Story]]]) -> str:
    names = [f"{letter} {named(story.title, SHORT)}" for stories in begun.values() for letter, story in stories]
    marks = f"菱形为事件始见的日子：{'，'.join(names)}。" if names else ""
    return f"去重后条数；底带为常见范围，断线为未采到的日子。{marks}"


def _add_band(figure: Figure, series: Sequence[VolumePoint]) -> None:
    first = next((place for place, point in enumerate(series) if point.low is not None), None)
    if first is None:
        return
    band = series[first:]
    days = daily([point.day for point in band])
    lows = [None if point.low is None else round(point.low, 1) for point in band]
    highs = [None if point.high is None else round(point.high, 1) for point in band]
    figure.add_scatter(y=lows, mode="lines", meta="edge", **days)
    figure.add_scatter(y=highs, mode="lines", fill="tonexty", meta="band", **days)


def _begun(series: Sequence[VolumePoint], told: Sequence[Story]) -> Mapping[date, list[tuple[str, Story]]]:
    """The stories that began on each day shown, with their letters; by day, then by id."""
    drawn = {point.day for point in series}
    starts = sorted((story.days[0].day, story.id, story) for story in told if story.days)
    begun: dict[date, list[tuple[str, Story]]] = {}
    for letter, (day, _, story) in zip(LETTERS, (start for start in starts if start[0] in drawn), strict=False):
        begun.setdefault(day, []).append((letter, story))
    return begun


def _add_marks(figure: Figure, series: Sequence[VolumePoint], begun: Mapping[date, list[tuple[str, Story]]]) -> None:
    marked = [point for point in series if point.day in begun]
    if not marked:
        return
    figure.add_scatter(
        x=[point.day.isoformat() for point in marked],
        y=[point.distinct for point in marked],
        mode="markers+text",
        meta="mark",
        text=[_letters(begun[point.day]) for point in marked],
        textposition="top center",
        cliponaxis=False,
    )


def _finding(series: Sequence[VolumePoint]) -> str:
    today, former = series[-1], [point.distinct for point in series[:-1] if not point.is_gap]
    if today.is_gap:
        return "当日没有采到数据：声量未知，不等于平静"
    rank = 1 + sum(count > today.distinct for count in former)
    place = "，为近 {} 日最高" if rank == 1 and former else "，居近 {} 日第 " + str(rank)
    if today.low is None or today.high is None:
        return f"声量 {today.distinct} 条{place.format(len(series))}；历史不足，尚无常见范围"
    where = "高于" if today.distinct > today.high else "低于" if today.distinct < today.low else "在"
    return f"声量 {today.distinct} 条，{where}常见范围 {today.low:.0f}–{today.high:.0f}{place.format(len(series))}"


def _table(series: Sequence[VolumePoint], begun: Mapping[date, list[tuple[str, Story]]]) -> tuple[tuple[str, ...], ...]:
    marked = ("始见事件",) if begun else ()
    return (
        ("日期", "去重条数", "转载", "负面", "常见范围", *marked),
        *(
            (
                f"{point.day:%m-%d}",
                "未采到" if point.is_gap else str(point.distinct),
                str(point.reprints),
                str(point.negative),
                "—" if point.low is None or point.high is None else f"{point.low:.0f}–{point.high:.0f}",
                *((_letters(begun.get(point.day, ())),) if begun else ()),
            )
            for point in reversed(series)
        ),
    )


def _letters(begun: Sequence[tuple[str, Story]]) -> str:
    return "、".join(letter for letter, _ in begun)
