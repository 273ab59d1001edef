"""条目与处置同轴: what was published about a case and what was done about it, hour by hour on one axis."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from caifeng.models import REPLIES, Deed, Item, LogEntry, Story, ToneLabel
from caifeng.models.wording import clock
from publish import escape
from publish.briefing.phrases import duration
from publish.pages.charts import Chart, drawing
from publish.pages.charts.figure import Figure

_HOUR = 3600
_WIDTHS = (1, 3, 6, 12, 24, 72, 168, 24 * 30)  # hours of a bar
_BARS = 90  # at most; a wider bar is taken beyond
_MOST = 400  # of the widest bars: the newest
_MARKS = 24  # acts drawn; the list has all
_HEIGHTS = (1.26, 1.42, 1.58)  # of neighbouring marks, in highest bars: their numbers must not meet
_LABEL = 0.12  # of the axis that the word for a stage takes on a phone
_ROWS = 120  # of the data table
_QUIET = (Deed.REMINDED, Deed.STEP, Deed.NOTE, Deed.LINKED)  # not drawn: many, and nothing changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Items of some hours: when they begin (aware UTC), how many, and how many of these are negative."""

    at: datetime
    count: int
    negative: int


def timeline(
    stories: Sequence[Story],
    acts: Sequence[LogEntry],
    seen: tuple[Mapping[str, Item], Mapping[str, ToneLabel]],
    zone: ZoneInfo,
) -> Chart | None:
    """Items of a case's stories as bars, the negative ones among them, and acts and turns as marks above.

    ``acts`` are those of ``marked``, ``seen`` items and tones by id. None where no item is at hand.
    """
    items, tones = seen
    ids = sorted({id_ for story in stories for id_ in story.all_ids if id_ in items})
    if not ids:
        return None
    published = [(items[id_].published_at, tones.get(id_)) for id_ in ids]
    width, bars = _bars(published, [entry.at for entry in acts], zone)
    title = _finding(bars, width, acts, zone, min(at for at, _ in published))
    return drawing(
        "timeline", title, "course", _figure(bars, acts, _turns(stories), zone), _table(bars, acts, width, zone)
    )


def marked(log: Sequence[LogEntry]) -> tuple[LogEntry, ...]:
    """The acts that the chart numbers, by time: the first so many that changed something."""
    ordered = sorted(log, key=lambda entry: (entry.at, entry.did, entry.by, entry.note))
    return tuple([entry for entry in ordered if entry.did not in _QUIET][:_MARKS])


def _bars(
    published: Sequence[tuple[datetime, ToneLabel | None]], acted: Sequence[datetime], zone: ZoneInfo
) -> tuple[timedelta, tuple[Bar, ...]]:
    """The time of a bar, and every bar from the first to the last thing that happened, empty ones too.

    Bars begin at round local times, as the zone was at the beginning.
    """
    times = [at for at, _ in published] + list(acted)
    first, last = min(times), max(times)
    shift = int((first.astimezone(zone).utcoffset() or timedelta()).total_seconds())
    size = _HOUR * next(
        (hours for hours in _WIDTHS if (last - first).total_seconds() < hours * _HOUR * _BARS), _WIDTHS[-1]
    )

    def spot(at: datetime) -> int:
        return int(at.timestamp() + shift) // size

    counts = Counter(spot(at) for at, _ in published)
    negative = Counter(spot(at) for at, tone in published if tone is ToneLabel.NEGATIVE)
    spots = range(max(spot(first), spot(last) - _MOST), spot(last) + 1)
    return timedelta(seconds=size), tuple(
        Bar(at=datetime.fromtimestamp(place * size - shift, UTC), count=counts[place], negative=negative[place])
        for place in spots
    )


def _figure(
    bars: Sequence[Bar], acts: Sequence[LogEntry], turns: Sequence[tuple[datetime, str]], zone: ZoneInfo
) -> Figure:
    top = max(bar.count for bar in bars) or 1
    x = [_local(bar.at, zone) for bar in bars]
    axes = {
        "xaxis": {"type": "date", "tickformat": "%m-%d", "nticks": 6},
        "yaxis": {"range": [0, top * 1.75], "nticks": 4},
    }
    figure = Figure(layout={"barmode": "stack", **axes})
    hover = "%{x|%m-%d %H:%M}　%{fullData.name} %{y} 条<extra></extra>"
    figure.add_bar(x=x, y=[bar.negative for bar in bars], name="负面", meta="neg", hovertemplate=hover)
    figure.add_bar(x=x, y=[bar.count - bar.negative for bar in bars], name="其他", meta="neu", hovertemplate=hover)
    near = (bars[-1].at - bars[0].at) * _LABEL
    labelled: datetime | None = None
    for at, word in turns:
        spot = _local(at, zone)
        figure.add_scatter(x=[spot, spot], y=[0, top * 1.08], mode="lines", meta="soft", hoverinfo="skip")
        if labelled is None or at - labelled >= near:  # words that would lie over one another stand in the list only
            labelled = at
            figure.add_annotation(
                x=spot, y=top * 1.08, text=escape.chart(word), name="soft", showarrow=False, yanchor="bottom"
            )
    if acts:
        figure.add_scatter(
            x=[_local(entry.at, zone) for entry in acts],
            y=[top * _HEIGHTS[place % len(_HEIGHTS)] for place in range(len(acts))],
            mode="markers+text",
            meta="accent",
            text=[str(place) for place in range(1, len(acts) + 1)],
            textposition="top center",
            customdata=[escape.chart(f"{entry.did}（{entry.by}）") for entry in acts],
            hovertemplate="%{x|%m-%d %H:%M}　%{customdata}<extra></extra>",
        )
    return figure


def _turns(stories: Sequence[Story]) -> list[tuple[datetime, str]]:
    """Stage turns of the story that has most items: those of several would lie over one another."""
    most = max(stories, key=lambda story: (len(story.all_ids), story.id))
    return [(turn.at, str(turn.stage)) for turn in most.course.turns]


def _finding(bars: Sequence[Bar], width: timedelta, acts: Sequence[LogEntry], zone: ZoneInfo, first: datetime) -> str:
    most = max(bars, key=lambda bar: bar.count)
    hours = int(width.total_seconds()) // _HOUR
    per = {1: "每小时", 24: "每天"}.get(hours, f"每 {hours} 小时" if hours < 24 else f"每 {hours // 24} 天")
    said = f"{per}最多 {most.count} 条（{clock(most.at, zone)} 起），其中负面 {most.negative} 条"
    reply = next((entry for entry in acts if entry.did in REPLIES), None)
    if reply is None:
        return f"{said}；尚无公开回应"
    after = reply.at - first
    when = f"首条发布后 {duration(after)}" if after > timedelta(0) else "首条发布之前"
    return f"{said}；{reply.did}在{when}（{clock(reply.at, zone)}）"


def _table(
    bars: Sequence[Bar], acts: Sequence[LogEntry], width: timedelta, zone: ZoneInfo
) -> tuple[tuple[str, ...], ...]:
    rows: list[tuple[str, ...]] = []
    for bar in bars:
        done = [f"{number} {act.did}" for number, act in enumerate(acts, 1) if bar.at <= act.at < bar.at + width]
        if bar.count or done:
            rows.append((clock(bar.at, zone), str(bar.count), str(bar.negative), "、".join(done) or "—"))
    return (("起", "条数", "负面", "处置"), *rows[-_ROWS:])


def _local(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%dT%H:%M}"
