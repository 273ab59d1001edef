"""Find the desk's own names in an item: organisations, products and people, by any of their spellings."""

from analyze.topics.terms import Finds, Shadow, Spot
from caifeng.models import Mention, NameKind

_MOST_HITS = 20


def mentions_of(
    names: tuple[tuple[str, tuple[str, ...]], ...],
    kinds: tuple[tuple[str, NameKind], ...],
    shadow: Shadow,
    finds: Finds,
) -> tuple[Mention, ...]:
    """The names that stand in an item, in the desk's order, each with its first 20 places in the original.

    ``names`` are the desk's (name, aliases), all of which ``finds`` was asked for; a name without an entry in ``kinds``
    is of kind 其他.
    """
    known = dict(kinds)
    found = [name for name, _ in names if finds.has(name)]
    return tuple(
        Mention(
            name=name,
            kind=known.get(name, NameKind.OTHER),
            hits=tuple(shadow.hit(name, spot) for spot in _first(finds, name)),
        )
        for name in found
    )


def _first(finds: Finds, name: str) -> list[Spot]:
    """The first places; those of the title first. Sorted, because a set has no order."""
    spots = sorted(finds.of(name), key=lambda spot: (spot.field != "title", spot.is_mirrored, spot.start, spot.end))
    return spots[:_MOST_HITS]
