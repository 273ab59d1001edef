"""Boards: how high the desk's items stood on hot lists, and for how long."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from caifeng.models import BoardTrack
from caifeng.models.wording import clock
from publish import escape
from publish.briefing.phrases import duration, named, short
from publish.pages.charts.chart import LETTERS, SHORT, Chart, drawing, local, time_axis
from publish.pages.charts.figure import Figure

_MOST = 5  # tracks drawn; the table has all
_MOST_LOOKS = 96  # of a drawn track, the newest
_OFF = 3  # so many usual intervals between two sights are a time off the list
_LEAST_OFF = timedelta(hours=2)
_DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
_ROWS = 40  # of the data table


def boards(tracks: Sequence[BoardTrack], zone: ZoneInfo) -> Chart | None:
    """Rank over time of each item on a hot list, 1 on top, broken while it was off. None without a sighting.

    Tracks are told apart by a letter and a dash; the letters are named in the table, the best rank first.
    """
    ranked = sorted([track for track in tracks if track.looks], key=_by_rank)
    if not ranked:
        return None
    drawn = ranked[:_MOST]
    lowest = max(look.rank for track in drawn for look in track.looks)
    looks = [look.at for track in drawn for look in track.looks[-_MOST_LOOKS:]]
    ranks = {"range": [lowest + 0.6, 0.2], "tickvals": sorted({1, -(-lowest // 2), lowest})}
    figure = Figure(layout={"xaxis": time_axis(min(looks), max(looks)), "yaxis": ranks})
    for letter, dash, track in zip(LETTERS, _DASHES, drawn, strict=False):
        _add_track(figure, track, letter, dash, zone)
    drawn_as = drawing("boards", _finding(ranked), "track", figure, _table(ranked, zone))
    names = "，".join(f"{letter} {named(track.title, SHORT)}" for letter, track in zip(LETTERS, drawn, strict=False))
    return replace(drawn_as, note=f"纵轴为榜上名次，1 在最上；线断处不在榜。{names}。")


def _by_rank(track: BoardTrack) -> tuple[int, datetime, str, str]:
    return (track.best, track.looks[0].at, track.board, track.item_id)


def _add_track(figure: Figure, track: BoardTrack, letter: str, dash: str, zone: ZoneInfo) -> None:
    looks = track.looks[-_MOST_LOOKS:]
    off = _off(tuple(look.at for look in looks))
    x: list[str] = []
    y: list[int | None] = []
    for before, look in zip((looks[0], *looks), looks, strict=False):
        if look.at - before.at > off:
            x.append(local(before.at, zone))
            y.append(None)
        x.append(local(look.at, zone))
        y.append(look.rank)
    figure.add_scatter(
        x=x, y=y, mode="lines", meta="track", line={"dash": dash},
        name=escape.chart(short(track.title, SHORT)),
        hovertemplate="%{x|%m-%d %H:%M}　第 %{y} 位　%{fullData.name}<extra></extra>",
    )  # fmt: skip
    figure.add_scatter(
        x=[x[0]], y=[y[0]], mode="markers+text", meta="track", text=[letter], textposition="top center",
        cliponaxis=False,
    )  # fmt: skip


def _off(looks: Sequence[datetime]) -> timedelta:
    """How long an item may be unseen without having left the list, from how often the list was looked at."""
    steps = sorted(later - sooner for sooner, later in pairwise(looks))
    return max(_LEAST_OFF, _OFF * steps[len(steps) // 2]) if steps else _LEAST_OFF


def _finding(ranked: Sequence[BoardTrack]) -> str:
    top = ranked[0]
    held = top.looks[-1].at - top.looks[0].at
    how_long = f"，前后见榜 {duration(held)}" if held else ""
    others = f"；共 {len(ranked)} 条上榜" if len(ranked) > 1 else ""
    return f"{named(top.title, SHORT)}最高到{short(top.board, SHORT)}第 {top.best} 位{how_long}{others}"


def _table(ranked: Sequence[BoardTrack], zone: ZoneInfo) -> tuple[tuple[str, ...], ...]:
    rows = [
        (
            LETTERS[place] if place < _MOST else "—", track.title, track.board, str(track.best),
            str(track.looks[-1].rank), clock(track.looks[0].at, zone), clock(track.looks[-1].at, zone),
        )
        for place, track in enumerate(ranked[:_ROWS])
    ]  # fmt: skip
    return (("图中", "标题", "榜单", "最高", "最后", "首次见榜", "最后见榜"), *rows)
