"""How a digest says times, spans and levels."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from caifeng.models import Briefing, Level
from caifeng.models.wording import clock
from publish.briefing.phrases import long_date


@dataclass(frozen=True, slots=True)
class Times:
    """Moments as the briefing's desk reads its clock."""

    briefing: Briefing

    def day(self) -> str:
        """``2026 年 11 月 20 日 星期五``."""
        return long_date(self.briefing.date)

    def at(self, moment: datetime) -> str:
        """``11-20 08:42``."""
        return clock(moment, ZoneInfo(self.briefing.zone))

    def clock(self, moment: datetime) -> str:
        """``08:42`` on the edition's own day, else with the day."""
        local = moment.astimezone(ZoneInfo(self.briefing.zone))
        return f"{local:%H:%M}" if local.date() == self.briefing.date else self.at(moment)

    def left(self, due_at: datetime) -> str:
        """``剩 3 小时 24 分``, counted from the publication."""
        left = round((due_at - self.briefing.published_at).total_seconds() / 60)
        return f"剩 {minutes(left)}" if left >= 0 else f"已过 {minutes(-left)}"


def minutes(count: int) -> str:
    """``18 分``, ``3 小时 24 分``, ``2 天 1 小时``."""
    hours, rest = divmod(max(count, 0), 60)
    if hours >= 48:
        days, hours = divmod(hours, 24)
        return f"{days} 天 {hours} 小时" if hours else f"{days} 天"
    if not hours:
        return f"{rest} 分"
    return f"{hours} 小时 {rest} 分" if rest else f"{hours} 小时"


def seconds(count: float) -> str:
    """``45 秒`` under a minute and a half, else minutes."""
    return f"{count:.0f} 秒" if count < 90 else minutes(round(count / 60))


def level_change(level: Level, previous: Level | None) -> str:
    """A level against the day before: 新增, 自黄升级, 自橙降级, 级别未变."""
    if previous is None:
        return "新增"
    if level is previous:
        return "级别未变"
    return f"自{previous}{'升级' if level.rank > previous.rank else '降级'}"
