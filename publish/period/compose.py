"""A week's or month's material → the Period: counted and worded once, then frozen."""

from datetime import timedelta

from caifeng.models import BriefingKind, CardStory, Level, ToneLabel
from caifeng.models.period import Period, PeriodEdition, PeriodPart
from caifeng.models.window import window
from publish.period.ahead import ahead_part
from publish.period.appendix import appendix_part
from publish.period.handled import case_part, handled_part
from publish.period.head import conclusion, decided, level_counts, matters, unseen
from publish.period.material import PeriodMaterial, StoryWeek
from publish.period.overview import added, counted_by, overview_part, series, spread_part, tones
from publish.period.stories import TOP, stories_part
from publish.period.system import system_part
from publish.period.topics import topic_totals, topics_part

LATE = timedelta(hours=12)  # after the end of its last window


def compose_period(material: PeriodMaterial) -> Period:
    """The report of a week or month. Pure: the same material gives the same report, byte for byte."""
    days, desk, counts = material.days, material.desk, level_counts(material)
    before = material.cards_of(material.span.before)
    start = window(material.dates[0], desk.zone, desk.cutoff_hour)[0]
    end = window(material.dates[-1], desk.zone, desk.cutoff_hour)[1]
    told = tones(material.distinct)
    return Period(
        span=material.span,
        number=material.number,
        revision=1,
        desk=desk.name,
        zone=desk.zone.key,
        classification=desk.publish.classification,
        prepared_by=desk.publish.prepared_by,
        recipients=tuple(person.name for person in desk.people if person.mail),
        window_start=start,
        window_end=end,
        published_at=material.now,
        is_late=material.now - end > LATE,
        level=counts[0][0] if counts else Level.BLUE,
        previous_level=max((card.level for card in before), key=lambda level: level.rank, default=None),
        level_days=counts,
        conclusion=conclusion(material),
        matters=matters(material),
        decided=decided(material),
        unseen=unseen(material),
        parts=_parts(material),
        series=series(material),
        tones=told,
        channels=counted_by(material.distinct, lambda item: item.channel.value),
        tiers=added(day.overview.tiers for day in days),
        editions=tuple(
            PeriodEdition(date=day.date, number=day.number, revision=day.revision, level=day.level, is_late=day.is_late)
            for day in days
        ),
        missing=material.missing,
        damaged=material.damaged,
        distinct=len(material.distinct),
        negative=sum(one.count for one in told if one.label == ToneLabel.NEGATIVE),
        tried=sum(day.note.tried for day in days),
        answered=sum(day.note.answered for day in days),
        stories=tuple(map(_card_story, material.stories[:TOP])),
        topics=topic_totals(material),
        incidents=tuple(sorted({*material.figures.opened, *material.figures.closed, *material.figures.still_open})),
    )


def _parts(material: PeriodMaterial) -> tuple[PeriodPart, ...]:
    case = (case_part(material),) if material.span.kind is BriefingKind.MONTHLY else ()
    return (
        overview_part(material),
        stories_part(material),
        spread_part(material),
        topics_part(material),
        handled_part(material),
        *case,
        system_part(material),
        ahead_part(material),
        appendix_part(material),
    )


def _card_story(one: StoryWeek) -> CardStory:
    detail = one.last.detail
    return CardStory(
        id=one.id,
        title=detail.story.title,
        level=one.level,
        type=detail.type,
        distinct=len(one.items),
        topics=detail.story.topics,
        incident_id=detail.incident_id,
        merged=detail.story.merged,
    )
