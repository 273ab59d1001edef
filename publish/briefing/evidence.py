"""依据: the items behind a briefing, as shown to whoever doubts a number."""

from collections.abc import Iterable
from dataclasses import replace

from caifeng.models import Complaint, Detail, EvidenceItem, Hit, Item, ListRow, Reading, Statement, ToneLabel
from caifeng.models.wording import clipped
from publish.briefing.day import Day

EXCERPT = 200  # characters; more would be republishing
_SHOWN = 6  # words of one sort beside an item
LISTED = 40  # rows of the list of sensitive information


def excerpt(text: str, limit: int = EXCERPT) -> str:
    """The beginning of a text, on one line, at most ``limit`` characters."""
    return clipped(text, limit)


def sensitive(day: Day) -> tuple[tuple[ListRow, ...], int]:
    """Distinct items, negative or with gate or sensitive words, gravest story first; and how many there were in all."""
    chosen = [item for item in day.distinct if day.tone(item) is ToneLabel.NEGATIVE or _has_sensitive_words(day, item)]
    chosen.sort(key=lambda item: (*_gravity(day, item), item.tier, item.published_at, item.id))
    return tuple(_row(day, item) for item in chosen[:LISTED]), len(chosen)


def _has_sensitive_words(day: Day, item: Item) -> bool:
    reading = day.readings[item.id]
    return bool(reading.gates or reading.sensitive)


def _gravity(day: Day, item: Item) -> tuple[int, float]:
    story = day.story_of.get(item.id)
    return (-day.level(story).rank, -story.heat.value) if story else (0, 0.0)


def _row(day: Day, item: Item) -> ListRow:
    story = day.story_of.get(item.id)
    reading = day.readings[item.id]
    judged = reading.tone
    return ListRow(
        item_id=item.id,
        at=item.published_at,
        title=item.title or excerpt(item.text, 40),
        source=item.source,
        channel=item.channel,
        tier=item.tier,
        tone=day.tone(item),
        topic="、".join(reading.topic_names()),
        url=item.url,
        story_id=story.id if story else "",
        tone_machine=judged.machine,
        tone_by=judged.by,
        tone_why=judged.why,
        kind=reading.piece.kind if reading.piece else None,
        sensitive=tuple(dict.fromkeys(found.group for found in reading.sensitive)),
    )


def evidence(day: Day, statements: Iterable[Statement], shown: tuple[Detail, ...]) -> tuple[EvidenceItem, ...]:
    """Every relevant item of the window and every older one that a statement, quote or story names."""
    named = {item_id for statement in statements for item_id in statement.item_ids}
    named |= {quote.item_id for one in shown for quote in one.quotes}
    named |= {step.item_id for one in shown for step in one.story.spread.steps}
    named |= {item_id for one in shown for part in one.story.heat.parts for item_id in part.item_ids}
    named |= {item_id for one in shown for item_id in _account_ids(one)}
    named |= {item.id for item in day.relevant}
    items = sorted((day.by_id[item_id] for item_id in named if item_id in day.by_id), key=_order)
    return tuple(_evidence(day, item) for item in items)


def _account_ids(detail: Detail) -> Iterable[str]:
    """Items behind what the account of a story says, in all its parts."""
    account = detail.story.account
    for statement in (account.summary, *account.facts, *detail.course, *detail.spread):
        yield from statement.item_ids
    cited = [aspect.item_ids for aspect in account.aspects] + [demand.item_ids for demand in account.demands]
    cited += [shift.item_ids for shift in account.shifts] + [view.item_ids for view in account.views]
    yield from (id_ for ids in cited for id_ in ids)
    for view in account.views:
        yield from (quote.item_id for quote in view.quotes)


def _order(item: Item) -> tuple[object, ...]:
    return item.published_at, item.id


def _evidence(day: Day, item: Item) -> EvidenceItem:
    reading = day.readings.get(item.id)
    story = day.story_of.get(item.id)
    reprint = day.reprints.get(item.id)
    shown = EvidenceItem(
        id=item.id,
        revision=item.revision,
        title=item.title or excerpt(item.text, 40),
        source=item.source,
        channel=item.channel,
        tier=item.tier,
        url=item.url,
        credited=item.credited,
        published_at=item.published_at,
        is_time_estimated=item.is_time_estimated,
        seen_at=item.seen_at,
        content_hash=item.content_hash,
        excerpt=excerpt(item.text),
        tone=day.tone(item),
        tone_probability=reading.tone.probability if reading else 0.0,
        tone_words=tuple(word.word for word in reading.tone.words) if reading else (),
        hits=_written(hit for match in reading.topics for hit in match.hits) if reading else (),
        story_id=story.id if story else "",
        reprint_of=reprint.of if reprint else "",
        reprint_kind=reprint.kind if reprint else None,
        reprint_score=reprint.similarity if reprint else 0.0,
        reprint_by=reprint.by if reprint else "",
    )
    return _judged(shown, reading) if reading else shown


def _judged(shown: EvidenceItem, reading: Reading) -> EvidenceItem:
    """With what the reading says beyond tone and hits."""
    piece = reading.piece
    return replace(
        shown,
        tone_machine=reading.tone.machine,
        tone_by=reading.tone.by,
        tone_why=reading.tone.why,
        topics_by=tuple((match.topic, match.by) for match in reading.topics if match.by),
        kind=piece.kind if piece else None,
        kind_words=_written(piece.reasons)[:_SHOWN] if piece else (),
        places=tuple(place.path for place in reading.places)[:_SHOWN],
        sensitive=tuple(dict.fromkeys(f"{found.group}：{found.hit.written}" for found in reading.sensitive))[:_SHOWN],
        quoted=tuple(dict.fromkeys(credit.name for credit in reading.credits))[:_SHOWN],
        harm=_written(reading.harm),
        complaint=_complaint(piece.complaint) if piece and piece.complaint else (),
        hearsay=_written(reading.hearsay),
    )


def _written(hits: Iterable[Hit]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(hit.written for hit in hits))


def _complaint(complaint: Complaint) -> tuple[tuple[str, str], ...]:
    facts = (
        ("产品", complaint.product),
        ("订单", complaint.order),
        ("问题", complaint.problem),
        ("诉求", complaint.demand),
        ("联系方式", complaint.contact),
    )
    return tuple((name, excerpt(hit.written, 40) if hit else "") for name, hit in facts)
