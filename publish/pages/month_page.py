"""A month's index: every day of it, its weekly and monthly reports, and what of it cannot be shown."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from caifeng.models import BriefingCard, BriefingKind
from publish.pages.contexts import DayLink, Page
from publish.pages.render import day_link, page


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthContext:
    """month.md.j2

    month: its first day
    days: published days, newest first
    reports: weekly, monthly and special reports, newest first
    corrected: how many of all these were corrected
    late: how many of the days were made up late
    damaged: titles of editions whose records cannot be read: what was published of them still stands
    root: way to the site's root
    """

    month: date
    days: tuple[DayLink, ...]
    reports: tuple[BriefingCard, ...]
    corrected: int
    late: int
    damaged: tuple[str, ...]
    root: str


def render_month(cards: Sequence[BriefingCard], zone: str, damaged: Collection[str] = ()) -> Page:
    """The index of an edition. ``cards`` share a month and are not empty; ``damaged`` are folders: "2026-11-20/"."""
    newest = sorted(cards, key=lambda card: (card.date, card.key), reverse=True)
    daily = [card for card in newest if card.kind is BriefingKind.DAILY]
    shown = MonthContext(
        month=newest[0].date.replace(day=1),
        days=tuple(map(day_link, daily)),
        reports=tuple(card for card in newest if card.kind is not BriefingKind.DAILY),
        corrected=sum(card.revision > 1 for card in newest),
        late=sum(card.is_late for card in daily),
        damaged=tuple(card.title for card in newest if f"{card.address.partition('/')[2]}" in damaged),
        root="../",
    )
    return page("index.md", "month.md.j2", shown, zone)
