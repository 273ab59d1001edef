"""The picture that a chat shows of a link to an edition: 1200 × 630, drawn once and frozen with the edition.

A link's picture is fetched by the chat's own server and may be seen by whoever sees the link. What the edition says
stands on it only where the whole world may read the site.
"""

import json

from caifeng.models import Access, Briefing, Level
from publish import escape
from publish.briefing.phrases import long_date

_CARD = "card-"
WIDTH, HEIGHT = 1200, 630  # Open Graph's own proposal
_LINE, _LINES = 25, 5  # characters a line, lines of the conclusion
_PAPER, _INK, _SOFT = "#fbfaf6", "#1d2126", "#565f6a"
_LEVELS = {Level.RED: "#a8211a", Level.ORANGE: "#98430a", Level.YELLOW: "#755400", Level.BLUE: "#1c548c"}
_SERIF = "Noto Serif CJK SC, Source Han Serif SC, Songti SC, SimSun, serif"
_LEFT = 70


def share_card(briefing: Briefing, access: Access) -> str:
    """The card as a Plotly figure (JSON): name, date and number, and for a public site level and conclusion too."""
    number = f"{briefing.desk}　第 {briefing.number} 期"
    texts = [
        _text("采风日报", 52, 84, _INK),
        _text(f"{long_date(briefing.date)}　{number}", 160, 30, _SOFT),
    ]
    if access is Access.PUBLIC:
        texts += [
            _text(briefing.level.full, 250, 34, _LEVELS[briefing.level]),
            *(_text(line, 314 + 58 * row, 42, _INK) for row, line in enumerate(_lines(briefing.conclusion))),
        ]
    else:
        texts.append(_text(briefing.classification, 300, 48, _LEVELS[Level.RED]))
    colour = _LEVELS[briefing.level] if access is Access.PUBLIC else _INK
    layout = {
        "width": WIDTH,
        "height": HEIGHT,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "paper_bgcolor": _PAPER,
        "plot_bgcolor": _PAPER,
        "xaxis": {"visible": False, "range": [0, WIDTH]},
        "yaxis": {"visible": False, "range": [HEIGHT, 0]},
        "annotations": texts,
        "shapes": [_bar(0, 22, colour), _bar(218, 221, _INK), _bar(225, 226, _INK)],
    }
    return json.dumps({"data": [], "layout": layout}, ensure_ascii=False, sort_keys=True)


def card_name(access: Access) -> str:
    """The card's file name: a card that was drawn for all the world is not shown once fewer may read."""
    return f"{_CARD}{access}.png"


def is_card(name: str) -> bool:
    """Whether a picture of an edition is a card and no chart."""
    return name.startswith(_CARD)


def _text(text: str, top: int, size: int, colour: str) -> dict[str, object]:
    return {
        "text": escape.chart(text),
        "x": _LEFT,
        "y": top,
        "xanchor": "left",
        "yanchor": "top",
        "showarrow": False,
        "font": {"family": _SERIF, "size": size, "color": colour},
    }


def _bar(top: int, bottom: int, colour: str) -> dict[str, object]:
    edge = 0 if top == 0 else _LEFT
    return {
        "type": "rect",
        "x0": edge,
        "x1": WIDTH - edge,
        "y0": top,
        "y1": bottom,
        "fillcolor": colour,
        "line": {"width": 0},
    }


def _lines(text: str) -> list[str]:
    """Lines of equal length; a mark that may not begin a line goes up to the one before (避头尾)."""
    lines: list[str] = []
    left = " ".join(text.split())
    while left and len(lines) < _LINES:
        end = _LINE
        while end < len(left) and left[end] in "，。、；：！？）》”’%":
            end += 1
        lines.append(left[:end])
        left = left[end:]
    if left:
        lines[-1] = f"{lines[-1][:-1]}…"
    return lines
