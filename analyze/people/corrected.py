"""What people say stands above what was read: labels applied to readings, which themselves stay the machine's."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace

from caifeng.models import Desk, Label, Reading, Relation, TopicMatch

_COPIES = (Relation.DUPLICATE, Relation.NOT_DUPLICATE)


def in_force(labels: Iterable[Label]) -> tuple[Label, ...]:
    """The newest label of each matter, oldest first; of one moment, the one given later.

    A matter is an item's tone, an item and a topic, or whether two items are copies, or of one story.
    """
    newest: dict[Hashable, Label] = {}
    for label in sorted(labels, key=lambda label: label.at):  # stable: keeps the order given within a moment
        matter = matter_of(label)
        newest.pop(matter, None)
        newest[matter] = label
    return tuple(newest.values())


def matter_of(label: Label) -> Hashable:
    """What a label is about: equal for labels of which only the newest counts."""
    if label.tone is not None:
        return ("tone", label.item_id)
    if label.relation is not None:
        kind = "copies" if label.relation in _COPIES else "stories"
        return (kind, *sorted((label.item_id, label.other_id)))
    return ("topic", label.item_id, label.topic)


def corrected(readings: Mapping[str, Reading], labels: Iterable[Label], desk: Desk) -> Mapping[str, Reading]:
    """The readings as people corrected them, by item id; labels of other items or topics unknown are passed over."""
    result = dict(readings)
    for label in in_force(labels):
        reading = result.get(label.item_id)
        if reading is None:
            continue
        if label.tone is not None:
            result[label.item_id] = _with_tone(reading, label)
        elif label.is_relevant is not None and desk.topic(label.topic) is not None:
            result[label.item_id] = _with_topic(reading, label, [topic.name for topic in desk.topics])
    return result


def _with_tone(reading: Reading, label: Label) -> Reading:
    said = reading.tone
    machine = said.machine or said.label
    tone = replace(said, label=label.tone or said.label, probability=1.0, machine=machine, by=label.by, why=label.why)
    return replace(reading, tone=tone)


def _with_topic(reading: Reading, label: Label, order: Sequence[str]) -> Reading:
    """The machine's match stays as it is where a person agrees with it."""
    others = [match for match in reading.topics if match.topic != label.topic]
    if not label.is_relevant:
        return replace(reading, topics=tuple(others))
    if len(others) < len(reading.topics):
        return reading
    matches = [*others, TopicMatch(topic=label.topic, hits=(), by=label.by)]
    place = {name: at for at, name in enumerate(order)}
    return replace(reading, topics=tuple(sorted(matches, key=lambda match: place.get(match.topic, len(order)))))
