"""A figure without colour → one that a browser can draw, by the style that the page's loader draws by too.

Each role gets a colour of its own that stands for it and nothing else, so that the drawing can be given the real
colours of both schemes afterwards.
"""

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from caifeng.resources import resource

FONT = 'system-ui,-apple-system,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif'
NUMBER_OF_ROLE = re.compile(r"rgb\(240, 225, (\d+)\)")  # as a browser writes what stands for a role
_STANDS_FOR = "#f0e1{:02x}"


def painted(figure_json: str, shape: str, size: tuple[int, int], roles: Sequence[str]) -> dict[str, Any]:
    """Data and layout of a figure, ``size`` pixels wide and high, in the colours that stand for ``roles``."""
    figure, style = json.loads(figure_json), _style()
    layout = _merged(_merged(style["layout"], style["shapes"].get(shape, {})), figure["layout"])
    notes = [_note(style["notes"], note) for note in layout.get("annotations", ())]
    marks = [_with_role(_merged(style["marks"], mark), mark.get("name", "rule")) for mark in layout.get("shapes", ())]
    width, height = size
    whole = {
        "data": [_trace(style, trace) for trace in figure["data"]],
        "layout": layout | {"annotations": notes, "shapes": marks, "width": width, "height": height},
    }
    colours = {f"@{role}": _STANDS_FOR.format(number) for number, role in enumerate(roles)}
    drawn: dict[str, Any] = _mapped(whole, colours | {"@font": FONT})
    return drawn


def _trace(style: Mapping[str, Any], trace: dict[str, Any]) -> Any:
    role = trace.get("meta", "ink")
    kind = _merged(style["traces"].get(trace["type"], {}), style["roles"].get(role, {}))
    return _with_role(_merged(kind, trace), role)


def _note(styles: Mapping[str, Any], note: dict[str, Any]) -> Any:
    role = note.get("name", "ink")
    return _with_role(_merged(_merged(styles["plain"], styles.get(role, {})), note), role)


def _with_role(value: Any, role: str) -> Any:
    return _mapped(value, {"@role": f"@{role}"})


def _mapped(value: Any, words: Mapping[str, str]) -> Any:
    """The same with every text that is one of ``words`` exchanged."""
    if isinstance(value, dict):
        return {key: _mapped(one, words) for key, one in value.items()}
    if isinstance(value, list):
        return [_mapped(one, words) for one in value]
    return words.get(value, value) if isinstance(value, str) else value


def _merged(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Both, key by key; where both say something, ``over`` holds."""
    merged = under | over
    for key in under.keys() & over.keys():
        if isinstance(under[key], dict) and isinstance(over[key], dict):
            merged[key] = _merged(under[key], over[key])
    return merged


@lru_cache(maxsize=1)
def _style() -> dict[str, Any]:
    style: dict[str, Any] = json.loads((resource("site/theme/assets") / "chart-style.json").read_text("utf-8"))
    return style
