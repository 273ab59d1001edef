"""How many distinct items and reprints came from sources of each tier."""

from collections import Counter

from analyze.dossier import Dossier
from caifeng.models.spread import TierCount


def count_tiers(dossier: Dossier) -> tuple[TierCount, ...]:
    """By tier, national first; what was counted before of items that have left the window stays counted."""
    distinct = Counter(item.tier for item in dossier.items)
    reprints = Counter(item.tier for item in dossier.copies)
    if dossier.retained:
        here = {item.id: item.tier for item in dossier.every}
        for story in dossier.prior:
            distinct += Counter({row.tier: row.distinct for row in story.spread.tiers}) - _tiers(here, story.item_ids)
            copied = tuple(reprint.item_id for reprint in story.reprints)
            reprints += Counter({row.tier: row.reprints for row in story.spread.tiers}) - _tiers(here, copied)
    tiers = sorted(distinct.keys() | reprints.keys())
    return tuple(TierCount(tier=tier, distinct=distinct[tier], reprints=reprints[tier]) for tier in tiers)


def _tiers(here: dict[str, int], ids: tuple[str, ...]) -> Counter[int]:
    """Tiers of those of a story's items that are still at hand, and so are counted already."""
    return Counter(here[id_] for id_ in ids if id_ in here)
