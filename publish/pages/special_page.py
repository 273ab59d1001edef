"""专报 as a page: what is asked on the first screen, the seven chapters below it."""

from collections.abc import Sequence
from dataclasses import dataclass

from caifeng.models.document import Part
from caifeng.models.special import Special
from publish import escape
from publish.pages.contexts import Page, SiteContext
from publish.pages.render import page
from publish.report.report import REFS
from publish.special.compose import OUTLOOK

NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialContext:
    """special.md.j2

    special: the report shown
    numerals: what stands before each part's heading: "一　", "" before a section
    outlook: the heading below which the scenarios stand
    shown_refs: how many numbers are printed after a sentence
    root: way to the site's root
    share_url: absolute address of this page, or ""
    """

    special: Special
    numerals: tuple[str, ...]
    outlook: str
    shown_refs: int
    root: str
    share_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesContext:
    """special_sources.md.j2

    special: the report whose evidence is listed
    """

    special: Special


def render_special(special: Special, site: SiteContext) -> tuple[Page, ...]:
    """The page of a special report and its list of evidence, with paths relative to its edition's docs folder."""
    share_url = f"{site.base_url.rstrip('/')}/{special.address}" if site.base_url else ""
    shown = SpecialContext(
        special=special,
        numerals=numerals(special.parts),
        outlook=OUTLOOK,
        shown_refs=REFS,
        root="../../",
        share_url=escape.link(share_url),
    )
    place, listed = f"special-{special.key}", SourcesContext(special=special)
    return (
        page(f"{place}/index.md", "special.md.j2", shown, special.zone),
        page(f"{place}/sources/index.md", "special_sources.md.j2", listed, special.zone),
    )


def numerals(parts: Sequence[Part]) -> tuple[str, ...]:
    """What stands before each part's heading: 一　, 二　 … before chapters, nothing before sections and appendices."""
    said, count = [], 0
    for part in parts:
        is_numbered = part.depth == 1 and not part.heading.startswith("附件")
        said.append(f"{NUMERALS[count % len(NUMERALS)]}　" if is_numbered else "")
        count += is_numbered
    return tuple(said)
