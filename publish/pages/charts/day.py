"""All charts of a briefing, with the pictures that were made of them."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from caifeng.models import Briefing
from publish.pages.charts.chart import PICTURE_FOLDER, Chart
from publish.pages.charts.limits import clocks
from publish.pages.charts.ridges import stories
from publish.pages.charts.shares import channels, tiers, tones
from publish.pages.charts.sides import comparison
from publish.pages.charts.spreading import spread
from publish.pages.charts.tiles import TileGrid, provinces
from publish.pages.charts.tracks import boards
from publish.pages.charts.volumes import volume


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCharts:
    """The day page's charts; None where there is nothing to draw.

    volume: 28 days with the usual range, and the days on which stories told here began
    tones: tone of the window's items
    channels: items by channel
    tiers: items by tier of the source
    provinces: items by province, as tiles
    boards: ranks on hot lists
    stories: days of the stories told in detail
    spread: the way of the first story told in detail
    clocks: time used of each limit
    comparison: the desk beside its peers, or its topics beside the week before
    """

    volume: Chart | None
    tones: Chart | None
    channels: Chart | None
    tiers: Chart | None
    provinces: TileGrid | None
    boards: Chart | None
    stories: Chart | None
    spread: Chart | None
    clocks: Chart | None
    comparison: Chart | None

    @property
    def drawn(self) -> tuple[Chart, ...]:
        """Those that a browser draws, in the order of the page."""
        found = (
            self.volume, self.tones, self.channels, self.tiers, self.boards, self.stories, self.spread, self.clocks,
            self.comparison,
        )  # fmt: skip
        return tuple(chart for chart in found if chart is not None)


def day_charts(briefing: Briefing, pictures: Collection[str] = ()) -> DayCharts:
    """The charts of a briefing; ``pictures`` are the file names of the pictures that were made of them."""
    overview, zone = briefing.overview, ZoneInfo(briefing.zone)
    told = [detail.story for detail in briefing.details]

    def shown(chart: Chart | None) -> Chart | None:
        return with_pictures(chart, pictures) if chart else None

    return DayCharts(
        volume=shown(volume(overview.series, told)),
        tones=shown(tones(overview.tones)),
        channels=shown(channels(overview.channels)),
        tiers=shown(tiers(overview.tiers)),
        provinces=provinces(overview.regions),
        boards=shown(boards(overview.boards, zone)),
        stories=shown(stories(told)) if len(told) > 1 else None,
        spread=shown(spread(told[0], briefing.evidence, zone)) if told else None,
        clocks=shown(clocks(briefing.handling)),
        comparison=shown(comparison(briefing.comparison)),
    )


def with_pictures(chart: Chart, made: Collection[str]) -> Chart:
    """The chart with the ways from its page to those of its pictures that were made."""
    if chart.picture_name not in made:
        return chart
    narrow = PICTURE_FOLDER + chart.narrow_name if chart.narrow_name in made else ""
    return replace(chart, picture=PICTURE_FOLDER + chart.picture_name, picture_narrow=narrow)
