"""How stories look at a terminal: levels in their colours, counts as bars, texts of strangers as text only."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from rich.console import Console, JustifyMethod, RenderableType
from rich.table import Table
from rich.text import Text

from caifeng.models import DayCount, Level
from caifeng.shell import plain

_COLOURS = {Level.BLUE: "blue", Level.YELLOW: "yellow", Level.ORANGE: "dark_orange", Level.RED: "bold red"}
_BARS = "▁▂▃▄▅▆▇█"
_LINE = 60  # characters of a title or a sentence


def sparkline(counts: Sequence[int]) -> str:
    """One bar a count: the lowest is none, the highest the most of them."""
    most = max(counts, default=0)
    return "".join(_BARS[-(-count * 7 // most)] if most else _BARS[0] for count in counts)


def counts_until(last: date, days: Sequence[DayCount], length: int) -> tuple[int, ...]:
    """Distinct items of each of the ``length`` days up to ``last``, oldest first."""
    counts = {count.day: count.distinct for count in days}
    return tuple(counts.get(last - timedelta(days=back), 0) for back in range(length - 1, -1, -1))


def level_text(level: Level) -> Text:
    """黄 较大, in its colour."""
    return Text(f"{level} {level.full.split()[-1]}", style=_COLOURS[level])


def clip(text: str, length: int = _LINE) -> str:
    """A stranger's text as one line of at most that many characters, as data."""
    shown = " ".join(plain(text[: 4 * length]).split())
    return shown if len(shown) <= length and len(text) <= 4 * length else shown[:length].rstrip() + "…"


def grid(*headers: str, right: Iterable[int] = (), wide: Iterable[int] = ()) -> Table:
    """An empty table; ``right`` are the places of columns of numbers, ``wide`` those that may take several lines."""
    numbers, texts = frozenset(right), frozenset(wide)
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for place, header in enumerate(headers):
        justify: JustifyMethod = "right" if place in numbers else "left"
        table.add_column(header, justify=justify, no_wrap=place not in texts, overflow="fold")
    return table


def add(table: Table, *cells: str | Text) -> None:
    """A row: texts are shown as they are, never read as markup."""
    table.add_row(*(cell if isinstance(cell, Text) else Text(cell) for cell in cells))


def show(*parts: RenderableType) -> None:
    """Tables and trees on standard output."""
    console = Console(highlight=False)
    for part in parts:
        console.print(part)


def heading(words: str) -> None:
    """The head of a section."""
    show("", Text(words, style="bold"))
