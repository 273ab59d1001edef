"""Plotly figures drawn by the machine's own browser: the only place that starts one."""

import asyncio
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import kaleido
import kaleido.errors

from caifeng.resources import resource

_FAILED = (
    kaleido.errors.ChromeNotFoundError,
    kaleido.errors.BrowserFailedError,
    kaleido.errors.BrowserClosedError,
    kaleido.errors.KaleidoError,
    TimeoutError,
    OSError,
)


class UndrawnError(Exception):
    """No browser is there, or it did not draw."""


def drawn(figures: Sequence[Mapping[str, Any]], form: str, seconds: float) -> list[bytes]:
    """Each figure in the size that its layout states, as ``form`` ("svg", "png"); ``seconds`` is for all together.

    Raises UndrawnError.
    """
    try:
        with ThreadPoolExecutor(max_workers=1) as thread:  # the caller may be inside an event loop of its own
            return thread.submit(asyncio.run, _drawn(figures, form, seconds)).result()
    except _FAILED as error:
        raise UndrawnError(f"{type(error).__name__}: {str(error).splitlines()[:1]}") from error


async def _drawn(figures: Sequence[Mapping[str, Any]], form: str, seconds: float) -> list[bytes]:
    """One browser and one tab: a start takes longer than a chart."""
    # The pages' own bundle, and no MathJax: kaleido would fetch it from a foreign host.
    bundle = next(resource("site/theme/assets").glob("plotly-basic-*.min.js"))
    async with asyncio.timeout(seconds):
        async with kaleido.Kaleido(plotlyjs=bundle.as_uri(), mathjax=False) as browser:
            return [await browser.calc_fig(figure, opts=_options(figure, form)) for figure in figures]


def _options(figure: Mapping[str, Any], form: str) -> Any:
    layout = figure["layout"]
    return {"format": form, "width": layout["width"], "height": layout["height"], "scale": 1}
