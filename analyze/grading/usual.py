"""What is usual for the desk beside its volume: how much its readers interact on a day."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from statistics import median

from analyze.dossier import DAY
from analyze.grading.lines import INTERACTIONS
from analyze.scales import interactions
from caifeng.models import Engagement, Item

_FULL = 20.0  # usual days' interactions that are full scale for one story
_LEAST, _MOST = 10_000.0, 10_000_000.0
_DAYS = 4  # days with interactions, before today, below which nothing is usual yet
_NOTHING = Engagement()


def full_interactions(items: Iterable[Item], now: datetime) -> float:
    """Weighted interactions that are full scale for one story in 24 hours: twenty times the desk's usual day.

    The usual day is the median of the days before the last 24 hours of ``now`` that have any; between 10,000 and
    10,000,000, and 100,000 while fewer than four days are known.
    """
    days: dict[int, float] = defaultdict(float)
    for item in items:
        if item.engagement != _NOTHING and (age := (now - item.published_at) // DAY) > 0:
            days[age] += interactions(item.engagement)
    totals = [total for total in days.values() if total > 0]
    if len(totals) < _DAYS:
        return INTERACTIONS
    return float(round(min(max(_FULL * median(sorted(totals)), _LEAST), _MOST)))
