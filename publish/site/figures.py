"""What a chart needs to be explored stands in a file beside its page: most readers never ask for it."""

import re
from pathlib import Path

from publish.pages.charts.chart import PICTURE_FOLDER

_FIGURE = re.compile(r'<template data-figure="([\w-]+)">(.*?)</template>\n?', re.DOTALL)


def lift_figures(folder: Path) -> None:
    """Move the figure of each chart out of every page below ``folder``: ``a/`` gets ``a/charts/volume.json``."""
    for path in sorted(folder.rglob("*.html")):
        html = path.read_text(encoding="utf-8")
        figures = dict(_FIGURE.findall(html))
        if not figures:
            continue
        for name, figure in figures.items():
            file = path.parent / PICTURE_FOLDER / f"{name}.json"
            file.parent.mkdir(exist_ok=True)
            file.write_text(figure, encoding="utf-8", newline="")
        path.write_text(_FIGURE.sub("", html), encoding="utf-8", newline="")
