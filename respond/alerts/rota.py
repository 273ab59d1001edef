"""Who is on duty."""

from datetime import datetime, timedelta

from caifeng.models import Desk
from caifeng.models.rota import shifts

_INSTANT = timedelta(microseconds=1)


def on_duty(desk: Desk, now: datetime) -> tuple[str, ...]:
    """Names of all who are on duty at ``now`` (aware), sorted; empty in a gap, or where there is no rota."""
    return tuple(sorted({shift.person for shift in shifts(desk.rota, desk.zone, now, now + _INSTANT)}))
