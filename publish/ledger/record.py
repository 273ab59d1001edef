"""What of a frozen briefing is no figure: its sentences, and the words, times and names that they are made of."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from caifeng.models import Briefing, Detail, EvidenceItem, Incident, Item, Statement
from publish import escape
from publish.briefing.lane import lane_lines
from publish.briefing.phrases import short
from publish.ledger.figure import Ledger, key
from publish.ledger.resolve import Sentence
from publish.ledger.words import Kind, Words

# Numbers that name a span or a scale: part of how sentences, methods and pages are worded, not counts.
METHOD = (
    "未来 24 小时", "过去 24 小时", "最近 6 小时", "24 小时", "近24小时", "近48小时", "近72小时", "近6小时",
    "前后 12 小时",
    "（0–100）", "（0-100）", "95% 区间", "95% 不超过", "10 分内", "60 分内", "满 7 日", "满 28 日",
    "近 7 日", "近 28 日",
    "转×3 评×2 赞×1", "阅÷100", "DB4401/T 12-2023", "2×1.4826", "至少 ±1", "ICD 203", "SHA-256", "S1 ⑻", "95% Wilson",
    "布赖尔分（0 最好", "0 最好", "24小时内", "6小时内", "3小时内", "1小时内", "1. ［", "2. ［", "3. ［",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What an edition's record is checked with, from outside the briefing.

    items: as the lake has them, by id; incidents: every file; names: sources, topics, peers, as configured
    wording: literal texts of the templates that hold a digit
    derived: phrases that follow from frozen figures: what is other than the day before
    """

    items: Mapping[str, Item]
    incidents: tuple[Incident, ...]
    names: tuple[str, ...]
    wording: tuple[str, ...]
    derived: tuple[str, ...] = ()


def sentences_of(briefing: Briefing, ledger: Ledger) -> tuple[Sentence, ...]:
    """Every frozen text that pages print, with its scope in the ledger and the items that it names."""
    found = [Sentence(text=briefing.conclusion), Sentence(text=briefing.outlook.text),
             Sentence(text=briefing.outlook.basis, scope=ledger.leading)]  # fmt: skip
    found += [Sentence(text=text) for text in _plain(briefing)]
    found += [
        Sentence(text=said.text, item_ids=said.item_ids) for said in (*briefing.overview.sentences, *briefing.advice)
    ]
    for matter in briefing.matters:
        days = f"近 {len(matter.spark)} 日每日条数：{'、'.join(map(str, matter.spark))}"
        found.append(Sentence(text=days, scope=key("story", matter.story_id)))
        found += [Sentence(text=matter.line, scope=key("story", matter.story_id)), Sentence(text=matter.title)]
        found += [Sentence(text=text) for text in _short(matter.title)]
    for detail in briefing.details:
        found += _detail(detail)
    for good in briefing.positives:
        found += [
            Sentence(text=text, item_ids=good.item_ids) for text in (good.title, good.sources, *good.words, *good.who)
        ]
        found += [Sentence(text=good.what.text, item_ids=good.what.item_ids), Sentence(text=good.suggestion)]
    found += [Sentence(text=row.title, item_ids=(row.item_id,)) for row in briefing.listed]
    found += [Sentence(text=row.top_story_title) for row in briefing.topics]
    for item in briefing.evidence:
        found += [Sentence(text=text, item_ids=(item.id,)) for text in _of(item)]
    folded = (replace(one, text=" ".join(one.text.split())) for one in found)
    return tuple(one for one in folded if one.text and (one.item_ids or any(map(str.isdigit, one.text))))


def words_of(briefing: Briefing, beside: Beside) -> Words:
    """Others' words, times, identifiers and names of an edition."""
    zone = ZoneInfo(briefing.zone)
    held = [*_moments(briefing), *_moments(beside.incidents)]
    held += [at for item in beside.items.values() for at in (item.published_at, item.seen_at)]
    return Words(
        items=beside.items,
        told=tuple(_told(briefing, beside.incidents)),
        times=frozenset(said for moment in held for said in _said(moment, zone)),
        page_times=frozenset(
            [
                *(said for moment in _printed(briefing) for said in _said(moment, zone)),
                *(entry.at for entry in briefing.calendar),
            ]
        ),
        identifiers=frozenset(_identifiers(briefing, beside)),
        own=tuple(sorted(name for name in {*beside.names, *_names(briefing)} if any(map(str.isdigit, name)))),
        wording=(*METHOD, *beside.wording),
        derived=beside.derived,
        rows={item.id: tuple(_row(item, zone)) for item in briefing.evidence},
    )


def _short(title: str) -> set[str]:
    """A title as it is shortened where there is little room."""
    return {short(title, limit) for limit in (16, 18, 20, 22, 24, 26, 28, 30, 32, 36, 40)}


def _plain(briefing: Briefing) -> Iterator[str]:
    yield from briefing.blind_spots
    yield from (decision.question for decision in briefing.decisions)
    yield from lane_lines(briefing.note.lane) if briefing.note.lane else ()
    yield from (handling.incident.title for handling in briefing.handling)
    if briefing.comparison:
        yield briefing.comparison.basis
    for entry in briefing.calendar:
        yield from (title for _, title in entry.stories)
        if entry.last:
            yield entry.last.story_title


def _noted(briefing: Briefing) -> Iterator[str]:
    """Texts that people or sources wrote into the record; they are printed as they stand."""
    yield from (source.report.message for source in briefing.note.health)
    yield from (failure.message for failure in briefing.note.failures)
    yield from (text for entry in briefing.calendar for text in (entry.what, entry.why))
    yield from (text for one in briefing.corrections for text in (one.what, one.old, one.new, one.reason, one.by))
    yield from (detail.override.why for detail in briefing.details if detail.override)


def _detail(detail: Detail) -> Iterator[Sentence]:
    story, scope = detail.story, key("story", detail.story.id)
    yield Sentence(text=story.title, item_ids=story.all_ids)
    lanes = (detail.facts, detail.judgements, detail.unknowns, detail.course, detail.spread)
    said: list[Statement] = [*(one for lane in lanes for one in lane), *((detail.summary,) if detail.summary else ())]
    yield from (Sentence(text=one.text, scope=scope, item_ids=one.item_ids) for one in said)
    yield from (Sentence(text=one.text, item_ids=one.item_ids) for one in story.account.aspects)
    for view in detail.views:
        yield Sentence(text=view.text, item_ids=view.item_ids)
    quotes = (*detail.quotes, *(quote for view in detail.views for quote in view.quotes))
    yield from (Sentence(text=quote.text, item_ids=(quote.item_id,)) for quote in quotes)
    if detail.override:
        yield Sentence(text=detail.override.why)


def _of(item: EvidenceItem) -> tuple[str, ...]:
    several = (*item.tone_words, *item.hits, *item.kind_words, *item.quoted, *item.harm, *item.hearsay)
    sensitive = (word.partition("：")[2] for word in item.sensitive)
    return item.title, item.excerpt, *several, *sensitive, *(written for _, written in item.complaint)


def _row(item: EvidenceItem, zone: ZoneInfo) -> Iterator[tuple[str, Kind]]:
    for at in (item.published_at, item.seen_at):
        yield f"{at.astimezone(zone):%m-%d %H:%M}", Kind.TIME
    yield f"{item.tier} 级", Kind.RECORD
    yield f"{item.tone} {item.tone_probability:.0%}", Kind.RECORD
    yield f"第 {item.revision} 版", Kind.RECORD
    yield item.content_hash[:12], Kind.IDENTIFIER
    yield escape.host(item.url), Kind.IDENTIFIER
    if item.reprint_kind:
        yield f"{item.reprint_kind} {item.reprint_score:.0%}", Kind.RECORD
    for said in (
        item.tone_by,
        item.tone_why,
        item.reprint_by,
        item.credited,
        *(by for _, by in item.topics_by),
        *item.places,
    ):
        yield said, Kind.RECORD


def _told(briefing: Briefing, incidents: Iterable[Incident]) -> Iterator[str]:
    """Texts of the record itself: titles of stories and files, what people wrote, the calendar, sources' messages."""
    for detail in briefing.details:
        yield detail.story.title
    yield from (matter.title for matter in briefing.matters)
    for incident in (*incidents, *(handling.incident for handling in briefing.handling)):
        yield incident.title
        yield from (entry.note for entry in incident.log)
    yield from _noted(briefing)


def _names(briefing: Briefing) -> Iterator[str]:
    yield from (briefing.desk, briefing.prepared_by, briefing.classification, *briefing.recipients)
    yield from (version for _, version in briefing.note.versions)
    for source in briefing.note.health:
        yield source.name
    for row in briefing.topics:
        yield from (row.name, row.owner)
    for detail in briefing.details:
        yield from (detail.story.owner, detail.story.grade.version, detail.story.heat.version)
    for handling in briefing.handling:
        yield from (clock.norm for clock in handling.clocks)
    yield from (escape.host(failure.address) for failure in briefing.note.failures)
    yield from _noted(briefing)


def _identifiers(briefing: Briefing, beside: Beside) -> Iterator[str]:
    for item in briefing.evidence:
        yield from (item.id, item.story_id, item.reprint_of, item.content_hash, item.content_hash[:12])
    for detail in briefing.details:
        yield from (*detail.story.known_as, detail.story.split_from, detail.incident_id)
    yield from (matter.story_id for matter in briefing.matters)
    yield from (matter.incident_id for matter in briefing.matters)
    yield from (row.top_story_id for row in briefing.topics)
    yield from (incident.id for incident in beside.incidents)
    yield from (handling.incident.id for handling in briefing.handling)
    yield from (id_ for entry in briefing.calendar for id_, _ in entry.stories)


def _printed(briefing: Briefing) -> Iterator[date | datetime]:
    """Moments and days that pages print outside sentences and rows of items."""
    yield from (briefing.date, briefing.window_start, briefing.window_end, briefing.published_at)
    yield from (decision.due_at for decision in briefing.decisions if decision.due_at)
    for detail in briefing.details:
        yield from (step.at for step in detail.story.spread.steps)
    for handling in briefing.handling:
        yield from (clock.due_at for clock in handling.clocks)
    for entry in briefing.calendar:
        yield from (entry.day, entry.last_day)
        if entry.last:
            yield from (entry.last.day, entry.last.briefing_date)
    if briefing.comparison:
        yield briefing.comparison.week_ago
    for correction in briefing.corrections:
        yield from (correction.date, correction.at)


def _moments(noun: object) -> Iterator[date | datetime]:
    if isinstance(noun, date):
        yield noun
    elif isinstance(noun, tuple):
        for part in noun:
            yield from _moments(part)
    elif is_dataclass(noun) and not isinstance(noun, type):
        for field in fields(noun):
            yield from _moments(getattr(noun, field.name))


def _said(moment: date | datetime, zone: ZoneInfo) -> Iterator[str]:
    if isinstance(moment, datetime):
        local = moment.astimezone(zone)
        yield from (f"{local:%m-%d %H:%M}", f"{local:%Y-%m-%d %H:%M}", f"{local:%H:%M}")
        yield from _said(local.date(), zone)
    else:
        yield from (f"{moment:%m-%d}", f"{moment:%Y-%m-%d}", f"{moment:%Y-%m}", f"{moment.month} 月 {moment.day} 日")
