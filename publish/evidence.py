"""依据: the items behind a briefing, as shown to whoever doubts a number."""

from collections.abc import Iterable

from caifeng.models import Detail, EvidenceItem, Item, ListRow, Statement, ToneLabel
from publish.day import Day

EXCERPT = 200  # characters; more would be republishing
LISTED = 40  # rows of the list of sensitive information


def excerpt(text: str, limit: int = EXCERPT) -> str:
    """The beginning of a text, on one line, at most ``limit`` characters."""
    words = " ".join(text.split())
    return words if len(words) <= limit else words[: limit - 1] + "…"


def sensitive(day: Day) -> tuple[tuple[ListRow, ...], int]:
    """Negative or gated distinct items of the window, gravest story first, and how many there were in all."""
    chosen = [item for item in day.distinct if day.tone(item) is ToneLabel.NEGATIVE or day.readings[item.id].gates]
    chosen.sort(key=lambda item: (*_gravity(day, item), item.tier, item.published_at, item.id))
    return tuple(_row(day, item) for item in chosen[:LISTED]), len(chosen)


def _gravity(day: Day, item: Item) -> tuple[int, float]:
    story = day.story_of.get(item.id)
    return (-day.level(story).rank, -story.heat.value) if story else (0, 0.0)


def _row(day: Day, item: Item) -> ListRow:
    story = day.story_of.get(item.id)
    return ListRow(
        item_id=item.id,
        at=item.published_at,
        title=item.title or excerpt(item.text, 40),
        source=item.source,
        channel=item.channel,
        tier=item.tier,
        tone=day.tone(item),
        topic="、".join(day.readings[item.id].topic_names()),
        url=item.url,
        story_id=story.id if story else "",
    )


def evidence(day: Day, statements: Iterable[Statement], shown: tuple[Detail, ...]) -> tuple[EvidenceItem, ...]:
    """Every relevant item of the window and every older one that a statement, quote or story names."""
    named = {item_id for statement in statements for item_id in statement.item_ids}
    named |= {quote.item_id for one in shown for quote in one.quotes}
    named |= {step.item_id for one in shown for step in one.story.spread.steps}
    named |= {item_id for one in shown for part in one.story.heat.parts for item_id in part.item_ids}
    named |= {item.id for item in day.relevant}
    items = sorted((day.by_id[item_id] for item_id in named if item_id in day.by_id), key=_order)
    return tuple(_evidence(day, item) for item in items)


def _order(item: Item) -> tuple[object, ...]:
    return item.published_at, item.id


def _evidence(day: Day, item: Item) -> EvidenceItem:
    reading = day.readings.get(item.id)
    story = day.story_of.get(item.id)
    reprint = day.reprints.get(item.id)
    hits = [hit.written for match in reading.topics for hit in match.hits] if reading else []
    return EvidenceItem(
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
        hits=tuple(dict.fromkeys(hits)),
        story_id=story.id if story else "",
        reprint_of=reprint.of if reprint else "",
    )
