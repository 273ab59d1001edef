"""Figures of pages: charts for Plotly with their tables, and grids that need none."""

from publish.pages.charts.chart import PICTURE_FOLDER, Chart, drawing
from publish.pages.charts.day import DayCharts, day_charts, with_pictures
from publish.pages.charts.limits import clocks
from publish.pages.charts.ridges import stories
from publish.pages.charts.shares import channels, tiers, tones
from publish.pages.charts.sides import comparison
from publish.pages.charts.spreading import spread
from publish.pages.charts.tiles import PROVINCES, Tile, TileGrid, provinces
from publish.pages.charts.tracks import boards
from publish.pages.charts.volumes import volume
from publish.pages.charts.year import Square, Year, year

__all__ = [
    "PICTURE_FOLDER",
    "PROVINCES",
    "Chart",
    "DayCharts",
    "Square",
    "Tile",
    "TileGrid",
    "Year",
    "boards",
    "channels",
    "clocks",
    "comparison",
    "day_charts",
    "drawing",
    "provinces",
    "spread",
    "stories",
    "tiers",
    "tones",
    "volume",
    "with_pictures",
    "year",
]
