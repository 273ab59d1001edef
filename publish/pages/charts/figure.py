"""A Plotly figure as the browser takes it: traces and a layout, without the library's objects.

The library's own objects check each property and copy it five times over, which was a third of a page's making; that
what is drawn here is valid is shown by the tests, which hand every figure to the library.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Figure:
    """Traces in the order of drawing. Values are what JSON can hold."""

    layout: dict[str, object] = field(default_factory=dict)
    data: list[Mapping[str, object]] = field(default_factory=list)
    annotations: list[Mapping[str, object]] = field(default_factory=list)

    def add_bar(self, **said: object) -> None:
        """Bars: https://plotly.com/javascript/reference/bar/."""
        self.data.append({**said, "type": "bar"})

    def add_scatter(self, **said: object) -> None:
        """Points, lines: https://plotly.com/javascript/reference/scatter/."""
        self.data.append({**said, "type": "scatter"})

    def add_annotation(self, **said: object) -> None:
        """A word at a place: https://plotly.com/javascript/reference/layout/annotations/."""
        self.annotations.append(said)

    def json(self) -> str:
        """Data and layout; the same figure gives the same text."""
        said = {"annotations": self.annotations} if self.annotations else {}
        drawn = {"data": self.data, "layout": {**self.layout, **said, "showlegend": False}}
        return json.dumps(drawn, ensure_ascii=False, separators=(",", ":"))
