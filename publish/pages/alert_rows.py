"""An alert as a page shows it: what, how grave, why, who was told, and whether anybody has it in hand."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from caifeng.models import Alert, AlertKind, Incident
from publish.pages.delivered import Deliveries, Told

_ASKING = frozenset({AlertKind.RISE, AlertKind.REPEAT, AlertKind.ESCALATED, AlertKind.OVERDUE, AlertKind.REMINDER})


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRow:
    """One alert.

    alert: itself
    told: who was told and with what result
    file: the id of its incident where that has a page, else ""
    is_untaken: its incident is open and nobody has taken it
    """

    alert: Alert
    told: tuple[Told, ...]
    file: str
    is_untaken: bool


def alert_row(alert: Alert, sent: Deliveries, incidents: Mapping[str, Incident]) -> AlertRow:
    """The row of an alert; ``incidents`` are all that have a page, by id."""
    incident = incidents.get(alert.incident_id)
    waits = incident is not None and incident.is_open and not incident.is_taken
    return AlertRow(
        alert=alert,
        told=sent.told(alert),
        file=incident.id if incident else "",
        is_untaken=waits and alert.kind in _ASKING,
    )


def gravest_first(rows: Collection[AlertRow]) -> tuple[AlertRow, ...]:
    """Untaken ones first, then the sent ones; among these the graver, then the newer."""
    return tuple(sorted(rows, key=_order))


def _order(row: AlertRow) -> tuple[bool, bool, int, float, str]:
    one = row.alert
    return (not row.is_untaken, bool(one.unsent_because), -one.level.rank, -one.raised_at.timestamp(), one.id)
