"""A day's material → the Briefing: selected, counted and worded once, then frozen."""

from collections.abc import Iterable

from caifeng.models import Briefing, Comparison, Detail, Overview, Positive, Statement, Story
from publish.briefing.calendar import upcoming
from publish.briefing.comparison import comparison
from publish.briefing.day import Day
from publish.briefing.details import details
from publish.briefing.evidence import evidence, sensitive
from publish.briefing.head import NOTEWORTHY, blind_spots, conclusion, decisions, level_of, matters, outlook
from publish.briefing.note import advice, data_note, handling
from publish.briefing.overview import overview, topic_rows
from publish.briefing.positive import positives

DETAILS = 6  # stories told in full


def compose(day: Day) -> Briefing:
    """The briefing of a day. Pure: the same day gives the same briefing, byte for byte."""
    chosen, asked, whole = matters(day), decisions(day), overview(day)
    told = details(day, _told(day, tuple(matter.story_id for matter in chosen)))
    next_steps = advice(day, chosen, asked)
    rows, total = sensitive(day)
    near, near_total = upcoming(day)
    compared, good = comparison(day), positives(day)
    start, end = day.bounds
    return Briefing(
        date=day.date,
        number=day.number,
        revision=1,
        desk=day.desk.name,
        zone=day.desk.zone.key,
        window_start=start,
        window_end=end,
        published_at=day.now,
        is_late=(day.now - end).total_seconds() > 12 * 3600,
        classification=day.desk.publish.classification,
        prepared_by=day.desk.publish.prepared_by,
        recipients=tuple(person.name for person in day.desk.people if person.mail),
        level=level_of(day),
        previous_level=day.previous.level if day.previous else None,
        conclusion=conclusion(day, chosen),
        decisions=asked,
        matters=chosen,
        outlook=outlook(day, chosen),
        blind_spots=blind_spots(day),
        overview=whole,
        details=told,
        listed=rows,
        listed_total=total,
        topics=topic_rows(day),
        handling=handling(day),
        advice=next_steps,
        note=data_note(day),
        corrections=(),
        evidence=evidence(day, (*_statements(whole, told, next_steps), *_beside(compared, good)), told),
        calendar=near,
        calendar_total=near_total,
        comparison=compared,
        positives=good,
    )


def _told(day: Day, first: tuple[str, ...]) -> tuple[Story, ...]:
    """The matters, then further active stories worth a paragraph, up to DETAILS."""
    leading = [story for story in day.active if story.id in first]
    others = [story for story in day.active if story.id not in first and len(day.members(story)) >= NOTEWORTHY]
    return tuple((leading + others)[:DETAILS])


def _statements(whole: Overview, told: tuple[Detail, ...], steps: tuple[Statement, ...]) -> Iterable[Statement]:
    yield from whole.sentences
    for one in told:
        yield from one.facts
        yield from one.judgements
        yield from one.unknowns
    yield from steps


def _beside(compared: Comparison, good: tuple[Positive, ...]) -> Iterable[Statement]:
    """What peers' counts and good stories stand on."""
    for row in compared.parties:
        yield Statement(text=row.name, item_ids=row.item_ids)
    for one in good:
        yield one.what
        yield Statement(text=one.title, item_ids=one.item_ids)
