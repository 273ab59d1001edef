"""Where a report's figures lead: to the evidence and the numbers of the daily editions it stands on."""

from collections.abc import Iterable
from datetime import date

from caifeng.models.period import Ref
from publish import escape


def day_ref(day: date, figure: str = "") -> Ref:
    """A day's page, or the line of a figure among its numbers."""
    return Ref(label=f"{day:%m-%d}", day=day, figure=figure)


def evidence_ref(day: date, anchor: str, label: str) -> Ref:
    """An item or a story among a day's evidence."""
    return Ref(label=label, day=day, anchor=anchor)


def incident_refs(ids: Iterable[str], most: int = 6) -> tuple[Ref, ...]:
    """Pages of incidents, the first of them."""
    found = [id_ for id_ in dict.fromkeys(ids) if id_.startswith("INC-")]
    return tuple(Ref(label=id_, way=f"incidents/{escape.file_name(id_).upper()}/") for id_ in found[:most])
