"""整改: what reviews promised, tracked until it is done."""

from collections.abc import Sequence
from datetime import date

from caifeng.models import Incident, TrackedRectification


def open_rectifications(incidents: Sequence[Incident], today: date) -> tuple[TrackedRectification, ...]:
    """Everything promised and not done, the longest overdue first; ``today`` is a day in the desk's zone."""
    found = [
        TrackedRectification(
            incident_id=incident.id,
            title=incident.title,
            what=one,
            is_overdue=one.is_overdue(today),
            days=(one.due - today).days,
        )
        for incident in incidents
        if incident.review
        for one in incident.review.rectify
        if one.done is None
    ]
    return tuple(sorted(found, key=lambda one: (one.what.due, one.incident_id, one.what.owner, one.what.what)))
