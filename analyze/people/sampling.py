"""Which items people should look at: some drawn at random, to measure by; some where the machine is least sure."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from caifeng.models import Item, Label, Reading


@dataclass(frozen=True, slots=True)
class Drawn:
    """An item to look at; only what people say of sampled ones may be counted into a precision."""

    item_id: str
    is_sampled: bool


def draw(
    items: Iterable[Item], readings: Mapping[str, Reading], labels: Iterable[Label], day: date, count: int
) -> tuple[Drawn, ...]:
    """Up to ``count`` items: half at random among those with a topic, half among the doubtful, alternating.

    ``readings`` are the machine's. The same day draws the same items, less those done already: what was corrected in
    passing may still be drawn at random (else errors that were noticed would be missing from the count), what was
    drawn before is not drawn again.
    """
    known, labels = list(items), tuple(labels)
    sampled = {label.item_id for label in labels if label.is_sampled}
    judged = {label.item_id for label in labels}
    read = {item.id: readings[item.id] for item in known if item.id in readings}
    shuffled = sorted((id_ for id_, reading in read.items() if reading.topics), key=lambda id_: _lot(day, id_))
    chance = [id_ for id_ in shuffled if id_ not in sampled][: (count + 1) // 2]
    rest = {id_: reading for id_, reading in read.items() if id_ not in chance and id_ not in judged}
    doubtful = _doubtful(rest, day)[: count - len(chance)]
    pairs = zip_longest(
        (Drawn(id_, is_sampled=True) for id_ in chance), (Drawn(id_, is_sampled=False) for id_ in doubtful)
    )
    return tuple(one for pair in pairs for one in pair if one is not None)


def _doubtful(readings: Mapping[str, Reading], day: date) -> list[str]:
    """The least sure tones, and in turn items just this or that side of a topic's border."""
    tones = [id_ for id_, reading in readings.items() if reading.topics]
    tones.sort(key=lambda id_: (readings[id_].tone.probability, _lot(day, id_)))
    borders = [id_ for id_, reading in readings.items() if _is_near_border(reading)]
    borders.sort(key=lambda id_: _lot(day, id_))
    turns = (id_ for pair in zip_longest(tones, borders) for id_ in pair if id_ is not None)
    return list(dict.fromkeys(turns))


def _is_near_border(reading: Reading) -> bool:
    """Names one of the desk's names, yet no topic fits; or a single hit made the only topic."""
    if not reading.topics:
        return bool(reading.names)
    return len(reading.topics) == 1 and len(reading.topics[0].hits) == 1


def _lot(day: date, id_: str) -> str:
    """A lot that depends on nothing but day and id, so items that come later change no one's turn."""
    return hashlib.sha256(f"{day}/{id_}".encode()).hexdigest()
