"""Limits on a level: good news stays 蓝, what is refuted does not rise, one mouth alone raises nothing."""

from collections import Counter
from typing import NamedTuple

from analyze.grading.material import Material
from analyze.grading.voices import counted, voice_of
from caifeng.models import Gate, Level, StoryType, TypeHint

_OTHERS = 2  # items of other voices from which a story is not one mouth's
_FALSE = frozenset({StoryType.FALSE, StoryType.MALICIOUS})


class Limit(NamedTuple):
    """The highest level allowed, and why."""

    ceiling: Level
    why: str


GOOD = Limit(Level.BLUE, "以正面为主，不高于蓝")


def limit_of(
    material: Material, reached: Level, before: Level | None, gates: tuple[Gate, ...], hint: TypeHint
) -> Limit | None:
    """The limit on a level that the score ``reached``, or None: of what is refuted, or of one voice alone.

    Neither lowers the level ``before``; one voice may be gated all the same.
    """
    stays = before or Level.BLUE
    if hint.type in _FALSE:
        return Limit(stays, f"依据提示为{hint.type}，不再升级")
    ceiling = max([stays, *(gate.floor for gate in gates)], key=lambda level: level.rank)
    if reached.rank > ceiling.rank and (loud := _alone(material)):
        return Limit(ceiling, f"近48小时几乎只有“{loud}”一家在说，分数不单独升级")
    return None


def _alone(material: Material) -> str:
    """The source of the one voice that makes the story, or "": boards rank what many people look for."""
    if material.sightings:
        return ""
    counts = Counter(map(voice_of, material.two))
    if not counts:
        return ""
    loudest = min(counts, key=lambda voice: (-counts[voice], voice))
    others = [item for item in material.two if voice_of(item) != loudest]
    if any(item.is_official or item.tier <= 3 for item in others) or counted(others) >= _OTHERS:
        return ""
    source, author = loudest
    return author or source
