"""Briefing figures as Plotly charts: the title is the finding, the colours are roles that the page's loader paints.

Figures carry no colour and no template (7.8 → 1.3 kB each): a trace names its role in ``meta``, an annotation in
``name``, and ``caifeng.js`` maps roles to the CSS variables of the light or dark scheme when it draws.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import plotly.graph_objects as go

from caifeng.models import Comparison, ComparisonRow, Share, Story, ToneLabel, VolumePoint
from publish import escape
from publish.briefing.phrases import named, short

_TONE_ROLES: dict[str, str] = {
    ToneLabel.NEGATIVE: "neg",
    ToneLabel.NEUTRAL: "neu",
    ToneLabel.POSITIVE: "pos",
    ToneLabel.UNCERTAIN: "unk",
}
_MAX_BARS = 12
_ROOM_FOR_TEXT = 0.14  # share of the stacked bar below which a label would not fit on a phone
_TICKS = 5
_SHORT = 18  # characters of a title inside a chart or its finding: what a phone holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart and the same numbers as a table."""

    id: str
    title: str  # the finding, in words
    shape: str  # line | strip | bars | ridge | course: how much room the page keeps free
    rows_drawn: int  # bars or ridges; 1 otherwise
    figure_json: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def volume(series: Sequence[VolumePoint]) -> Chart | None:
    """Distinct items a day as a line over the usual range; days without collecting are gaps. None below two days."""
    if len(series) < 2:
        return None
    days = [f"{point.day:%m-%d}" for point in series]
    known = [None if point.is_gap else point.distinct for point in series]
    band = [point for point in series if point.low is not None and point.high is not None]
    band_days = [f"{point.day:%m-%d}" for point in band]
    figure = go.Figure(layout={"xaxis": _day_axis(days), "yaxis": {"rangemode": "tozero", "nticks": 4}})
    if band:
        figure.add_scatter(x=band_days, y=[p.low for p in band], mode="lines", meta="edge", hoverinfo="skip")
        figure.add_scatter(
            x=band_days, y=[p.high for p in band], mode="lines", fill="tonexty", meta="band", hoverinfo="skip"
        )
    figure.add_scatter(x=days, y=known, mode="lines", meta="ink", hovertemplate="%{x}　%{y} 条<extra></extra>")
    today = series[-1]
    if not today.is_gap:
        figure.add_scatter(x=days[-1:], y=known[-1:], mode="markers", meta="accent", hoverinfo="skip")
        figure.add_annotation(x=days[-1], y=today.distinct, text=f"{today.distinct}", name="accent", showarrow=False,
                              xanchor="right", xshift=-10)  # fmt: skip
    return drawing("volume", _volume_finding(series), "line", figure, _volume_table(series))


def tones(shares: Sequence[Share]) -> Chart | None:
    """One stacked bar: negative, neutral, positive, uncertain. None without items."""
    total = sum(share.count for share in shares)
    if not total:
        return None
    figure = go.Figure(
        layout={"barmode": "stack", "xaxis": {"visible": False, "range": [0, total]}, "yaxis": {"visible": False}}
    )
    for share in shares:
        label = escape.chart(share.label)
        figure.add_bar(
            x=[share.count],
            y=[""],
            orientation="h",
            name=label,
            meta=_TONE_ROLES.get(share.label, "neu"),
            text=[f"{label} {share.count}" if share.count >= _ROOM_FOR_TEXT * total else ""],
            hovertemplate="%{fullData.name}　%{x} 条<extra></extra>",
        )
    most = max(shares, key=lambda share: share.count)
    title = f"{most.label}最多：{most.count} 条，占 {most.share:.0%}（95% 区间 {most.low:.0%}–{most.high:.0%}）"
    return drawing("tones", title, "strip", figure, _share_table("倾向", shares))


def channels(shares: Sequence[Share]) -> Chart | None:
    """Items by channel, most first. None without items."""
    return _bars("channels", "渠道", sorted(shares, key=lambda share: -share.count))


def tiers(shares: Sequence[Share]) -> Chart | None:
    """Items by tier of the source, in the order given. None without items."""
    return _bars("tiers", "信源层级", shares)


def comparison(compared: Comparison | None) -> Chart | None:
    """The parties' share of voice over seven days; without peers, each topic today beside the week before.

    None where there is nothing to compare.
    """
    if compared is None:
        return None
    voices = [row.voice for row in compared.parties if row.voice and row.voice.total]
    if len(voices) > 1:
        drawn = _bars("comparison", "近 7 日声量", voices)
        return replace(drawn, title=_voice_finding(voices)) if drawn else None
    return _weeks([row for row in compared.topics if row.week_ago is not None][: _MAX_BARS // 2])


def _voice_finding(voices: Sequence[Share]) -> str:
    own, most = voices[0], max(voices, key=lambda voice: voice.count)
    rank = 1 + sum(voice.count > own.count for voice in voices)
    leader = "" if rank == 1 else f"，{short(most.label, _SHORT)}最多（{most.share:.0%}）"
    return (
        f"近 7 日声量：{short(own.label, _SHORT)}占 {own.share:.0%}（95% 区间 {own.low:.0%}–{own.high:.0%}，"
        f"n={own.total}），{len(voices)} 方中居第 {rank}{leader}"
    )


def _weeks(rows: Sequence[ComparisonRow]) -> Chart | None:
    """Two bars a topic: the same day of the week before, and today."""
    if not any(row.today or row.week_ago for row in rows):
        return None
    figure = go.Figure(
        layout={
            "barmode": "group",
            "xaxis": {"visible": False},
            "yaxis": {"type": "category", "autorange": "reversed"},
        }
    )
    labels = [f"{escape.chart(row.name)}　" for row in rows]
    sides = ("今日", "bar", [row.today for row in rows]), ("上周同日", "neu", [row.week_ago or 0 for row in rows])
    for name, role, counts in sides:
        figure.add_bar(x=counts, y=labels, orientation="h", meta=role, text=[f"{name} {count}" for count in counts],
                       textposition="outside", cliponaxis=False, hoverinfo="skip")  # fmt: skip
    moved = max(rows, key=lambda row: abs(row.today - (row.week_ago or 0)))
    title = f"比上周同日变化最大：{short(moved.name, _SHORT)} {moved.week_ago} → {moved.today} 条"
    table = (("议题", "今日", "上周同日"), *((row.name, str(row.today), str(row.week_ago)) for row in rows))
    return drawing("comparison", title, "bars", figure, table, 2 * len(rows))


def stories(told: Sequence[Story]) -> Chart | None:
    """Each story's distinct items a day as a ridge on one scale, the last day's number beside it.

    None where no two days can be told apart.
    """
    told = [story for story in told if story.days][:_MAX_BARS]
    days = sorted({count.day for story in told for count in story.days})
    if len(days) < 2:
        return None
    names = [f"{day:%m-%d}" for day in days]
    counts = [_counts_on(story, days) for story in told]
    top = max(max(row) for row in counts) or 1
    figure = go.Figure(layout={"xaxis": _day_axis(names)})
    figure.update_layout(yaxis={"tickvals": [], "zeroline": False, "range": [-0.05, len(told)]})
    for base, (story, row) in enumerate(reversed(list(zip(told, counts, strict=True)))):
        _add_ridge(figure, base, names, row, top)
        _add_label(figure, names[0], base + 0.52, short(story.title, _SHORT))
    rows = tuple((story.title, *map(str, row)) for story, row in zip(told, counts, strict=True))
    return drawing("stories", _peak_finding(told), "ridge", figure, (("事件", *names), *rows), len(told))


def _counts_on(story: Story, days: Sequence[date]) -> list[int]:
    counts = {count.day: count.distinct for count in story.days}
    return [counts.get(day, 0) for day in days]


def _add_ridge(figure: go.Figure, base: int, names: list[str], row: list[int], top: int) -> None:
    heights = [round(base + 0.8 * count / top, 3) for count in row]
    figure.add_scatter(x=names, y=[base] * len(names), mode="lines", meta="rule", hoverinfo="skip")
    figure.add_scatter(
        x=names,
        y=heights,
        mode="lines",
        fill="tonexty",
        meta="ridge",
        customdata=row,
        hovertemplate="%{x}　%{customdata} 条<extra></extra>",
    )
    figure.add_annotation(
        x=names[-1], y=heights[-1], text=str(row[-1]), name="ink", showarrow=False, xanchor="left", xshift=4
    )


def _add_label(figure: go.Figure, x: str, y: float, text: str) -> None:
    figure.add_annotation(x=x, y=y, text=escape.chart(text), name="ink", showarrow=False, xanchor="left", xshift=4)


def _peak_finding(told: Sequence[Story]) -> str:
    story = max(told, key=lambda one: max(count.distinct for count in one.days))
    high = max(story.days, key=lambda count: count.distinct)
    return f"{named(story.title, _SHORT)}单日最多，{high.day:%m-%d} 有 {high.distinct} 条"


def _day_axis(days: Sequence[str]) -> dict[str, object]:
    # An explicit order: the band starts later than the line, and Plotly orders categories by first sight.
    return {"type": "category", "categoryorder": "array", "categoryarray": list(days), "tickvals": _ticks(days)}


def _ticks(days: Sequence[str]) -> list[str]:
    last, count = len(days) - 1, min(_TICKS, len(days))
    return [days[round(index * last / (count - 1))] for index in range(count)]


def _bars(id_: str, what: str, shares: Sequence[Share]) -> Chart | None:
    shares = [share for share in shares if share.count][:_MAX_BARS]
    if not shares:
        return None
    labels = [f"{escape.chart(share.label)}　" for share in shares]
    figure = go.Figure(layout={"xaxis": {"visible": False}, "yaxis": {"type": "category", "autorange": "reversed"}})
    figure.add_bar(
        x=[share.count for share in shares], y=labels, orientation="h", meta="bar",
        text=[f"{share.count}（{share.share:.0%}）" for share in shares], textposition="outside", cliponaxis=False,
        hoverinfo="skip",
    )  # fmt: skip
    most = max(shares, key=lambda share: share.count)
    title = f"{what}：{most.label}最多，{most.count} 条，占 {most.share:.0%}"
    return drawing(id_, title, "bars", figure, _share_table(what, shares), len(shares))


def drawing(
    id_: str, title: str, shape: str, figure: go.Figure, table: tuple[tuple[str, ...], ...], rows_drawn: int = 1
) -> Chart:
    """A figure as the page holds it; ``table`` is the same numbers, its first row the names of the columns."""
    figure.update_layout(template="none", showlegend=False)
    parts = figure.to_plotly_json()
    parts["layout"].pop("template", None)
    drawn = json.dumps({"data": parts["data"], "layout": parts["layout"]}, ensure_ascii=False, separators=(",", ":"))
    return Chart(
        id=id_, title=title, shape=shape, rows_drawn=rows_drawn, figure_json=drawn, header=table[0], rows=table[1:]
    )


def _volume_finding(series: Sequence[VolumePoint]) -> str:
    today, former = series[-1], [point.distinct for point in series[:-1] if not point.is_gap]
    if today.is_gap:
        return "当日没有采到数据：声量未知，不等于平静"
    rank = 1 + sum(count > today.distinct for count in former)
    place = "，为近 {} 日最高" if rank == 1 and former else "，居近 {} 日第 " + str(rank)
    if today.low is None or today.high is None:
        return f"声量 {today.distinct} 条{place.format(len(series))}；历史不足，尚无常见范围"
    where = "高于" if today.distinct > today.high else "低于" if today.distinct < today.low else "在"
    return f"声量 {today.distinct} 条，{where}常见范围 {today.low:.0f}–{today.high:.0f}{place.format(len(series))}"


def _volume_table(series: Sequence[VolumePoint]) -> tuple[tuple[str, ...], ...]:
    return (
        ("日期", "去重条数", "转载", "负面", "常见范围"),
        *(
            (
                f"{point.day:%m-%d}",
                "未采到" if point.is_gap else str(point.distinct),
                str(point.reprints),
                str(point.negative),
                "—" if point.low is None or point.high is None else f"{point.low:.0f}–{point.high:.0f}",
            )
            for point in reversed(series)
        ),
    )


def _share_table(what: str, shares: Sequence[Share]) -> tuple[tuple[str, ...], ...]:
    return (
        (what, "条数", "占比", "95% 区间"),
        *((s.label, str(s.count), f"{s.share:.0%}", f"{s.low:.0%}–{s.high:.0%}") for s in shares),
    )
