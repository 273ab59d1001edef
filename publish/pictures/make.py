"""All charts of a briefing drawn in one browser; without one there are no pictures, and the pages draw on view."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import kaleido
import kaleido.errors

from caifeng.resources import resource
from publish.pages.charts import Chart
from publish.pictures.paint import painted
from publish.pictures.palette import palette
from publish.pictures.svg import DrawingError, slim

_LOG = logging.getLogger(__name__)
_SECONDS = 120.0  # for all of them together
FAILED = (
    kaleido.errors.ChromeNotFoundError,
    kaleido.errors.BrowserFailedError,
    kaleido.errors.BrowserClosedError,
    kaleido.errors.KaleidoError,
    TimeoutError,
    OSError,
)


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
        with ThreadPoolExecutor(max_workers=1) as thread:  # the caller may be inside an event loop of its own
            drawn = thread.submit(_draw, figures).result()
    except FAILED as error:
        _LOG.warning("no chart pictures: %s: %s", type(error).__name__, str(error).splitlines()[:1])
        return {}
    made: dict[str, bytes] = {}
    for (name, (_, size)), svg in zip(wanted.items(), drawn, strict=True):
        try:
            made[name] = slim(svg, size, roles, colours)
        except DrawingError as error:
            _LOG.warning("no picture %s: %s", name, error)
    return made


def _sizes(chart: Chart) -> dict[str, tuple[int, int]]:
    wide = {chart.picture_name: chart.size}
    return wide if chart.is_half else wide | {chart.narrow_name: chart.size_narrow}


def _draw(figures: Sequence[Mapping[str, Any]]) -> list[bytes]:
    return asyncio.run(_drawn(figures))


async def _drawn(figures: Sequence[Mapping[str, Any]]) -> list[bytes]:
    """Raw SVG of each figure. One browser and one tab: a start takes longer than a chart."""
    # The pages' own bundle, and no MathJax: kaleido would fetch it from a foreign host.
    bundle = next(resource("site/theme/assets").glob("plotly-basic-*.min.js"))
    async with asyncio.timeout(_SECONDS):
        async with kaleido.Kaleido(plotlyjs=bundle.as_uri(), mathjax=False) as browser:
            return [await browser.calc_fig(figure, opts=_opts(figure)) for figure in figures]


def _opts(figure: Mapping[str, Any]) -> Any:
    layout = figure["layout"]
    return {"format": "svg", "width": layout["width"], "height": layout["height"], "scale": 1}
