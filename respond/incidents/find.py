"""An incident by its number, as people type it."""

import difflib
from collections.abc import Sequence

from caifeng.errors import UsageError
from caifeng.models import Incident


def find(incidents: Sequence[Incident], wanted: str) -> Incident:
    """The incident that is meant by ``wanted``. Raises UsageError that names the nearest ones."""
    number = typed(wanted)
    found = next((incident for incident in incidents if incident.id == number), None)
    if found is not None:
        return found
    near = difflib.get_close_matches(number, sorted(incident.id for incident in incidents), n=3, cutoff=0.7)
    hint = f"最接近的是 {'、'.join(near)}" if near else "用 caifeng incident list 看现有的"
    raise UsageError(f"没有案件 {number}；{hint}")


def typed(wanted: str) -> str:
    """INC-2026-0007 of inc-2026-0007, or of 2026-0007; at most 40 characters."""
    number = wanted.strip().upper()[:40]
    return f"INC-{number}" if number[:1].isdigit() else number
