"""All charts of a briefing drawn in one browser; without one there are no pictures, and the pages draw on view."""

import logging
from collections.abc import Mapping, Sequence

from publish.pages.charts import Chart
from publish.pictures.drawing import UndrawnError, drawn
from publish.pictures.paint import painted
from publish.pictures.palette import palette
from publish.pictures.svg import DrawingError, slim

_LOG = logging.getLogger(__name__)
_SECONDS = 120.0  # for all of them together


def make_pictures(charts: Sequence[Chart]) -> Mapping[str, bytes]:
    """The pictures of charts as SVG by file name, wide and narrow; nothing where no browser can make them.

    A chart whose drawing holds what a picture may not (a script, a reference) gets none. Ids of ``charts`` differ.
    """
    wanted = {name: (chart, size) for chart in charts for name, size in _sizes(chart).items()}
    if not wanted:
        return {}
    colours = palette()
    roles = tuple(colours)
    figures = [painted(chart.figure_json, chart.shape, size, roles) for chart, size in wanted.values()]
    try:
        raw = drawn(figures, "svg", _SECONDS)
    except UndrawnError as error:
        _LOG.warning("no chart pictures: %s", error)
        return {}
    made: dict[str, bytes] = {}
    for (name, (_, size)), svg in zip(wanted.items(), raw, strict=True):
        try:
            made[name] = slim(svg, size, roles, colours)
        except DrawingError as error:
            _LOG.warning("no picture %s: %s", name, error)
    return made


def _sizes(chart: Chart) -> dict[str, tuple[int, int]]:
    wide = {chart.picture_name: chart.size}
    return wide if chart.is_half else wide | {chart.narrow_name: chart.size_narrow}
