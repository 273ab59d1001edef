"""Editions as rows or columns of a table: each its own, or, of many, seven by seven."""

from dataclasses import dataclass
from datetime import date

from caifeng.models import Briefing
from publish.period.material import PeriodMaterial

WIDE = 8  # editions that stand alone; of more, weeks do


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Some of the dates that a report covers, and the editions of them that can be read."""

    dates: tuple[date, ...]
    days: tuple[Briefing, ...]

    @property
    def name(self) -> str:
        """11-17, or 11-17 至 11-23."""
        first, last = self.dates[0], self.dates[-1]
        return f"{first:%m-%d}" if first == last else f"{first:%m-%d} 至 {last:%m-%d}"


def groups(material: PeriodMaterial) -> tuple[Group, ...]:
    """The report's dates since the desk began, in their order; up to eight each alone, else by sevens."""
    began = min((card.date for card in material.cards), default=material.dates[0])
    dates = tuple(day for day in material.dates if day >= began)
    step = 1 if len(material.dates) <= WIDE else 7
    parts = [dates[at : at + step] for at in range(0, len(dates), step)]
    return tuple(Group(dates=part, days=tuple(day for day in material.days if day.date in part)) for part in parts)
