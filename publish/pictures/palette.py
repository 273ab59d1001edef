"""The colours of roles in the light and the dark scheme, as the theme's style sheets have them."""

import re
from dataclasses import dataclass
from functools import lru_cache

from caifeng.resources import resource

_RULE = re.compile(r'\[data-md-color-scheme="(default|slate)"\]\s*\{([^}]*)\}')
_COLOUR = re.compile(r"--cf-([a-z0-9-]+):\s*(#[0-9a-fA-F]{3,8})\s*;")


@dataclass(frozen=True, slots=True, kw_only=True)
class Colour:
    """A role's colour in both schemes, as CSS writes it: ``#1d2126``."""

    light: str
    dark: str


@lru_cache(maxsize=1)
def palette() -> dict[str, Colour]:
    """Every role that has a colour in both schemes."""
    schemes: dict[str, dict[str, str]] = {"default": {}, "slate": {}}
    for sheet in sorted(resource("site/theme").glob("stylesheets/*.css")):
        for scheme, rules in _RULE.findall(sheet.read_text("utf-8")):
            schemes[scheme] |= dict(_COLOUR.findall(rules))
    light, dark = schemes["default"], schemes["slate"]
    return {role: Colour(light=light[role], dark=dark[role]) for role in sorted(light.keys() & dark.keys())}
