"""What of the site can be found: every edition, every case, the topics, and what other parts of the site add."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial

from caifeng.errors import LakeError
from caifeng.models import BriefingCard, Desk, Incident
from publish.search.record import SearchRecord, records_of, records_of_incident, records_of_report, records_of_topics
from publish.search.sections import SearchSource
from publish.site.material import SiteMaterial
from publish.site.plan import digest


def sources_of(material: SiteMaterial) -> tuple[SearchSource, ...]:
    """Daily editions, cases, and ``material.findable``; nothing is read that did not change."""
    return (*_days(material), *_cases(material), *material.findable)


def report_source(card: BriefingCard, made_from: str, read: Callable[[], object]) -> SearchSource:
    """A weekly, monthly or special report. ``made_from`` is a digest of its frozen record, ``read`` gives the noun."""
    return SearchSource(
        address=card.address, date=card.date, made_from=made_from, make=lambda: records_of_report(card, read())
    )


def topics_source(desk: Desk, ways: Sequence[tuple[str, str]], day: date) -> SearchSource:
    """The topics' pages; ``ways`` are (name, address from the site's root), ``day`` that of the newest edition."""
    records = records_of_topics(desk, ways, day)
    return SearchSource(
        address="topics/", date=day, made_from=digest([repr(records).encode("utf-8", "replace")]), make=lambda: records
    )


def _days(material: SiteMaterial) -> Iterator[SearchSource]:
    made = {
        f"{month.name}/{section.path}": section.made_from for month in material.months for section in month.sections
    }
    for card in material.cards:
        if card.address in made:
            yield SearchSource(
                address=card.address, date=card.date, made_from=made[card.address], make=partial(_day, material, card)
            )


def _day(material: SiteMaterial, card: BriefingCard) -> tuple[SearchRecord, ...]:
    briefing = material.briefing(card.date)
    if briefing is None:
        raise LakeError(f"{card.date} 的简报读不出来")
    return records_of(briefing)


def _cases(material: SiteMaterial) -> Iterator[SearchSource]:
    zone = material.desk.zone.key
    for case in material.cases:
        yield _case(case.incident, zone)


def _case(incident: Incident, zone: str) -> SearchSource:
    (record,) = records_of_incident(incident, zone)
    return SearchSource(
        address=record.address,
        date=record.date,
        made_from=digest([repr(record).encode("utf-8", "replace")]),
        make=lambda: (record,),
    )
