"""更正: every change to a published edition, in one list, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from caifeng.models import BriefingCard, Correction
from publish.pages.contexts import Page
from publish.pages.render import page


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """One revision of an edition.

    title: of the edition: "11-20 日报 第 8 期"
    address: of its page, from the site's root
    former: of the page with the revision that was replaced
    revision: its number
    at: when it was corrected
    by: who did
    reason: why
    told: how many persons had been sent the former revision
    changes: what was changed, in the order of the edition
    """

    title: str
    address: str
    former: str
    revision: int
    at: datetime
    by: str
    reason: str
    told: int
    changes: tuple[Correction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionsContext:
    """corrections.md.j2

    revised: revisions, newest first
    editions: how many editions there are
    since: date of the first of them, None without any
    """

    revised: tuple[Revised, ...]
    editions: int
    since: date | None


def revisions_of(cards: Iterable[BriefingCard]) -> tuple[Revised, ...]:
    """Every revision that corrected an edition, newest first."""
    found = [_revised(card, number) for card in cards for number in sorted({one.revision for one in card.corrections})]
    return tuple(sorted(found, key=lambda one: (one.at, one.address, one.revision), reverse=True))


def render_corrections(cards: Iterable[BriefingCard], zone: str) -> Page:
    """The page ``corrections/``; ``zone`` is the desk's."""
    known = tuple(cards)
    shown = CorrectionsContext(
        revised=revisions_of(known), editions=len(known), since=min((card.date for card in known), default=None)
    )
    return page("corrections.md", "corrections.md.j2", shown, zone)


def _revised(card: BriefingCard, number: int) -> Revised:
    changes = tuple(one for one in card.corrections if one.revision == number)
    first = changes[0]
    return Revised(
        title=card.title,
        address=card.address,
        former=f"{card.address}r{number - 1}/",
        revision=number,
        at=first.at,
        by=first.by,
        reason=first.reason,
        told=first.told,
        changes=changes,
    )
