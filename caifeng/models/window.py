"""监测时段: which briefing a moment belongs to. Day D covers (D−1 cutoff, D cutoff], in the desk's zone."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def window(day: date, zone: ZoneInfo, cutoff_hour: int) -> tuple[datetime, datetime]:
    """Start (exclusive) and end (inclusive) of a day's window, aware, in the desk's zone."""
    end = datetime.combine(day, time(cutoff_hour), tzinfo=zone)
    return datetime.combine(day - timedelta(days=1), time(cutoff_hour), tzinfo=zone), end


def day_of(at: datetime, zone: ZoneInfo, cutoff_hour: int) -> date:
    """The date of the briefing whose window holds ``at``."""
    local = at.astimezone(zone)
    today = local.date()
    return today if local <= datetime.combine(today, time(cutoff_hour), tzinfo=zone) else today + timedelta(days=1)
