"""Which items the evidence page shows: all of them, but of a huge story no more than a page can hold.

What the briefing cites comes first, then the earliest; the table (CSV) has every one.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import lru_cache

from caifeng.models import Briefing, EvidenceItem, Reprint, Story

MOST = 400  # items of one story on the page
_FIRST = 20  # ids of one list that count as cited: the link leads to the first of them
_MEMBERS = frozenset({"item_ids", "reprints"})  # of a story: what it consists of, not what is cited of it


def shown_items(briefing: Briefing) -> frozenset[str]:
    """Ids of the items of ``briefing.evidence`` that the evidence page shows."""
    groups: dict[str, list[EvidenceItem]] = defaultdict(list)
    for item in briefing.evidence:
        groups[item.story_id].append(item)
    cited = frozenset(_cited(briefing)) if any(len(group) > MOST for group in groups.values()) else frozenset()
    return frozenset(item.id for group in groups.values() for item in _shown(group, cited))


def _shown(group: list[EvidenceItem], cited: frozenset[str]) -> list[EvidenceItem]:
    if len(group) <= MOST:
        return group
    return sorted(group, key=lambda item: (item.id not in cited, item.published_at, item.id))[:MOST]


def _cited(noun: object) -> Iterator[str]:
    """Items that any part of the briefing names, wherever it stands, but for the evidence itself."""
    if isinstance(noun, tuple):
        for part in noun:
            yield from _cited(part)
    elif is_dataclass(noun) and not isinstance(noun, EvidenceItem | Reprint | type):
        for name in _names(noun.__class__):
            value = getattr(noun, name)
            if name == "item_id":
                yield value
            elif name == "item_ids":
                yield from value[:_FIRST]
            else:
                yield from _cited(value)


@lru_cache(maxsize=256)
def _names(noun: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(noun) if not (issubclass(noun, Story) and field.name in _MEMBERS))
