"""A share card as PNG; nothing where no browser or no Chinese font can draw it."""

import asyncio
import json
import logging
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor

import kaleido

from caifeng.resources import resource
from publish.pictures.make import FAILED

_LOG = logging.getLogger(__name__)
_SECONDS = 60.0


def make_card(figure_json: str) -> bytes:
    """The figure of ``publish.pages.share_card`` as PNG, b"" where it cannot be drawn: a link then shows its title."""
    if not _has_chinese_font():
        _LOG.warning("no share card: no Chinese font is installed")
        return b""
    try:
        with ThreadPoolExecutor(max_workers=1) as thread:  # the caller may be inside an event loop of its own
            return thread.submit(asyncio.run, _drawn(figure_json)).result()
    except FAILED as error:
        _LOG.warning("no share card: %s", type(error).__name__)
        return b""


def _has_chinese_font() -> bool:
    """Without one a picture would hold empty boxes. Where fontconfig is not, the system brings its own fonts."""
    lister = shutil.which("fc-list")
    if lister is None:
        return True
    listed = subprocess.run([lister, ":lang=zh", "family"], capture_output=True, timeout=_SECONDS, check=False)
    return bool(listed.stdout.strip())


async def _drawn(figure_json: str) -> bytes:
    figure = json.loads(figure_json)
    bundle = next(resource("site/theme/assets").glob("plotly-basic-*.min.js"))
    layout = figure["layout"]
    options = {"format": "png", "width": layout["width"], "height": layout["height"], "scale": 1}
    async with asyncio.timeout(_SECONDS):
        async with kaleido.Kaleido(plotlyjs=bundle.as_uri(), mathjax=False) as browser:
            drawn: bytes = await browser.calc_fig(figure, opts=options)
            return drawn
