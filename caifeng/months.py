"""The monthly editions as they are to be published: a folder for each date, made from what is frozen in the lake."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, timedelta
from functools import partial

from caifeng.errors import LakeError
from caifeng.lake import Lake
from caifeng.models import Briefing, BriefingCard, Desk
from publish.languages.pages import language_links, render_languages
from publish.pages.contexts import Page, SiteContext
from publish.pages.month_page import render_month
from publish.pages.share_card import card_name, is_card
from publish.pages.since_yesterday import before
from publish.site.month import DayFolder, day_parts
from publish.site.plan import EditionParts, Month, Section, digest


def months(
    lake: Lake, desk: Desk, cards: Sequence[BriefingCard], beside: Iterable[tuple[str, Sequence[Section]]]
) -> tuple[Month, ...]:
    """Every month that has an edition, oldest first.

    ``cards`` are of all editions, ``beside`` are a month and further folders of it (weekly, monthly and special
    reports).
    """
    sections: dict[str, list[Section]] = {}
    for name, folders in beside:
        sections.setdefault(name, []).extend(folders)
    found = lake.revisions()
    for day, revisions in found.items():
        former = found.get(day - timedelta(days=1), ())
        sections.setdefault(f"{day:%Y-%m}", []).append(day_section(lake, desk, day, revisions, former))
    by_month: dict[str, list[BriefingCard]] = {}
    for card in cards:
        by_month.setdefault(card.month, []).append(card)
    return tuple(
        Month(name=name, sections=tuple(sections[name]), index=partial(_index, by_month[name], desk.zone.key))
        for name in sorted(sections)
    )


def day_section(
    lake: Lake, desk: Desk, day: date, revisions: Sequence[tuple[int, str]], former: Sequence[tuple[int, str]]
) -> Section:
    """The folder of a date; ``revisions`` are number and digest of every one, ``former`` those of the day before.

    What is compared with is the revision that stood when this one was made: a later one changes nothing here.
    """
    withdrawn = lake.withdrawn()
    return Section(
        path=f"{day}/",
        made_from=digest(
            (
                f"{desk.publish.languages} {desk.publish.traditional}".encode(),
                *(f"{number} {sha256}".encode() for number, sha256 in revisions),
                *(id_.encode() for id_ in withdrawn.shown_anew(day)),
                *(id_.encode() for id_ in withdrawn.shown_anew(day - timedelta(days=1))),
            )
        ),
        make=partial(_day, lake, desk, day, tuple(number for number, _ in revisions), tuple(one for one, _ in former)),
    )


def _day(lake: Lake, desk: Desk, day: date, numbers: Sequence[int], former: Sequence[int]) -> EditionParts:
    revisions = tuple(_read(lake, day, number) for number in numbers)
    site = SiteContext(base_url=desk.publish.base_url, languages=language_links(desk.publish.languages))
    pictures = tuple(_pictures(lake, desk, day, number) for number in numbers)
    yesterday = tuple(_readable(lake, day - timedelta(days=1), former))
    further = render_languages(
        revisions[-1],
        site,
        variant=desk.publish.traditional,
        pictures=pictures[-1].keys(),
        yesterday=before(revisions[-1], yesterday),
    )
    return day_parts(
        DayFolder(
            revisions=revisions, site=site, pictures=pictures, yesterday=yesterday, beside=EditionParts(pages=further)
        )
    )


def _pictures(lake: Lake, desk: Desk, day: date, number: int) -> dict[str, bytes]:
    """Those of the charts, and the share card that was drawn for those who may read now."""
    found, card = lake.pictures(day, number), card_name(desk.publish.access)
    return {name: found[name] for name in found if name == card or not is_card(name)}


def _readable(lake: Lake, day: date, numbers: Sequence[int]) -> Iterator[Briefing]:
    """Damaged ones are left out: they are named where they stand themselves."""
    for number in numbers:
        with suppress(LakeError):
            yield _read(lake, day, number)


def _read(lake: Lake, day: date, number: int) -> Briefing:
    found = lake.briefing(day, number)
    if found is None:
        raise LakeError(f"{day} 第 {number} 版不在存档里")
    return found


def _index(cards: Sequence[BriefingCard], zone: str, damaged: Collection[str]) -> Page:
    return render_month(cards, zone, damaged)
