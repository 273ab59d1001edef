"""What is found of an edition or a case: records with an address, a text and the filters they answer to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from zoneinfo import ZoneInfo

from caifeng.models import Briefing, BriefingCard, Desk, Detail, Incident
from caifeng.models.card import card_of
from publish.search.words import simplified

_QUOTE = 200  # characters of a quotation
_TITLE = 200
_SAID = frozenset({"text", "title", "line", "heading", "question", "conclusion", "summary", "comment"})
CASE, TOPIC, CORRECTION = "案件", "议题", "更正"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRecord:
    """One thing that can be found. ``title`` and ``text`` are in Simplified script; "" and () where nothing is known.

    ``date`` is that of the edition, or of the last line of a case's log: newest first sorts by it.
    """

    address: str  # from the site's root, with the place on the page: "2026-11/2026-11-20/#S-20261113-01"
    kind: str  # 日报 周报 月报 专报 案件 议题 更正
    date: date
    title: str
    text: str
    level: str = ""
    type: str = ""
    topics: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()


def records_of(briefing: Briefing) -> tuple[SearchRecord, ...]:
    """A daily edition as a whole, each story that it tells in detail, each correction of it."""
    card = card_of(briefing)
    return (_edition(briefing, card), *_stories(briefing, card), *_corrections(card))


def records_of_incident(incident: Incident, zone: str) -> tuple[SearchRecord, ...]:
    """A case: its title, who and why, and the log; ``zone`` is the desk's and says which day a line belongs to."""
    last = max((entry.at for entry in incident.log), default=incident.opened_at)
    log = [f"{entry.did} {entry.note}" for entry in incident.log]
    why = incident.override.why if incident.override else ""
    review = incident.review
    causes = [f"{cause.department} {cause.what}" for cause in review.causes] if review else []
    learned = [*review.well, *review.improve, *(one.what for one in review.rectify)] if review else []
    heads = (incident.id, incident.owner, incident.state, why, *incident.story_ids, *incident.tags)
    return (
        SearchRecord(
            address=f"incidents/{incident.id}/",
            kind=CASE,
            date=last.astimezone(ZoneInfo(zone)).date(),
            title=_line(f"{incident.title}（{incident.id}）", _TITLE),
            text=_joined((*log, *causes, *learned, *map(str, heads))),
            level=incident.level,
            type=incident.type,
        ),
    )


def records_of_report(card: BriefingCard, report: object) -> tuple[SearchRecord, ...]:
    """A weekly, monthly or special report, from its card and from every sentence and title in its frozen noun."""
    topics = {topic.name for topic in card.topics} | {name for story in card.stories for name in story.topics}
    named = (f"{story.title} {story.id}" for story in card.stories)
    whole = SearchRecord(
        address=card.address,
        kind=card.kind,
        date=card.date,
        title=_line(card.title, _TITLE),
        text=_joined((card.conclusion, *_sentences(report), *named, *card.incidents)),
        level=card.level,
        topics=tuple(sorted(topics)),
    )
    return (whole, *_corrections(card))


def records_of_topics(desk: Desk, ways: Iterable[tuple[str, str]], day: date) -> tuple[SearchRecord, ...]:
    """The topics' own pages; ``ways`` are (name, address from the site's root), ``day`` that of the newest edition."""
    topics = {topic.name: topic for topic in desk.topics}
    return tuple(
        SearchRecord(
            address=address,
            kind=TOPIC,
            date=day,
            title=_line(name, _TITLE),
            text=_joined((name, topics[name].owner)),
            topics=(name,),
        )
        for name, address in ways
        if name in topics
    )


def _edition(briefing: Briefing, card: BriefingCard) -> SearchRecord:
    told = [
        briefing.conclusion,
        *(decision.question for decision in briefing.decisions),
        *(f"{matter.title} {matter.line} {matter.story_id} {matter.incident_id}" for matter in briefing.matters),
        briefing.outlook.text,
        *briefing.blind_spots,
        *(sentence.text for sentence in briefing.overview.sentences),
        *(line.text for line in briefing.advice),
        *(row.title for row in briefing.listed),
        *card.incidents,
    ]
    return SearchRecord(
        address=card.address,
        kind=card.kind,
        date=card.date,
        title=_line(f"{card.date:%Y}-{card.title}", _TITLE),
        text=_joined(told),
        level=card.level,
        topics=tuple(sorted(row.name for row in briefing.topics if row.distinct)),
        channels=tuple(sorted(share.label for share in briefing.overview.channels if share.count)),
    )


def _stories(briefing: Briefing, card: BriefingCard) -> Iterator[SearchRecord]:
    channels = {item.id: item.channel for item in briefing.evidence}
    for detail in briefing.details:
        story = detail.story
        met = {channels[id_] for id_ in story.all_ids if id_ in channels}
        yield SearchRecord(
            address=f"{card.address}#{story.id}",
            kind=card.kind,
            date=card.date,
            title=_line(story.title, _TITLE),
            text=_joined(_told(detail)),
            level=detail.override.level if detail.override else story.grade.level,
            type=detail.type,
            topics=tuple(sorted(story.topics)),
            channels=tuple(sorted(met)),
        )


def _told(detail: Detail) -> Iterator[str]:
    if detail.summary:
        yield detail.summary.text
    for lane in (detail.facts, detail.judgements, detail.unknowns, detail.course, detail.spread):
        yield from (statement.text for statement in lane)
    yield from (view.text[:_QUOTE] for view in detail.views)
    yield from (quote.text[:_QUOTE] for quote in detail.quotes)
    yield " ".join(detail.story.keywords)
    yield " ".join((*detail.story.known_as, detail.incident_id, detail.story.owner))


def _corrections(card: BriefingCard) -> Iterator[SearchRecord]:
    for number, one in enumerate(card.corrections, start=1):
        yield SearchRecord(
            address=f"{card.address}#correction-{number}",
            kind=CORRECTION,
            date=card.date,
            title=_line(f"{card.date} {card.kind}第 {one.revision} 版更正", _TITLE),
            text=_joined((one.reason, one.what, one.old, one.new, one.by)),
        )


def _sentences(noun: object) -> Iterator[str]:
    """What a frozen noun says: its fields of ``_SAID``, those of the nouns within it too, in their order."""
    if isinstance(noun, tuple):
        for part in noun:
            yield from _sentences(part)
    elif is_dataclass(noun):
        for one in fields(noun):
            value = getattr(noun, one.name)
            if isinstance(value, str):
                yield from (value,) if one.name in _SAID else ()
            else:
                yield from _sentences(value)


def _line(text: str, most: int) -> str:
    return simplified(text)[:most]


def _joined(texts: Iterable[str]) -> str:
    """Each sentence once: an edition says the same in its head and its body."""
    return simplified("。".join(dict.fromkeys(text.strip("。 ") for text in texts if text.strip("。 "))))
