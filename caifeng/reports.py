"""Weekly, monthly and special reports as the site needs them: cards, folders, and what the search finds of them."""

from dataclasses import dataclass
from datetime import date

from caifeng.lake import Lake
from caifeng.models import BriefingCard, Desk
from caifeng.models.period import period_card
from caifeng.models.special import Special, special_card
from caifeng.periods import period_sections
from caifeng.specials import special_sections
from publish.pages.topics_page import slugs
from publish.search.sections import SearchSource
from publish.search.sources import report_source, topics_source
from publish.site.plan import Section, digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Reports:
    """All reports beside the daily ones. ``sections`` are (month, its folders), in any order of months."""

    cards: tuple[BriefingCard, ...]
    sections: tuple[tuple[str, tuple[Section, ...]], ...]
    specials: tuple[Special, ...]
    findable: tuple[SearchSource, ...]  # these and the topics' pages


def read_reports(lake: Lake, desk: Desk, newest: date) -> Reports:
    """Every report that is frozen in the lake; ``newest`` is the date of the newest daily edition."""
    specials = lake.specials()
    carded = [(period_card(one), one) for one in lake.periods()] + [(special_card(one), one) for one in specials]
    ways = [(name, f"topics/{slug}/") for name, slug in slugs(desk).items()]
    return Reports(
        cards=tuple(card for card, _ in carded),
        sections=(*period_sections(lake, desk).items(), *special_sections(lake, desk).items()),
        specials=specials,
        findable=(*(_source(card, noun) for card, noun in carded), topics_source(desk, ways, newest)),
    )


def _source(card: BriefingCard, noun: object) -> SearchSource:
    return report_source(card, digest([repr(noun).encode("utf-8", "replace")]), lambda: noun)
