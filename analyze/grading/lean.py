"""Which way a story leans as a whole; single labels are too cautious where praise is told in newsroom prose."""

from analyze.dossier import Dossier
from caifeng.models import Item, ToneLabel

_LEAST = 1.5  # weight of an item's tone words from which it leans
_LEANING = 1 / 3  # share of the distinct items that must lean
_POSITIVE = 0.6  # share of the leaning items that must lean to the good
_NEGATIVE = 1 / 3  # share of items read as negative, and not leaning to the good, that a positive story may have


def is_mostly_positive(dossier: Dossier) -> bool:
    """Whether three in five of the items that lean lean to the good, and a third at most are plainly negative."""
    leans = {item.id: _lean(dossier, item) for item in dossier.items}
    leaning = [lean for lean in leans.values() if lean]
    negative = [item for item in dossier.negative(dossier.items) if leans[item.id] <= 0]
    if not leaning or len(leaning) < _LEANING * len(leans) or len(negative) > _NEGATIVE * len(leans):
        return False
    return sum(lean > 0 for lean in leaning) >= _POSITIVE * len(leaning)


def _lean(dossier: Dossier, item: Item) -> int:
    """1 good, -1 bad, 0 neither: by the words that carried the tone; by its label where none did or a person judged."""
    reading = dossier.readings.get(item.id)
    if reading is None:
        return 0
    if reading.tone.by or not reading.tone.words:
        return {ToneLabel.POSITIVE: 1, ToneLabel.NEGATIVE: -1}.get(reading.tone.label, 0)
    weight = sum(word.weight for word in reading.tone.words)
    return 0 if abs(weight) < _LEAST else 1 if weight > 0 else -1
