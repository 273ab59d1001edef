"""Find the desk's sensitive words by class, where nothing near by denies them."""

from collections.abc import Sequence

from analyze.topics.gates import standing
from analyze.topics.terms import Finds, Shadow
from caifeng.models import SensitiveClass
from caifeng.models.reading import Sensitive


def sensitive_in(classes: Sequence[SensitiveClass], shadow: Shadow, finds: Finds) -> tuple[Sensitive, ...]:
    """Every sensitive word that is not denied (未造成死亡, 应急演练 …), those of the title first.

    The same rule of denial as for gate words (gates.py). A word of two classes comes twice.
    """
    found = [
        (spot.field != "title", spot, number, word)
        for number, known in enumerate(classes)
        for word, spot in standing(known.words, shadow, finds)
    ]
    return tuple(
        Sensitive(group=classes[number].name, weight=classes[number].weight, hit=shadow.hit(word, spot))
        for _, spot, number, word in sorted(found)
    )
