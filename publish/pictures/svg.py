"""A browser's drawing → a small SVG in both schemes: known elements only, no script, no reference, no random id.

Plotly's own SVG has four times the bytes, ids drawn at random and a style on every element. An SVG in ``<img>`` follows
the ``color-scheme`` of the element that shows it (CSS Color Adjust 1, 2.1), so one file serves both; it paints its own
ground, so that it can be read where a browser does not.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence

from publish.pictures.paint import FONT, NUMBER_OF_ROLE
from publish.pictures.palette import Colour

_SVG = "http://www.w3.org/2000/svg"
_ELEMENTS = frozenset({"svg", "g", "path", "text", "tspan", "rect", "circle"})
_DROPPED = frozenset({"defs", "clipPath"})  # axes hold all that is drawn: nothing to clip
_KEPT = frozenset({"d", "transform", "x", "y", "dy", "width", "height", "text-anchor", "r", "cx", "cy"})
_REFERENCES = frozenset({"href", "src"})
_PROPERTIES = frozenset(
    {"fill", "stroke", "stroke-width", "stroke-dasharray", "font-size", "font-weight", "opacity", "fill-opacity",
     "stroke-opacity"}
)  # fmt: skip
_NOTHING = {"opacity": "1", "fill-opacity": "1", "stroke-opacity": "1", "stroke": "none", "stroke-width": "0px"}
_PLAIN = re.compile(r"[\w .,%#()-]*")
_NUMBER = re.compile(r"-?\d+\.\d+")
_DOT = re.compile(r"M([\d.]+),0A\1,\1 0 1,1 0,-\1A\1,\1 0 0,1 \1,0Z")
_PLACE = re.compile(r"translate\((-?[\d.]+),(-?[\d.]+)\)")
_BLANK = frozenset({"", "M0,0"})


class DrawingError(ValueError):
    """The drawing holds something that a picture may not, or is none."""


def slim(drawn: bytes, size: tuple[int, int], roles: Sequence[str], colours: Mapping[str, Colour]) -> bytes:
    """The picture, ``size`` pixels wide and high, of what was drawn in the colours that stand for ``roles``.

    Raises DrawingError for a drawing that cannot be read, or that holds more than shapes and text.
    """
    try:
        root = ET.fromstring(drawn)  # noqa: S314  of our own browser; expat fetches nothing and bounds entities
    except ET.ParseError as error:
        raise DrawingError(f"no SVG: {error}") from error
    if root.tag != f"{{{_SVG}}}svg":
        raise DrawingError(f"no SVG: {root.tag[:40]!r}")
    sheet = _Sheet(roles, colours)
    width, height = size
    box = {"width": str(width), "height": str(height), "viewBox": f"0 0 {width} {height}"}
    picture = ET.Element("svg", {"xmlns": _SVG} | box)
    style = ET.SubElement(picture, "style")
    for child in root:
        _copy(child, picture, sheet)
    style.text = sheet.text()
    return ET.tostring(picture, encoding="unicode").encode()


class _Sheet:
    """The classes of a picture: one for each look, in the order of first use."""

    def __init__(self, roles: Sequence[str], colours: Mapping[str, Colour]) -> None:
        self._roles, self._colours = roles, colours
        self._names: dict[tuple[tuple[str, str], ...], str] = {}

    def name(self, style: str) -> str:
        """The class for an element's style; "" where it says nothing that shows."""
        look = self._look(style)
        return self._names.setdefault(look, f"c{len(self._names)}") if look else ""

    def _look(self, style: str) -> tuple[tuple[str, str], ...]:
        said: dict[str, str] = {}
        for declaration in style.split(";"):
            key, _, value = declaration.partition(":")
            if (key := key.strip()) in _PROPERTIES:
                said[key] = value.strip()
        if any(not _PLAIN.fullmatch(value) or "url" in value for value in said.values()):
            raise DrawingError(f"a style beyond colours and numbers: {style[:80]!r}")
        for paint in ("fill", "stroke"):
            if said.get(f"{paint}-opacity") == "0":
                said[paint] = "none"
                del said[f"{paint}-opacity"]
        return tuple((key, said[key]) for key in sorted(said) if said[key] != _NOTHING.get(key))

    def text(self) -> str:
        """The style sheet: every class in light, and what of it differs in dark."""
        light = [f".{name}{{{self._rule(look, is_dark=False)}}}" for look, name in self._names.items()]
        painted = {
            name: tuple(pair for pair in look if pair[0] in ("fill", "stroke") and pair[1] != "none")
            for look, name in self._names.items()
        }
        dark = [f".{name}{{{self._rule(look, is_dark=True)}}}" for name, look in painted.items() if look]
        return f"text{{font-family:{FONT}}}{''.join(light)}@media(prefers-color-scheme:dark){{{''.join(dark)}}}"

    def _rule(self, look: Sequence[tuple[str, str]], *, is_dark: bool) -> str:
        return ";".join(f"{key}:{self._value(value, is_dark)}" for key, value in look)

    def _value(self, value: str, is_dark: bool) -> str:
        found = NUMBER_OF_ROLE.fullmatch(value)
        if not found:
            return value
        colour = self._colours[self._roles[int(found[1])]]
        return colour.dark if is_dark else colour.light


def _copy(element: ET.Element, into: ET.Element, sheet: _Sheet) -> None:
    """What shows of an element and of all below it; groups that say nothing are left out."""
    tag = _local(element.tag)
    if tag in _DROPPED:
        return
    if tag not in _ELEMENTS:
        raise DrawingError(f"an element <{tag}>")
    kept = _attributes(element, sheet)
    if tag == "path" and kept.get("d", "") in _BLANK:
        return
    if tag == "g" and not kept:
        for child in element:
            _copy(child, into, sheet)
        return
    tag, kept = _as_circle(tag, kept)
    copy = ET.SubElement(into, tag, kept)
    if tag in ("text", "tspan"):
        copy.text, copy.tail = element.text, element.tail if tag == "tspan" else None
    for child in element:
        _copy(child, copy, sheet)
    if tag == "g" and not len(copy):
        into.remove(copy)


def _attributes(element: ET.Element, sheet: _Sheet) -> dict[str, str]:
    kept: dict[str, str] = {}
    for name, value in element.attrib.items():
        local = _local(name)
        if local in _REFERENCES or local.startswith("on"):
            raise DrawingError(f"an attribute {local}")
        if local in _KEPT:
            kept[local] = _NUMBER.sub(_rounded, value)
    if name := sheet.name(element.get("style", "")):
        kept["class"] = name
    if kept.get("transform") in ("", "translate(0,0)"):
        del kept["transform"]
    return {key: value for key, value in kept.items() if (key, value) not in (("x", "0"), ("y", "0"))}


def _as_circle(tag: str, kept: dict[str, str]) -> tuple[str, dict[str, str]]:
    """A round marker, which Plotly writes as two arcs, in a quarter of the bytes."""
    dot, place = _DOT.fullmatch(kept.get("d", "")), _PLACE.fullmatch(kept.get("transform", ""))
    if tag != "path" or not dot or not place:
        return tag, kept
    rest = {key: value for key, value in kept.items() if key not in ("d", "transform")}
    return "circle", {"cx": place[1], "cy": place[2], "r": dot[1]} | rest


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _rounded(number: re.Match[str]) -> str:
    text = f"{float(number[0]):.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
