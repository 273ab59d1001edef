"""Times, lengths and lines as people read them, wherever they are told of something."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo


def clock(at: datetime, zone: ZoneInfo) -> str:
    """11-20 08:43 on the clocks of ``zone``; ``at`` is aware."""
    return f"{at.astimezone(zone):%m-%d %H:%M}"


def span(length: timedelta) -> str:
    """30 分钟, 6 小时, 7 天: a length in the largest unit that says it whole; 90 分钟, not 1.5 小时."""
    seconds = round(length.total_seconds())
    if seconds < 60:
        return f"{seconds} 秒"
    minutes = round(seconds / 60)
    if minutes % 1440 == 0 and minutes > 1440:
        return f"{minutes // 1440} 天"
    return f"{minutes // 60} 小时" if minutes % 60 == 0 else f"{minutes} 分钟"


def clipped(text: str, limit: int) -> str:
    """On one line, cut to ``limit`` characters; the cut shows."""
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"
