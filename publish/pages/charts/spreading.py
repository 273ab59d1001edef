"""Spread: when a story was told in each channel, who has it from whom, and the pieces that carried it."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from math import sqrt
from zoneinfo import ZoneInfo

from caifeng.models import EvidenceItem, Story
from caifeng.models.wording import clock
from publish.briefing.phrases import named, short
from publish.pages.charts.chart import LETTERS, SHORT, Chart, drawing, local, row_axis, time_axis
from publish.pages.charts.figure import Figure

_BINS = 36  # of the time shown: pieces of one channel in one of them are one dot
_MOST_LINES = 60
_MOST_KEYS = 6  # lettered pieces
_ROWS = 12  # of the data table; the evidence has all
_LEAST = 3  # pieces that make a drawing
_NOTE = "点越大，这一时段条数越多；连线为转载、转发或引用；字母为首见和关键节点，见数据表。"

Spot = tuple[int, int]  # a dot: number of the bin, number of the channel


@dataclass(frozen=True, slots=True)
class _Key:
    """A lettered piece and its part."""

    letter: str
    item: EvidenceItem
    part: str


@dataclass(frozen=True, slots=True)
class _Plane:
    """Where everything lies: pieces by time, channels by first sight, each piece's dot and each dot's time."""

    items: tuple[EvidenceItem, ...]
    channels: tuple[str, ...]
    spots: Mapping[str, Spot]  # by item id
    times: Mapping[Spot, str]  # local
    zone: ZoneInfo

    def lane(self, item: EvidenceItem) -> int:
        """The number of its channel, the first one on top."""
        return self.channels.index(item.channel)


def spread(story: Story, evidence: Sequence[EvidenceItem], zone: ZoneInfo) -> Chart | None:
    """Pieces of a story by time and channel, lines from where they have it, key pieces lettered.

    ``evidence`` are items at hand, of whatever story. None below three pieces of it, or where all are of one moment.
    """
    wanted = set(story.all_ids)
    known = {item.id: item for item in evidence if item.id in wanted}
    items = tuple(sorted(known.values(), key=lambda item: (item.published_at, item.id)))
    if len(items) < _LEAST or items[0].published_at == items[-1].published_at:
        return None
    plane, keys = _plane(items, zone), _keys(story, items)
    figure = Figure(
        layout={"xaxis": time_axis(items[0].published_at, items[-1].published_at), "yaxis": row_axis(plane.channels)}
    )
    _add_lines(figure, story, plane)
    _add_dots(figure, plane)
    _add_keys(figure, keys, plane)
    drawn = drawing("spread", _finding(story, plane), "lanes", figure, _table(story, plane, keys), len(plane.channels))
    return replace(drawn, note=_NOTE)


def _plane(items: tuple[EvidenceItem, ...], zone: ZoneInfo) -> _Plane:
    channels = tuple(dict.fromkeys(str(item.channel) for item in items))
    first = items[0].published_at
    span = (items[-1].published_at - first).total_seconds()
    spots: dict[str, Spot] = {}
    moments: dict[Spot, list[float]] = defaultdict(list)
    for item in items:
        bin_ = min(int((item.published_at - first).total_seconds() / span * _BINS), _BINS - 1)
        spots[item.id] = bin_, channels.index(item.channel)
        moments[spots[item.id]].append(item.published_at.timestamp())
    times = {spot: local(datetime.fromtimestamp(sum(at) / len(at), UTC), zone) for spot, at in moments.items()}
    return _Plane(items, channels, spots, times, zone)


def _keys(story: Story, items: Sequence[EvidenceItem]) -> tuple[_Key, ...]:
    """The earliest, the first of the head media and the key nodes, by time."""
    parts = {story.spread.first_item_id: "观测到的首条"}
    if story.spread.head_media_item_id:
        parts.setdefault(story.spread.head_media_item_id, "首家中央或省级媒体")
    for node in story.spread.key_nodes:
        parts.setdefault(node.item_id, node.why)
    found = [item for item in items if item.id in parts][:_MOST_KEYS]
    return tuple(_Key(letter, item, parts[item.id]) for letter, item in zip(LETTERS, found, strict=False))


def _add_lines(figure: Figure, story: Story, plane: _Plane) -> None:
    known = [(plane.spots.get(edge.of), plane.spots.get(edge.item_id)) for edge in story.spread.edges]
    lines = sorted({(start, end) for start, end in known if start and end and start != end})[:_MOST_LINES]
    if not lines:
        return
    x = [at for start, end in lines for at in (plane.times[start], plane.times[end], None)]
    y = [lane for start, end in lines for lane in (start[1], end[1], None)]
    figure.add_scatter(x=x, y=y, mode="lines", meta="edge-line")


def _add_dots(figure: Figure, plane: _Plane) -> None:
    counts = Counter(plane.spots.values())
    ordered = sorted(counts)
    figure.add_scatter(
        x=[plane.times[spot] for spot in ordered],
        y=[lane for _, lane in ordered],
        mode="markers",
        meta="dot",
        marker={"size": [round(min(6 + 3 * sqrt(counts[spot] - 1), 22)) for spot in ordered]},
        customdata=[counts[spot] for spot in ordered],
        hovertemplate="%{x|%m-%d %H:%M}　%{customdata} 条<extra></extra>",
    )


def _add_keys(figure: Figure, keys: Sequence[_Key], plane: _Plane) -> None:
    if not keys:
        return
    figure.add_scatter(
        x=[local(key.item.published_at, plane.zone) for key in keys],
        y=[plane.lane(key.item) for key in keys],
        mode="markers+text",
        meta="mark",
        text=[key.letter for key in keys],
        textposition="top center",
        cliponaxis=False,
    )


def _finding(story: Story, plane: _Plane) -> str:
    shown = plane.channels
    way = "→".join(shown[:4]) + ("…" if len(shown) > 4 else "")
    crossed = f"先后经{way}" if len(shown) > 1 else f"只见于{shown[0]}"
    return f"{named(story.title, SHORT)}{crossed}；图中 {len(plane.items)} 条，累计转载 {len(story.reprints)} 条"


def _table(story: Story, plane: _Plane, keys: Sequence[_Key]) -> tuple[tuple[str, ...], ...]:
    """The lettered pieces and those of which it is known from where they have it, lettered ones first."""
    source = {item.id: item.source for item in plane.items}
    origins = {edge.item_id: f"{edge.kind}：{source[edge.of]}" for edge in story.spread.edges if edge.of in source}
    letters = {key.item.id: f"{key.letter} {key.part}" for key in keys}
    shown = [item for item in plane.items if item.id in letters]
    shown += [item for item in plane.items if item.id in origins and item.id not in letters]
    rows = [
        (
            clock(item.published_at, plane.zone),
            f"{item.channel}　{item.source}",
            short(item.title),
            origins.get(item.id, ""),
            letters.get(item.id, ""),
        )
        for item in shown[:_ROWS]
    ]
    return (("时间", "渠道与信源", "标题", "来自", "图中"), *rows)
