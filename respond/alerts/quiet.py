"""勿扰时段: what may wait until morning does."""

from datetime import datetime, time, timedelta
from itertools import product
from zoneinfo import ZoneInfo

from caifeng.models import Alert, AlertKind, Level, QuietHours

_PRESSING = (AlertKind.REMINDER, AlertKind.OVERDUE, AlertKind.ESCALATED)


def may_wait(alert: Alert, quiet: QuietHours) -> bool:
    """Whether an alert waits for the end of these hours.

    The level that the desk names, and graver ones, are sent at once; so is what presses on an orange or red incident.
    Good news waits whatever its level was.
    """
    if alert.kind is AlertKind.RESOLVED:
        return True
    presses = alert.kind in _PRESSING and alert.level.rank >= Level.ORANGE.rank
    return not presses and alert.level.rank < quiet.still.rank


def quiet_until(quiet: QuietHours, zone: ZoneInfo, now: datetime) -> datetime | None:
    """The end (in the zone of ``now``) of the quiet hours that hold at ``now`` (aware); None where none do.

    Local clocks decide. Where they are put back, the hour that comes twice is quiet twice; where they are put forward
    over the end, it is quiet until as much later.
    """
    if not _is_quiet(quiet, zone, now):
        return None
    today, end = now.astimezone(zone).date(), time(*divmod(quiet.end, 60))
    days = (today + timedelta(days=ahead) for ahead in range(3))
    ends = (datetime.combine(day, end, tzinfo=zone).replace(fold=fold) for day, fold in product(days, (0, 1)))
    moments = (moment.astimezone(now.tzinfo) for moment in ends)
    return next(moment for moment in moments if moment > now and not _is_quiet(quiet, zone, moment))


def _is_quiet(quiet: QuietHours, zone: ZoneInfo, moment: datetime) -> bool:
    local = moment.astimezone(zone)
    minute = local.hour * 60 + local.minute
    if quiet.start <= quiet.end:
        return quiet.start <= minute < quiet.end
    return minute >= quiet.start or minute < quiet.end
