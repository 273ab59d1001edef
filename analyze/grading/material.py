"""What heat and grade are counted from: a story's items of the last day and the last two, gone through once."""

from dataclasses import dataclass
from datetime import timedelta

from analyze.dossier import DAY, Dossier
from analyze.grading.voices import heard
from analyze.scales import interactions
from caifeng.models import Item, PieceKind, Sighting, ToneLabel

TWO_DAYS = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Material:
    """Items by span: ``day`` and ``before`` (the day before it) are distinct and without marketing and spam."""

    day: tuple[Item, ...]
    before: tuple[Item, ...]
    day_every: tuple[Item, ...]  # reprints and marketing included
    two_every: tuple[Item, ...]
    day_copies: tuple[Item, ...]
    two_copies: tuple[Item, ...]
    sightings: tuple[Sighting, ...]  # on boards within the last day, by time

    @property
    def two(self) -> tuple[Item, ...]:
        """Distinct items of the last two days, by time."""
        return self.before + self.day


_QUIET = Material((), (), (), (), (), (), ())


def material_of(dossier: Dossier) -> Material:
    """The story's items of the last 48 hours."""
    if not dossier.sightings and dossier.every and dossier.now - dossier.every[-1].published_at >= TWO_DAYS:
        return _QUIET  # most stories of a week
    two = heard(dossier.since(dossier.items, TWO_DAYS), dossier.readings)
    day, two_every = dossier.since(two, DAY), dossier.since(dossier.every, TWO_DAYS)
    copies = dossier.since(dossier.copies, TWO_DAYS)
    return Material(
        day=day,
        before=two[: len(two) - len(day)],
        day_every=dossier.since(two_every, DAY),
        two_every=two_every,
        day_copies=dossier.since(copies, DAY),
        two_copies=copies,
        sightings=board_sightings(dossier),
    )


def board_sightings(dossier: Dossier) -> tuple[Sighting, ...]:
    """The story's sightings on boards within the last 24 hours, by time."""
    return tuple([sighting for sighting in dossier.sightings if dossier.now - sighting.seen_at < DAY])


def opinions(dossier: Dossier, items: tuple[Item, ...]) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """Items whose attitude is known, and the negative among them; a complaint of unknown tone is negative."""
    judged, negative = [], []
    for item in items:
        tone = dossier.tone(item)
        if tone is ToneLabel.UNCERTAIN:
            if not is_complaint(dossier, item):
                continue
            tone = ToneLabel.NEGATIVE
        judged.append(item)
        if tone is ToneLabel.NEGATIVE:
            negative.append(item)
    return tuple(judged), tuple(negative)


def is_complaint(dossier: Dossier, item: Item) -> bool:
    """Whether the item is a complaint (体裁 投诉)."""
    reading = dossier.readings.get(item.id)
    return reading is not None and reading.piece is not None and reading.piece.kind is PieceKind.COMPLAINT


def acting(items: tuple[Item, ...]) -> tuple[tuple[Item, ...], float]:
    """The items whose source states interactions, most first, and their weighted sum."""
    weighed = [(total, item) for item in items if (total := interactions(item.engagement)) > 0]
    weighed.sort(key=lambda pair: (-pair[0], pair[1].id))
    return tuple([item for _, item in weighed]), sum(total for total, _ in weighed)
