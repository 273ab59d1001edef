"""The numbers that the day page's charts draw, as tables on a page of their own."""

from dataclasses import dataclass

from caifeng.models import Briefing
from publish.pages.charts import Chart, DayCharts


@dataclass(frozen=True, slots=True, kw_only=True)
class TablesContext:
    """tables.md.j2

    briefing: the briefing whose charts these are
    charts: those of its day page, in the order of that page
    """

    briefing: Briefing
    charts: tuple[Chart, ...]


def tables_context(briefing: Briefing, charts: DayCharts) -> TablesContext:
    """What the page holds; charts of the page of stories have their tables there."""
    on_page = (charts.volume, charts.tones, charts.channels, charts.tiers, charts.stories, charts.comparison)
    return TablesContext(briefing=briefing, charts=tuple(chart for chart in on_page if chart))
