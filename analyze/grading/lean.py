"""Which way a story leans as a whole; single labels are too cautious where praise is told in newsroom prose."""

from analyze.dossier import Dossier
from caifeng.models import Tone, ToneLabel

_LEAST = 1.5  # weight of an item's tone words from which it leans
_LEANING = 1 / 3  # share of the distinct items that must lean
_POSITIVE = 0.6  # share of the leaning items that must lean to the good
_PRAISED = (
    1 / 3
)  # share of the distinct items that must be read as positive: newsroom prose leans to the good by itself
_NEGATIVE = 1 / 3  # share of items read as negative, and not leaning to the good, that a positive story may have


def is_mostly_positive(dossier: Dossier) -> bool:
    """Whether a third of the items praise, three in five of those that lean are good, and few are plainly bad."""
    good = bad = negative = praised = 0
    for item in dossier.items:
        reading = dossier.readings.get(item.id)
        lean = _lean(reading.tone) if reading else 0
        good, bad = good + (lean > 0), bad + (lean < 0)
        praised += reading is not None and reading.tone.label is ToneLabel.POSITIVE
        negative += reading is not None and lean <= 0 and reading.tone.label is ToneLabel.NEGATIVE
    leaning, count = good + bad, len(dossier.items)
    if praised < _PRAISED * count or not leaning or leaning < _LEANING * count or negative > _NEGATIVE * count:
        return False
    return good >= _POSITIVE * leaning


def _lean(tone: Tone) -> int:
    """1 good, -1 bad, 0 neither: by the words that carried the tone; by its label where none did or a person judged."""
    if tone.by or not tone.words:
        return (tone.label is ToneLabel.POSITIVE) - (tone.label is ToneLabel.NEGATIVE)
    weight = sum([word.weight for word in tone.words])
    return 0 if abs(weight) < _LEAST else 1 if weight > 0 else -1
