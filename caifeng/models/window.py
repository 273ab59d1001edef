"""监测时段: which briefing a moment belongs to. Day D covers (D−1 cutoff, D cutoff], in the desk's zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def window(day: date, zone: ZoneInfo, cutoff_hour: int) -> tuple[datetime, datetime]:
    """Start (exclusive) and end (inclusive) of a day's window, aware, in the desk's zone."""
    end = datetime.combine(day, time(cutoff_hour), tzinfo=zone)
    return datetime.combine(day - timedelta(days=1), time(cutoff_hour), tzinfo=zone), end


def day_of(at: datetime, zone: ZoneInfo, cutoff_hour: int) -> date:
    """The date of the briefing whose window holds ``at`` (aware)."""
    today = at.astimezone(zone).date()
    end = datetime.combine(today, time(cutoff_hour), tzinfo=zone)
    # Compared in UTC: times of one zone compare by their clock faces, which repeat or skip when clocks change.
    return today if at.astimezone(UTC) <= end.astimezone(UTC) else today + timedelta(days=1)
