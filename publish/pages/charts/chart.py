"""A chart: its finding in words, its figure without colour, the same numbers as a table, and the room it takes.

Figures carry no colour and no template (7.8 → 1.3 kB each): a trace names its role in ``meta``, an annotation in
``name``. ``chart-style.json`` says what a role looks like; the page's loader and the static pictures both paint by it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from publish import escape
from publish.pages.charts.figure import Figure

MAX_ROWS = 12  # bars or ridges; the table has all
SHORT = 18  # characters of a title inside a chart or its finding: what a phone holds
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # that name points of a chart in its table
PICTURE_FOLDER = "charts/"  # beside the page
WIDE, NARROW = 760, 358  # CSS pixels: the text column of a desk's screen, and of a phone
_TICKS = 5
_DAY_MS = 86_400_000
# Shape → height in CSS pixels of the wide and the narrow drawing, and what each row adds to it.
_HEIGHTS = {
    "line": (285, 224, 0),
    "strip": (48, 48, 0),
    "bars": (12, 12, 30),
    "ridge": (32, 32, 68),
    "course": (300, 300, 0),
    "track": (300, 300, 0),
    "lanes": (44, 44, 38),
    "limits": (12, 12, 30),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart and the same numbers as a table."""

    id: str
    title: str  # the finding, in words
    shape: str  # line | strip | bars | ridge | course | track | lanes | limits: how much room the page keeps free
    rows_drawn: int  # bars, ridges or lanes; 1 otherwise
    figure_json: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    is_half: bool = False  # stands beside another: drawn for half a column
    note: str = ""  # how to read it, where the title does not say
    picture: str = ""  # the way from its page to its static picture, "charts/volume.svg"; "": none was made
    picture_narrow: str = ""  # the same for a phone; "": none, or the chart is no wider than a phone anyway

    @property
    def picture_name(self) -> str:
        """File name of its picture: "volume.svg"."""
        return f"{self.id}.svg"

    @property
    def narrow_name(self) -> str:
        """File name of its picture for a phone: "volume-s.svg"."""
        return f"{self.id}-s.svg"

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of its picture in CSS pixels."""
        wide, narrow, row = _HEIGHTS[self.shape]
        return (NARROW, narrow + row * self.rows_drawn) if self.is_half else (WIDE, wide + row * self.rows_drawn)

    @property
    def size_narrow(self) -> tuple[int, int]:
        """Width and height of its picture for a phone, in CSS pixels."""
        _, height, row = _HEIGHTS[self.shape]
        return NARROW, height + row * self.rows_drawn


def drawing(
    id_: str, title: str, shape: str, figure: Figure, table: tuple[tuple[str, ...], ...], rows_drawn: int = 1
) -> Chart:
    """A figure as the page holds it; ``table`` is the same numbers, its first row the names of the columns."""
    return Chart(
        id=id_,
        title=title,
        shape=shape,
        rows_drawn=rows_drawn,
        figure_json=figure.json(),
        header=table[0],
        rows=table[1:],
    )


def day_axis(days: Sequence[date]) -> dict[str, object]:
    """An axis of successive days, the last one and a few before it labelled."""
    step = max(1, -(-(len(days) - 1) // (_TICKS - 1)))
    return {"type": "date", "tickvals": [day.isoformat() for day in days[::-1][::step][::-1]], "tickformat": "%m-%d"}


def daily(days: Sequence[date]) -> dict[str, object]:
    """Where the points of a trace lie, one on each of successive days: the first, and milliseconds to the next."""
    return {"x0": days[0].isoformat(), "dx": _DAY_MS}


def row_axis(names: Sequence[str]) -> dict[str, object]:
    """An axis of rows 0, 1, … from above, each with its name. By number: shortened names may be the same."""
    labels = [f"{escape.chart(name)}　" for name in names]
    return {"tickvals": list(range(len(names))), "ticktext": labels, "range": [len(names) - 0.5, -0.5]}


def time_axis(first: datetime, last: datetime) -> dict[str, object]:
    """An axis of moments: days, or hours where all is of two days."""
    return {"type": "date", "tickformat": "%m-%d" if last - first > timedelta(days=2) else "%d 日 %H:%M", "nticks": 5}


def local(at: datetime, zone: ZoneInfo) -> str:
    """A moment (aware) as a time axis takes it, on the clocks of ``zone``."""
    return f"{at.astimezone(zone):%Y-%m-%dT%H:%M}"
