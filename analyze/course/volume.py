"""A story's distinct items hour by hour."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from analyze.course.baseline import HOURS_OF_DAY, hour_number
from analyze.dossier import Dossier
from caifeng.models import Item


@dataclass(frozen=True, slots=True)
class Volume:
    """Distinct items by time, each with the number of its hour; what is dated later than now lies in the present."""

    items: tuple[Item, ...]
    numbers: tuple[int, ...]  # ascending
    counts: Mapping[int, int]  # by hour, where there are any
    last: int  # the present hour

    def between(self, first: int, last: int) -> tuple[Item, ...]:
        """The items of these hours; both ends count."""
        return self.items[bisect_left(self.numbers, first) : bisect_right(self.numbers, last)]

    def newest(self, hour: int) -> Item | None:
        """The last item of this hour or before."""
        place = bisect_right(self.numbers, hour)
        return self.items[place - 1] if place else None

    def of_day(self, end: int) -> int:
        """Items in the 24 hours up to and with this one."""
        return bisect_right(self.numbers, end) - bisect_right(self.numbers, end - HOURS_OF_DAY)


def volume_of(dossier: Dossier) -> Volume:
    """The hours of a story's distinct items inside the window."""
    last = hour_number(dossier.now)
    numbers = tuple(min(last, hour_number(item.published_at)) for item in dossier.items)
    return Volume(dossier.items, numbers, Counter(numbers), last)
